//! The two shapes an answer travels in. One file each: reading and checking the request, writing the answer, the
//! stream and the errors, as the vendor's documentation describes them.

pub(crate) mod anthropic;
mod content;
pub(crate) mod openai;

use std::borrow::Cow;
use std::io::Write;

use serde::Serialize;

use crate::ask::{Answer, Ask};
use crate::script::Endpoint;

/// A request that gets an error instead of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// The vendor's word for the kind of error.
    pub(crate) kind: &'static str,
    pub(crate) code: Option<&'static str>,
    /// The field at fault.
    pub(crate) param: Option<Cow<'static, str>>,
    pub(crate) message: String,
}

/// An event stream, whole: its bytes, where each event ends, and which events carry text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Events {
    pub(crate) bytes: Vec<u8>,
    pub(crate) ends: Vec<usize>,
    pub(crate) texts: std::ops::Range<usize>,
}

impl Events {
    fn end(&mut self) {
        self.bytes.extend_from_slice(b"\n\n");
        self.ends.push(self.bytes.len());
    }

    /// The bytes of one event.
    pub(crate) fn event(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).map_or(0, |i| self.ends[i]);
        &self.bytes[start..self.ends[index]]
    }
}

impl Endpoint {
    pub(crate) fn body(self, ask: &Ask<'_>, answer: &Answer<'_>) -> Vec<u8> {
        match self {
            Endpoint::Chat => openai::body(ask, answer),
            Endpoint::Messages => anthropic::body(answer),
        }
    }

    pub(crate) fn events(self, ask: &Ask<'_>, answer: &Answer<'_>) -> Events {
        match self {
            Endpoint::Chat => openai::events(ask, answer),
            Endpoint::Messages => anthropic::events(answer),
        }
    }

    pub(crate) fn error(self, refusal: &Refusal, id: u64) -> Vec<u8> {
        match self {
            Endpoint::Chat => openai::error(refusal),
            Endpoint::Messages => anthropic::error(refusal, id),
        }
    }

    /// An error in the middle of a stream.
    pub(crate) fn error_event(self, id: u64) -> Vec<u8> {
        match self {
            Endpoint::Chat => openai::error_event(),
            Endpoint::Messages => anthropic::error_event(id),
        }
    }

    /// The vendor's own error for a status; `quota` when the account has no money left.
    pub(crate) fn refusal(self, status: u16, quota: bool) -> Refusal {
        match self {
            Endpoint::Chat => openai::refusal(status, quota),
            Endpoint::Messages => anthropic::refusal(status, quota),
        }
    }

    /// Header under which the vendor gives the request's id.
    pub(crate) fn id_header(self) -> &'static str {
        match self {
            Endpoint::Chat => "x-request-id",
            Endpoint::Messages => "request-id",
        }
    }
}

/// Appends a value as JSON.
fn push(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    // plain data into a vector cannot fail
    let _ = serde_json::to_writer(out, value);
}

/// Appends `text` as a JSON string.
fn push_str(out: &mut Vec<u8>, text: &str) {
    push(out, text);
}

/// Appends the number of a request, always eight digits: the same question has an answer of the same length.
fn push_id(out: &mut Vec<u8>, id: u64) {
    // writing into a vector cannot fail
    let _ = write!(out, "{id:08}");
}

/// Appends bytes as they are.
fn raw(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// Why a body does not decode: bad JSON, an unknown field (its name), or a bad value (serde's sentence).
enum Undecoded {
    Syntax(String),
    Unknown(String),
    Value(String),
}

impl From<serde_json::Error> for Undecoded {
    fn from(error: serde_json::Error) -> Undecoded {
        let text = error.to_string();
        if !error.is_data() {
            return Undecoded::Syntax(text);
        }
        match text.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) {
            Some(field) => Undecoded::Unknown(field.to_owned()),
            None => Undecoded::Value(text),
        }
    }
}

#[cfg(test)]
mod tests;
