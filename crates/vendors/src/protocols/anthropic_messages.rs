//! Anthropic messages. <https://docs.anthropic.com/en/api/messages>

mod encode;
mod stream;

use serde::Deserialize;
use serde_json::{Value, json};
use terms::{Finish, Reply, Request};

use super::loose::Text;
use super::meter::Meter;
use super::openai_chat::offset;
use super::trouble::Trouble;
use crate::{Encoded, HttpResponse, Protocol, StreamDecoder, Target, VendorError, What};

/// `POST …/v1/messages`.
pub(crate) struct AnthropicMessages;

impl Protocol for AnthropicMessages {
    fn name(&self) -> &'static str {
        "anthropic-messages"
    }

    fn encode(&self, request: &Request, target: &Target) -> Result<Encoded, VendorError> {
        encode::encode(request, target)
    }

    fn decode(&self, response: &HttpResponse, target: &Target) -> Result<Reply, VendorError> {
        let vendor = || target.vendor.name.clone();
        let answer: Answer =
            serde_json::from_slice(&response.body).map_err(|error| VendorError::Malformed {
                vendor: vendor(),
                what: What::Reply,
                offset: offset(&response.body, &error),
            })?;
        if let Some(error) = answer.error.filter(|error| !error.is_null()) {
            return Err(Trouble::of_value(&error).classify(0, None, target));
        }
        let Some(blocks) = answer.content else {
            return Err(VendorError::Malformed { vendor: vendor(), what: What::NoAnswer, offset: 0 });
        };
        let mut meter = Meter::new(&target.counts);
        meter.read(&response.body);
        let mut reply = Reply {
            model: answer.model.0,
            id: answer.id.0,
            usage: meter.usage(),
            refusal: answer.stop_details.and_then(StopDetails::refusal),
            finish: answer.stop_reason.0.as_deref().and_then(finish),
            ..Reply::default()
        };
        for block in blocks {
            match block.kind.0.as_deref() {
                Some("text") => reply.text.push_str(block.text.0.as_deref().unwrap_or_default()),
                Some("tool_use") => {
                    let input = block.input.unwrap_or(Value::Null);
                    reply.tool_calls.push(tool_use(block.id.0, block.name.0, input));
                }
                // thinking is not the reply; server tools and what comes later are in the ledger's bytes
                _ => {}
            }
        }
        Ok(reply)
    }

    fn stream_decoder(&self, target: &Target) -> Box<dyn StreamDecoder> {
        Box::new(stream::Decoder::new(target))
    }

    fn error(&self, response: &HttpResponse, target: &Target) -> VendorError {
        Trouble::of_answer(response, target)
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    model: Text,
    #[serde(default)]
    content: Option<Vec<Block>>,
    #[serde(default)]
    stop_reason: Text,
    #[serde(default)]
    stop_details: Option<StopDetails>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Block {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    id: Text,
    #[serde(default)]
    name: Text,
    #[serde(default)]
    input: Option<Value>,
}

/// Why the vendor stopped the model, in its words.
#[derive(Deserialize)]
struct StopDetails {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    explanation: Text,
}

impl StopDetails {
    fn refusal(self) -> Option<String> {
        (self.kind.0.as_deref() == Some("refusal")).then_some(self.explanation.0).flatten()
    }
}

fn tool_use(id: Option<String>, name: Option<String>, input: Value) -> Value {
    json!({ "type": "tool_use", "id": id, "name": name, "input": input })
}

fn finish(reason: &str) -> Option<Finish> {
    Some(match reason {
        "" => return None,
        "end_turn" | "stop_sequence" => Finish::Stop,
        "max_tokens" | "model_context_window_exceeded" => Finish::Length,
        "tool_use" => Finish::ToolCalls,
        "refusal" => Finish::Refusal,
        other => Finish::Other(other.chars().take(80).collect()),
    })
}
