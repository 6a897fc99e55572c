//! One file per command.

pub mod ablate;
pub mod cases;
pub mod compare;
pub mod completions;
pub mod demo;
pub mod eval;
pub mod keys;
pub mod man;
pub mod models;
pub mod new;
pub mod optimise;
pub mod race;
pub mod render;
pub mod run;
pub mod runs;
pub mod serve;
pub mod show;
pub mod studio;
mod study;
pub mod trim;
pub mod vary;

use crate::failure::Failure;

/// Exit code of a command that did what it was asked.
pub const DONE: u8 = 0;
/// Exit code of an evaluation under the score asked for.
pub const BELOW: u8 = 1;
/// Exit code of a run that can be taken up again.
pub const RESUMABLE: u8 = 5;

/// What a command returns.
pub type Outcome = Result<u8, Failure>;
