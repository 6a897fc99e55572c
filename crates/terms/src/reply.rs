use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the vendor counted, in tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// All tokens read, the cached ones included.
    pub input: u64,
    /// All tokens written, the reasoning ones included.
    pub output: u64,
    /// Of `input`: read from the vendor's cache (usually cheaper).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cached: u64,
    /// Of `input`: written to the vendor's cache (sometimes dearer).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cache_write: u64,
    /// Of `output`: spent on reasoning.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reasoning: u64,
}

fn is_zero(v: &u64) -> bool {
    *v == 0
}

/// Why the model stopped. No "completed" without a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finish {
    /// It had finished.
    Stop,
    /// It ran into the token limit.
    Length,
    /// It asks for a tool.
    ToolCalls,
    /// It declined.
    Refusal,
    /// A vendor's filter cut it.
    ContentFilter,
    /// The vendor gave another reason, kept as it is.
    Other(String),
}

/// One token with its log-probability (natural logarithm) and the alternatives the vendor gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenLogprob {
    /// The token's text.
    pub token: String,
    /// ln P(token | what precedes).
    pub logprob: f64,
    /// Alternatives, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub top: Vec<(String, f64)>,
}

/// A model's answer, decoded. The bytes it was decoded from are kept in the ledger.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The text written.
    pub text: String,
    /// A refusal the vendor marked as such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// Tool calls in the vendor's shape.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<Value>,
    /// Why it stopped; `None` when the vendor did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish: Option<Finish>,
    /// The model that answered, in the vendor's words (often dated).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The vendor's id of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Tokens counted; `None` when the vendor did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// Log-probabilities, when asked for and given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub logprobs: Vec<TokenLogprob>,
}

/// When a call was sent and how long it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// Milliseconds since the Unix epoch at the first byte sent of the last attempt.
    pub started_ms: i64,
    /// Microseconds from there to the first text of a streamed answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_text_us: Option<u64>,
    /// Microseconds from there to the last byte.
    pub total_us: u64,
}
