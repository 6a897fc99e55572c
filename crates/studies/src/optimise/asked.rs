//! What a search is given: items, caps and seed, and what drafts are made of.

use crate::propose::{Brief, Lexicon, Proposer, Screen, Shown};

use super::Rule;

/// What the study is to ask about.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Items of the search, in the order they are asked.
    pub dev: Vec<u64>,
    /// Items whose replies may be shown to a model that writes, in the order they are asked.
    pub train: Vec<u64>,
    /// Items of the proof, opened for this study; none when there is to be no proof.
    pub sealed: Vec<u64>,
    /// Repeats of each question.
    pub repeats: u32,
    /// Calls in all, the proof's included; no cap when absent.
    pub calls: Option<u64>,
    /// Calls to a model that writes, at most; 0 without one.
    pub letters: u64,
    /// How drafts of a round leave it.
    pub rule: Rule,
    /// The error of the proof.
    pub alpha: f64,
    /// Seed of everything drawn.
    pub seed: u64,
}

impl Asked {
    /// Calls below which no answer is sensible: the person's version and two drafts on dev, and the proof.
    pub fn least(&self) -> u64 {
        (3 * self.dev.len() as u64 + 2 * self.sealed.len() as u64) * u64::from(self.repeats.max(1))
    }
}

/// What drafts are made of.
pub struct Workshop<'s> {
    /// Strategies.
    pub proposers: Vec<Box<dyn Proposer>>,
    /// Train cases.
    pub train: Vec<Shown>,
    /// What the person asked for.
    pub brief: Brief,
    /// Known formulations.
    pub lexicon: Lexicon,
    /// What no draft may break.
    pub screen: Screen<'s>,
}
