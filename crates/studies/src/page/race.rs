use report::study::{Axis, Block, Forest, Page, Row, Text, Tone};
use stats::proportion::wilson;
use terms::{Message, Version};

use super::{told, verdict};
use crate::document::{RaceDocument, cost, percent};
use crate::outcome::Standing;

/// Chance of a wrong choice from which the winner is said to be one of several.
const UNSURE: f64 = 0.2;

impl RaceDocument {
    /// The document as a page.
    pub(crate) fn drawn(&self) -> Page {
        let found = &self.found;
        let first = Message::new("studies-say-winner").with("name", self.name(found.winner));
        let state = match (found.budget_ended, found.wrong < UNSURE) {
            (true, _) => "studies-state-budget-ended",
            (_, true) => "studies-page-winner",
            (_, false) => "studies-page-winner-unsure",
        };
        let tone = if found.wrong < UNSURE && !found.budget_ended { Tone::Good } else { Tone::Open };
        let says = vec![first.with("wrong", percent(found.wrong))];
        let mut blocks = vec![
            verdict(tone, Message::new(state), says),
            Block::Forest(Forest {
                title: Message::new("studies-page-scores"),
                caption: Message::new("studies-page-race-caption"),
                axis: Axis::Scores,
                rows: found.standings.iter().map(|standing| self.row(standing)).collect(),
            }),
        ];
        blocks.extend(told(&self.notes, &self.log));
        let subject: Vec<String> = self.candidates.iter().map(|named| named.line()).collect();
        Page {
            title: Message::new("studies-page-race"),
            subject: subject.join(" · "),
            blocks,
            cost: cost(&self.cost),
        }
    }

    fn name(&self, version: Version) -> String {
        let named = self.candidates.iter().find(|named| named.candidate == version);
        named.map_or_else(|| version.short(), |named| named.line())
    }

    fn row(&self, standing: &Standing) -> Row {
        let right = (standing.score * standing.n as f64).round() as u64;
        let interval = wilson(right, standing.n, 0.95);
        let says = match standing.left_in {
            Some(round) => Message::new("studies-page-left").with("round", round),
            None => Message::new("studies-page-stayed"),
        };
        Row {
            name: Text::Raw(self.name(standing.version)),
            says: Some(says),
            value: standing.score,
            low: interval.low.min(standing.score),
            high: interval.high.max(standing.score),
            n: standing.n,
        }
    }
}
