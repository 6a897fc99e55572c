//! What a gate knows, behind its lock.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use super::{Clock, Limits, Queue, Refusal};
use crate::transport::bucket::Bucket;
use crate::transport::control::{Control, Signal};
use crate::transport::retry::full_jitter;

/// Most entries of the history kept.
const HISTORY: usize = 1_000;
/// First and longest wait of a call refused without a delay while others succeed.
const ALONE: Duration = Duration::from_millis(250);
const LONGEST_ALONE: Duration = Duration::from_secs(2);
/// After this long without a success, whatever is still under way, nothing is taken to succeed any more.
const LONGEST_SILENCE: Duration = Duration::from_secs(1);
/// First wait of all calls when everything is refused without a delay.
const TOGETHER: Duration = Duration::from_millis(500);
/// Longest such wait: a limit counted by the minute opens again within three of them.
const LONGEST_TOGETHER: Duration = Duration::from_secs(20);
/// A vendor that names a shorter delay and goes on refusing is asked less and less often, up to this.
const LONGEST_AT_ONCE: Duration = Duration::from_millis(250);
/// Longest time a refused call keeps its place.
const LONGEST_HOLD: Duration = Duration::from_secs(2);

/// Whether a call may leave.
pub(super) enum Admission {
    /// It has: it is counted.
    Granted,
    /// Not before this instant.
    At(Duration),
    /// Not before another one ends.
    Full,
}

/// When a call was admitted, in changes and in pauses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    epoch: u32,
    generation: u32,
}

pub(super) struct State {
    pub(super) control: Control,
    pub(super) in_flight: u32,
    /// When the places of refused calls are free again. A refusal comes at once: were its place free at once too, the
    /// same number of calls at once would ask many times faster for being refused.
    held: BinaryHeap<Reverse<Duration>>,
    pub(super) queue: Queue,
    pub(super) history: Vec<(i64, u32)>,
    requests: Option<Bucket>,
    tokens: Option<Bucket>,
    pace: Option<Bucket>,
    open_at: Duration,
    /// Pauses so far; goes with a call that is admitted and comes back with its answer.
    generation: u32,
    /// Refusals since the last success, of calls admitted since the last pause.
    refused_in_a_row: u32,
    /// Pauses since the last success.
    pauses: u32,
    succeeded_at: Option<Duration>,
    draws: u64,
}

impl State {
    pub(super) fn new(limits: &Limits, started_ms: i64) -> State {
        let control = Control::new(limits.concurrency);
        let mut state = State {
            history: vec![(started_ms, control.limit())],
            control,
            in_flight: 0,
            held: BinaryHeap::new(),
            queue: Queue::new(),
            requests: None,
            tokens: None,
            pace: None,
            open_at: Duration::ZERO,
            generation: 0,
            refused_in_a_row: 0,
            pauses: 0,
            succeeded_at: None,
            draws: 0,
        };
        state.widen(limits, Duration::ZERO);
        state
    }

    /// Knows these limits too.
    pub(super) fn widen(&mut self, limits: &Limits, now: Duration) {
        self.control.widen(limits.concurrency);
        // one second's worth at once: a vendor that counts by the second is never surprised
        let requests = limits.requests_per_minute.map(|n| per_minute(f64::from(n), 1.0));
        // calls are lumps of tokens: ten seconds' worth may leave at once
        let tokens = limits.tokens_per_minute.map(|n| per_minute(n as f64, n as f64 / 6.0));
        for (bucket, told) in [(&mut self.requests, requests), (&mut self.tokens, tokens)] {
            match (bucket, told) {
                (_, None) => {}
                (Some(bucket), Some((rate, capacity))) => bucket.set_rate(rate, capacity, now),
                (bucket, Some((rate, capacity))) => *bucket = Some(Bucket::new(rate, capacity, now)),
            }
        }
    }

    pub(super) fn is_first(&self, ticket: u64) -> bool {
        self.queue.first_key_value().is_some_and(|(first, _)| *first == ticket)
    }

    /// How long everything still waits together.
    pub(super) fn closed_for(&self, now: Duration) -> Duration {
        self.open_at.saturating_sub(now)
    }

    pub(super) fn has_room(&self) -> bool {
        self.in_flight as usize + self.held.len() < self.control.limit() as usize
    }

    /// Keeps the place of a call admitted then and refused now for as long as an answer would have taken it.
    pub(super) fn hold(&mut self, admitted: Duration, now: Duration) {
        let until = admitted.saturating_add(self.control.latency().min(LONGEST_HOLD));
        if until > now {
            self.held.push(Reverse(until));
        }
    }

    pub(super) fn wake_first(&self) {
        if let Some((_, wake)) = self.queue.first_key_value() {
            wake.notify_one();
        }
    }

