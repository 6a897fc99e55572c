//! Where writes wait for the writer: it takes all that are there and commits them together.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::op::{Answer, Op};
use crate::LedgerError;

/// Writes in a transaction at most.
const BATCH: usize = 256;

/// A write and whom to tell.
pub struct Waiting {
    pub op: Op,
    pub tell: oneshot::Sender<Result<Answer, LedgerError>>,
}

#[derive(Default)]
pub struct Queue {
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Vec<Waiting>,
    closed: bool,
    writer: Writer,
}

/// What the writer waits for; it is woken for nothing else, since waking costs more than a write.
#[derive(Default, PartialEq)]
enum Writer {
    #[default]
    Busy,
    Idle,
    Gathering,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a write; `None` when the writer is gone.
    pub fn push(&self, op: Op) -> Option<oneshot::Receiver<Result<Answer, LedgerError>>> {
        let (tell, told) = oneshot::channel();
        let mut state = self.lock();
        if state.closed {
            return None;
        }
        state.waiting.push(Waiting { op, tell });
        let wake = match state.writer {
            Writer::Idle => true,
            Writer::Gathering => state.waiting.len() >= BATCH,
            Writer::Busy => false,
        };
        if wake {
            state.writer = Writer::Busy;
            drop(state);
            self.wake.notify_one();
        }
        Some(told)
    }

    /// Ends the writer once everything waiting is written.
    pub fn close(&self) {
        self.lock().closed = true;
        self.wake.notify_one();
    }

    /// The next batch, waiting for one; when `gather` is not zero, for so long after the first write so that more may
    /// join it. `None` when it is over.
    pub fn next(&self, gather: Duration) -> Option<Vec<Waiting>> {
        let mut state = self.lock();
        while state.waiting.is_empty() {
            if state.closed {
                return None;
            }
            state.writer = Writer::Idle;
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if !gather.is_zero() {
            let until = Instant::now() + gather;
            while state.waiting.len() < BATCH && !state.closed {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    break;
                }
                state.writer = Writer::Gathering;
                state = self.wake.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
        state.writer = Writer::Busy;
        if state.waiting.len() <= BATCH {
            return Some(std::mem::take(&mut state.waiting));
        }
        Some(state.waiting.drain(..BATCH).collect())
    }
}
