//! The project's own chores. `tidy` holds the rules that a machine can check; `tests/tidy.rs` runs them.

pub mod browser;
pub mod example;
pub mod sdk;
pub mod tidy;
pub mod workspace;