    /// Lets a call of this many tokens leave, or says when it may.
    pub(super) fn admit(&mut self, tokens: f64, now: Duration) -> Admission {
        while self.held.peek().is_some_and(|Reverse(until)| *until <= now) {
            self.held.pop();
        }
        if !self.has_room() {
            self.control.filled();
            return match self.held.peek() {
                Some(Reverse(until)) if self.in_flight < self.control.limit() => Admission::At(*until),
                _ => Admission::Full,
            };
        }
        let mut ready = self.open_at.max(now);
        let paced = self.pace.as_mut().map_or(now, |b| b.ready(1.0, now));
        if paced > now {
            self.control.paced();
        }
        ready = ready.max(paced);
        for (bucket, amount) in [(&mut self.requests, 1.0), (&mut self.tokens, tokens)] {
            if let Some(bucket) = bucket {
                ready = ready.max(bucket.ready(amount, now));
            }
        }
        if ready > now {
            return Admission::At(ready);
        }
        for (bucket, amount) in [(&mut self.pace, 1.0), (&mut self.requests, 1.0), (&mut self.tokens, tokens)]
        {
            if let Some(bucket) = bucket {
                bucket.take(amount);
            }
        }
        self.in_flight += 1;
        if !self.has_room() {
            self.control.filled();
        }
        Admission::Granted
    }

    pub(super) fn correct_tokens(&mut self, unused: f64) {
        if let Some(bucket) = &mut self.tokens {
            bucket.give(unused);
        }
    }

    /// Learns from the answer to a call admitted then.
    pub(super) fn learn(&mut self, signal: Signal, at: Stamp, now: Duration) {
        // a success of a call admitted before the last pause but one says nothing of today's weather
        if matches!(signal, Signal::Success(_)) && at.generation.wrapping_add(1) >= self.generation {
            (self.refused_in_a_row, self.pauses) = (0, 0);
            self.succeeded_at = Some(now);
        }
        self.control.learn(signal, at.epoch, now);
        self.follow_pace(now);
    }

    /// What goes with a call admitted now.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { epoch: self.control.epoch(), generation: self.generation }
    }

    /// Ten milliseconds' worth may leave at once: timers are no finer than one.
    fn follow_pace(&mut self, now: Duration) {
        let capacity = |rate: f64| (rate / 100.0).max(1.0);
        match (self.control.pace(), &mut self.pace) {
            (None, pace) => *pace = None,
            (Some(rate), Some(bucket)) if bucket.rate() == rate => {}
            (Some(rate), Some(bucket)) => bucket.set_rate(rate, capacity(rate), now),
            (Some(rate), pace) => *pace = Some(Bucket::new(rate, capacity(rate), now)),
        }
    }

    /// Decides how a refused call, and perhaps all, wait.
    pub(super) fn refuse(
        &mut self,
        asked: Option<Duration>,
        before: u32,
        at: Stamp,
        now: Duration,
        seed: u64,
    ) -> Refusal {
        // a call admitted before the last pause tells nothing new, except the delay the vendor asks for
        let fresh = at.generation == self.generation;
        self.refused_in_a_row += u32::from(fresh);
        self.draws += 1;
        let threshold = (self.control.limit() / 2).clamp(4, 16);
        // calls that take longer than refusals may be succeeding meanwhile
        let silence = self.control.latency().mul_f64(2.0).min(LONGEST_SILENCE);
        let silent = self.succeeded_at.is_none_or(|at| now.saturating_sub(at) > silence);
        let pause = match asked {
            Some(delay) => {
                let patience = Duration::from_millis((1 << self.pauses.min(12)) - 1).min(LONGEST_AT_ONCE);
                Some(delay.max(patience))
            }
            None if self.pauses > 0 || (self.refused_in_a_row >= threshold && silent) => {
                Some(full_jitter(TOGETHER, self.pauses, LONGEST_TOGETHER, seed, self.draws))
            }
            None => None,
        };
        if let Some(pause) = pause {
            let until = now.saturating_add(pause);
            if fresh {
                self.control.paused(until, self.pauses > 0);
                self.pauses += 1;
                self.generation = self.generation.wrapping_add(1);
                self.refused_in_a_row = 0;
            }
            if fresh || asked.is_some() {
                self.open_at = self.open_at.max(until);
            }
        }
        if self.open_at > now {
            return Refusal::Together(self.open_at - now);
        }
        Refusal::Alone(full_jitter(ALONE, before, LONGEST_ALONE, seed, self.draws))
    }

    /// Keeps the limit when it has changed.
    pub(super) fn note_limit(&mut self, clock: &Clock) {
        let limit = self.control.limit();
        if self.history.last().is_some_and(|(_, last)| *last == limit) {
            return;
        }
        if self.history.len() >= HISTORY {
            let mut keep = false;
            self.history.retain(|_| {
                keep = !keep;
                keep
            });
        }
        self.history.push((clock(), limit));
    }
}

/// Units a second, and how many of them at once.
fn per_minute(units: f64, at_least: f64) -> (f64, f64) {
    let rate = (units / 60.0).max(1e-3);
    (rate, rate.max(at_least))
}
