//! Strategies that ask a model to write. Each is a file that writes letters; reading what comes back is the same for all
//! of them, and nothing that comes back can end a search: a text that cannot be tried is left out, with the reason.

mod critique;
mod cross;
mod facts;
mod failures;
mod history;
mod induce;
mod markers;
mod reflect;
mod rewrites;
mod target;

use stats::draws::Draws;

use super::{Needs, Proposer, View};
use crate::Letter;

pub use critique::Critique;
pub use cross::Cross;
pub(crate) use facts::to_keep;
pub use history::History;
pub use induce::Induce;
pub use markers::{Reading, texts};
pub use reflect::Reflect;
pub use rewrites::{Rejected, Rewrites, Why};
pub use target::Target;

/// Writes letters to a model.
pub trait Author: Send {
    /// Its name, kebab-case.
    fn name(&self) -> &'static str;

    /// What it needs besides a model.
    fn needs(&self) -> Needs;

    /// Letters whose answers may hold better versions; `rejected` are texts that this author got back and that were
    /// not kept, the latest last.
    fn letters(&self, view: &View<'_>, rejected: &[Rejected], draws: &mut Draws) -> Vec<Letter>;
}

/// Every strategy that asks a model, as a proposer.
pub fn all() -> Vec<Box<dyn Proposer>> {
    vec![
        Box::new(Rewrites::by(Reflect)),
        Box::new(Rewrites::by(Induce)),
        Box::new(Rewrites::by(History)),
        Box::new(Rewrites::by(Critique)),
        Box::new(Rewrites::by(Cross)),
    ]
}
