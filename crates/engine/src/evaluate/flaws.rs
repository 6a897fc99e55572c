//! Failing trials grouped by arm, check and reason.

use indexmap::IndexMap;
use ledger::ScoreRow;
use terms::evaluation::Flaw;
use terms::{Message, Outcome};

/// Cases named per group.
const NAMED: usize = 10;

/// Group of a failing trial: arm, check, unscored, reason.
type Group = (u32, String, bool, String);

/// The groups so far. Their number is bounded by arms x checks x sorts of reason.
#[derive(Debug, Default)]
pub(super) struct Flaws {
    groups: IndexMap<Group, (Message, u64, Vec<String>)>,
}

impl Flaws {
    pub fn push(&mut self, row: &ScoreRow) {
        if let Some(error) = &row.error {
            self.add(row, "call", true, error);
        }
        for score in row.scores.iter().filter(|s| s.outcome != Outcome::Pass && s.weight > 0.0) {
            match &score.reason {
                Some(reason) => self.add(row, &score.check, score.outcome == Outcome::Unscored, reason),
                None => self.add(
                    row,
                    &score.check,
                    score.outcome == Outcome::Unscored,
                    &Message::new("engine-flaw"),
                ),
            }
        }
    }

    fn add(&mut self, row: &ScoreRow, check: &str, unscored: bool, reason: &Message) {
        let group = (row.at.arm, check.to_owned(), unscored, reason.key.to_string());
        let (_, count, cases) = self.groups.entry(group).or_insert_with(|| (reason.clone(), 0, Vec::new()));
        *count += 1;
        if cases.len() < NAMED && cases.last() != Some(&row.case_id) {
            cases.push(row.case_id.clone());
        }
    }

    /// Commonest first.
    pub fn finish(self) -> Vec<Flaw> {
        let flaw =
            |((arm, check, unscored, key), (example, count, cases)): (Group, (Message, u64, Vec<String>))| {
                Flaw { arm, check, unscored, key, example, count, cases }
            };
        let mut out: Vec<Flaw> = self.groups.into_iter().map(flaw).collect();
        out.sort_by(|a, b| b.count.cmp(&a.count).then(a.arm.cmp(&b.arm)));
        out
    }
}
