//! The runtime of local models, on tiny models that the tests make.
#![expect(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is the failure message")]

mod familiar;
mod files;
mod generate;
mod in_process;
mod made;
mod passes;
mod tiny;
mod words;
