//! Three meters: calls to the model under study, calls to a proposing model, money. What will be spent is reserved
//! before anything is asked, so that no cap is ever passed.

use serde::{Deserialize, Serialize};

/// What one meter may still count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    /// The most it may count; `None` without a cap.
    pub cap: Option<u64>,
    /// Counted for good.
    pub spent: u64,
    /// Promised to what is being asked.
    pub reserved: u64,
}

impl Meter {
    /// With this cap.
    pub fn capped(cap: Option<u64>) -> Meter {
        Meter { cap, ..Meter::default() }
    }

    /// What is left; `None` without a cap.
    pub fn left(&self) -> Option<u64> {
        self.cap.map(|cap| cap.saturating_sub(self.spent.saturating_add(self.reserved)))
    }

    /// Promises `amount`, whole or not at all.
    pub fn reserve(&mut self, amount: u64) -> bool {
        let affordable = self.left().is_none_or(|left| amount <= left);
        if affordable {
            self.reserved = self.reserved.saturating_add(amount);
        }
        affordable
    }

    /// Takes a promise back and counts what it came to.
    pub fn settle(&mut self, reserved: u64, spent: u64) {
        self.reserved = self.reserved.saturating_sub(reserved);
        self.spent = self.spent.saturating_add(spent);
    }
}

/// The meters of a study.
///
/// A study counts every trial it needs, also those that an earlier run paid for: its decisions must not depend on what
/// happens to be known already. What was really paid is told apart, by the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meters {
    /// Calls to the model under study.
    pub calls: Meter,
    /// Calls to a model that proposes.
    pub proposals: Meter,
    /// Money, 10^-12 units of the study's currency.
    pub money: Meter,
}

impl Meters {
    /// With a cap on calls and on money.
    pub fn capped(calls: Option<u64>, money: Option<u64>) -> Meters {
        Meters { calls: Meter::capped(calls), proposals: Meter::default(), money: Meter::capped(money) }
    }

    /// The same with a cap on calls to the model that proposes.
    #[must_use]
    pub fn proposing(mut self, proposals: Option<u64>) -> Meters {
        self.proposals = Meter::capped(proposals);
        self
    }

    /// Promises so many calls of at most `each` money; both or neither.
    pub fn reserve(&mut self, calls: u64, each: u64) -> Option<Promise> {
        reserve(&mut self.calls, &mut self.money, calls, each)
    }

    /// Takes a promise back and counts what it came to.
    pub fn settle(&mut self, promise: Promise, calls: u64, money: u64) {
        self.calls.settle(promise.calls, calls);
        self.money.settle(promise.money, money);
    }

    /// [`Meters::reserve`] for calls to the model that proposes.
    pub fn reserve_letters(&mut self, letters: u64, each: u64) -> Option<Promise> {
        reserve(&mut self.proposals, &mut self.money, letters, each)
    }

    /// [`Meters::settle`] for calls to the model that proposes.
    pub fn settle_letters(&mut self, promise: Promise, letters: u64, money: u64) {
        self.proposals.settle(promise.calls, letters);
        self.money.settle(promise.money, money);
    }
}

fn reserve(meter: &mut Meter, purse: &mut Meter, calls: u64, each: u64) -> Option<Promise> {
    let promise = Promise { calls, money: calls.saturating_mul(each) };
    if !meter.reserve(promise.calls) {
        return None;
    }
    if !purse.reserve(promise.money) {
        meter.settle(promise.calls, 0);
        return None;
    }
    Some(promise)
}

/// What was reserved; give it back to [`Meters::settle`].
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    calls: u64,
    money: u64,
}
