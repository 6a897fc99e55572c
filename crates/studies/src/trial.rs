//! Trials and the table that holds them: cache, resume log and evidence in one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use terms::Version;

use crate::letter::Written;

/// What is asked: one candidate, one item, one repeat. Sorts by item, so that a table reads as the cases do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Question {
    /// Position of the case.
    pub item: u64,
    /// The candidate.
    pub candidate: Version,
    /// 0-based repeat.
    pub repeat: u32,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// 0 to 1; `None` when the reply could not be scored or there is none.
    pub score: Option<f64>,
    /// Fingerprint of the reply: two equal replies are a tie before anything is scored.
    pub answer: Option<u64>,
    /// What it cost when it was bought, 10^-12 units of the study's currency.
    pub cost: i64,
    /// Tokens read and written.
    pub tokens: u64,
    /// The reply itself, hostile; only of cases that may be shown, those of *train*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Arc<str>>,
    /// Whether the reply has the promised form; `None` when there is none, or nothing says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formed: Option<bool>,
}

/// Every trial of a study, and every letter written to it. Append-only: a question is answered once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    trials: BTreeMap<Question, Trial>,
    letters: BTreeMap<Version, Written>,
}

impl Table {
    /// Adds a trial; a question answered before keeps its first answer. Whether it was new.
    pub fn insert(&mut self, question: Question, trial: Trial) -> bool {
        let fresh = !self.trials.contains_key(&question);
        if fresh {
            self.trials.insert(question, trial);
        }
        fresh
    }

    /// The trial of a question.
    pub fn get(&self, question: &Question) -> Option<&Trial> {
        self.trials.get(question)
    }

    /// Adds what was written to a letter; one answered before keeps its first answer. Whether it was new.
    pub fn keep(&mut self, letter: Version, written: Written) -> bool {
        let fresh = !self.letters.contains_key(&letter);
        if fresh {
            self.letters.insert(letter, written);
        }
        fresh
    }

    /// What was written to a letter.
    pub fn written(&self, letter: Version) -> Option<&Written> {
        self.letters.get(&letter)
    }

    /// What was written to all letters.
    pub fn all_written(&self) -> impl Iterator<Item = &Written> {
        self.letters.values()
    }

    /// Letters answered.
    pub fn letters(&self) -> usize {
        self.letters.len()
    }

    /// All trials, by item.
    pub fn iter(&self) -> impl Iterator<Item = (&Question, &Trial)> {
        self.trials.iter()
    }

    /// Trials in it.
    pub fn len(&self) -> usize {
        self.trials.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.trials.is_empty()
    }

    /// The item's score of a candidate over its repeats: `None` while a repeat is missing.
    pub fn score(&self, candidate: Version, item: u64, repeats: u32) -> Option<Scored> {
        let (mut sum, mut n) = (0.0, 0_u32);
        for repeat in 0..repeats {
            if let Some(score) = self.get(&Question { item, candidate, repeat })?.score {
                sum += score;
                n += 1;
            }
        }
        Some(if n > 0 { Scored::Mean(sum / f64::from(n)) } else { Scored::Not })
    }

    /// Difference of two candidates on an item: 0 when every repeat gave equal replies, whatever a noisy check says of
    /// them. `None` while a repeat is missing.
    pub fn difference(&self, a: Version, b: Version, item: u64, repeats: u32) -> Option<Scored> {
        let (left, right) = (self.score(a, item, repeats)?, self.score(b, item, repeats)?);
        let answer = |candidate, repeat| self.get(&Question { item, candidate, repeat })?.answer;
        let same = |repeat| answer(a, repeat).is_some() && answer(a, repeat) == answer(b, repeat);
        Some(match (left, right) {
            (Scored::Not, Scored::Not) => Scored::Not,
            _ if (0..repeats).all(same) => Scored::Mean(0.0),
            (Scored::Mean(left), Scored::Mean(right)) => Scored::Mean(left - right),
            _ => Scored::Not,
        })
    }
}

/// A number, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scored {
    /// The mean over the repeats that could be scored.
    Mean(f64),
    /// No repeat could be scored: the item says nothing.
    Not,
}

impl FromIterator<(Question, Trial)> for Table {
    fn from_iter<I: IntoIterator<Item = (Question, Trial)>>(trials: I) -> Table {
        let mut table = Table::default();
        for (question, trial) in trials {
            table.insert(question, trial);
        }
        table
    }
}
