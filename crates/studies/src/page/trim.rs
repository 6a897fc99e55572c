use report::study::{Axis, Block, Forest, Page, Row, Table, Text};
use terms::Message;

use super::{diff, told, tone, verdict};
use crate::document::cost;
use crate::on_plan::TrimDocument;
use crate::outcome::Effect;
use crate::trim::Slice;

impl TrimDocument {
    /// The document as a page.
    pub(crate) fn drawn(&self) -> Page {
        let found = &self.found;
        let mut blocks = vec![verdict(tone(found.state), found.state.message(), self.verdict_lines())];
        blocks.extend(found.proof.as_ref().map(|proof| self.proof(proof)));
        blocks.extend(diff(&self.original, &self.text));
        blocks.extend(self.savings());
        blocks.extend(told(&self.notes, &self.log));
        let title = Message::new("studies-page-trim");
        Page { title, subject: self.prompt.line(), blocks, cost: cost(&self.cost) }
    }

    fn proof(&self, proof: &Effect) -> Block {
        let whole = Row {
            name: Text::Said(Message::new("studies-page-all-cases")),
            says: None,
            value: proof.difference,
            low: proof.low,
            high: proof.high,
            n: proof.n,
        };
        let slice = |slice: &Slice| Row {
            name: Text::Raw(slice.name.clone()),
            says: None,
            value: slice.difference,
            low: slice.low,
            high: slice.high,
            n: slice.n,
        };
        let rows = std::iter::once(whole).chain(self.found.slices.iter().map(slice)).collect();
        Block::Forest(Forest {
            title: Message::new("studies-page-proof"),
            caption: Message::new("studies-page-proof-caption"),
            axis: Axis::Differences { margin: self.margin },
            rows,
        })
    }

    fn savings(&self) -> Option<Block> {
        let saving = self.saving.as_ref()?;
        let thousand = |billed: f64| (billed * 1_000.0 / 1e8).round() / 1e4;
        let row = |key: &'static str, before: Message, after: Message| {
            vec![Text::Said(Message::new(key)), Text::Said(before), Text::Said(after)]
        };
        let figure = |value: f64| Message::new("studies-page-figure").with("value", value);
        let tokens = |tokens: u64| Message::new("studies-page-figure").with("value", tokens);
        let mut rows =
            vec![row("studies-page-tokens", tokens(saving.tokens_before), tokens(saving.tokens_after))];
        if saving.billed_before > 0.0 {
            let (before, after) = (thousand(saving.billed_before), thousand(saving.billed_after));
            rows.push(row("studies-page-billed", figure(before), figure(after)));
        }
        let heads = ["studies-page-saving", "studies-page-before", "studies-page-after"];
        Some(Block::Table(Table {
            title: Message::new("studies-page-savings"),
            heads: heads.map(Message::new).to_vec(),
            rows,
        }))
    }
}
