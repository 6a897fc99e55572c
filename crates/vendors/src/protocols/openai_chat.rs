//! OpenAI chat completions, and everything that speaks like it.
//! <https://platform.openai.com/docs/api-reference/chat>

mod encode;
mod stream;

use serde::Deserialize;
use serde_json::Value;
use terms::{Finish, Reply, Request, TokenLogprob};

use super::loose::{Content, Text};
use super::meter::Meter;
use super::trouble::Trouble;
use crate::{Encoded, HttpResponse, Protocol, StreamDecoder, Target, VendorError, What};

/// `POST …/chat/completions`.
pub(crate) struct OpenAiChat;

impl Protocol for OpenAiChat {
    fn name(&self) -> &'static str {
        "openai-chat"
    }

    fn encode(&self, request: &Request, target: &Target) -> Result<Encoded, VendorError> {
        encode::encode(request, target)
    }

    fn decode(&self, response: &HttpResponse, target: &Target) -> Result<Reply, VendorError> {
        let answer: Answer = serde_json::from_slice(&response.body)
            .map_err(|error| malformed(target, What::Reply, offset(&response.body, &error)))?;
        if let Some(error) = answer.error.filter(|error| !error.is_null()) {
            return Err(Trouble::of_value(&error).classify(0, None, target));
        }
        let choice =
            answer.choices.unwrap_or_default().into_iter().find(|choice| choice.index.unwrap_or(0) == 0);
        let Some(Choice { message: Some(message), finish_reason, logprobs, .. }) = choice else {
            return Err(malformed(target, What::NoAnswer, 0));
        };
        let mut meter = Meter::new(&target.counts);
        meter.read(&response.body);
        let refusal = message.refusal.0.filter(|refusal| !refusal.is_empty());
        Ok(Reply {
            finish: finish(finish_reason.0, refusal.is_some()),
            text: message.content.text,
            refusal,
            tool_calls: message.tool_calls.unwrap_or_default(),
            model: answer.model.0,
            id: answer.id.0,
            usage: meter.usage(),
            logprobs: logprobs.map(Logprobs::tokens).unwrap_or_default(),
        })
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
    choices: Option<Vec<Choice>>,
    #[serde(default)]
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    index: Option<u32>,
    #[serde(default)]
    message: Option<Said>,
    #[serde(default)]
    finish_reason: Text,
    #[serde(default)]
    logprobs: Option<Logprobs>,
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    content: Content,
    #[serde(default)]
    refusal: Text,
    #[serde(default)]
    tool_calls: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct Logprobs {
    #[serde(default)]
    content: Option<Vec<Logprob>>,
}

#[derive(Deserialize)]
struct Logprob {
    #[serde(default)]
    token: String,
    #[serde(default)]
    logprob: Option<f64>,
    #[serde(default)]
    top_logprobs: Option<Vec<Logprob>>,
}

impl Logprobs {
    /// A token without its number is left out: there is nothing to say about it.
    fn tokens(self) -> Vec<TokenLogprob> {
        let pair = |l: Logprob| l.logprob.map(|p| (l.token, p));
        let token = |l: Logprob| {
            let top = l.top_logprobs.unwrap_or_default().into_iter().filter_map(pair).collect();
            l.logprob.map(|logprob| TokenLogprob { token: l.token, logprob, top })
        };
        self.content.unwrap_or_default().into_iter().filter_map(token).collect()
    }
}

/// `refused` tells a refusal the vendor marked while saying it stopped as usual.
fn finish(reason: Option<String>, refused: bool) -> Option<Finish> {
    Some(match reason?.as_str() {
        "" => return None,
        "stop" if refused => Finish::Refusal,
        "stop" => Finish::Stop,
        // the second is Mistral's
        "length" | "model_length" => Finish::Length,
        "tool_calls" | "function_call" => Finish::ToolCalls,
        "content_filter" => Finish::ContentFilter,
        other => Finish::Other(other.chars().take(80).collect()),
    })
}

fn malformed(target: &Target, what: What, offset: u64) -> VendorError {
    VendorError::Malformed { vendor: target.vendor.name.clone(), what, offset }
}

/// Byte at which serde_json gave up (it tells lines and columns; both are 1-based, columns are bytes).
pub(super) fn offset(body: &[u8], error: &serde_json::Error) -> u64 {
    let before = error.line().saturating_sub(1);
    let lines: usize = body.split_inclusive(|&b| b == b'\n').take(before).map(<[u8]>::len).sum();
    (lines + error.column().saturating_sub(1)) as u64
}
