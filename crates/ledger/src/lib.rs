//! The append-only store of calls, trials, scores, decisions and money.
//!
//! [`Store`] is the ledger in domain words; [`open`] gives the SQLite one.

mod account;
mod call;
#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
mod rating;
mod run;
mod sqlite;
mod store;
mod trial;

pub use account::{Bill, CheckReport, Depth, Prune, PruneReport, Scope, Select, Totals, UnknownCall};
pub use call::{CallFilter, CallLine, CallPage, CallRecord, Claim, Evidence, Intent, Known, Settled};
pub use error::LedgerError;
pub use rating::{Rated, Rating, Said, Scale, Vote};
pub use run::{
    Finished, NewRun, PlanHash, RunFilter, RunId, RunIdError, RunOrder, RunPage, RunRecord, RunSummary,
    Status,
};
pub use sqlite::{Durability, Options, open, open_read_only};
pub use store::{BoxFuture, Rows, Store};
pub use trial::{NewTrial, ScoreRow, TrialAt, TrialFilter, TrialOrder, TrialOutcome, TrialPage};
