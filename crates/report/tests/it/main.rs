//! Exports read back: by a person (snapshots) and by the parsers that will read them.

mod failures;
mod fixture;
mod history;
mod hostile;
mod json;
mod page;
mod snapshots;
mod study;
mod terminal;
