use ledger::Scale;
use report::study::{Axis, Block, Forest, Lines, Page, Row, Text, Tone};
use terms::Message;

use super::verdict;
use crate::document::percent;
use crate::people::{Agreement, ArmGrade, ArmName, Checked, Graded, LeadRow, PeopleDocument, Ranked, Voted};

/// Alpha below which raters disagree too much to conclude, and from which they may be relied on (Krippendorff 2004).
const TENTATIVE: f64 = 0.667;
const RELIABLE: f64 = 0.8;
/// Pairs told in sentences.
const TOLD: usize = 12;

impl PeopleDocument {
    /// The document as a page.
    pub fn page(&self) -> Page {
        let mut blocks = Vec::new();
        if let Some(votes) = &self.votes {
            blocks.extend(self.voted(votes));
        }
        self.grades.iter().for_each(|graded| blocks.extend(self.graded(graded)));
        if blocks.is_empty() {
            let nobody = Message::new("people-nobody");
            blocks.push(verdict(Tone::Open, nobody, vec![Message::new("people-nobody-yet")]));
        }
        let (votes, grades) = (
            self.votes.as_ref().map_or(0, |votes| votes.votes),
            self.grades.iter().map(|graded| graded.grades).sum::<u64>(),
        );
        let cost = Message::new("people-took").with("votes", votes).with("grades", grades);
        Page { title: Message::new("people-title"), subject: self.run.clone(), blocks, cost }
    }

    /// The document in sentences, for a terminal.
    pub fn lines(&self) -> Vec<Message> {
        let mut out = Vec::new();
        for block in self.page().blocks {
            match block {
                Block::Verdict(verdict) => {
                    out.push(verdict.state);
                    out.extend(verdict.says);
                }
                Block::Forest(forest) => out.extend(forest.rows.iter().map(row_line)),
                Block::Lines(lines) => out.extend(lines.lines),
                _ => {}
            }
        }
        out
    }

    fn name(&self, arm: u32) -> Text {
        match self.arms.get(arm as usize) {
            Some(ArmName { bare: true, model, .. }) => {
                Text::Said(Message::new("people-bare").with("model", model.as_str()))
            }
            Some(arm) => Text::Raw(match &arm.variant {
                Some(variant) => format!("{} ({variant}) · {}", arm.prompt, arm.model),
                None => format!("{} · {}", arm.prompt, arm.model),
            }),
            None => Text::Raw(arm.to_string()),
        }
    }

    /// The name as an argument of a sentence.
    fn called(&self, message: Message, argument: &'static str, arm: u32) -> Message {
        match self.name(arm) {
            Text::Said(said) => message.with(argument, said),
            Text::Raw(raw) => message.with(argument, raw),
        }
    }

    fn voted(&self, votes: &Voted) -> Vec<Block> {
        let gathered = Message::new("people-votes-n").with("votes", votes.votes).with("cases", votes.cases);
        let gathered = gathered.with("raters", votes.raters.len()).with("ties", votes.ties);
        let mut says = vec![gathered.with("bad", votes.both_bad)];
        let (tone, state) = match votes.ranking.first() {
            None => {
                says.extend(self.unranked(votes));
                (Tone::Open, Message::new("people-not-enough"))
            }
            Some(first) => {
                let sure = votes.leads.iter().filter(|lead| lead.arm == first.arm).all(LeadRow::is_sure);
                match sure {
                    true => (Tone::Good, self.called(Message::new("people-preferred"), "arm", first.arm)),
                    false => (Tone::Open, Message::new("people-not-enough")),
                }
            }
        };
        // what is sure, and how the first two stand when that is not
        let told = votes.leads.iter().enumerate().filter(|(at, lead)| *at == 0 || lead.is_sure());
        says.extend(told.take(TOLD).map(|(_, lead)| self.lead(lead)));
        let mut blocks = vec![verdict(tone, state, says)];
        if !votes.ranking.is_empty() {
            let row = |ranked: &Ranked| Row {
                name: self.name(ranked.arm),
                says: None,
                value: ranked.share,
                low: ranked.low,
                high: ranked.high,
                n: ranked.votes,
            };
            blocks.push(Block::Forest(Forest {
                title: Message::new("people-ranking"),
                caption: Message::new("people-ranking-caption"),
                axis: Axis::Scores,
                rows: votes.ranking.iter().map(row).collect(),
            }));
        }
        let mut lines = vec![blind(votes.blind, votes.votes)];
        if let Some((low, high)) = votes.left_interval {
            let key = if low > 0.5 || high < 0.5 { "people-sides-matter" } else { "people-sides" };
            let chosen: u64 = votes.votes - votes.ties - votes.both_bad;
            let share = votes.left as f64 / chosen.max(1) as f64;
            let said = Message::new(key).with("share", percent(share)).with("low", percent(low));
            lines.push(said.with("high", percent(high)));
        }
        lines.extend(votes.agreement.iter().map(agreed));
        blocks.push(Block::Lines(Lines { title: Message::new("people-votes-trust"), lines, folded: false }));
        blocks
    }

