use report::study::{Axis, Block, Forest, Heat, Page, Row, Text, Tone, Warm};
use terms::Message;

use super::{header, told, verdict};
use crate::document::{cost, percent};
use crate::on_plan::{AblateDocument, By, EarnedRow, HeatRun};
use crate::propose::first_words;

impl AblateDocument {
    /// The document as a page.
    pub(crate) fn drawn(&self) -> Page {
        let count = |effect: &str| self.parts.iter().filter(|part| part.effect == effect).count();
        let (helps, harms) = (count("helps"), count("harms"));
        let tone = match (helps, harms) {
            (_, 1..) => Tone::Bad,
            (0, 0) => Tone::Open,
            _ => Tone::Good,
        };
        let state = Message::new("studies-page-parts").with("helps", helps).with("harms", harms);
        let state = state.with("idle", self.parts.len() - helps - harms);
        let whole = Message::new("studies-say-whole").with("name", self.prompt.line());
        let mut says = vec![whole.with("score", percent(self.score)).with("n", self.n)];
        says.extend(self.order.as_ref().map(|order| order.message()));
        let row = |part: &EarnedRow| Row {
            name: Text::Raw(first_words(&part.text)),
            says: Some(part.says.clone()),
            value: part.gain,
            low: part.low,
            high: part.high,
            n: self.n as u64,
        };
        let caption = match self.by {
            By::LeaveOneOut => "studies-page-gains-caption",
            By::Shapley => "studies-page-shares-caption",
        };
        let heat = Heat {
            title: Message::new("studies-page-heat"),
            caption: Message::new("studies-page-heat-caption"),
            runs: self.warm(),
        };
        let mut blocks = vec![
            verdict(tone, state, says),
            Block::Heat(heat),
            Block::Forest(Forest {
                title: Message::new("studies-page-gains"),
                caption: Message::new(caption),
                axis: Axis::Differences { margin: 0.0 },
                rows: self.parts.iter().map(row).collect(),
            }),
        ];
        blocks.extend(told(&self.account.notes, &self.account.log));
        let title = Message::new("studies-page-ablate");
        Page { title, subject: self.prompt.line(), blocks, cost: cost(&self.account.cost) }
    }

    /// The prompt in runs, to be painted; its header, which is not sent, left out.
    pub fn warm(&self) -> Vec<Warm> {
        let says = |part: Option<usize>| Some(self.parts.get(part?)?.says.clone());
        let run = |(place, run): (usize, &HeatRun)| Warm {
            text: run.text[if place == 0 { header(&run.text) } else { 0 }..].to_owned(),
            degree: run.degree,
            says: says(run.part),
        };
        self.text.iter().enumerate().map(run).collect()
    }
}
