//! The one door to a vendor: how many calls at once, how many a minute, and waiting together when it refuses.
//!
//! Waiters are served in the order they first came, a refused call before those that came after it. Only the first
//! waiter watches the clock; each one admitted wakes the next. Nothing polls.

mod state;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Clock;
use super::control::Signal;
use crate::VendorError;
use state::{Admission, Stamp, State};

/// What is known of a vendor's limits beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most calls at once.
    pub concurrency: u32,
    /// Most requests a minute.
    pub requests_per_minute: Option<u32>,
    /// Most tokens a minute, read and written.
    pub tokens_per_minute: Option<u64>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { concurrency: 64, requests_per_minute: None, tokens_per_minute: None }
    }
}

/// How an admitted call ended, for those that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A 2xx; the tokens it used, when they are known.
    Success {
        /// Read and written.
        tokens: Option<u64>,
    },
    /// A 5xx, a timeout, a lost connection.
    Trouble,
    /// Anything that tells nothing about the vendor's limits.
    Neutral,
}

/// What a refused call is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Come back to the gate, which opens again this long from now.
    Together(Duration),
    /// Wait this long, alone, then come back: the others are served meanwhile.
    Alone(Duration),
}

/// The door to one vendor under one key at one address.
pub struct Gate {
    vendor: String,
    clock: Clock,
    origin: Instant,
    seed: u64,
    state: Mutex<State>,
    tickets: AtomicU64,
    noticed_ms: AtomicI64,
}

/// Leave to send one call. Dropping it gives the place back without a word about the vendor.
pub struct Permit<'a> {
    gate: &'a Gate,
    stamp: Stamp,
    tokens: f64,
    admitted: Instant,
    open: bool,
}

impl Gate {
    /// A gate that knows these limits and learns the others.
    pub fn new(vendor: &str, limits: &Limits, clock: Clock, seed: u64) -> Gate {
        let started_ms = clock();
        Gate {
            vendor: vendor.to_owned(),
            clock,
            origin: Instant::now(),
            seed,
            state: Mutex::new(State::new(limits, started_ms)),
            tickets: AtomicU64::new(0),
            noticed_ms: AtomicI64::new(i64::MIN),
        }
    }

    /// Knows these limits too: as many calls at once as the widest of them, requests and tokens as the latest say.
    pub fn widen(&self, limits: &Limits) {
        let mut state = self.lock();
        state.widen(limits, self.now());
        state.note_limit(&self.clock);
        state.wake_first();
    }

    /// The vendor's name.
    pub fn vendor(&self) -> &str {
        &self.vendor
    }

    /// Calls allowed at once, now.
    pub fn limit(&self) -> u32 {
        self.lock().control.limit()
    }

    /// Calls let through and not finished.
    pub fn in_flight(&self) -> u32 {
        self.lock().in_flight
    }

    /// Every change of the limit: milliseconds since the Unix epoch and calls allowed at once. At most a thousand;
    /// of more, every other one is forgotten.
    pub fn history(&self) -> Vec<(i64, u32)> {
        self.lock().history.clone()
    }

