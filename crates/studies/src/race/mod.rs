//! race: which of several candidates is best, on one budget. All still in the race answer the same items in the same
//! order, so that they are compared on differences.

mod rounds;
mod sure;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use stats::race::doubt::wrong_choice;
use terms::{Message, Version};

use crate::document::percent;
use crate::drive::Study;
use crate::outcome::Standing;
use crate::schedule::Scheduler;
use crate::trial::Scored;
use crate::{Log, Step, StudyError, Table};

pub use rounds::Rounds;
pub use sure::Sure;

/// Items every candidate should answer before any is dropped, at the very least.
const LEAST: u64 = 5;
/// Simulated worlds behind the chance of a wrong choice.
const WORLDS: u32 = 4_000;

/// How calls are shared among the candidates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// One leaves after each round: without a parameter, the default.
    SuccessiveRejects,
    /// Half leave after each round: few, large rounds.
    SequentialHalving,
    /// Equal shares, nobody leaves early.
    Equal,
    /// Each leaves when it is surely not the best; ends when one is left or the calls are spent.
    UntilSure {
        /// Chance that the best one is dropped.
        alpha: f64,
    },
}

/// What is raced on.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The candidates.
    pub candidates: Vec<Version>,
    /// Items, in an order that does not depend on any answer ([`crate::splits::stratified`]).
    pub items: Vec<u64>,
    /// Repeats of each trial.
    pub repeats: u32,
    /// Calls at most.
    pub calls: u64,
}

/// A candidate that left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which one.
    pub version: Version,
    /// After which round, from 1.
    pub round: u32,
}

/// What a race came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Those still in it, best first.
    pub ranked: Vec<Version>,
    /// Those that left, in the order they did.
    pub left: Vec<Left>,
}

/// A scheduler of a race: besides the next questions it says who left.
pub trait Racing: Scheduler<Verdict = Ranking> + Send {
    /// What happened since it was last asked, in words.
    fn news(&mut self) -> Vec<Message>;

    /// The ranking as it stands.
    fn ranking(&self, seen: &Table) -> Ranking;
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Raced {
    /// The one to take.
    pub winner: Version,
    /// Chance that another one is truly better, by simulation on the scores seen.
    pub wrong: f64,
    /// Everyone, the winner first, then in the order of leaving, last first.
    pub standings: Vec<Standing>,
    /// Trials answered.
    pub trials: u64,
    /// Whether the budget ended it before its last round.
    pub budget_ended: bool,
}

/// The study.
pub struct Race {
    field: Field,
    seed: u64,
    racing: Box<dyn Racing>,
}

impl Race {
    /// Ready to start.
    ///
    /// # Errors
    /// Fewer than two candidates, no items, or fewer calls than a sensible race needs.
    pub fn new(mut field: Field, rule: Rule, seed: u64) -> Result<Race, StudyError> {
        let mut known = BTreeSet::new();
        field.candidates.retain(|version| known.insert(*version));
        field.repeats = field.repeats.max(1);
        if field.candidates.len() < 2 {
            return Err(StudyError::NoChoice);
        }
        if field.items.is_empty() {
            return Err(StudyError::NoItems);
        }
        let least = least_calls(field.candidates.len(), field.items.len() as u64, field.repeats);
        if field.calls < least {
            return Err(StudyError::BelowFloor { given: field.calls, least });
        }
        let racing: Box<dyn Racing> = match rule {
            Rule::UntilSure { alpha } => Box::new(Sure::new(&field, alpha)),
            _ => Box::new(Rounds::new(&field, rule, seed)),
        };
        Ok(Race { field, seed, racing })
    }

    fn finish(&self, seen: &Table, log: &mut Log, ranking: &Ranking, budget_ended: bool) -> Raced {
        let Field { items, repeats, .. } = &self.field;
        let left = ranking.left.iter().rev().map(|left| (left.version, Some(left.round)));
        let order: Vec<(Version, Option<u32>)> =
            ranking.ranked.iter().map(|version| (*version, None)).chain(left).collect();
        // items in their order, as far as each went: what cannot be scored counts as wrong, as a user would count it
        let scores = |version: Version| -> Vec<f64> {
            let one = |item: &u64| match seen.score(version, *item, *repeats)? {
                Scored::Mean(score) => Some(score),
                Scored::Not => Some(0.0),
            };
            items.iter().map_while(one).collect()
        };
        let columns: Vec<Vec<f64>> = order.iter().map(|(version, _)| scores(*version)).collect();
        let standing = |((version, left_in), scores): (&(Version, Option<u32>), &Vec<f64>)| Standing {
            version: *version,
            n: scores.len() as u64,
            score: scores.iter().sum::<f64>() / scores.len().max(1) as f64,
            left_in: *left_in,
        };
        let found = Raced {
            winner: order.first().map_or(self.field.candidates[0], |(version, _)| *version),
            wrong: wrong_choice(&columns, 0, WORLDS, self.seed),
            standings: order.iter().zip(&columns).map(standing).collect(),
            trials: seen.len() as u64,
            budget_ended,
        };
        let what = Message::new("studies-log-raced").with("winner", found.winner.short());
        log.say(seen.len(), what.with("wrong", percent(found.wrong)).with("trials", found.trials));
        found
    }
}

/// Calls below which a race is refused: a few items for everyone.
pub fn least_calls(candidates: usize, items: u64, repeats: u32) -> u64 {
    candidates as u64 * items.min(LEAST) * u64::from(repeats)
}

impl Study for Race {
    type Outcome = Raced;

    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Raced> {
        let step = self.racing.next(seen);
        for news in self.racing.news() {
            log.say(seen.len(), news);
        }
        match step {
            Step::Ask(questions) => Step::Ask(questions),
            Step::Write(letters) => Step::Write(letters),
            Step::Done(ranking) => Step::Done(self.finish(seen, log, &ranking, false)),
        }
    }

    fn out_of_budget(&mut self, seen: &Table, log: &mut Log) -> Raced {
        let ranking = self.racing.ranking(seen);
        self.finish(seen, log, &ranking, true)
    }
}

/// Mean scores of some candidates over the first `cases` items; what has no score counts 0.
fn means(field: &Field, seen: &Table, among: &[Version], cases: u64) -> Vec<(f64, Version)> {
    let score = |version: Version, item: &u64| match seen.score(version, *item, field.repeats) {
        Some(Scored::Mean(score)) => score,
        _ => 0.0,
    };
    let items = &field.items[..field.items.len().min(cases as usize)];
    let mean = |version: &Version| {
        let sum: f64 = items.iter().map(|item| score(*version, item)).sum();
        (sum / items.len().max(1) as f64, *version)
    };
    among.iter().map(mean).collect()
}