    /// Why there is no ranking: the arms that were never beaten nor tied by those after them.
    fn unranked(&self, votes: &Voted) -> Option<Message> {
        let first = votes.apart.first()?.first()?;
        Some(self.called(Message::new("people-apart"), "arm", *first))
    }

    fn lead(&self, lead: &LeadRow) -> Message {
        let key = if lead.is_sure() { "people-lead" } else { "people-no-lead" };
        let said = self.called(self.called(Message::new(key), "arm", lead.arm), "over", lead.over);
        let said = said.with("share", percent(lead.share)).with("low", percent(lead.low));
        said.with("high", percent(lead.high))
    }

    fn graded(&self, graded: &Graded) -> Vec<Block> {
        let (title, caption) = match graded.scale {
            Scale::PassFail => ("people-passed", "people-passed-caption"),
            Scale::Stars => ("people-stars", "people-stars-caption"),
        };
        let row = |grade: &ArmGrade| Row {
            name: self.name(grade.arm),
            says: (graded.scale == Scale::Stars).then(|| {
                let stars = |score: f64| (10.0 + 40.0 * score).round() / 10.0;
                let said = Message::new("people-stars-mean").with("mean", stars(grade.score));
                said.with("low", stars(grade.low)).with("high", stars(grade.high))
            }),
            value: grade.score,
            low: grade.low,
            high: grade.high,
            n: grade.n,
        };
        let gathered = Message::new("people-grades-n").with("grades", graded.grades);
        let mut lines =
            vec![gathered.with("raters", graded.raters.len()), blind(graded.blind, graded.grades)];
        lines.extend(graded.agreement.iter().map(agreed));
        lines.extend(graded.checks.iter().map(checks));
        vec![
            Block::Forest(Forest {
                title: Message::new(title),
                caption: Message::new(caption),
                axis: Axis::Scores,
                rows: graded.arms.iter().map(row).collect(),
            }),
            Block::Lines(Lines { title: Message::new("people-grades-trust"), lines, folded: false }),
        ]
    }
}

fn row_line(row: &Row) -> Message {
    let said = Message::new("people-row").with("value", percent(row.value)).with("low", percent(row.low));
    let said = said.with("high", percent(row.high)).with("n", row.n);
    match &row.name {
        Text::Said(name) => said.with("name", name.clone()),
        Text::Raw(name) => said.with("name", name.as_str()),
    }
}

fn blind(blind: u64, all: u64) -> Message {
    match blind == all {
        true => Message::new("people-all-blind"),
        false => Message::new("people-some-blind").with("blind", blind).with("all", all),
    }
}

/// How far raters agree, and what it is worth.
fn agreed(agreement: &Agreement) -> Message {
    let said = |key: &'static str| Message::new(key).with("n", agreement.n).with("alike", agreement.alike);
    let Some(alpha) = agreement.alpha else { return said("people-agree-always") };
    let key = match alpha {
        alpha if alpha >= RELIABLE => "people-agree-well",
        alpha if alpha >= TENTATIVE => "people-agree-tentative",
        _ => "people-agree-badly",
    };
    let (low, high) = (agreement.low.unwrap_or(alpha), agreement.high.unwrap_or(alpha));
    said(key).with("alpha", hundredths(alpha)).with("low", hundredths(low)).with("high", hundredths(high))
}

fn checks(checked: &Checked) -> Message {
    let said = Message::new("people-checks").with("n", checked.n).with("alike", checked.alike);
    let said = said.with("kind", checked.too_kind).with("harsh", checked.too_harsh);
    match (checked.kappa, checked.ac1) {
        (Some(kappa), Some(ac1)) => {
            let beyond = Message::new("people-beyond-chance").with("kappa", hundredths(kappa));
            said.with("beyond", beyond.with("ac1", hundredths(ac1)))
        }
        // both always say the same word: there is nothing to compare with chance
        _ => said.with("beyond", ""),
    }
}

fn hundredths(value: f64) -> f64 {
    (100.0 * value).round() / 100.0
}
