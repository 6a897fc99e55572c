//! The corpus the embedded model learns from, and the examinations it takes: made, not collected.
//!
//! A [`Document`] is drawn from a seed and a number. It has a *wish* ([`Spec`]: task, labels, format, rules), a
//! *prompt* that says a part of it ([`Stated`]), and *answers* that follow from what was said by one law
//! ([`behave::answer`]). So an answer truly depends on its prompt. Nothing here reads a clock, a disk or a global
//! generator.

pub mod behave;
mod content;
mod document;
mod draw;
mod exam;
pub mod grammar;
pub mod holdout;
pub mod labels;
mod lesson;
mod lexicon;
pub mod paper;
mod passage;
mod prompt;
mod scenes;
pub mod sitting;
mod spec;
mod task;
mod template;
mod values;
mod wording;

pub use content::{Ask, Content, Gold, Wish};
pub use document::{Document, Settings};
pub use draw::Draw;
pub use exam::{Case, Level, Turn, cases};
pub use lesson::Lesson;
pub use lexicon::{Lexicon, lexicon};
pub use prompt::Exchange;
pub use scenes::PLANTED_BIAS;
pub use spec::{Format, Spec, Stated, Tie};
pub use task::{Family, Scene, Split, Task};
pub use wording::{Slot, Wordings, statements, wordings};
