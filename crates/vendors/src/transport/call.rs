//! What a call is given and what it gives back.

use std::time::Duration;

use terms::{Kind, Message, Reply, Timing, Usage};
use tokio_util::sync::CancellationToken;

use super::{Evidence, Gate};
use crate::{StreamEvent, VendorError};

/// What one call is given besides its request.
pub struct CallControl<'a> {
    /// Ends the call at once; a late answer is discarded.
    pub cancel: &'a CancellationToken,
    /// Longest time of one attempt; `None` takes [`super::Options::deadline`].
    pub deadline: Option<Duration>,
    /// Sees streamed text as it comes.
    pub on_event: Option<&'a mut (dyn FnMut(&StreamEvent) + Send)>,
    /// The vendor's gate.
    pub gate: &'a Gate,
    /// Is told of waits a person should see: at most one a second per gate.
    pub notices: &'a (dyn Fn(Notice) + Sync),
}

/// Something a person should see while a call is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Nothing is sent before this instant.
    Waiting {
        /// The vendor waited for.
        vendor: String,
        /// Milliseconds since the Unix epoch.
        until_unix_ms: i64,
        /// Why.
        reason: Reason,
    },
}

/// Why a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The vendor answered 429.
    RateLimit,
    /// The vendor has trouble (5xx).
    Trouble,
    /// The vendor cannot be reached.
    Unreachable,
}

impl Notice {
    /// The sentence; `until` is the instant as a clock on the wall shows it (`14:05`).
    pub fn message(&self, until: &str) -> Message {
        let Notice::Waiting { vendor, reason, .. } = self;
        let sentence = match reason {
            Reason::RateLimit => Message::new("vendors-transport-waiting-rate-limit"),
            Reason::Trouble => Message::new("vendors-transport-waiting-trouble"),
            Reason::Unreachable => Message::new("vendors-transport-waiting-unreachable"),
        };
        sentence.with("vendor", &**vendor).with("until", until)
    }
}

/// Whether the vendor got the request, and whether the end of its answer was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// No byte of the request left: nothing can be billed.
    NotSent,
    /// A whole answer came, good or bad.
    Answered,
    /// Sent, and the end of the answer not seen: it may be billed.
    Unknown,
}

/// A call from end to end.
#[derive(Debug)]
pub struct Exchange {
    /// The answer, or why there is none.
    pub outcome: Result<Reply, VendorError>,
    /// Every time it was tried, in order; of very many, the first and the last ones.
    pub attempts: Vec<Attempt>,
    /// How many times it was tried.
    pub tries: u32,
    /// What the last attempt sent and received.
    pub evidence: Evidence,
    /// When and how long, of the last attempt.
    pub timing: Timing,
    /// What is known of the last attempt's fate.
    pub seen: Seen,
    /// What the vendor had counted when a stream was cut.
    pub partial_usage: Option<Usage>,
}

/// One time a call was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Status of the answer; `None` without one.
    pub status: Option<u16>,
    /// Milliseconds since the Unix epoch when it started.
    pub started_ms: i64,
    /// Microseconds it took.
    pub total_us: u64,
    /// Microseconds waited just before it, in the gate or for a retry.
    pub waited_us: u64,
    /// The vendor's id of the request.
    pub request_id: Option<String>,
    /// Class of the error it ended with; `None` when it succeeded.
    pub error: Option<Kind>,
}
