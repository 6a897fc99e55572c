//! A streamed answer in Anthropic's shape: named events, blocks that open, grow and close, `message_stop`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use terms::{Reply, Usage};

use super::{StopDetails, finish, tool_use};
use crate::protocols::loose::Text;
use crate::protocols::meter::Meter;
use crate::protocols::trouble::Trouble;
use crate::sse::{Sse, SseEvent};
use crate::{StreamDecoder, StreamEvent, Target, VendorError, What};

pub(super) struct Decoder {
    sse: Sse,
    answer: Answer,
}

struct Answer {
    target: Target,
    meter: Meter,
    text: String,
    tools: BTreeMap<u32, Tool>,
    reason: Option<String>,
    refusal: Option<String>,
    model: Option<String>,
    id: Option<String>,
    ended: bool,
    failed: Option<VendorError>,
}

struct Tool {
    id: Option<String>,
    name: Option<String>,
    /// What the block held when it opened; the pieces, if any, replace it.
    input: Option<Value>,
    pieces: String,
}

#[derive(Deserialize)]
struct Event {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    message: Option<Message>,
    #[serde(default)]
    index: Option<u32>,
    #[serde(default)]
    content_block: Option<super::Block>,
    #[serde(default)]
    delta: Option<Delta>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    model: Text,
}

#[derive(Deserialize)]
struct Delta {
    #[serde(default, rename = "type")]
    kind: Text,
    #[serde(default)]
    text: Text,
    #[serde(default)]
    thinking: Text,
    #[serde(default)]
    partial_json: Text,
    #[serde(default)]
    stop_reason: Text,
    #[serde(default)]
    stop_details: Option<StopDetails>,
}

impl Decoder {
    pub(super) fn new(target: &Target) -> Decoder {
        Decoder {
            sse: Sse::new(),
            answer: Answer {
                target: target.clone(),
                meter: Meter::new(&target.counts),
                text: String::new(),
                tools: BTreeMap::new(),
                reason: None,
                refusal: None,
                model: None,
                id: None,
                ended: false,
                failed: None,
            },
        }
    }
}

impl StreamDecoder for Decoder {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<StreamEvent>) -> Result<(), VendorError> {
        if let Some(error) = &self.answer.failed {
            return Err(error.clone());
        }
        let answer = &mut self.answer;
        let result = self.sse.push(bytes, |event| answer.event(event, out));
        if let Err(error) = &result {
            answer.failed = Some(error.clone());
        }
        result
    }

    fn ended(&self) -> bool {
        self.answer.ended
    }

    fn text(&self) -> &str {
        &self.answer.text
    }

    fn finish(mut self: Box<Self>) -> Result<Reply, VendorError> {
        if let Some(error) = self.answer.failed {
            return Err(error);
        }
        // an event without its last line break counts when it reads; cut in the middle, it does not
        let (answer, mut unheard) = (&mut self.answer, Vec::new());
        let last = self.sse.finish(|event| answer.event(event, &mut unheard));
        match last {
            Ok(()) | Err(VendorError::Malformed { .. }) => {}
            Err(error) => return Err(error),
        }
        if !self.answer.ended {
            let vendor = self.answer.target.vendor.name.clone();
            return Err(VendorError::CutStream { vendor, bytes: self.sse.consumed() });
        }
        Ok(self.answer.reply())
    }

    fn partial_usage(&self) -> Option<Usage> {
        self.answer.meter.usage()
    }
}

impl Answer {
    fn event(&mut self, event: SseEvent<'_>, out: &mut Vec<StreamEvent>) -> Result<(), VendorError> {
        let data = event.data.trim_ascii();
        if self.ended || data.is_empty() {
            return Ok(());
        }
        let read: Event = serde_json::from_slice(data).map_err(|_| VendorError::Malformed {
            vendor: self.target.vendor.name.clone(),
            what: What::Event,
            offset: event.end,
        })?;
        // the type inside is the truth; the event's name stands in for it
        let kind = read.kind.0.as_deref().map_or(event.name, str::as_bytes);
        match kind {
            b"message_start" => {
                if let Some(message) = read.message {
                    self.id = message.id.0;
                    self.model = message.model.0;
                }
                self.meter.read_under(data, Some("message"));
            }
            b"content_block_start" => {
                if let Some(block) = read.content_block {
                    self.open(read.index.unwrap_or(0), block, out);
                }
            }
            b"content_block_delta" => {
                if let Some(delta) = read.delta {
                    self.grow(read.index.unwrap_or(0), delta, out);
                }
            }
            b"message_delta" => {
                self.meter.read(data);
                if let Some(delta) = read.delta {
                    if delta.stop_reason.0.is_some() {
                        self.reason = delta.stop_reason.0;
                    }
                    if let Some(details) = delta.stop_details {
                        self.refusal = details.refusal();
                    }
                }
            }
            b"message_stop" => self.ended = true,
            b"error" => {
                let error = read.error.unwrap_or(Value::Null);
                return Err(Trouble::of_value(&error).classify(0, None, &self.target));
            }
            // ping, content_block_stop, and events of later versions
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, index: u32, block: super::Block, out: &mut Vec<StreamEvent>) {
        match block.kind.0.as_deref() {
            Some("text") => self.say(block.text.0, out),
            Some("tool_use") => {
                out.push(StreamEvent::ToolCall {
                    index,
                    name: block.name.0.clone(),
                    arguments: String::new(),
                });
                let tool =
                    Tool { id: block.id.0, name: block.name.0, input: block.input, pieces: String::new() };
                self.tools.insert(index, tool);
            }
            _ => {}
        }
    }

    fn grow(&mut self, index: u32, delta: Delta, out: &mut Vec<StreamEvent>) {
        match delta.kind.0.as_deref() {
            Some("text_delta") => self.say(delta.text.0, out),
            Some("thinking_delta") => {
                out.extend(delta.thinking.0.filter(|t| !t.is_empty()).map(StreamEvent::Reasoning));
            }
            Some("input_json_delta") => {
                let arguments = delta.partial_json.0.unwrap_or_default();
                if let Some(tool) = self.tools.get_mut(&index) {
                    tool.pieces.push_str(&arguments);
                    out.push(StreamEvent::ToolCall { index, name: None, arguments });
                }
            }
            // signatures and citations
            _ => {}
        }
    }

    fn say(&mut self, text: Option<String>, out: &mut Vec<StreamEvent>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.text.push_str(&text);
            out.push(StreamEvent::Text(text));
        }
    }

    fn reply(self) -> Reply {
        let tool = |tool: Tool| {
            let input = match (tool.pieces.as_str(), tool.input) {
                ("", input) => input.unwrap_or(Value::Null),
                // arguments cut by the token limit are kept as the text they are
                (pieces, _) => serde_json::from_str(pieces).unwrap_or_else(|_| Value::from(pieces)),
            };
            tool_use(tool.id, tool.name, input)
        };
        Reply {
            text: self.text,
            refusal: self.refusal,
            tool_calls: self.tools.into_values().map(tool).collect(),
            finish: self.reason.as_deref().and_then(finish),
            model: self.model,
            id: self.id,
            usage: self.meter.usage(),
            logprobs: Vec::new(),
        }
    }
}
