//! `POST /v1/completions`: text goes on as it stands, without a chat template; with `echo` and `logprobs` it is scored.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::parameters::{Knobs, alternatives};
use super::{DONE, Envelope, event, reason, unsupported, usage};
use crate::LocalError;
use crate::generate::{Answering, Chosen, Ended};
use crate::words::Words;

/// A text to go on with, read and checked.
#[derive(Debug)]
pub struct TextQuestion {
    /// The model asked for.
    pub model: String,
    /// The text.
    pub prompt: String,
    /// How it goes on.
    pub answering: Answering,
    /// The text itself is part of the answer.
    pub echo: bool,
    /// Nothing is to be written: the text is only scored.
    pub only_echo: bool,
    /// Whether it is sent as it is written.
    pub stream: bool,
    /// Whether a stream ends with the token counts.
    pub counts: bool,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    model: String,
    prompt: Prompt,
    #[serde(default)]
    echo: Option<bool>,
    #[serde(default)]
    logprobs: Option<usize>,
    #[serde(default)]
    max_tokens: Option<usize>,
    #[serde(flatten)]
    knobs: Knobs,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Prompt {
    One(String),
    Many(Vec<String>),
    Other(serde::de::IgnoredAny),
}

/// Tokens written when none are asked for, as the API has it.
const USUAL: usize = 16;

impl TextQuestion {
    /// Reads a body.
    ///
    /// # Errors
    /// Not the JSON that is expected, or something models run here do not have.
    pub fn read(body: &[u8]) -> Result<TextQuestion, LocalError> {
        let body: Body = super::read(body)?;
        let prompt = match body.prompt {
            Prompt::One(text) => text,
            Prompt::Many(mut texts) if texts.len() == 1 => texts.remove(0),
            Prompt::Many(_) => return unsupported("prompt[]"),
            Prompt::Other(_) => return unsupported("prompt"),
        };
        let echo = body.echo.unwrap_or(false);
        let stream = body.knobs.stream.unwrap_or(false);
        if echo && stream {
            return unsupported("echo + stream");
        }
        let counts = body.knobs.counts();
        let mut answering = body.knobs.answering()?;
        answering.logprobs = body.logprobs.map(alternatives).transpose()?;
        let most = body.max_tokens.unwrap_or(USUAL);
        answering.most = Some(most.max(usize::from(echo)));
        let only_echo = echo && most == 0;
        Ok(TextQuestion { model: body.model, prompt, answering, echo, only_echo, stream, counts })
    }
}

/// Writes answers.
pub struct TextAnswer {
    /// Name and time.
    pub envelope: Envelope,
    /// Tokens are shown by their text.
    pub words: Arc<Words>,
}

/// A token as `logprobs` shows it: its number, its log-probability (the first of a text has none), the likeliest.
type Shown = (u32, Option<f32>, Vec<(u32, f32)>);

impl TextAnswer {
    /// A whole answer; `echoed` is the text's own tokens with their scores.
    pub fn whole(
        &self,
        text: &str,
        echoed: Option<(&[u32], &[f32])>,
        tokens: &[Chosen],
        logprobs: bool,
        ended: &Ended,
    ) -> Value {
        let mut shown: Vec<Shown> = Vec::new();
        if let Some((tokens, scores)) = echoed {
            let scores = std::iter::once(None).chain(scores.iter().copied().map(Some));
            shown.extend(tokens.iter().zip(scores).map(|(token, score)| (*token, score, Vec::new())));
        }
        shown.extend(tokens.iter().map(|c| (c.token, Some(c.logprob), c.top.clone())));
        let mut answer = self.head();
        let logprobs = if logprobs { self.logprobs(&shown) } else { Value::Null };
        answer["choices"] = json!([{
            "index": 0,
            "text": text,
            "logprobs": logprobs,
            "finish_reason": reason(ended.finish),
        }]);
        answer["usage"] = usage(ended);
        answer
    }

    /// More of a streamed answer.
    pub fn piece(&self, text: &str, chosen: Option<&Chosen>) -> String {
        let logprobs = match chosen {
            Some(c) => self.logprobs(&[(c.token, Some(c.logprob), c.top.clone())]),
            None => Value::Null,
        };
        self.chunk(text, logprobs, Value::Null)
    }

    /// The end of a streamed answer.
    pub fn last(&self, ended: &Ended, counts: bool) -> String {
        let mut out = self.chunk("", Value::Null, json!(reason(ended.finish)));
        if counts {
            let mut event_of_counts = self.head();
            event_of_counts["choices"] = json!([]);
            event_of_counts["usage"] = usage(ended);
            out.push_str(&event(&event_of_counts));
        }
        out.push_str(DONE);
        out
    }

    fn chunk(&self, text: &str, logprobs: Value, finish: Value) -> String {
        let mut chunk = self.head();
        chunk["choices"] = json!([{"index": 0, "text": text, "logprobs": logprobs, "finish_reason": finish}]);
        event(&chunk)
    }

    fn head(&self) -> Value {
        json!({
            "id": format!("cmpl-{}", self.envelope.id),
            "object": "text_completion",
            "created": self.envelope.created,
            "model": self.envelope.model,
        })
    }

    fn logprobs(&self, shown: &[Shown]) -> Value {
        let text = |token: u32| String::from_utf8_lossy(self.words.bytes(token)).into_owned();
        let mut offset = 0;
        let mut offsets = Vec::with_capacity(shown.len());
        for (token, ..) in shown {
            offsets.push(offset);
            offset += text(*token).chars().count();
        }
        let top = |top: &[(u32, f32)]| -> Value { top.iter().map(|(t, p)| (text(*t), json!(p))).collect() };
        json!({
            "tokens": shown.iter().map(|(token, ..)| text(*token)).collect::<Vec<_>>(),
            "token_logprobs": shown.iter().map(|(_, p, _)| *p).collect::<Vec<_>>(),
            "top_logprobs": shown.iter().map(|(.., t)| top(t)).collect::<Vec<_>>(),
            "text_offset": offsets,
        })
    }
}
