//! How a study stands while it runs, readable at any moment by whoever watches.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use terms::Message;

use crate::drive::Journal;
use crate::log::Entry;
use crate::{Question, Trial};

/// What is known so far, shared between a study and its watchers.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    standing: Option<Message>,
    decided: Vec<Entry>,
}

impl Live {
    /// How it stands now, on one line; `None` before it has anything to say.
    pub fn now(&self) -> Option<Message> {
        self.state().standing.clone()
    }

    /// Its decisions from this one on.
    pub fn since(&self, decision: usize) -> Vec<Entry> {
        self.state().decided.get(decision..).unwrap_or_default().to_vec()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Trials are not written here: the engine keeps them in the ledger.
impl Journal for Live {
    fn trial(&mut self, _: &Question, _: &Trial) {}

    fn decided(&mut self, entries: &[Entry]) {
        self.state().decided.extend_from_slice(entries);
    }

    fn standing(&mut self, now: Message) {
        self.state().standing = Some(now);
    }
}
