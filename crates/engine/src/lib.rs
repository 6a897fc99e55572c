//! Plan, guard, schedule, call, check, ledger: the only crate that may call a model.
//!
//! [`Plan`] says what is asked, [`Engine`] answers it, [`Progress`] tells how far it is. Everything the engine learns
//! goes through the ledger; an evaluation is computed from what the ledger holds.

mod budget;
mod error;
mod evaluate;
pub mod library;
pub mod plan;
pub mod progress;
pub mod project;
mod run;
mod scoring;
pub mod suite;
pub mod window;

pub use error::EngineError;
pub use plan::Plan;
pub use progress::Progress;
pub use project::Project;
pub use run::{Answer, Engine, Estimate, Range, RunOutcome, Single, Stop, now_ms};
