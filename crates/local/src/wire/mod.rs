//! Local models in the shape of OpenAI's API: what comes in, what goes out. No network here: `gateway` listens, and
//! [`crate::InProcess`] answers the engine's own calls.
//! <https://platform.openai.com/docs/api-reference>

mod chat;
mod completions;
mod embeddings;
mod error;
mod parameters;

pub use chat::{ChatAnswer, ChatQuestion};
pub use completions::{TextAnswer, TextQuestion};
pub use embeddings::EmbeddingQuestion;
pub use error::{problem, status};

use serde_json::{Value, json};

use crate::generate::{Ended, Finish};
use crate::{LocalError, QuestionProblem};

/// An answer's name and time, for its envelope.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Unique, without its prefix.
    pub id: String,
    /// Seconds since the Unix epoch.
    pub created: i64,
    /// The model as it was asked for.
    pub model: String,
}

/// What is put into a stream: events of one answer, ended by `data: [DONE]`.
pub fn event(value: &Value) -> String {
    format!("data: {value}\n\n")
}

/// The end of a stream.
pub const DONE: &str = "data: [DONE]\n\n";

fn usage(ended: &Ended) -> Value {
    json!({
        "prompt_tokens": ended.read,
        "completion_tokens": ended.written,
        "total_tokens": ended.read + ended.written,
        "prompt_tokens_details": {"cached_tokens": ended.known},
    })
}

fn reason(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop => "stop",
        Finish::Length => "length",
    }
}

fn read<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Result<T, LocalError> {
    serde_json::from_slice(body).map_err(|e| LocalError::Question(QuestionProblem::Json(e.to_string())))
}

fn unsupported<T>(what: &str) -> Result<T, LocalError> {
    Err(LocalError::Question(QuestionProblem::Unsupported(what.to_owned())))
}

fn out_of_range<T>(what: &str) -> Result<T, LocalError> {
    Err(LocalError::Question(QuestionProblem::Range(what.to_owned())))
}
