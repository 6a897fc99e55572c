use std::fmt;
use std::path::PathBuf;

use terms::{CallKey, Explain, Kind, Message, Place};

use crate::RunId;

/// What can go wrong with a ledger. Cheap to clone: one failed transaction answers all its callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerError {
    /// The file or its folder cannot be opened or created.
    Open {
        /// The ledger.
        path: PathBuf,
        /// The system's words.
        detail: String,
    },
    /// The file or its folder may not be written.
    ReadOnly {
        /// The ledger.
        path: PathBuf,
    },
    /// No space left, or a quota is reached.
    Full {
        /// The ledger.
        path: PathBuf,
    },
    /// Another program holds the file and did not let go in time.
    Locked {
        /// The ledger.
        path: PathBuf,
        /// How long it was waited for.
        waited_ms: u64,
    },
    /// The file is damaged.
    Corrupt {
        /// The ledger.
        path: PathBuf,
        /// SQLite's words.
        detail: String,
    },
    /// The file is something else.
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// A later version of the program wrote it.
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its layout.
        found: i64,
        /// The latest layout this program knows.
        known: i64,
    },
    /// Reading or writing failed.
    Io {
        /// The ledger.
        path: PathBuf,
        /// The system's words.
        detail: String,
    },
    /// An export could not be written.
    Export {
        /// The system's words.
        detail: String,
    },
    /// No run begins like this.
    UnknownRun {
        /// What was asked for.
        id: String,
    },
    /// Several runs begin like this.
    AmbiguousRun {
        /// What was asked for.
        id: String,
        /// How many do.
        matches: u64,
    },
    /// The run's owner is alive.
    RunOwned {
        /// The run.
        run: RunId,
    },
    /// The run is complete: nothing is left to do.
    RunComplete {
        /// The run.
        run: RunId,
    },
    /// The caller does not own the run it writes to.
    RunNotOwned {
        /// The run.
        run: RunId,
    },
    /// The caller settles a call it was not granted.
    NotInFlight {
        /// The call.
        key: CallKey,
    },
    /// The caller records a trial of a call that was never settled.
    UnknownCall {
        /// The call.
        key: CallKey,
    },
    /// The caller settles a call without saying how it ended.
    Incomplete {
        /// The call.
        key: CallKey,
    },
    /// A rating of an answer that is not in the run, or off its scale.
    NotRatable {
        /// The run.
        run: RunId,
    },
    /// A defect of ours.
    Bug {
        /// What is known about it.
        detail: String,
    },
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
impl std::error::Error for LedgerError {}

impl Explain for LedgerError {
    fn kind(&self) -> Kind {
        match self {
            LedgerError::UnknownRun { .. }
            | LedgerError::AmbiguousRun { .. }
            | LedgerError::NotRatable { .. } => Kind::User,
            LedgerError::RunNotOwned { .. }
            | LedgerError::NotInFlight { .. }
            | LedgerError::UnknownCall { .. }
            | LedgerError::Incomplete { .. }
            | LedgerError::Bug { .. } => Kind::Bug,
            _ => Kind::Store,
        }
    }

    fn message(&self) -> Message {
        match self {
            LedgerError::Open { detail, .. } => Message::new("ledger-open").with("detail", detail.as_str()),
            LedgerError::ReadOnly { .. } => Message::new("ledger-read-only"),
            LedgerError::Full { .. } => Message::new("ledger-full"),
            LedgerError::Locked { waited_ms, .. } => {
                Message::new("ledger-locked").with("seconds", *waited_ms as f64 / 1000.0)
            }
            LedgerError::Corrupt { detail, .. } => {
                Message::new("ledger-corrupt").with("detail", detail.as_str())
            }
            LedgerError::NotALedger { .. } => Message::new("ledger-not-a-ledger"),
            LedgerError::Newer { found, known, .. } => {
                Message::new("ledger-newer").with("found", *found).with("known", *known)
            }
            LedgerError::Io { detail, .. } => Message::new("ledger-io").with("detail", detail.as_str()),
            LedgerError::Export { detail } => Message::new("ledger-export").with("detail", detail.as_str()),
            LedgerError::UnknownRun { id } => Message::new("ledger-unknown-run").with("id", id.as_str()),
            LedgerError::AmbiguousRun { id, matches } => {
                Message::new("ledger-ambiguous-run").with("id", id.as_str()).with("matches", *matches)
            }
            LedgerError::RunOwned { run } => Message::new("ledger-run-owned").with("id", run.as_str()),
            LedgerError::RunComplete { run } => Message::new("ledger-run-complete").with("id", run.as_str()),
            LedgerError::RunNotOwned { run } => Message::new("ledger-run-not-owned").with("id", run.as_str()),
            LedgerError::NotInFlight { key } => {
                Message::new("ledger-not-in-flight").with("key", key.to_string())
            }
            LedgerError::UnknownCall { key } => {
                Message::new("ledger-unknown-call").with("key", key.to_string())
            }
            LedgerError::Incomplete { key } => Message::new("ledger-incomplete").with("key", key.to_string()),
            LedgerError::NotRatable { run } => Message::new("ledger-not-ratable").with("id", run.as_str()),
            LedgerError::Bug { detail } => Message::new("ledger-bug").with("detail", detail.as_str()),
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            LedgerError::Open { path, .. }
            | LedgerError::ReadOnly { path }
            | LedgerError::Full { path }
            | LedgerError::Locked { path, .. }
            | LedgerError::Corrupt { path, .. }
            | LedgerError::NotALedger { path }
            | LedgerError::Newer { path, .. }
            | LedgerError::Io { path, .. } => {
                Some(Place { file: path.display().to_string(), line: None, column: None })
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            LedgerError::Open { .. } => Some(Message::new("ledger-open-hint")),
            LedgerError::ReadOnly { .. } => Some(Message::new("ledger-read-only-hint")),
            LedgerError::Full { .. } => Some(Message::new("ledger-full-hint")),
            LedgerError::Locked { .. } => Some(Message::new("ledger-locked-hint")),
            LedgerError::Corrupt { .. } => Some(Message::new("ledger-corrupt-hint")),
            LedgerError::NotALedger { .. } => Some(Message::new("ledger-not-a-ledger-hint")),
            LedgerError::Newer { .. } => Some(Message::new("ledger-newer-hint")),
            LedgerError::Io { .. } => Some(Message::new("ledger-io-hint")),
            LedgerError::UnknownRun { .. } => Some(Message::new("ledger-unknown-run-hint")),
            LedgerError::AmbiguousRun { .. } => Some(Message::new("ledger-ambiguous-run-hint")),
            LedgerError::RunOwned { .. } => Some(Message::new("ledger-run-owned-hint")),
            _ => None,
        }
    }
}
