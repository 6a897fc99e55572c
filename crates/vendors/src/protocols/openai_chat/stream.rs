//! A streamed answer in OpenAI's shape: `data:` chunks with deltas, an optional chunk with the counts and no choice,
//! `[DONE]`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use terms::{Reply, TokenLogprob, Usage};

use super::{Logprobs, finish};
use crate::protocols::loose::{Content, Text};
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
    refusal: String,
    tools: BTreeMap<u32, Tool>,
    reason: Option<String>,
    model: Option<String>,
    id: Option<String>,
    logprobs: Vec<TokenLogprob>,
    ended: bool,
    failed: Option<VendorError>,
}

#[derive(Default)]
struct Tool {
    id: String,
    name: String,
    arguments: String,
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    id: Text,
    #[serde(default)]
    model: Text,
    #[serde(default)]
    choices: Option<Vec<Choice>>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    index: Option<u32>,
    #[serde(default)]
    delta: Option<Delta>,
    #[serde(default)]
    finish_reason: Text,
    #[serde(default)]
    logprobs: Option<Logprobs>,
}

#[derive(Deserialize)]
struct Delta {
    #[serde(default)]
    content: Content,
    #[serde(default)]
    refusal: Text,
    /// DeepSeek, vLLM.
    #[serde(default)]
    reasoning_content: Text,
    /// OpenRouter, Ollama.
    #[serde(default)]
    reasoning: Text,
    #[serde(default)]
    tool_calls: Option<Vec<ToolDelta>>,
}

#[derive(Deserialize)]
struct ToolDelta {
    #[serde(default)]
    index: Option<u32>,
    #[serde(default)]
    id: Text,
    #[serde(default)]
    function: Option<FunctionDelta>,
}

#[derive(Deserialize)]
struct FunctionDelta {
    #[serde(default)]
    name: Text,
    #[serde(default)]
    arguments: Text,
}

impl Decoder {
    pub(super) fn new(target: &Target) -> Decoder {
        Decoder {
            sse: Sse::new(),
            answer: Answer {
                target: target.clone(),
                meter: Meter::new(&target.counts),
                text: String::new(),
                refusal: String::new(),
                tools: BTreeMap::new(),
                reason: None,
                model: None,
                id: None,
                logprobs: Vec::new(),
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
        let may_end = self.answer.target.vendor.done_optional && self.answer.reason.is_some();
        if !self.answer.ended && !may_end {
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
        if self.ended {
            return Ok(());
        }
        let data = event.data.trim_ascii();
        if data == b"[DONE]" {
            self.ended = true;
            return Ok(());
        }
        if data.is_empty() {
            return Ok(());
        }
        let chunk: Chunk = serde_json::from_slice(data).map_err(|_| VendorError::Malformed {
            vendor: self.target.vendor.name.clone(),
            what: What::Event,
            offset: event.end,
        })?;
        if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
            return Err(Trouble::of_value(&error).classify(0, None, &self.target));
        }
        self.meter.read(data);
        keep_first(&mut self.id, chunk.id);
        keep_first(&mut self.model, chunk.model);
        // other choices are other answers: none was asked for
        for choice in chunk.choices.into_iter().flatten().filter(|c| c.index.unwrap_or(0) == 0) {
            self.choice(choice, out);
        }
        Ok(())
    }

    fn choice(&mut self, choice: Choice, out: &mut Vec<StreamEvent>) {
        if let Some(reason) = choice.finish_reason.0.filter(|reason| !reason.is_empty()) {
            self.reason = Some(reason);
        }
        if let Some(logprobs) = choice.logprobs {
            self.logprobs.extend(logprobs.tokens());
        }
        let Some(delta) = choice.delta else { return };
        let thoughts = [Some(delta.content.thought), delta.reasoning_content.0, delta.reasoning.0];
        // some servers send the same thought under both names
        if let Some(thought) = thoughts.into_iter().flatten().find(|t| !t.is_empty()) {
            out.push(StreamEvent::Reasoning(thought));
        }
        if !delta.content.text.is_empty() {
            self.text.push_str(&delta.content.text);
            out.push(StreamEvent::Text(delta.content.text));
        }
        if let Some(refusal) = delta.refusal.0 {
            self.refusal.push_str(&refusal);
        }
        for piece in delta.tool_calls.into_iter().flatten() {
            self.tool(piece, out);
        }
    }

    fn tool(&mut self, piece: ToolDelta, out: &mut Vec<StreamEvent>) {
        let index = piece.index.unwrap_or(0);
        let tool = self.tools.entry(index).or_default();
        if let Some(id) = piece.id.0.filter(|id| !id.is_empty()) {
            tool.id = id;
        }
        let Some(function) = piece.function else { return };
        let name = function.name.0.filter(|name| !name.is_empty());
        let arguments = function.arguments.0.unwrap_or_default();
        if let Some(name) = &name {
            tool.name.clone_from(name);
        }
        tool.arguments.push_str(&arguments);
        out.push(StreamEvent::ToolCall { index, name, arguments });
    }

    fn reply(self) -> Reply {
        let refusal = Some(self.refusal).filter(|refusal| !refusal.is_empty());
        let tool = |tool: Tool| {
            json!({
                "id": tool.id,
                "type": "function",
                "function": { "name": tool.name, "arguments": tool.arguments },
            })
        };
        Reply {
            finish: finish(self.reason, refusal.is_some()),
            text: self.text,
            refusal,
            tool_calls: self.tools.into_values().map(tool).collect(),
            model: self.model,
            id: self.id,
            usage: self.meter.usage(),
            logprobs: self.logprobs,
        }
    }
}

fn keep_first(kept: &mut Option<String>, next: Text) {
    if kept.is_none() {
        *kept = next.0.filter(|text| !text.is_empty());
    }
}
