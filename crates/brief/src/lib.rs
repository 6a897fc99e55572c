//! From a goal to the first files of a prompt: what the interview of `motjuste new` and of the studio learns, and what
//! is written from it. Pure: whoever asks the questions also writes the files.

pub mod edge;
mod kind;
mod name;
mod write;

pub use kind::{KINDS, Shape, TaskKind};
pub use name::{input_name, slug};

/// What the interview learnt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brief {
    /// Name of the prompt; its files are named after it.
    pub title: String,
    /// What the model is to do, in one line: also the bare request it is measured against.
    pub task: String,
    /// Who reads the answer; empty for anybody.
    pub audience: String,
    /// Names of the inputs, as [`input_name`] makes them.
    pub inputs: Vec<String>,
    /// What is to come back.
    pub output: Wanted,
    /// Rules to follow, one line each.
    pub constraints: Vec<String>,
    /// What is personal or secret in the data; empty for nothing.
    pub sensitivity: String,
    /// First cases: the inputs in order, then what is expected.
    pub cases: Vec<Vec<String>>,
}

/// What is to come back.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// A text.
    Text {
        /// Words at most.
        most_words: Option<u32>,
        /// Language it must be in, ISO 639-1.
        language: Option<String>,
    },
    /// One of these.
    Labels(Vec<String>),
    /// A number.
    Number,
    /// A JSON object of these fields.
    Json(Vec<String>),
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted::Text { most_words: None, language: None }
    }
}
