//! `POST /v1/embeddings`: the mean of a model's last states.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{out_of_range, unsupported};
use crate::LocalError;

/// Most texts of one question.
const MOST: usize = 2048;

/// Texts to embed.
#[derive(Debug)]
pub struct EmbeddingQuestion {
    /// The model asked for.
    pub model: String,
    /// The texts.
    pub texts: Vec<String>,
    /// Numbers are wanted as bytes in base64, as the SDKs ask.
    base64: bool,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    model: String,
    input: Input,
    #[serde(default)]
    encoding_format: Option<String>,
    #[serde(default)]
    dimensions: Option<usize>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Input {
    One(String),
    Many(Vec<String>),
    Other(serde::de::IgnoredAny),
}

impl EmbeddingQuestion {
    /// Reads a body.
    ///
    /// # Errors
    /// Not the JSON that is expected, or something models run here do not have.
    pub fn read(body: &[u8]) -> Result<EmbeddingQuestion, LocalError> {
        let body: Body = super::read(body)?;
        let texts = match body.input {
            Input::One(text) => vec![text],
            Input::Many(texts) => texts,
            Input::Other(_) => return unsupported("input"),
        };
        if texts.is_empty() || texts.len() > MOST {
            return out_of_range("input");
        }
        if body.dimensions.is_some() {
            return unsupported("dimensions");
        }
        let base64 = match body.encoding_format.as_deref() {
            None | Some("float") => false,
            Some("base64") => true,
            Some(other) => return unsupported(other),
        };
        Ok(EmbeddingQuestion { model: body.model, texts, base64 })
    }

    /// The answer: one row of numbers for each text, and the tokens read.
    pub fn answer(&self, rows: &[Vec<f32>], tokens: usize, model: &str) -> Value {
        let one = |(index, row): (usize, &Vec<f32>)| {
            let embedding = match self.base64 {
                true => {
                    let bytes: Vec<u8> = row.iter().flat_map(|v| v.to_le_bytes()).collect();
                    json!(BASE64_STANDARD.encode(bytes))
                }
                false => json!(row),
            };
            json!({"object": "embedding", "index": index, "embedding": embedding})
        };
        json!({
            "object": "list",
            "data": rows.iter().enumerate().map(one).collect::<Vec<_>>(),
            "model": model,
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
        })
    }
}
