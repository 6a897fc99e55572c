//! Everything that can go wrong with an answer.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::random::{normal, unit};

/// Everything that can happen to an answer. Times are in milliseconds, offsets in bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fault {
    /// Wait before the first byte.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<Latency>,
    /// Refuses with this status and the vendor's own error for it (400, 401, 403, 404, 408, 413, 429, 500, 503, 529...).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// When to come back, said with a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<RetryAfter>,
    /// The refusal says that the account has no money left, whatever one waits.
    #[serde(skip_serializing_if = "is_false")]
    pub quota_spent: bool,
    /// Headers added, refusal or not (rate-limit headers, `x-should-retry`...).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Never answers; the connection stays open.
    #[serde(skip_serializing_if = "is_false")]
    pub hang: bool,
    /// Stops in the middle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
    /// Writes a few bytes at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drip: Option<Drip>,
    /// Wait between two events of a stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace_ms: Option<u64>,
    /// Spoils the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub malformed: Option<Malformed>,
    /// The vendor's error event after so many pieces of text in a stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream_error_after: Option<u64>,
    /// Lies about the tokens, or says nothing; the invoice keeps the true ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<UsageFault>,
    /// Never stops writing text.
    #[serde(skip_serializing_if = "is_false")]
    pub endless: bool,
    /// Says this instead of what the model would.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
}

fn is_false(v: &bool) -> bool {
    !*v
}

/// How long an answer waits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Latency {
    /// Always this.
    FixedMs(f64),
    /// Evenly between the two.
    UniformMs(f64, f64),
    /// As real vendors do: a median and the standard deviation of the logarithm.
    LognormalMs {
        /// Half the answers are faster.
        median: f64,
        /// 0.5 puts one answer in forty above 2.7 medians.
        sigma: f64,
    },
}

impl Latency {
    /// The wait that these random bits give; at most an hour.
    pub(crate) fn draw(self, bits: u64) -> Duration {
        let ms = match self {
            Latency::FixedMs(ms) => ms,
            Latency::UniformMs(low, high) => low + (high - low) * unit(bits),
            Latency::LognormalMs { median, sigma } => median * (sigma * normal(bits)).exp(),
        };
        Duration::try_from_secs_f64(ms / 1e3).unwrap_or_default().min(Duration::from_secs(3600))
    }
}

/// The three ways a vendor says when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RetryAfter {
    /// `retry-after: 2`
    Seconds(u64),
    /// `retry-after:` and an HTTP date so many seconds from now.
    DateIn(u64),
    /// `retry-after-ms: 250`
    Ms(u64),
}

/// Where an answer stops and what the client sees of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cut {
    /// Bytes that are sent; more than there are leaves the answer whole but closes the connection.
    pub at: usize,
    /// What is counted.
    pub of: Of,
    /// What happens then.
    pub how: How,
}

/// What [`Cut::at`] counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Bytes of the body (of the text of the event stream), transfer framing left out.
    #[default]
    Body,
    /// Bytes on the wire, status line, headers and transfer framing included; 0 answers nothing.
    Response,
}

/// What follows a cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The connection is closed politely (FIN).
    #[default]
    Close,
    /// The connection is reset (RST).
    Reset,
    /// Nothing more comes; the connection stays open.
    Hang,
}

/// A slow-loris vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drip {
    /// Bytes written at once, headers included.
    pub bytes: usize,
    /// Between two writes.
    pub every_ms: u64,
}

/// How a body is spoiled; the status stays 200 and the transfer is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Malformed {
    /// The JSON (of the body, or of one event in the middle of the stream) lacks its end.
    Json,
    /// A stream that has no event framing: the same text without `data:`.
    Sse,
    /// A page of some proxy instead of the answer.
    Html,
    /// No body at all.
    Empty,
    /// A byte that is not UTF-8 in the middle.
    Utf8,
}

/// What is said of the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum UsageFault {
    /// Nothing.
    Missing,
    /// These numbers.
    Wrong {
        /// Tokens read.
        input: u64,
        /// Tokens written.
        output: u64,
    },
}

impl Fault {
    /// Refuses with this status.
    pub fn status(status: u16) -> Fault {
        Fault { status: Some(status), ..Fault::default() }
    }
    /// Answers after this wait.
    pub fn latency(latency: Latency) -> Fault {
        Fault { latency: Some(latency), ..Fault::default() }
    }
    /// Sends so many bytes of the body, then closes.
    pub fn cut(at: usize) -> Fault {
        Fault { cut: Some(Cut { at, ..Cut::default() }), ..Fault::default() }
    }
    /// Refuses with 429.
    pub fn rate_limited(retry_after: Option<RetryAfter>) -> Fault {
        Fault { status: Some(429), retry_after, ..Fault::default() }
    }
    /// Adds what `other` sets and this does not.
    #[must_use]
    pub fn and(mut self, other: &Fault) -> Fault {
        self.merge(other);
        self
    }

    pub(crate) fn merge(&mut self, other: &Fault) {
        self.latency = self.latency.or(other.latency);
        self.status = self.status.or(other.status);
        self.retry_after = self.retry_after.or(other.retry_after);
        self.quota_spent |= other.quota_spent;
        for (name, value) in &other.headers {
            self.headers.entry(name.clone()).or_insert_with(|| value.clone());
        }
        self.hang |= other.hang;
        self.cut = self.cut.or(other.cut);
        self.drip = self.drip.or(other.drip);
        self.pace_ms = self.pace_ms.or(other.pace_ms);
        self.malformed = self.malformed.or(other.malformed);
        self.stream_error_after = self.stream_error_after.or(other.stream_error_after);
        self.usage = self.usage.or(other.usage);
        self.endless |= other.endless;
        if self.reply.is_none() {
            self.reply.clone_from(&other.reply);
        }
    }
}
