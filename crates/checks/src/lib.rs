//! Scorers: what turns a reply into a score. Pure: no network, clock, disk or chance.
//!
//! A suite lists checks ([`parse`]); without one, `expect` is scored by what the prompt promises to return
//! ([`for_output`]). Adding a check is one file in `rules/` and its row in `rules/mod.rs`.

mod args;
mod check;
mod error;
mod expected;
mod form;
mod judgement;
mod numerals;
mod parse;
mod rules;
mod text;

pub use check::{Check, Checks, Observed};
pub use error::{CheckError, Problem};
pub use form::breaks_form;
pub use parse::{Context, for_output, names, parse};
pub use text::{Compare, shorten};
