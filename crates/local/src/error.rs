use std::fmt;

use terms::{Explain, Kind, Message, Place};

use crate::tokenizer::TokenizerProblem;

/// What can go wrong with models of one's own and their files.
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
    /// A model's file that cannot be used.
    File {
        /// Its path.
        file: String,
        /// What is wrong.
        problem: FileProblem,
    },
    /// This build carries no embedded model.
    NoPetit,
    /// The question does not fit in what the model can read.
    Context {
        /// Tokens of the question.
        tokens: usize,
        /// Most positions of the model.
        context: usize,
    },
    /// A question that cannot be answered as it is asked.
    Question(QuestionProblem),
    /// A schema this program cannot enforce; what in it.
    Schema(String),
    /// Stopped by the one who asked.
    Cancelled,
    /// A defect of ours, or of a library; its words.
    Bug(String),
}

/// Why a model's file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// It ends before what it announces.
    Truncated,
    /// It is no GGUF file, or of a version that is not known.
    Magic,
    /// Neither a GGUF file nor a folder with `config.json`, `tokenizer.json` and `model.safetensors`.
    NoModel,
    /// A header that contradicts itself or cannot be read; where, or the parser's words.
    Header(String),
    /// A size no real model has; which.
    Sizes(String),
    /// A family of models that is not known.
    Family(String),
    /// Something that would change the result and is not known here.
    Unknown(String),
    /// A tensor or an entry that is not there.
    Missing(String),
    /// A tensor of another shape than the sizes say.
    Shape(String),
    /// A tensor in a type that is not known.
    Type(String),
    /// A tokenizer that cannot be used; why.
    Tokens(String),
    /// A chat template that cannot be used; why.
    Template(String),
}

/// Why a question is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionProblem {
    /// No text at all.
    Empty,
    /// A parameter out of its range; which.
    Range(String),
    /// Something the embedded runtime does not do; which.
    Unsupported(String),
    /// Not the JSON that is expected; the parser's words.
    Json(String),
    /// A model that is not served here.
    Model(String),
}

impl LocalError {
    /// A problem of this file.
    pub fn file(file: impl Into<String>, problem: FileProblem) -> LocalError {
        LocalError::File { file: file.into(), problem }
    }
}

impl From<candle_core::Error> for LocalError {
    fn from(error: candle_core::Error) -> LocalError {
        LocalError::Bug(error.to_string())
    }
}

impl FileProblem {
    fn message(&self) -> Message {
        let about = |key: &'static str, what: &str| Message::new(key).with("what", what);
        match self {
            FileProblem::Truncated => Message::new("local-file-truncated"),
            FileProblem::Magic => Message::new("local-file-magic"),
            FileProblem::NoModel => Message::new("local-file-no-model"),
            FileProblem::Header(what) => about("local-file-header", what),
            FileProblem::Sizes(what) => about("local-file-sizes", what),
            FileProblem::Family(what) => about("local-file-family", what),
            FileProblem::Unknown(what) => about("local-file-unknown", what),
            FileProblem::Missing(what) => about("local-file-missing", what),
            FileProblem::Shape(what) => about("local-file-shape", what),
            FileProblem::Type(what) => about("local-file-type", what),
            FileProblem::Tokens(what) => about("local-file-tokens", what),
            FileProblem::Template(what) => about("local-file-template", what),
        }
    }
}

impl QuestionProblem {
    fn message(&self) -> Message {
        let about = |key: &'static str, what: &str| Message::new(key).with("what", what);
        match self {
            QuestionProblem::Empty => Message::new("local-question-empty"),
            QuestionProblem::Range(what) => about("local-question-range", what),
            QuestionProblem::Unsupported(what) => about("local-question-unsupported", what),
            QuestionProblem::Json(what) => about("local-question-json", what),
            QuestionProblem::Model(what) => about("local-question-model", what),
        }
    }
}

impl Explain for LocalError {
    fn kind(&self) -> Kind {
        match self {
            LocalError::Read { .. } | LocalError::Tokenizer { .. } | LocalError::File { .. } => Kind::Data,
            LocalError::Write { .. } => Kind::Store,
            LocalError::NoPetit => Kind::Config,
            LocalError::Context { .. } | LocalError::Question(_) | LocalError::Schema(_) => Kind::Data,
            LocalError::Cancelled => Kind::Cancelled,
            LocalError::Bug(_) => Kind::Bug,
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
            LocalError::File { problem, .. } => problem.message(),
            LocalError::NoPetit => Message::new("local-no-petit"),
            LocalError::Context { tokens, context } => {
                Message::new("local-context").with("tokens", *tokens).with("context", *context)
            }
            LocalError::Question(problem) => problem.message(),
            LocalError::Schema(what) => Message::new("local-schema").with("what", what.as_str()),
            LocalError::Cancelled => Message::new("local-cancelled"),
            LocalError::Bug(what) => Message::new("local-bug").with("what", what.as_str()),
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            LocalError::Read { file, .. }
            | LocalError::Write { file, .. }
            | LocalError::Tokenizer { file, .. }
            | LocalError::File { file, .. } => Some(Place { file: file.clone(), line: None, column: None }),
            _ => None,
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            LocalError::Tokenizer { .. } => Some(Message::new("local-tokenizer-hint")),
            LocalError::Context { .. } => Some(Message::new("local-context-hint")),
            LocalError::NoPetit => Some(Message::new("local-no-petit-hint")),
            LocalError::File { problem: FileProblem::Family(_), .. } => {
                Some(Message::new("local-file-family-hint"))
            }
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
