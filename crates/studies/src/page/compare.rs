use report::study::{Axis, Block, Forest, Page, Row, Text};
use terms::Message;

use super::{told, tone, verdict};
use crate::document::{CompareDocument, cost};

impl CompareDocument {
    /// The document as a page.
    pub(crate) fn drawn(&self) -> Page {
        let found = &self.found;
        let pair = Message::new("studies-say-pair").with("a", self.a.line()).with("b", self.b.line());
        let mut blocks =
            vec![verdict(tone(found.state), found.state.message(), vec![pair, found.why.clone()])];
        blocks.extend(found.effect.as_ref().map(|effect| {
            let name = Text::Said(Message::new("studies-page-a-less-b"));
            let row = Row {
                name,
                says: None,
                value: effect.difference,
                low: effect.low,
                high: effect.high,
                n: effect.n,
            };
            Block::Forest(Forest {
                title: Message::new("studies-page-difference"),
                caption: Message::new("studies-page-difference-caption"),
                axis: Axis::Differences { margin: self.margin.unwrap_or(0.0) },
                rows: vec![row],
            })
        }));
        blocks.extend(told(&self.notes, &self.log));
        Page {
            title: Message::new("studies-page-compare"),
            subject: format!("{} · {}", self.a.line(), self.b.line()),
            blocks,
            cost: cost(&self.cost),
        }
    }
}
