//! When a search has had enough, budget aside.

use serde::{Deserialize, Serialize};

/// What a search has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reached {
    /// Rounds made.
    pub rounds: u64,
    /// Rounds since the champion last changed.
    pub since_change: u64,
    /// Mean score of the champion over the items it answered.
    pub best: f64,
}

/// Why a search stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Nothing better was found for a while.
    Plateau,
    /// The score asked for is reached.
    Target,
}

/// Decides whether to go on.
pub trait Stopper {
    /// The reason to stop, if there is one.
    fn enough(&self, reached: &Reached) -> Option<Why>;
}

/// So many rounds without a better champion.
#[derive(Clone, Copy, Debug)]
pub struct Plateau(pub u64);

impl Stopper for Plateau {
    fn enough(&self, reached: &Reached) -> Option<Why> {
        (reached.since_change >= self.0).then_some(Why::Plateau)
    }
}

/// A score that is good enough.
#[derive(Clone, Copy, Debug)]
pub struct Target(pub f64);

impl Stopper for Target {
    fn enough(&self, reached: &Reached) -> Option<Why> {
        (reached.best >= self.0).then_some(Why::Target)
    }
}

/// The first of several that has a reason.
pub fn first(stoppers: &[Box<dyn Stopper + Send>], reached: &Reached) -> Option<Why> {
    stoppers.iter().find_map(|stopper| stopper.enough(reached))
}
