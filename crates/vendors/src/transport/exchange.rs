//! A call from end to end: through the gate, sent, sent again while that is right, and accounted for.

mod ended;

use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use terms::{Explain, Timing};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::attempt::{Bounds, OnEvent, Progress, Question};
use super::record::request_head;
use super::redact::Redactor;
use super::retry::{LONGEST_BACKOFF, full_jitter};
use super::{
    Attempt, CallControl, Evidence, Exchange, Gate, Notice, Permit, Reason, Refusal, Seen, Transport,
};
use crate::{HttpRequest, Target, VendorError};
use ended::{Ended, Next, Stopped};

/// First wait after trouble that names no delay.
const BACKOFF: Duration = Duration::from_millis(500);
/// A server of one's own that cannot be reached is not started: a person should know at once.
const LOCAL_ATTEMPTS: u32 = 4;
/// Most attempts described; of more, the middle ones are left out.
const DESCRIBED: usize = 64;
/// A wait shorter than this is not worth telling, unless the vendor refused.
const WORTH_TELLING: Duration = Duration::from_secs(1);

/// What stays the same over the attempts of one call.
struct Calling<'a> {
    transport: &'a Transport,
    target: &'a Target,
    request: &'a HttpRequest,
    stream: bool,
    redactor: Redactor<'a>,
    /// The request as it is kept.
    head: String,
    body: Bytes,
    deadline: Duration,
    cancel: &'a CancellationToken,
    gate: &'a Gate,
    notices: &'a (dyn Fn(Notice) + Sync),
    number: u64,
}

/// What has happened so far.
#[derive(Default)]
struct Story {
    attempts: Vec<Attempt>,
    tries: u32,
    troubles: u32,
    refusals: u32,
    refused_at: Option<Instant>,
    last: Option<Ended>,
}

impl Transport {
    /// Sends until an answer, a final error, the deadline or the cancellation. `request` is what
    /// [`Target::encode`] gave, `stream` whether it asks for a stream.
    pub async fn exchange(
        &self,
        target: &Target,
        request: &HttpRequest,
        stream: bool,
        call: CallControl<'_>,
    ) -> Exchange {
        let options = &self.0.options;
        let redactor = Redactor::new(target.key.as_ref());
        let calling = Calling {
            transport: self,
            target,
            request,
            stream,
            head: request_head(request, &options.user_agent, &redactor),
            body: redactor.bytes(&request.body).map_or_else(|| request.body.clone(), Bytes::from),
            redactor,
            deadline: call.deadline.unwrap_or(options.deadline),
            cancel: call.cancel,
            gate: call.gate,
            notices: call.notices,
            number: self.0.calls.fetch_add(1, Ordering::Relaxed),
        };
        calling.run(call.on_event).await
    }
}

