//! Errors as OpenAI writes them, in English: programs read them.

use serde_json::{Value, json};
use terms::{Explain, Lang};

use crate::{LocalError, QuestionProblem};

/// Status of an error.
pub fn status(error: &LocalError) -> u16 {
    match error {
        LocalError::Context { .. } | LocalError::Schema(_) => 400,
        LocalError::Question(QuestionProblem::Model(_)) => 404,
        LocalError::Question(_) => 400,
        LocalError::NoPetit | LocalError::Read { .. } | LocalError::File { .. } => 404,
        LocalError::Cancelled => 499,
        _ => 500,
    }
}

/// Body of an error.
pub fn problem(error: &LocalError) -> Value {
    let (kind, code) = match error {
        LocalError::Context { .. } => ("invalid_request_error", Some("context_length_exceeded")),
        LocalError::Question(QuestionProblem::Model(_)) | LocalError::NoPetit => {
            ("invalid_request_error", Some("model_not_found"))
        }
        LocalError::Read { .. } | LocalError::File { .. } => {
            ("invalid_request_error", Some("model_not_found"))
        }
        LocalError::Question(_) | LocalError::Schema(_) => ("invalid_request_error", None),
        _ => ("server_error", None),
    };
    let parameter = match error {
        LocalError::Question(QuestionProblem::Unsupported(what) | QuestionProblem::Range(what)) => Some(what),
        _ => None,
    };
    let message = locale::Locale::new(Lang::En).text(&error.message());
    json!({"error": {"message": message, "type": kind, "code": code, "param": parameter}})
}
