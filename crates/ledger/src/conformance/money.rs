//! The books against a model of them that fits on a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use terms::evaluation::Ended;
use terms::{CallState, Money};

use super::{
    Keep, NOW, answered, assert_sound, at, cut, dollars, euros, failed, intent, key, new_run, trial,
};
use crate::{Claim, Intent, RunId, Scope, Settled, Store, Totals};

/// Calls the random owners quarrel over.
const CALLS: u64 = 24;
/// Owners, each with a store of its own.
const OWNERS: usize = 2;

#[derive(Clone, Debug)]
enum Step {
    Send { owner: usize, call: u64, reserved: Option<i64> },
    Settle { owner: usize, call: u64, state: CallState, cost: Option<(bool, i64)>, trial: bool },
    Withdraw { owner: usize, call: u64 },
    Record { owner: usize, case: u64 },
    Finish { owner: usize },
    Die { owner: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let owner = || 0..OWNERS;
    let state = prop_oneof![Just(CallState::Done), Just(CallState::Failed), Just(CallState::Unknown)];
    let cost = prop::option::of((any::<bool>(), 0..1_000_000_000_000_000i64));
    prop_oneof![
        40 => (owner(), 0..CALLS, prop::option::of(0..1_000_000_000_000i64))
            .prop_map(|(owner, call, reserved)| Step::Send { owner, call, reserved }),
        40 => (owner(), 0..CALLS, state, cost, any::<bool>())
            .prop_map(|(owner, call, state, cost, trial)| Step::Settle { owner, call, state, cost, trial }),
        8 => (owner(), 0..CALLS).prop_map(|(owner, call)| Step::Withdraw { owner, call }),
        8 => (owner(), 0..CALLS).prop_map(|(owner, case)| Step::Record { owner, case }),
        2 => owner().prop_map(|owner| Step::Finish { owner }),
        1 => owner().prop_map(|owner| Step::Die { owner }),
    ]
}

/// What is known of a call.
#[derive(Clone, Copy, PartialEq)]
enum Held {
    Flying { owner: usize, reserved: Option<Money> },
    Ended(CallState),
}

#[derive(Default)]
struct Book {
    totals: Totals,
    trials: std::collections::BTreeSet<(u64, u32)>,
}

fn put(sums: &mut Vec<Money>, money: Option<Money>) {
    let Some(money) = money.filter(|money| money.pico != 0) else { return };
    match sums.iter_mut().find(|sum| sum.currency == money.currency) {
        Some(sum) => *sum = sum.plus(money).unwrap(),
        None => sums.push(money),
    }
    sums.sort_by_key(|sum| sum.currency);
}

struct Model {
    calls: BTreeMap<u64, Held>,
    sendings: BTreeMap<u64, u32>,
    books: BTreeMap<RunId, Book>,
    runs: Vec<RunId>,
    stores: Vec<Arc<dyn Store>>,
}

impl Model {
    fn book(&mut self, owner: usize) -> &mut Book {
        self.books.entry(self.runs[owner]).or_default()
    }

    /// Calls an owner had in flight when it went.
    fn lose(&mut self, owner: usize) {
        let lost: Vec<(u64, Option<Money>)> = self
            .calls
            .iter()
            .filter_map(|(call, held)| match held {
                Held::Flying { owner: of, reserved } if *of == owner => Some((*call, *reserved)),
                _ => None,
            })
            .collect();
        for (call, reserved) in lost {
            self.calls.insert(call, Held::Ended(CallState::Unknown));
            let totals = &mut self.book(owner).totals;
            totals.unknown += 1;
            put(&mut totals.at_risk, reserved);
        }
    }

    async fn take(&mut self, step: Step, keep: &dyn Keep) {
        match step {
            Step::Send { owner, call, reserved } => self.send(owner, call, reserved.map(dollars)).await,
            Step::Settle { owner, call, state, cost, trial } => {
                let cost = cost.map(|(euro, pico)| if euro { euros(pico) } else { dollars(pico) });
                self.settle(owner, call, state, cost, trial).await;
            }
            Step::Withdraw { owner, call } => {
                self.stores[owner].withdraw(self.runs[owner], vec![key(call)]).await.unwrap();
                if matches!(self.calls.get(&call), Some(Held::Flying { owner: of, .. }) if *of == owner) {
                    // what it was before: nothing, or the last sending that ended and was not an answer
                    *self.sendings.get_mut(&call).unwrap() -= 1;
                    match self.sendings[&call] {
                        0 => self.calls.remove(&call),
                        _ => self.calls.insert(call, Held::Ended(CallState::Failed)),
                    };
                }
            }
            Step::Record { owner, case } => {
                let new = trial(at(case, 9, 0), None);
                self.stores[owner].record(self.runs[owner], vec![new]).await.unwrap();
                self.book(owner).trials.insert((case, 9));
            }
            Step::Finish { owner } => {
                let run = self.runs[owner];
                self.stores[owner].finish(run, Ended::Completed, json!({}), NOW).await.unwrap();
                self.lose(owner);
                self.runs[owner] = self.stores[owner].begin(new_run(owner as u8)).await.unwrap();
            }
            Step::Die { owner } => {
                // the last reference to the store goes, and its locks with it
                self.stores[owner] = keep.open();
                self.lose(owner);
                self.stores[owner].adopt(self.runs[owner]).await.unwrap();
            }
        }
    }

