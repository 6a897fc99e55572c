//! The knobs that several endpoints share. One that would change the answer and is not known is refused.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{out_of_range, unsupported};
use crate::LocalError;
use crate::generate::{Answering, Sampling};

/// Most alternatives with each token.
const MOST_LOGPROBS: usize = 20;
/// Most stop sequences.
const MOST_STOPS: usize = 16;

#[derive(Deserialize)]
pub(super) struct Knobs {
    #[serde(default)]
    max_tokens: Option<usize>,
    #[serde(default)]
    max_completion_tokens: Option<usize>,
    #[serde(default)]
    temperature: Option<f32>,
    #[serde(default)]
    top_p: Option<f32>,
    #[serde(default)]
    top_k: Option<usize>,
    #[serde(default)]
    seed: Option<i64>,
    #[serde(default)]
    stop: Option<Stop>,
    #[serde(default)]
    pub stream: Option<bool>,
    #[serde(default)]
    stream_options: Option<StreamOptions>,
    #[serde(default)]
    n: Option<u32>,
    #[serde(default)]
    frequency_penalty: Option<f32>,
    #[serde(default)]
    presence_penalty: Option<f32>,
    /// What is left: remarks for other servers, or knobs we do not have.
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stop {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct StreamOptions {
    #[serde(default)]
    include_usage: bool,
}

/// Members that change nothing in an answer.
const REMARKS: [&str; 12] = [
    "user",
    "metadata",
    "store",
    "service_tier",
    "safety_identifier",
    "prompt_cache_key",
    "parallel_tool_calls",
    "stream_options",
    "encoding_format",
    "best_of",
    "suffix",
    "modalities",
];

impl Knobs {
    /// Whether the token counts are wanted at the end of a stream.
    pub(super) fn counts(&self) -> bool {
        self.stream_options.as_ref().is_some_and(|o| o.include_usage)
    }

    pub(super) fn answering(self) -> Result<Answering, LocalError> {
        if self.n.is_some_and(|n| n != 1) {
            return unsupported("n");
        }
        let zero = |knob: Option<f32>| knob.is_none_or(|v| v == 0.0);
        if !zero(self.frequency_penalty) {
            return unsupported("frequency_penalty");
        }
        if !zero(self.presence_penalty) {
            return unsupported("presence_penalty");
        }
        let nothing = |v: &Value| match v {
            Value::Null | Value::Bool(false) => true,
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            Value::Number(n) => n.as_f64() == Some(1.0),
            _ => false,
        };
        let plain = |name: &str, value: &Value| match name {
            "best_of" | "suffix" | "modalities" => nothing(value) || value == &Value::from(vec!["text"]),
            _ => REMARKS.contains(&name) || nothing(value),
        };
        if let Some((name, _)) = self.others.iter().find(|(name, value)| !plain(name, value)) {
            return unsupported(name);
        }
        let stops = match self.stop {
            None => Vec::new(),
            Some(Stop::One(stop)) => vec![stop],
            Some(Stop::Many(stops)) => stops,
        };
        if stops.len() > MOST_STOPS || stops.iter().any(String::is_empty) {
            return out_of_range("stop");
        }
        let temperature = self.temperature.unwrap_or(0.0);
        if !(0.0..=2.0).contains(&temperature) {
            return out_of_range("temperature");
        }
        let sampling = Sampling {
            temperature,
            top_p: self.top_p.unwrap_or(1.0),
            top_k: self.top_k.unwrap_or(0),
            seed: self.seed.map(i64::cast_unsigned),
        };
        Ok(Answering {
            most: self.max_completion_tokens.or(self.max_tokens),
            sampling,
            stops,
            ..Answering::default()
        })
    }
}

/// A number of alternatives that can be given.
pub(super) fn alternatives(count: usize) -> Result<usize, LocalError> {
    if count > MOST_LOGPROBS { out_of_range("top_logprobs") } else { Ok(count) }
}