    /// Waits for leave to send a call of about this many tokens.
    ///
    /// # Errors
    /// [`VendorError::Cancelled`] when the token is cancelled first.
    pub async fn acquire(&self, tokens: u64, cancel: &CancellationToken) -> Result<Permit<'_>, VendorError> {
        let admitted = cancel.run_until_cancelled(self.admit(self.ticket(), tokens, Duration::MAX)).await;
        admitted.and_then(Result::ok).ok_or(VendorError::Cancelled)
    }

    /// A place in the order of service. A call keeps it when it has to come back.
    pub(super) fn ticket(&self) -> u64 {
        self.tickets.fetch_add(1, Ordering::Relaxed)
    }

    /// As [`Gate::acquire`], for a ticket. Dropping the future leaves the queue.
    ///
    /// # Errors
    /// How long the vendor refuses everything, when that is longer than `patience`.
    pub(super) async fn admit(
        &self,
        ticket: u64,
        tokens: u64,
        patience: Duration,
    ) -> Result<Permit<'_>, Duration> {
        let tokens = tokens as f64;
        let (mut place, wake) = {
            let mut state = self.lock();
            let now = self.now();
            if state.queue.is_empty()
                && let Admission::Granted = state.admit(tokens, now)
            {
                return Ok(self.permit(&state, tokens));
            }
            let wake = Arc::new(Notify::new());
            state.queue.insert(ticket, wake.clone());
            (Place { gate: self, ticket, queued: true }, wake)
        };
        loop {
            let ready = {
                let mut state = self.lock();
                let now = self.now();
                if !state.is_first(ticket) {
                    None
                } else {
                    let closed_for = state.closed_for(now);
                    if closed_for > patience {
                        return Err(closed_for);
                    }
                    match state.admit(tokens, now) {
                        Admission::Granted => {
                            place.queued = false;
                            state.queue.remove(&ticket);
                            if state.has_room() {
                                state.wake_first();
                            }
                            return Ok(self.permit(&state, tokens));
                        }
                        Admission::At(when) => Some(self.origin + when),
                        Admission::Full => None,
                    }
                }
            };
            match ready {
                Some(when) => {
                    tokio::select! {
                        () = wake.notified() => {}
                        () = tokio::time::sleep_until(when) => {}
                    }
                }
                None => wake.notified().await,
            }
        }
    }

    /// Whether a notice may be shown now: at most one a second. Saying yes counts as showing it.
    pub(super) fn may_notice(&self, now_ms: i64) -> bool {
        let last = self.noticed_ms.load(Ordering::Relaxed);
        now_ms.saturating_sub(last) >= 1_000
            && self.noticed_ms.compare_exchange(last, now_ms, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    fn permit(&self, state: &State, tokens: f64) -> Permit<'_> {
        Permit { gate: self, stamp: state.stamp(), tokens, admitted: Instant::now(), open: true }
    }

    fn now(&self) -> Duration {
        self.origin.elapsed()
    }

    /// A panic while the lock was held would be a defect of ours; the counts stay usable.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// The call has ended.
    pub fn done(mut self, outcome: Outcome) {
        self.open = false;
        let now = self.gate.now();
        let mut state = self.gate.lock();
        match outcome {
            Outcome::Success { tokens } => {
                if let Some(used) = tokens {
                    state.correct_tokens(self.tokens - used as f64);
                }
                state.learn(Signal::Success(self.admitted.elapsed()), self.stamp, now);
            }
            Outcome::Trouble => state.learn(Signal::Trouble, self.stamp, now),
            Outcome::Neutral => {}
        }
        self.leave(&mut state);
    }

    /// The vendor refused the call (429), perhaps saying for how long; `before` counts this call's earlier refusals.
    /// Says what to do, after which the call comes back.
    pub fn refused(mut self, asked: Option<Duration>, before: u32) -> Refusal {
        self.open = false;
        let now = self.gate.now();
        let mut state = self.gate.lock();
        // what was refused used nothing
        state.correct_tokens(self.tokens);
        state.learn(Signal::Refused, self.stamp, now);
        let refusal = state.refuse(asked, before, self.stamp, now, self.gate.seed);
        state.hold(self.admitted.duration_since(self.gate.origin), now);
        self.leave(&mut state);
        refusal
    }

    fn leave(&self, state: &mut State) {
        state.in_flight -= 1;
        state.note_limit(&self.gate.clock);
        state.wake_first();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.open {
            let mut state = self.gate.lock();
            self.leave(&mut state);
        }
    }
}

/// A place in the queue; dropping it lets the next one come forward.
struct Place<'a> {
    gate: &'a Gate,
    ticket: u64,
    queued: bool,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if self.queued {
            let mut state = self.gate.lock();
            state.queue.remove(&self.ticket);
            state.wake_first();
        }
    }
}

/// Waiters by ticket: the lowest is served first.
type Queue = BTreeMap<u64, Arc<Notify>>;

#[cfg(test)]
mod tests;
