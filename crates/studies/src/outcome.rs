//! How a study ended. Never "completed": what may be said, or why nothing may.

use serde::{Deserialize, Serialize};
use terms::{Message, Version};

/// What a person may act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Better, at the error the study was planned with.
    Better,
    /// Not worse by more than the margin, and shorter or cheaper.
    NotWorseButShorter,
    /// The same within the margin.
    Equivalent,
    /// Nothing may be claimed.
    NoEvidence,
    /// Worse.
    Worse,
    /// The budget ended before anything could be claimed.
    BudgetEnded,
}

impl State {
    /// The state in words.
    pub fn message(self) -> Message {
        Message::new(match self {
            State::Better => "studies-state-better",
            State::NotWorseButShorter => "studies-state-not-worse-but-shorter",
            State::Equivalent => "studies-state-equivalent",
            State::NoEvidence => "studies-state-no-evidence",
            State::Worse => "studies-state-worse",
            State::BudgetEnded => "studies-state-budget-ended",
        })
    }
}

/// An effect with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Mean difference of scores, A less B.
    pub difference: f64,
    /// Its interval, lower end.
    pub low: f64,
    /// Its interval, upper end.
    pub high: f64,
    /// Items both have answered with a score.
    pub n: u64,
    /// Of these, won by A.
    pub wins: u64,
    /// Won by B.
    pub losses: u64,
}

/// A candidate's standing at the end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The candidate.
    pub version: Version,
    /// Items it answered with a score.
    pub n: u64,
    /// Mean score over them.
    pub score: f64,
    /// The round in which it left, from 1; `None` for the one that stayed.
    pub left_in: Option<u32>,
}
