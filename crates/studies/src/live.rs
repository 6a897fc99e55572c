//! How a study stands while it runs, readable at any moment by whoever watches.

use std::sync::{Arc, Mutex, PoisonError};

use terms::Message;

use crate::drive::Journal;
use crate::{Question, Trial};

/// One line, shared between a study and its watchers.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<Mutex<Option<Message>>>);

impl Live {
    /// How it stands now; `None` before it has anything to say.
    pub fn now(&self) -> Option<Message> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Trials are not written here: the engine keeps them in the ledger.
impl Journal for Live {
    fn trial(&mut self, _: &Question, _: &Trial) {}

    fn standing(&mut self, now: Message) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }
}
