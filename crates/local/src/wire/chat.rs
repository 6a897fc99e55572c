//! `POST /v1/chat/completions`.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use terms::{ChatMessage, Role};

use super::parameters::{Knobs, alternatives};
use super::{DONE, Envelope, event, out_of_range, reason, unsupported, usage};
use crate::generate::{Answering, Chosen, Ended, Schema};
use crate::words::Words;
use crate::{Familiarity, LocalError};

/// A question, read and checked.
#[derive(Debug)]
pub struct ChatQuestion {
    /// The model asked for.
    pub model: String,
    /// The conversation.
    pub messages: Vec<ChatMessage>,
    /// How the answer is written.
    pub answering: Answering,
    /// Whether it is sent as it is written.
    pub stream: bool,
    /// Whether a stream ends with the token counts.
    pub counts: bool,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    model: String,
    messages: Vec<Said>,
    #[serde(default)]
    response_format: Option<Format>,
    #[serde(default)]
    logprobs: Option<bool>,
    #[serde(default)]
    top_logprobs: Option<usize>,
    #[serde(flatten)]
    knobs: Knobs,
}

#[derive(Deserialize)]
struct Said {
    role: String,
    #[serde(default)]
    content: Content,
    #[serde(default)]
    tool_calls: Option<Value>,
}

#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Content {
    #[default]
    None,
    Text(String),
    Parts(Vec<Part>),
}

#[derive(Deserialize)]
struct Part {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Format {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    json_schema: Option<Named>,
}

#[derive(Deserialize)]
struct Named {
    schema: Value,
}

impl ChatQuestion {
    /// Reads a body.
    ///
    /// # Errors
    /// Not the JSON that is expected, or something models run here do not have.
    pub fn read(body: &[u8]) -> Result<ChatQuestion, LocalError> {
        let body: Body = super::read(body)?;
        let messages = body.messages.into_iter().map(message).collect::<Result<Vec<_>, _>>()?;
        let stream = body.knobs.stream.unwrap_or(false);
        let counts = body.knobs.counts();
        let mut answering = body.knobs.answering()?;
        answering.logprobs = match (body.logprobs.unwrap_or(false), body.top_logprobs) {
            (false, None | Some(0)) => None,
            (false, Some(_)) => return out_of_range("top_logprobs"),
            (true, count) => Some(alternatives(count.unwrap_or(0))?),
        };
        answering.schema = match body.response_format {
            None => None,
            Some(Format { kind, json_schema }) => match (kind.as_str(), json_schema) {
                ("text", _) => None,
                ("json_object", _) => Some(Arc::new(Schema::any_object())),
                ("json_schema", Some(named)) => Some(Arc::new(Schema::new(&named.schema)?)),
                _ => return unsupported("response_format"),
            },
        };
        Ok(ChatQuestion { model: body.model, messages, answering, stream, counts })
    }
}

fn message(said: Said) -> Result<ChatMessage, LocalError> {
    if said.tool_calls.is_some_and(|calls| !calls.is_null()) {
        return unsupported("tool_calls");
    }
    let role = match said.role.as_str() {
        "system" | "developer" => Role::System,
        "user" => Role::User,
        "assistant" => Role::Assistant,
        other => return unsupported(&format!("role {other}")),
    };
    let text = match said.content {
        Content::None => String::new(),
        Content::Text(text) => text,
        Content::Parts(parts) => {
            if let Some(other) = parts.iter().find(|part| part.kind != "text") {
                return unsupported(&other.kind);
            }
            parts.into_iter().map(|part| part.text).collect()
        }
    };
    Ok(ChatMessage::text(role, text))
}

/// Writes answers.
pub struct ChatAnswer {
    /// Name and time.
    pub envelope: Envelope,
    /// Tokens are shown by their text.
    pub words: Arc<Words>,
    /// How much of the question the model can know: said of the embedded one only.
    pub familiarity: Option<Familiarity>,
}

impl ChatAnswer {
    /// A whole answer.
    pub fn whole(&self, text: &str, tokens: &[Chosen], logprobs: bool, ended: &Ended) -> Value {
        let logprobs = match logprobs {
            true => json!({"content": self.logprobs(tokens), "refusal": null}),
            false => Value::Null,
        };
        let mut answer = json!({
            "id": format!("chatcmpl-{}", self.envelope.id),
            "object": "chat.completion",
            "created": self.envelope.created,
            "model": self.envelope.model,
            "choices": [{
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": null},
                "logprobs": logprobs,
                "finish_reason": reason(ended.finish),
            }],
            "usage": usage(ended),
        });
        if let Some(familiarity) = self.familiarity {
            answer["motjuste"] = json!({"words": familiarity.words, "unknown_words": familiarity.unknown});
        }
        answer
    }

    /// The first event of a stream.
    pub fn first(&self) -> String {
        self.chunk(&json!({"role": "assistant", "content": ""}), Value::Null, Value::Null)
    }

    /// More of a streamed answer.
    pub fn piece(&self, text: &str, chosen: Option<&Chosen>) -> String {
        let logprobs = match chosen {
            Some(chosen) => json!({"content": self.logprobs(std::slice::from_ref(chosen)), "refusal": null}),
            None => Value::Null,
        };
        self.chunk(&json!({"content": text}), logprobs, Value::Null)
    }

    /// The end of a streamed answer.
    pub fn last(&self, ended: &Ended, counts: bool) -> String {
        let mut out = self.chunk(&json!({}), Value::Null, json!(reason(ended.finish)));
        if counts {
            let mut event_of_counts = self.head();
            event_of_counts["choices"] = json!([]);
            event_of_counts["usage"] = usage(ended);
            out.push_str(&event(&event_of_counts));
        }
        out.push_str(DONE);
        out
    }

    fn chunk(&self, delta: &Value, logprobs: Value, finish: Value) -> String {
        let mut chunk = self.head();
        chunk["choices"] =
            json!([{"index": 0, "delta": delta, "logprobs": logprobs, "finish_reason": finish}]);
        event(&chunk)
    }

    fn head(&self) -> Value {
        json!({
            "id": format!("chatcmpl-{}", self.envelope.id),
            "object": "chat.completion.chunk",
            "created": self.envelope.created,
            "model": self.envelope.model,
        })
    }

    fn logprobs(&self, tokens: &[Chosen]) -> Vec<Value> {
        let one = |token: u32, logprob: f32| {
            let bytes = self.words.bytes(token);
            json!({"token": String::from_utf8_lossy(bytes), "logprob": logprob, "bytes": bytes})
        };
        let all = tokens.iter().map(|chosen| {
            let mut said = one(chosen.token, chosen.logprob);
            said["top_logprobs"] = chosen.top.iter().map(|(token, p)| one(*token, *p)).collect();
            said
        });
        all.collect()
    }
}
