//! The template language: a small, closed subset of Jinja.
//!
//! It is our own reader and evaluator rather than a general engine with parts switched off, because every
//! operation must be paid for: fuel that counts instructions stops neither `s ~ s` in a loop (2.5 GiB in 27
//! turns), nor one huge filter, nor a comparison of two nested lists. Here whatever scans or makes text draws on
//! the same small budget, so there is nothing to switch off. `tests/it/jinja.rs` holds it to minijinja's results.

mod blocks;
mod budget;
mod compare;
mod eval;
mod expressions;
mod filters;
mod operators;
mod pieces;
mod scope;
mod show;
mod sink;
mod source;
mod syntax;
mod tokens;
mod value;

pub(crate) use blocks::{read, read_file};
pub(crate) use budget::Budget;
pub(crate) use eval::Run;
pub(crate) use pieces::{Kind as MarkKind, Mark, find_marks as marks};
pub(crate) use scope::{Free, Scope};
pub(crate) use show::emit;
pub(crate) use sink::Sink;
pub(crate) use source::Source;
pub(crate) use syntax::Template;
pub(crate) use value::Val;
