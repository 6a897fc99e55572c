use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ChatMessage, ModelName};

/// Decoding parameters. `None` leaves the vendor's default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// Sampling temperature, in the vendor's range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Nucleus sampling mass, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// Candidates kept at each step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_k: Option<u32>,
    /// Most tokens to write, reasoning included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    /// Texts that end the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    /// Sampling seed; never trusted, repeats are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<i64>,
    /// OpenAI-style frequency penalty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency_penalty: Option<f64>,
    /// OpenAI-style presence penalty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence_penalty: Option<f64>,
    /// `low`, `medium`, `high`... in the vendor's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning_effort: Option<String>,
    /// Alternatives wanted with each token's log-probability; `Some(0)` asks for the chosen token only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logprobs: Option<u8>,
    /// Anything else, merged into the request body as it is.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, Value>,
}

/// The shape asked of the vendor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ResponseFormat {
    /// Nothing asked.
    #[default]
    Text,
    /// Any JSON object.
    Json,
    /// JSON of this schema.
    JsonSchema {
        /// Name the wire formats want.
        name: String,
        /// JSON Schema 2020-12.
        schema: Value,
    },
}

/// One question to one model, before it takes a vendor's shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Which model.
    pub model: ModelName,
    /// What it reads.
    pub messages: Vec<ChatMessage>,
    /// How it writes.
    #[serde(default)]
    pub parameters: Parameters,
    /// The shape asked for.
    #[serde(default)]
    pub format: ResponseFormat,
    /// Whether the answer is read as it is written. Delivery, not content: not part of the call key.
    #[serde(default)]
    pub stream: bool,
}
