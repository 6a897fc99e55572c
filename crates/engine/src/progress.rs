//! How far a run is, readable at any moment from another thread. Counters only: drawing is the shell's business.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use ledger::RunId;
use terms::{Currency, Money};
pub use vendors::transport::Notice;

/// Live counters of a run.
#[derive(Debug)]
pub struct Progress {
    started: Instant,
    total: AtomicU64,
    done: AtomicU64,
    reused: AtomicU64,
    new: AtomicU64,
    failed: AtomicU64,
    unknown: AtomicU64,
    in_flight: AtomicU64,
    peak_in_flight: AtomicU64,
    spent: Mutex<BTreeMap<Currency, Money>>,
    notices: Mutex<Vec<Notice>>,
    run: Mutex<Option<RunId>>,
}

/// A moment of [`Progress`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// Trials planned; 0 while they are being counted.
    pub total: u64,
    /// Trials with an outcome.
    pub done: u64,
    /// Of these, answered from the ledger.
    pub reused: u64,
    /// Calls sent and answered.
    pub new: u64,
    /// Calls that failed.
    pub failed: u64,
    /// Calls whose outcome is unknown.
    pub unknown: u64,
    /// Calls in flight.
    pub in_flight: u64,
    /// Most calls in flight so far.
    pub peak_in_flight: u64,
    /// Spent by this run.
    pub spent: Vec<Money>,
    /// Seconds since the start.
    pub seconds: f64,
}

impl Default for Progress {
    fn default() -> Progress {
        Progress {
            started: Instant::now(),
            total: AtomicU64::new(0),
            done: AtomicU64::new(0),
            reused: AtomicU64::new(0),
            new: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            unknown: AtomicU64::new(0),
            in_flight: AtomicU64::new(0),
            peak_in_flight: AtomicU64::new(0),
            spent: Mutex::default(),
            notices: Mutex::default(),
            run: Mutex::default(),
        }
    }
}

impl Progress {
    /// What the counters say now.
    pub fn now(&self) -> Moment {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Moment {
            total: get(&self.total),
            done: get(&self.done),
            reused: get(&self.reused),
            new: get(&self.new),
            failed: get(&self.failed),
            unknown: get(&self.unknown),
            in_flight: get(&self.in_flight),
            peak_in_flight: get(&self.peak_in_flight),
            spent: self.spent.lock().unwrap_or_else(PoisonError::into_inner).values().copied().collect(),
            seconds: self.started.elapsed().as_secs_f64(),
        }
    }

    /// Things to tell at once ("waiting for mistral until 14:05"), taken out.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The run whose trials are being answered, the newest when there were several; `None` before it has begun.
    pub fn run(&self) -> Option<RunId> {
        *self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begun(&self, run: RunId) {
        *self.run.lock().unwrap_or_else(PoisonError::into_inner) = Some(run);
    }

    /// Adds what is planned: the parts of a study share their counters.
    pub(crate) fn plan(&self, total: u64) {
        self.total.fetch_add(total, Ordering::Relaxed);
    }

    /// A trial that was there before.
    pub(crate) fn skip(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.reused.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn reused(&self) {
        self.reused.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn sent(&self) {
        let now = self.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
        self.peak_in_flight.fetch_max(now, Ordering::Relaxed);
    }

    pub(crate) fn answered(&self, outcome: Answered, cost: Option<Money>) {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        let counter = match outcome {
            Answered::Done => &self.new,
            Answered::Failed => &self.failed,
            Answered::Unknown => &self.unknown,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        if let Some(cost) = cost {
            let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
            let sum = spent.entry(cost.currency).or_insert(Money::zero(cost.currency, cost.catalogue));
            *sum = sum.plus(cost).unwrap_or(*sum);
        }
    }

    pub(crate) fn trial(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn notice(&self, notice: Notice) {
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        // a shell that does not read them must not make the list grow for ever
        if notices.len() < 100 {
            notices.push(notice);
        }
    }
}

/// How a call ended, for the counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    Done,
    Failed,
    Unknown,
}
