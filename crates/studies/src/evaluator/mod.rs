//! The one seam to the world: somebody answers questions.

mod growing;
mod through_engine;

use std::future::Future;
use std::pin::Pin;

use crate::{Question, StudyError, Trial};

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

/// What an evaluator's answers have taken so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// Calls really sent by this process.
    pub new: u64,
    /// Trials answered by what the ledger held.
    pub reused: u64,
    /// What all trials asked for cost when they were bought, 10^-12 units of the study's currency.
    pub spent: i64,
}

/// Whoever can answer: the engine, or a simulated model in tests.
pub trait Evaluator: Send {
    /// Answers these questions, each once, in any order.
    fn ask<'a>(&'a mut self, questions: &'a [Question]) -> Answers<'a>;

    /// What its answers have taken so far; nothing for one that keeps no books.
    fn bill(&self) -> Bill {
        Bill::default()
    }

    /// The most one answer can cost, 10^-12 units of the study's currency; 0 when no price is known.
    fn most_per_call(&self) -> u64 {
        0
    }
}
