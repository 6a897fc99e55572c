use terms::Message;

use crate::{Origin, Secret};

/// Keys that a person keeps beside the environment, each bound to one place, and what that person allows projects.
/// It is handed to the catalogue, which reaches for nothing itself.
pub trait KeyRing: Send + Sync {
    /// The key of a place; `None` when there is none.
    ///
    /// # Errors
    /// Why a key that is there cannot be read, and what to do about it.
    fn key(&self, origin: &Origin) -> Result<Option<Secret>, (Message, Option<Message>)>;

    /// Whether there is one, without reading it.
    fn has(&self, origin: &Origin) -> bool;

    /// Whether a project's file may send this variable of the environment there.
    fn allows(&self, variable: &str, origin: &Origin) -> bool;
}
