//! What a search found, and every version it tried.

use serde::{Deserialize, Serialize};
use terms::{Message, Version};

use super::crossfit::CrossFitted;
use crate::Lineage;
use crate::compare::Compared;
use crate::outcome::State;

/// A version that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The version.
    pub version: Version,
    /// Its text.
    #[serde(default)]
    pub text: String,
    /// Where it comes from.
    pub lineage: Lineage,
    /// Dev items it answered with a score.
    pub n: u64,
    /// Mean score over them; `None` when there is none.
    pub score: Option<f64>,
    /// Whether it led when its round ended.
    pub led: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optimised {
    /// What may be said of the version found, against the person's own.
    pub state: State,
    /// The person's own version.
    pub seed: Version,
    /// The best version on dev; the person's own when nothing was better.
    pub best: Version,
    /// Its text.
    pub text: String,
    /// The proof on sealed items; `None` when there was nothing to prove, or nothing to prove it on.
    pub proof: Option<Compared>,
    /// Mean score on dev of the person's own version; optimistic for neither.
    pub dev_before: Option<f64>,
    /// Of the best one: optimistic, since it was chosen by it.
    pub dev_after: Option<f64>,
    /// The gain on dev, the choice accounted for; `None` when nothing was chosen, or on too few items.
    #[serde(default)]
    pub cross_fitted: Option<CrossFitted>,
    /// Rounds.
    pub rounds: u64,
    /// Every version tried, in the order they came.
    pub tried: Vec<Tried>,
}

impl Optimised {
    /// Why it is what it is said to be, without a proof on sealed cases.
    pub(crate) fn why_unproved(&self) -> Message {
        Message::new(match (self.state, self.cross_fitted) {
            (State::Better, _) => "studies-why-promised",
            (_, Some(fitted)) if fitted.folds > 0 => "studies-why-not-promised",
            _ => "studies-why-no-sealed",
        })
    }
}

/// The strategy in words.
pub(crate) fn strategy(name: &str) -> Message {
    Message::new(match name {
        "example-sets" => "studies-strategy-example-sets",
        "composed" => "studies-strategy-composed",
        "slots" => "studies-strategy-slots",
        "structure" => "studies-strategy-structure",
        "phrases" => "studies-strategy-phrases",
        "decoding" => "studies-strategy-decoding",
        "merge" => "studies-strategy-merge",
        "surrogate" => "studies-strategy-surrogate",
        "reflect" => "studies-strategy-reflect",
        "induce" => "studies-strategy-induce",
        "history" => "studies-strategy-history",
        "critique" => "studies-strategy-critique",
        "cross" => "studies-strategy-cross",
        _ => "studies-strategy-other",
    })
}