    async fn send(&mut self, owner: usize, call: u64, reserved: Option<Money>) {
        let intent = Intent { reserved, ..intent(call) };
        let claim = self.stores[owner].send(self.runs[owner], vec![intent]).await.unwrap().remove(0);
        match self.calls.get(&call) {
            Some(Held::Flying { owner: of, .. }) => assert_eq!(claim, Claim::Busy { run: self.runs[*of] }),
            Some(Held::Ended(CallState::Done)) => assert!(matches!(claim, Claim::Done(_)), "{claim:?}"),
            _ => {
                let attempt = self.sendings.entry(call).or_default();
                *attempt += 1;
                assert_eq!(claim, Claim::Granted { attempt: *attempt });
                self.calls.insert(call, Held::Flying { owner, reserved });
            }
        }
    }

    async fn settle(&mut self, owner: usize, call: u64, state: CallState, cost: Option<Money>, with: bool) {
        let ended = match state {
            CallState::Done => answered(call),
            CallState::Failed => failed(call),
            _ => cut(call),
        };
        let place = at(call, owner as u32, 0);
        let new = with.then(|| trial(place, Some(call)));
        let settled = Settled { cost, trial: new, ..ended };
        let done = self.stores[owner].settle(self.runs[owner], vec![settled]).await;
        let reserved = match self.calls.get(&call) {
            Some(Held::Flying { owner: of, reserved }) if *of == owner => *reserved,
            _ => return assert!(done.is_err()),
        };
        done.unwrap();
        self.calls.insert(call, Held::Ended(state));
        let book = self.book(owner);
        if with {
            book.trials.insert((call, owner as u32));
        }
        put(&mut book.totals.spent, cost);
        match state {
            CallState::Done => {
                book.totals.done += 1;
                book.totals.unpriced += u64::from(cost.is_none());
            }
            CallState::Failed => book.totals.failed += 1,
            _ => {
                book.totals.unknown += 1;
                put(&mut book.totals.at_risk, reserved.filter(|_| cost.is_none()));
            }
        }
    }

    /// The totals of a run as the model has them.
    fn totals(&self, run: RunId) -> Totals {
        let Some(book) = self.books.get(&run) else { return self.flying(run, Totals::default()) };
        let totals = Totals { trials: book.trials.len() as u64, ..book.totals.clone() };
        self.flying(run, totals)
    }

    fn flying(&self, run: RunId, mut totals: Totals) -> Totals {
        for held in self.calls.values() {
            if let Held::Flying { owner, reserved } = held
                && self.runs[*owner] == run
            {
                totals.in_flight += 1;
                put(&mut totals.reserved, *reserved);
            }
        }
        totals
    }

    async fn compare(&self) {
        let mut all = Totals::default();
        let runs: std::collections::BTreeSet<RunId> = self.books.keys().chain(&self.runs).copied().collect();
        for run in runs {
            let expected = self.totals(run);
            assert_eq!(self.stores[0].totals(Scope::Run(run)).await.unwrap(), expected, "{run}");
            for (sums, of) in [
                (&mut all.spent, &expected.spent),
                (&mut all.reserved, &expected.reserved),
                (&mut all.at_risk, &expected.at_risk),
            ] {
                of.iter().for_each(|money| put(sums, Some(*money)));
            }
            all.done += expected.done;
            all.failed += expected.failed;
            all.unknown += expected.unknown;
            all.in_flight += expected.in_flight;
            all.unpriced += expected.unpriced;
            all.trials += expected.trials;
        }
        let store = &self.stores[OWNERS - 1];
        assert_eq!(store.totals(Scope::All).await.unwrap(), all);
        let mut billed = Totals { trials: all.trials, unpriced: all.unpriced, ..Totals::default() };
        for bill in store.bills(Scope::All).await.unwrap() {
            billed.done += bill.done;
            billed.failed += bill.failed;
            billed.unknown += bill.unknown;
            put(&mut billed.spent, bill.spent);
            put(&mut billed.at_risk, bill.at_risk);
        }
        let settled = Totals { reserved: Vec::new(), in_flight: 0, ..all.clone() };
        assert_eq!(billed, settled, "money by model adds up to the same");
        assert_eq!(store.unknown_calls(Scope::All).count() as u64, all.unknown);
    }
}

/// 10,000 random operations of two owners on one ledger, deaths included: after each hundred every total of every
/// run equals the model's, to the last unit.
pub fn totals_agree_with_a_model_over_random_operations<K: Keep>(make: impl Fn() -> K) {
    let config = Config { cases: 10, failure_persistence: None, ..Config::default() };
    let steps = prop::collection::vec(step(), 1000);
    let run = TestRunner::new(config).run(&steps, |steps| {
        let keep = make();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let stores: Vec<_> = (0..OWNERS).map(|_| keep.open()).collect();
            let mut runs = Vec::new();
            for (owner, store) in stores.iter().enumerate() {
                runs.push(store.begin(new_run(owner as u8)).await.unwrap());
            }
            let (calls, sendings, books) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            let mut model = Model { calls, sendings, books, runs, stores };
            for (number, step) in steps.into_iter().enumerate() {
                model.take(step, &keep).await;
                if number % 100 == 99 {
                    model.compare().await;
                }
            }
            assert_sound(&*model.stores[0]).await;
        });
        Ok(())
    });
    if let Err(error) = run {
        panic!("{error}");
    }
}
