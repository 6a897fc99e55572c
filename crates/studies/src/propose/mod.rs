//! Proposers: strategies that draft new versions of a prompt. One strategy is one file of this folder, and only that.
//!
//! A strategy is a pure function of what it is shown and of the draws it is given: no model, no clock, no disk. One that
//! needs a model to write says so, and is handed what that model wrote.

mod portfolio;

use std::sync::Arc;

use stats::draws::Draws;
use terms::{Message, Version};

pub use portfolio::Portfolio;

/// What a strategy needs to be of use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Scores by item, beyond the mean.
    pub scores: bool,
    /// Replies and why they failed, of train items.
    pub feedback: bool,
    /// Probabilities of the labels.
    pub logprobs: bool,
    /// A model that writes.
    pub model: bool,
}

/// A train item as a strategy may see it. Dev and test items have no such form: they give scores, never text.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Position of the case.
    pub item: u64,
    /// Values of the inputs, by name.
    pub inputs: Vec<(String, String)>,
    /// What is expected.
    pub expected: Option<String>,
    /// What the parent replied, when it was asked.
    pub reply: Option<String>,
    /// Its score.
    pub score: Option<f64>,
}

/// A parent a strategy may build on.
#[derive(Clone, Debug, PartialEq)]
pub struct Parent {
    /// Which one.
    pub version: Version,
    /// Text of its prompt file.
    pub text: Arc<str>,
    /// Mean score on dev.
    pub score: f64,
}

/// What a strategy sees.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Parents, the best to build on first.
    pub parents: Vec<Parent>,
    /// Train items.
    pub train: Vec<Shown>,
    /// Drafts refused or dropped before, newest last: not to be made again.
    pub dropped: Vec<Version>,
}

/// A new version, not yet asked anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Text of the prompt file.
    pub text: Arc<str>,
    /// Why it may be better, in words.
    pub why: Message,
    /// What it was made from.
    pub parents: Vec<Version>,
}

/// What became of a draft.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The draft.
    pub version: Version,
    /// Whether it was kept.
    pub kept: bool,
    /// Gain over its parent, in score, as far as it is known.
    pub gain: f64,
    /// Calls it took to know.
    pub calls: u64,
}

/// A strategy.
pub trait Proposer: Send {
    /// Its name in lineages and logs.
    fn name(&self) -> &'static str;

    /// What it needs.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// Up to `k` drafts. Fewer, or none, when it has nothing to say.
    fn ask(&mut self, view: &View, k: usize, draws: &mut Draws) -> Vec<Draft>;

    /// What became of its drafts.
    fn tell(&mut self, outcomes: &[Told]);
}
