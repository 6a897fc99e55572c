use report::study::{Axis, Block, Forest, Page, Row, Text, Tone};
use terms::Message;

use super::{told, verdict};
use crate::document::{cost, percent};
use crate::on_plan::{FormRow, VaryDocument};

impl VaryDocument {
    /// The document as a page.
    pub(crate) fn drawn(&self) -> Page {
        let fragile = self.forms.iter().any(|form| form.fragile);
        let (tone, state) = match fragile {
            true => (Tone::Bad, "studies-page-fragile"),
            false => (Tone::Good, "studies-page-steady"),
        };
        let whole = Message::new("studies-say-whole").with("name", self.prompt.line());
        let mut says = vec![whole.with("score", percent(self.score)).with("n", self.n)];
        says.extend(self.says.clone());
        let row = |form: &FormRow| Row {
            name: Text::Said(form.form.message()),
            says: form.fragile.then(|| Message::new("studies-page-fragile-form")),
            value: form.change,
            low: form.low,
            high: form.high,
            n: self.n as u64,
        };
        let mut blocks = vec![
            verdict(tone, Message::new(state), says),
            Block::Forest(Forest {
                title: Message::new("studies-page-forms"),
                caption: Message::new("studies-page-forms-caption"),
                axis: Axis::Differences { margin: 0.0 },
                rows: self.forms.iter().map(row).collect(),
            }),
        ];
        blocks.extend(told(&self.account.notes, &self.account.log));
        let title = Message::new("studies-page-vary");
        Page { title, subject: self.prompt.line(), blocks, cost: cost(&self.account.cost) }
    }
}
