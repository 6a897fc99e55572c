//! Prompt files: what they may say, what they become, what they are refused for.

mod bombs;
mod docs;
mod errors;
mod format;
mod injection;
mod jinja;
mod render;
mod schema;
mod tree;
