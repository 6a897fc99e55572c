use std::fmt;

use terms::{Explain, Kind, Message};

use crate::error::PromptError;

/// Why an edit of a prompt was not made. The prompt is as it was.
#[derive(Clone, Debug, PartialEq)]
pub enum EditError {
    /// No piece stands there.
    NoPiece,
    /// Not a reordering of what is there.
    BadOrder,
    /// The text would open a section of its own.
    OpensSection,
    /// There is nothing of this kind to change.
    NothingToChange,
    /// This is no decoding parameter, or not a value of it.
    BadParameter {
        /// The parameter.
        name: String,
    },
    /// The front matter cannot be rewritten: it does not read, or is not laid out one key a line.
    FrontMatter,
    /// An example holds template code that cannot be quoted.
    BadExample,
    /// A required input would no longer reach the model.
    LosesInput {
        /// The input.
        name: String,
    },
    /// The text asks for an input that the prompt does not have.
    NewInput {
        /// The name.
        name: String,
    },
    /// The prompt would no longer compile.
    Broken {
        /// Its first problem.
        error: Box<PromptError>,
    },
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message())
    }
}

impl std::error::Error for EditError {}

impl Explain for EditError {
    fn kind(&self) -> Kind {
        Kind::Config
    }

    fn message(&self) -> Message {
        let m = Message::new;
        match self {
            EditError::NoPiece => m("prompt-edit-no-piece"),
            EditError::BadOrder => m("prompt-edit-bad-order"),
            EditError::OpensSection => m("prompt-edit-opens-section"),
            EditError::NothingToChange => m("prompt-edit-nothing-to-change"),
            EditError::BadParameter { name } => m("prompt-edit-bad-parameter").with("name", name.as_str()),
            EditError::FrontMatter => m("prompt-edit-front-matter"),
            EditError::BadExample => m("prompt-edit-bad-example"),
            EditError::LosesInput { name } => m("prompt-edit-loses-input").with("name", name.as_str()),
            EditError::NewInput { name } => m("prompt-edit-new-input").with("name", name.as_str()),
            EditError::Broken { error } => m("prompt-edit-broken").with("error", error.message()),
        }
    }
}
