//! What a study chooses among: versions of a prompt, where they come from, and never the same twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use terms::{Message, Version};

/// A version of a prompt under study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its identity: two drafts of the same version are one candidate.
    pub version: Version,
    /// As people name it.
    pub name: String,
    /// Text of the prompt file.
    pub text: Arc<str>,
    /// Where it comes from.
    pub lineage: Lineage,
}

/// Where a candidate comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// Versions it was made from; none for what the person wrote.
    pub parents: Vec<Version>,
    /// The strategy that made it; empty for what the person wrote.
    pub operator: String,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Message>,
    /// Number of the decision that made it: with the run's seed it makes the same draft again.
    pub decision: u64,
}

impl Candidate {
    /// One that a person wrote.
    pub fn written(version: Version, name: impl Into<String>, text: impl Into<Arc<str>>) -> Candidate {
        Candidate { version, name: name.into(), text: text.into(), lineage: Lineage::default() }
    }
}

/// All candidates of a study.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    candidates: BTreeMap<Version, Candidate>,
    order: Vec<Version>,
}

impl Pool {
    /// Adds a candidate; whether it was new.
    pub fn insert(&mut self, candidate: Candidate) -> bool {
        let version = candidate.version;
        if self.candidates.contains_key(&version) {
            return false;
        }
        self.order.push(version);
        self.candidates.insert(version, candidate);
        true
    }

    /// The candidate of this version.
    pub fn get(&self, version: Version) -> Option<&Candidate> {
        self.candidates.get(&version)
    }

    /// Its name; the short version when it is not of this pool.
    pub fn name(&self, version: Version) -> String {
        self.get(version).map_or_else(|| version.short(), |candidate| candidate.name.clone())
    }

    /// Versions in the order they came.
    pub fn versions(&self) -> &[Version] {
        &self.order
    }
}
