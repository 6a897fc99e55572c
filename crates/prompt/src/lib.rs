//! Prompt files to messages: parse, format, inputs, template.
//!
//! A prompt file is split into sections *before* anything is rendered, and values are inserted as plain text
//! that is never read again: a value can never create a message. `docs/prompt-files.md` is the reference of
//! the format.
//!
//! ```text
//! text -> parse -> PromptFile -> Compiled (templates read once) -> render(values) -> Rendered
//!                      \-> format (canonical text) -> version
//! ```
//!
//! Pure: files named by a prompt (includes, documents, pictures) come through a closure.

mod bare;
mod compile;
mod error;
mod examples;
mod file;
mod files;
mod format;
mod front;
mod header;
mod limits;
mod loose;
mod parse;
mod pictures;
mod problem;
mod render;
mod role;
mod schema;
mod section;
mod sentences;
mod suggest;
mod template;
pub mod tree;

pub use compile::Compiled;
pub use error::PromptError;
pub use file::{PromptFile, decode};
pub use files::{FileError, Files};
pub use format::format;
pub use front::Meta;
pub use limits::Limits;
pub use loose::Loose;
pub use parse::parse;
pub use problem::{PathFault, Problem, Shape};
pub use role::SectionRole;
pub use schema::{Field, Input, Type};
pub use section::{Attribute, Section};