impl Calling<'_> {
    async fn run(&self, mut on_event: OnEvent<'_>) -> Exchange {
        let ticket = self.gate.ticket();
        let mut story = Story::default();
        let mut waiting_since = Instant::now();
        loop {
            let permit = match self.enter(ticket, &story).await {
                Ok(permit) => permit,
                Err(error) => return self.conclude(story, Some(error)),
            };
            let waited = waiting_since.elapsed();
            let ended = self.attempt(&mut on_event).await;
            waiting_since = Instant::now();
            story.add(&ended, waited);
            if let Some(record) = &self.transport.0.options.record {
                record.record(&ended.evidence);
            }
            let wait = self.next(&ended, permit, &mut story);
            story.last = Some(ended);
            match wait {
                None => return self.conclude(story, None),
                Some(wait) if wait.is_zero() => {}
                Some(wait) => {
                    if self.cancel.run_until_cancelled(sleep(wait)).await.is_none() {
                        return self.conclude(story, Some(VendorError::Cancelled));
                    }
                }
            }
        }
    }

    /// Waits at the gate. A call that was refused waits no longer than it still may.
    async fn enter(&self, ticket: u64, story: &Story) -> Result<Permit<'_>, VendorError> {
        // four bytes a token is near enough to start with: the gate is told the true number afterwards
        let tokens = self.request.body.len() as u64 / 4;
        let spent = story.refused_at.map(|at| at.elapsed());
        let patience = self.transport.0.options.max_wait.saturating_sub(spent.unwrap_or_default());
        let admit = self.gate.admit(ticket, tokens, patience);
        let admitted = async {
            if spent.is_none() {
                return admit.await;
            }
            timeout(patience, admit).await.unwrap_or(Err(Duration::ZERO))
        };
        match self.cancel.run_until_cancelled(admitted).await {
            None => Err(VendorError::Cancelled),
            Some(Ok(permit)) => Ok(permit),
            Some(Err(closed_for)) => Err(VendorError::RateLimited {
                vendor: self.target.vendor.name.clone(),
                retry_after: (!closed_for.is_zero()).then_some(closed_for),
                quota_spent: false,
                said: String::new(),
            }),
        }
    }

    async fn attempt(&self, on_event: &mut OnEvent<'_>) -> Ended {
        let options = &self.transport.0.options;
        let question = Question {
            sender: &*self.transport.0.sender,
            request: self.request,
            target: self.target,
            stream: self.stream,
            redactor: &self.redactor,
            bounds: Bounds { idle: options.idle_timeout, bytes: options.max_response_bytes },
        };
        let started_ms = (options.clock)();
        let mut progress = Progress::new();
        let deadline = progress.started.checked_add(self.deadline);
        let stopped = {
            let run = progress.run(&question, on_event);
            let in_time = async {
                match deadline {
                    Some(at) => timeout_at(at, run).await.map_err(|_| Stopped::Deadline(self.deadline)),
                    None => Ok(run.await),
                }
            };
            match self.cancel.run_until_cancelled(in_time).await {
                None => Some(Stopped::Cancelled),
                Some(Err(stopped)) => Some(stopped),
                Some(Ok(Err(broken))) => Some(Stopped::Broken(broken)),
                Some(Ok(Ok(()))) => None,
            }
        };
        self.account(progress, stopped, started_ms)
    }

    /// Tells the gate how the attempt ended, and decides: how long before the next one, or `None` to stop.
    fn next(&self, ended: &Ended, permit: Permit<'_>, story: &mut Story) -> Option<Duration> {
        let options = &self.transport.0.options;
        match ended.next() {
            Next::Stop(outcome) => {
                permit.done(outcome);
                None
            }
            Next::Refused => {
                let refusal = permit.refused(ended.asked, story.refusals);
                story.refusals += 1;
                let (Refusal::Together(wait) | Refusal::Alone(wait)) = refusal;
                let spent = story.refused_at.get_or_insert_with(Instant::now).elapsed();
                if spent.saturating_add(wait) > options.max_wait {
                    return None;
                }
                self.tell(wait, Reason::RateLimit);
                // those that wait together wait in the gate
                Some(if matches!(refusal, Refusal::Alone(_)) { wait } else { Duration::ZERO })
            }
            Next::Again(reason) => {
                permit.done(super::Outcome::Trouble);
                let draw = self.number.wrapping_mul(64).wrapping_add(u64::from(story.troubles));
                let own = full_jitter(BACKOFF, story.troubles, LONGEST_BACKOFF, options.seed, draw);
                story.troubles += 1;
                let wait = ended.asked.unwrap_or(own);
                let local = reason == Reason::Unreachable && self.transport.0.sender.is_local(self.request);
                let most =
                    if local { options.max_attempts.min(LOCAL_ATTEMPTS) } else { options.max_attempts };
                if story.troubles >= most || wait > options.max_wait {
                    return None;
                }
                if wait >= WORTH_TELLING {
                    self.tell(wait, reason);
                }
                Some(wait)
            }
        }
    }

    fn tell(&self, wait: Duration, reason: Reason) {
        let now_ms = (self.transport.0.options.clock)();
        if !self.gate.may_notice(now_ms) {
            return;
        }
        let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        let until_unix_ms = now_ms.saturating_add(wait_ms);
        (self.notices)(Notice::Waiting { vendor: self.gate.vendor().to_owned(), until_unix_ms, reason });
    }

    /// The exchange, from the last attempt if there was one. `error` replaces its outcome: it is why nothing more
    /// was tried.
    fn conclude(&self, story: Story, error: Option<VendorError>) -> Exchange {
        let Story { attempts, tries, last, .. } = story;
        let Some(ended) = last else {
            let started_ms = (self.transport.0.options.clock)();
            return Exchange {
                outcome: Err(error.unwrap_or(VendorError::Cancelled)),
                attempts,
                tries,
                evidence: Evidence {
                    request_head: self.head.clone(),
                    request_body: self.body.clone(),
                    ..Evidence::default()
                },
                timing: Timing { started_ms, ..Timing::default() },
                seen: Seen::NotSent,
                partial_usage: None,
            };
        };
        let outcome = match (ended.outcome, error) {
            // what the vendor said when it refused explains more than our own impatience
            (Err(said @ VendorError::RateLimited { .. }), Some(VendorError::RateLimited { .. })) => Err(said),
            (_, Some(error)) => Err(error),
            (outcome, None) => outcome,
        };
        Exchange {
            outcome,
            attempts,
            tries,
            evidence: ended.evidence,
            timing: ended.timing,
            seen: ended.seen,
            partial_usage: ended.partial_usage,
        }
    }
}

impl Story {
    fn add(&mut self, ended: &Ended, waited: Duration) {
        self.tries += 1;
        if self.attempts.len() >= DESCRIBED {
            self.attempts.remove(DESCRIBED / 2);
        }
        self.attempts.push(Attempt {
            status: ended.evidence.status,
            started_ms: ended.timing.started_ms,
            total_us: ended.timing.total_us,
            waited_us: u64::try_from(waited.as_micros()).unwrap_or(u64::MAX),
            request_id: ended.request_id.clone(),
            error: ended.outcome.as_ref().err().map(Explain::kind),
        });
    }
}
