use std::fmt;

use terms::{Explain, Kind, Message, Place};

use crate::tokenizer::TokenizerProblem;

/// What can go wrong around the embedded model's files.
#[derive(Debug)]
pub enum LocalError {
    /// A file cannot be read; the system's words.
    Read {
        /// Its path.
        file: String,
        /// Why.
        why: String,
    },
    /// A file cannot be written; the system's words.
    Write {
        /// Its path.
        file: String,
        /// Why.
        why: String,
    },
    /// A tokenizer that is not ours.
    Tokenizer {
        /// Its path.
        file: String,
        /// What is wrong.
        problem: TokenizerProblem,
    },
}

impl Explain for LocalError {
    fn kind(&self) -> Kind {
        match self {
            LocalError::Read { .. } | LocalError::Tokenizer { .. } => Kind::Data,
            LocalError::Write { .. } => Kind::Store,
        }
    }

    fn message(&self) -> Message {
        match self {
            LocalError::Read { why, .. } => Message::new("local-read").with("why", why.as_str()),
            LocalError::Write { why, .. } => Message::new("local-write").with("why", why.as_str()),
            LocalError::Tokenizer { problem: TokenizerProblem::Json(why), .. } => {
                Message::new("local-tokenizer-json").with("why", why.as_str())
            }
            LocalError::Tokenizer { problem: TokenizerProblem::Foreign, .. } => {
                Message::new("local-tokenizer-foreign")
            }
            LocalError::Tokenizer { problem: TokenizerProblem::TooLarge, .. } => {
                Message::new("local-tokenizer-too-large")
            }
        }
    }

    fn place(&self) -> Option<Place> {
        let (LocalError::Read { file, .. }
        | LocalError::Write { file, .. }
        | LocalError::Tokenizer { file, .. }) = self;
        Some(Place { file: file.clone(), line: None, column: None })
    }

    fn hint(&self) -> Option<Message> {
        match self {
            LocalError::Tokenizer { .. } => Some(Message::new("local-tokenizer-hint")),
            _ => None,
        }
    }
}

impl fmt::Display for LocalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for LocalError {}
