//! Checks: how they are written, what they say of answers.

mod fixtures;
mod parse;
mod properties;
