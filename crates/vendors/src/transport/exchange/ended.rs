//! What one attempt amounts to: its outcome, its evidence, what is known of its fate, and what follows from it.

use std::time::Duration;

use terms::{Reply, Timing, Usage};
use tokio::time::Instant;

use super::Calling;
use crate::transport::attempt::{Broken, Decoded, Progress};
use crate::transport::record::response_head;
use crate::transport::retry::{asked_delay, vendor_says};
use crate::transport::{Evidence, Outcome, Reason, Seen, SendFailure};
use crate::{HttpResponse, Retry, VendorError};

/// Why an attempt did not run to its end.
pub(super) enum Stopped {
    Cancelled,
    Deadline(Duration),
    Broken(Broken),
}

/// One attempt that has ended.
pub(super) struct Ended {
    pub(super) outcome: Result<Reply, VendorError>,
    pub(super) evidence: Evidence,
    pub(super) timing: Timing,
    pub(super) seen: Seen,
    pub(super) partial_usage: Option<Usage>,
    pub(super) request_id: Option<String>,
    /// The delay the vendor asks for.
    pub(super) asked: Option<Duration>,
    /// What the vendor itself says of trying again.
    says: Option<bool>,
    /// The failure is one that trying again cannot change.
    hopeless: bool,
}

/// What to do after an attempt.
#[derive(Debug)]
pub(super) enum Next {
    /// Nothing more; what the gate is told.
    Stop(Outcome),
    /// The vendor refused it: the gate decides when it comes back.
    Refused,
    /// Send it again.
    Again(Reason),
}

impl Ended {
    pub(super) fn next(&self) -> Next {
        let error = match &self.outcome {
            Ok(reply) => {
                let tokens = reply.usage.map(|u| u.input.saturating_add(u.output));
                return Next::Stop(Outcome::Success { tokens });
            }
            Err(error) => error,
        };
        match self.evidence.status {
            // paid for perhaps: whatever is wrong with it, it is never asked for again
            Some(200..300) if self.seen == Seen::Answered => Next::Stop(Outcome::Success { tokens: None }),
            _ if matches!(error, VendorError::Cancelled) => Next::Stop(Outcome::Neutral),
            _ if self.seen == Seen::Unknown => Next::Stop(Outcome::Trouble),
            _ if self.hopeless || self.says == Some(false) => Next::Stop(Outcome::Neutral),
            None if self.seen == Seen::NotSent => Next::Again(Reason::Unreachable),
            _ => match error {
                VendorError::RateLimited { quota_spent: false, .. } => Next::Refused,
                // no "please do" of a header makes a wrong key right or refills an account
                VendorError::RateLimited { .. } | VendorError::Auth { .. } => Next::Stop(Outcome::Neutral),
                error if error.retry() != Retry::Never || self.says == Some(true) => {
                    Next::Again(Reason::Trouble)
                }
                _ => Next::Stop(Outcome::Neutral),
            },
        }
    }
}

impl Calling<'_> {
    /// Accounts for an attempt that ran to its end (`None`) or was stopped.
    pub(super) fn account(&self, mut progress: Progress, stopped: Option<Stopped>, started_ms: i64) -> Ended {
        let now = Instant::now();
        let began = progress.mark.get().unwrap_or(progress.started);
        let microseconds =
            |to: Instant| u64::try_from(to.saturating_duration_since(began).as_micros()).unwrap_or(u64::MAX);
        let before = began.saturating_duration_since(progress.started).as_millis();
        let timing = Timing {
            started_ms: started_ms.saturating_add(i64::try_from(before).unwrap_or(i64::MAX)),
            first_text_us: progress.first_text.map(microseconds),
            total_us: microseconds(progress.ended.unwrap_or(now)),
        };
        let status = progress.status;
        let complete = progress.complete;
        let hopeless = matches!(
            stopped,
            Some(Stopped::Broken(Broken::Failure(SendFailure::NotRecorded | SendFailure::Tls(_))))
        );
        let left = progress.mark.get().is_some();
        let Decoded { response, reply, partial, received } = progress.decode(self.target, &self.redactor);
        let names = &self.target.vendor.rate_headers;
        let now_ms = timing.started_ms.saturating_add(i64::try_from(timing.total_us / 1_000).unwrap_or(0));
        let asked = asked_delay(&response, names, now_ms);
        let (outcome, seen) = match (status, stopped) {
            // a status that is not 2xx says it all, however its body ended
            (Some(status), stopped) if !(200..300).contains(&status) => match stopped {
                Some(Stopped::Cancelled) => (Err(VendorError::Cancelled), Seen::Answered),
                _ => (Err(self.target.error(&response).with_retry_after(asked)), Seen::Answered),
            },
            (_, Some(stopped)) => self.failed(stopped, status.is_some(), left, received),
            (_, None) => match reply.unwrap_or(Err(VendorError::Cancelled)) {
                Err(error @ VendorError::CutStream { .. }) => (Err(error), Seen::Unknown),
                outcome => (outcome, Seen::Answered),
            },
        };
        let request_id =
            request_id(&response, &names.request_id).map(|id| self.redactor.text(id).into_owned());
        let says = vendor_says(&response);
        let response_head = status.map_or_else(String::new, |_| response_head(&response, &self.redactor));
        let evidence = Evidence {
            request_head: self.head.clone(),
            request_body: self.body.clone(),
            status,
            response_head,
            response_body: response.body,
            complete,
        };
        let partial_usage = if outcome.is_ok() { None } else { partial };
        Ended { outcome, evidence, timing, seen, partial_usage, request_id, asked, says, hopeless }
    }

    /// The error of an attempt without a whole answer, and what is known of its fate.
    fn failed(
        &self,
        stopped: Stopped,
        answering: bool,
        left: bool,
        received: u64,
    ) -> (Result<Reply, VendorError>, Seen) {
        let vendor = self.target.vendor.name.clone();
        let fate = if left { Seen::Unknown } else { Seen::NotSent };
        let connect = |detail| VendorError::Connect {
            vendor: vendor.clone(),
            url: self.redactor.text(&self.target.base_url).into_owned(),
            detail,
        };
        match stopped {
            Stopped::Cancelled => (Err(VendorError::Cancelled), fate),
            Stopped::Deadline(after) | Stopped::Broken(Broken::Idle(after)) => {
                (Err(VendorError::Timeout { vendor, after }), fate)
            }
            Stopped::Broken(Broken::TooLarge) => {
                let limit = self.transport.0.options.max_response_bytes;
                (Err(VendorError::TooLarge { vendor, limit }), fate)
            }
            // the vendor's own last word, or noise that was read no further
            Stopped::Broken(Broken::Undecodable(error)) => {
                let noise = matches!(error, VendorError::Malformed { .. });
                (Err(error), if noise { Seen::Unknown } else { Seen::Answered })
            }
            Stopped::Broken(Broken::Failure(failure)) => match failure {
                SendFailure::NotRecorded => {
                    let model = self.target.model.to_string();
                    (Err(VendorError::NotRecorded { model }), Seen::NotSent)
                }
                SendFailure::Connect(detail) | SendFailure::Tls(detail) => (Err(connect(detail)), fate),
                SendFailure::Broken(_) if answering => {
                    (Err(VendorError::CutStream { vendor, bytes: received }), fate)
                }
                SendFailure::Broken(detail) => (Err(connect(detail)), fate),
            },
        }
    }
}

fn request_id<'r>(response: &'r HttpResponse, name: &str) -> Option<&'r str> {
    let known = [name, "x-request-id", "request-id"];
    known.iter().filter(|n| !n.is_empty()).find_map(|n| response.header(n))
}
