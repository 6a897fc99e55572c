//! Money is reserved before a call leaves, at the most it can cost, and given back when its price is known:
//! a cap is never overshot, whatever is in flight.

use std::sync::Mutex;

use terms::Money;
use tokio::sync::Notify;

/// What a run may still spend.
#[derive(Debug)]
pub struct Budget {
    cap: Option<Money>,
    state: Mutex<State>,
    released: Notify,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    spent: i64,
    reserved: i64,
    holders: usize,
}

/// The answer to a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// Granted; the amount, in 10^-12 units, must be given back by [`Budget::settle`].
    Granted(i64),
    /// Not affordable, even when everything in flight comes back.
    Exhausted,
}

impl Budget {
    /// A budget with a cap, or without.
    pub fn new(cap: Option<Money>) -> Budget {
        Budget { cap, state: Mutex::default(), released: Notify::new() }
    }

    /// Counts money spent before (a resumed run).
    pub fn already_spent(&self, pico: i64) {
        self.lock().spent += pico;
    }

    /// Reserves the most a call can cost. Waits while the money is only lent to calls in flight; says
    /// [`Reserved::Exhausted`] once nothing in flight could free enough.
    pub async fn reserve(&self, pico: i64) -> Reserved {
        let Some(cap) = self.cap else { return Reserved::Granted(0) };
        loop {
            let released = self.released.notified();
            tokio::pin!(released);
            // registered before the look, so that a release in between is not missed
            released.as_mut().enable();
            {
                let mut state = self.lock();
                if state.spent.saturating_add(state.reserved).saturating_add(pico) <= cap.pico {
                    state.reserved += pico;
                    state.holders += 1;
                    return Reserved::Granted(pico);
                }
                if state.holders == 0 || state.spent.saturating_add(pico) > cap.pico {
                    return Reserved::Exhausted;
                }
            }
            released.await;
        }
    }

    /// Gives a reservation back and counts what the call cost. For a call whose outcome is unknown, `cost` is the
    /// whole reservation: it may be billed.
    pub fn settle(&self, reserved: i64, cost: i64) {
        {
            let mut state = self.lock();
            state.spent += cost;
            if self.cap.is_some() {
                state.reserved -= reserved;
                state.holders = state.holders.saturating_sub(1);
            }
        }
        self.released.notify_waiters();
    }

    /// Spent so far, in 10^-12 units of the cap's currency.
    pub fn spent(&self) -> i64 {
        self.lock().spent
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // the few integer operations above cannot panic: a poisoned lock still holds consistent numbers
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use terms::{Currency, Date};

    fn dollars(pico: i64) -> Option<Money> {
        Some(Money { pico, currency: Currency::USD, catalogue: Date::new(2026, 11, 1).unwrap() })
    }

    #[tokio::test]
    async fn never_more_than_the_cap_is_promised() {
        let budget = Budget::new(dollars(100));
        assert_eq!(budget.reserve(60).await, Reserved::Granted(60));
        assert_eq!(budget.reserve(40).await, Reserved::Granted(40));
        budget.settle(60, 10);
        assert_eq!(budget.reserve(50).await, Reserved::Granted(50));
        budget.settle(40, 40);
        budget.settle(50, 50);
        assert_eq!(budget.spent(), 100);
        assert_eq!(budget.reserve(1).await, Reserved::Exhausted);
    }

    #[tokio::test]
    async fn waits_for_what_is_in_flight_and_then_decides() {
        let budget = Arc::new(Budget::new(dollars(100)));
        assert_eq!(budget.reserve(80).await, Reserved::Granted(80));
        let waiting = tokio::spawn({
            let budget = budget.clone();
            async move { budget.reserve(50).await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        budget.settle(80, 5);
        assert_eq!(waiting.await.unwrap(), Reserved::Granted(50));
    }

    #[tokio::test]
    async fn a_call_that_can_never_be_afforded_does_not_wait() {
        let budget = Budget::new(dollars(100));
        assert_eq!(budget.reserve(80).await, Reserved::Granted(80));
        assert_eq!(budget.reserve(101).await, Reserved::Exhausted);
    }

    #[tokio::test]
    async fn without_a_cap_spending_is_still_counted() {
        let budget = Budget::new(None);
        assert_eq!(budget.reserve(i64::MAX).await, Reserved::Granted(0));
        budget.settle(0, 7);
        assert_eq!(budget.spent(), 7);
    }
}
