//! What the study did, in words a person reads: one entry per decision, the same on every replay.

use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use terms::Message;

/// The log of a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Log {
    entries: Vec<Entry>,
    #[serde(skip)]
    told: Told,
}

/// The decisions taken so far, for whoever watches while the study runs.
#[derive(Clone, Debug, Default)]
pub struct Told(Arc<Mutex<Vec<Entry>>>);

/// Who listens is no part of what was decided.
impl PartialEq for Told {
    fn eq(&self, _: &Told) -> bool {
        true
    }
}

impl Told {
    /// Those from this one on.
    pub fn since(&self, decision: usize) -> Vec<Entry> {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.get(decision..).unwrap_or_default().to_vec()
    }

    fn tell(&self, entry: Entry) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }
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
    /// One whose decisions are told as they are taken.
    pub fn telling(told: Told) -> Log {
        Log { entries: Vec::new(), told }
    }

    /// The number of the next decision.
    pub fn next(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Adds a decision taken after so many trials.
    pub fn say(&mut self, trials: usize, what: Message) {
        let decision = self.next();
        let entry = Entry { decision, trials: trials as u64, what };
        self.told.tell(entry.clone());
        self.entries.push(entry);
    }

    /// All of it.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
