//! The one seam to the world: somebody answers questions.

mod growing;
mod through_engine;
mod writer;

use std::future::Future;
use std::pin::Pin;

use serde::{Deserialize, Serialize};
use terms::Version;

use crate::{Letter, Question, StudyError, Trial, Written};

pub use growing::Growing;
pub use through_engine::{KIND, ThroughEngine, candidate};

/// Answers being had.
pub type Answers<'a> = Pin<Box<dyn Future<Output = Asked> + Send + 'a>>;

/// What came back: trials in the order they became known, and what stopped the rest.
#[derive(Debug, Default)]
pub struct Asked {
    /// Questions answered. When nothing stopped it, all of them.
    pub trials: Vec<(Question, Trial)>,
    /// Why some are missing. What is here is paid for and kept.
    pub stopped: Option<StudyError>,
    /// The rest could not be afforded.
    pub out_of_budget: bool,
}

/// Letters being answered.
pub type Writings<'a> = Pin<Box<dyn Future<Output = Wrote> + Send + 'a>>;

/// What a proposing model wrote, and what stopped the rest.
#[derive(Debug, Default)]
pub struct Wrote {
    /// Letters answered, by their identity. When nothing stopped it, all of them.
    pub written: Vec<(Version, Written)>,
    /// Why some are missing. What is here is paid for and kept.
    pub stopped: Option<StudyError>,
    /// The rest could not be afforded.
    pub out_of_budget: bool,
}

/// What an evaluator's answers have taken so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// Calls really sent by this process.
    pub new: u64,
    /// Trials answered by what the ledger held.
    pub reused: u64,
    /// What all trials and letters asked for cost when they were bought, 10^-12 units of the study's currency.
    pub spent: i64,
    /// Calls to the proposing model.
    pub letters: Letters,
}

/// What letters have taken so far; it is part of the bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters {
    /// Letters really sent by this process.
    pub new: u64,
    /// Letters answered by what the ledger held.
    pub reused: u64,
    /// What they cost when they were bought, 10^-12 units of the study's currency.
    pub spent: i64,
}

/// Whoever can answer: the engine, or a simulated model in tests.
pub trait Evaluator: Send {
    /// Answers these questions, each once, in any order.
    fn ask<'a>(&'a mut self, questions: &'a [Question]) -> Answers<'a>;

    /// Has a proposing model answer these letters, each once. Without such a model nothing is answered.
    fn write<'a>(&'a mut self, letters: &'a [Letter]) -> Writings<'a> {
        let _ = letters;
        Box::pin(async { Wrote::default() })
    }

    /// What its answers have taken so far; nothing for one that keeps no books.
    fn bill(&self) -> Bill {
        Bill::default()
    }

    /// The most one answer can cost, 10^-12 units of the study's currency; 0 when no price is known.
    fn most_per_call(&self) -> u64 {
        0
    }
}
