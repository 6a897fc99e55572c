//! Where new versions of a prompt come from: strategies that need no model, and in [`by_model`] those that ask one.
//!
//! A strategy is a file that makes edits of a parent from what it may see ([`View`]: scores, and the text of *train*
//! cases only). [`Drafts`] turns any of them into a [`Proposer`]: it draws among the edits, never proposes the same
//! version twice, and leaves out what the [`Screen`] refuses. What a draft is worth is for others to find out.

pub mod by_model;
pub mod calibrate;
pub mod choices;
mod composed;
mod decoding;
mod distinctive;
mod drafts;
mod example_sets;
pub mod leak;
pub mod lexicon;
mod merge;
mod phrases;
mod portfolio;
mod screen;
mod slots;
mod structure;
mod surrogate;
pub mod twins;
mod view;

use prompt::tree::{Edit, Tree};
use stats::draws::Draws;
use terms::{Message, Version};

use crate::Letter;

pub use composed::Composed;
pub use decoding::Decoding;
pub use drafts::Drafts;
pub use example_sets::ExampleSets;
pub use leak::LeakGuard;
pub use lexicon::Lexicon;
pub use merge::Merge;
pub use phrases::Phrases;
pub use portfolio::Portfolio;
pub use screen::{Refusal, Screen};
pub use slots::Slots;
pub use structure::Structure;
pub(crate) use structure::first_words;
pub use surrogate::Surrogate;
pub use view::{Answered, Attempt, Brief, Parent, Shown, View};

/// A version proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The version.
    pub tree: Tree,
    /// What makes it of its first parent.
    pub edit: Edit,
    /// Why, for a person.
    pub why: Message,
    /// The versions it is made of.
    pub parents: Vec<Version>,
}

/// What became of a draft.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The draft.
    pub version: Version,
    /// Whether it was kept.
    pub kept: bool,
    /// Gain over its first parent, in score, as far as it is known.
    pub gain: f64,
    /// Calls it took to know.
    pub calls: u64,
}

/// What a proposer needs to be of use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Train cases with what was expected.
    pub train: bool,
    /// Replies of its parents to train cases, and their scores.
    pub replies: bool,
    /// A model that writes.
    pub model: bool,
    /// Versions tried before.
    pub tried: bool,
}

/// Proposes versions. Given the same view, the same draws and the same outcomes before, it proposes the same.
pub trait Proposer: Send {
    /// Its name, kebab-case: the operator of a candidate's lineage.
    fn name(&self) -> &'static str;

    /// What it needs.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// What a model is to write before it can propose; none for a strategy that needs no model.
    fn letters(&mut self, view: &View<'_>, k: usize, draws: &mut Draws) -> Vec<Letter> {
        let _ = (view, k, draws);
        Vec::new()
    }

    /// Why texts that a model wrote were left out since this was last asked.
    fn left_out(&mut self) -> Vec<Message> {
        Vec::new()
    }

    /// At most `k` drafts. Fewer, or none, when it has nothing to say.
    fn ask(&mut self, view: &View<'_>, k: usize, draws: &mut Draws) -> Vec<Draft>;

    /// What became of drafts, its own and those of others.
    fn tell(&mut self, outcomes: &[Told]);
}

/// Makes edits of a version.
pub trait Strategy: Send {
    /// Its name, kebab-case.
    fn name(&self) -> &'static str;

    /// What it needs.
    fn needs(&self) -> Needs {
        Needs::default()
    }

    /// Edits worth trying on this parent, with the reason of each, the most promising first; some may not fit it.
    fn edits(&self, parent: &Parent, view: &View<'_>, draws: &mut Draws) -> Vec<(Edit, Message)>;
}

/// Every strategy that needs no model, as a proposer; those first that have been found to bring most (examples above all:
/// Wan et al., NeurIPS 2024). The first one opens the search.
pub fn all() -> Vec<Box<dyn Proposer>> {
    vec![
        Box::new(Drafts::of(Composed)),
        Box::new(Drafts::of(ExampleSets)),
        Box::new(Drafts::of(Slots)),
        Box::new(Merge::default()),
        Box::new(Drafts::of(Phrases)),
        Box::new(Drafts::of(Structure)),
        Box::new(Surrogate::default()),
        Box::new(Drafts::of(Decoding)),
    ]
}
