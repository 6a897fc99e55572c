//! What the study did, in words a person reads: one entry per decision, the same on every replay.

use serde::{Deserialize, Serialize};
use terms::Message;

/// The log of a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Log {
    entries: Vec<Entry>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number, from 0: what its draws were made from.
    pub decision: u64,
    /// Trials answered when it was taken.
    pub trials: u64,
    /// What was decided and why.
    pub what: Message,
}

impl Log {
    /// The number of the next decision.
    pub fn next(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Adds a decision taken after so many trials.
    pub fn say(&mut self, trials: usize, what: Message) {
        let decision = self.next();
        self.entries.push(Entry { decision, trials: trials as u64, what });
    }

    /// All of it.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
