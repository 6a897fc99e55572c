//! A question and its answer, whatever the shape they travel in.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde_json::Value;

use crate::invoice::Tokens;

/// Who speaks in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speaker {
    System,
    User,
    Assistant,
    Tool,
}

/// One message.
#[derive(Clone, Debug)]
pub(crate) struct Turn<'a> {
    pub(crate) speaker: Speaker,
    /// Its text parts end to end.
    pub(crate) text: Cow<'a, str>,
}

/// The shape asked of the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Shape {
    #[default]
    Text,
    Json,
    Schema(Value),
}

/// A question, valid by its vendor's rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask<'a> {
    pub(crate) model: Cow<'a, str>,
    pub(crate) turns: Vec<Turn<'a>>,
    pub(crate) images: u64,
    pub(crate) stream: bool,
    /// Whether a stream ends with the tokens (always in the Anthropic shape).
    pub(crate) stream_usage: bool,
    pub(crate) max_tokens: Option<u64>,
    pub(crate) stop: Vec<Cow<'a, str>>,
    pub(crate) shape: Shape,
    /// Alternatives wanted with each token; `None` wants no log-probabilities.
    pub(crate) logprobs: Option<u8>,
    /// Bytes of text up to the last `cache_control` mark.
    pub(crate) cache_mark: Option<usize>,
}

impl Ask<'_> {
    /// The last thing the person said.
    pub(crate) fn last_user(&self) -> &str {
        self.turns.iter().rev().find(|t| t.speaker == Speaker::User).map_or("", |t| &t.text)
    }

    /// Bytes of all messages.
    pub(crate) fn text_len(&self) -> usize {
        self.turns.iter().map(|t| t.text.len()).sum()
    }
}

/// Why an answer ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Stop,
    Length,
    /// The stop sequence met.
    Sequence(String),
    Refusal,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer<'a> {
    /// Number of the request, which makes the ids.
    pub(crate) id: u64,
    /// Seconds since the Unix epoch.
    pub(crate) created: u64,
    /// The model's own name: says that it is fake.
    pub(crate) model: Cow<'a, str>,
    pub(crate) text: Cow<'a, str>,
    pub(crate) end: End,
    /// What is said of the tokens; `None` says nothing.
    pub(crate) usage: Option<Tokens>,
    /// Random bits, for log-probabilities.
    pub(crate) seed: u64,
}

/// A string that borrows from the request when nothing in it is escaped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text<'a>(pub(crate) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(v)))
            }
            fn visit_str<E>(self, v: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(v.to_owned())))
            }
            fn visit_string<E>(self, v: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(v)))
            }
        }
        deserializer.deserialize_str(Read)
    }
}
