//! Lists that are sorted, filtered and added up.

use serde_json::json;
use terms::evaluation::{Ended, Trial};
use terms::{CallState, Message, ModelName, Money, Outcome};

use super::calls::grant;
use super::{Keep, NOW, answered, at, cut, dollars, failed, intent, key, new_run, score, trial};
use crate::{
    Bill, CallFilter, CallLine, Claim, Depth, Intent, LedgerError, NewRun, NewTrial, Prune, RunFilter, RunId,
    RunOrder, Scope, Select, Settled, Store, TrialFilter, TrialOrder, TrialOutcome,
};

/// The order a page is in, as a key that grows.
fn rank(order: TrialOrder, trial: &Trial) -> (i64, u64, u32, u32) {
    let us = trial.latency_ms.map(|ms| (ms * 1000.0).round() as i64);
    let cost = trial.cost.map(|cost| cost.pico);
    let value = match order {
        TrialOrder::Case => Some(0),
        TrialOrder::Slowest | TrialOrder::Fastest => us,
        TrialOrder::Dearest | TrialOrder::Cheapest => cost,
    };
    (value.unwrap(), trial.case, trial.arm, trial.repeat)
}

/// Every order, filter and size of page give what a person sorting by hand would find.
pub async fn trials_are_sorted_by_time_and_by_price(keep: &dyn Keep) {
    let store = keep.open();
    let other = store.begin(new_run(9)).await.unwrap();
    let run = store.begin(new_run(1)).await.unwrap();
    for n in 0..40u64 {
        let place = at(n / 2, (n % 2) as u32, 0);
        let mut new = trial(place, Some(n));
        if n % 5 == 1 {
            new.scores[0] = score("equals", Outcome::Fail);
        }
        if n == 7 {
            new.scores[0] = score("equals", Outcome::Unscored);
        }
        let mut call = answered(n);
        // ties are told apart by the place
        call.timing.total_us = 1000 + n * 37 % 10;
        call.cost = (n % 4 != 3).then(|| dollars((n * 13 % 7) as i64));
        if n % 11 == 10 {
            new.scores.clear();
            new.error = Some(Message::new("vendors-refused").with("status", 503i64));
            call = failed(n);
        }
        // every third answer is that of a call of another run
        if n % 3 == 0 {
            grant(&*store, other, n).await;
            store.settle(other, vec![call]).await.unwrap();
            store.record(run, vec![new]).await.unwrap();
        } else {
            grant(&*store, run, n).await;
            store.settle(run, vec![Settled { trial: Some(new), ..call }]).await.unwrap();
        }
    }
    // recorded again without its call, it has no time and no price any more
    store.record(run, vec![trial(at(19, 0, 0), None)]).await.unwrap();
    let outcomes =
        [None, Some(TrialOutcome::Passed), Some(TrialOutcome::Failed), Some(TrialOutcome::Unscored)];
    let orders = [TrialOrder::Slowest, TrialOrder::Fastest, TrialOrder::Dearest, TrialOrder::Cheapest];
    for (order, outcome) in orders.into_iter().flat_map(|order| outcomes.map(|outcome| (order, outcome))) {
        for arm in [None, Some(1)] {
            let filter = TrialFilter { arm, outcome, case: None };
            let timed = matches!(order, TrialOrder::Slowest | TrialOrder::Fastest);
            let has = |trial: &Trial| if timed { trial.latency_ms.is_some() } else { trial.cost.is_some() };
            let mut expected: Vec<Trial> =
                store.trials(run, filter).map(Result::unwrap).filter(has).collect();
            expected.sort_by_key(|trial| rank(order, trial));
            if matches!(order, TrialOrder::Slowest | TrialOrder::Dearest) {
                expected.reverse();
            }
            assert!(outcome == Some(TrialOutcome::Unscored) || !expected.is_empty(), "{order:?} {filter:?}");
            for limit in [1, 3, 100] {
                let (mut after, mut seen) = (None, Vec::new());
                loop {
                    let page = store.sorted_page(run, filter, order, after, limit).await.unwrap();
                    seen.extend(page.trials);
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                assert_eq!(seen, expected, "{order:?} {filter:?} by {limit}");
            }
        }
    }
    let plain = store.trial_page(run, TrialFilter::default(), None, 7).await.unwrap();
    let same = store.sorted_page(run, TrialFilter::default(), TrialOrder::Case, None, 7).await.unwrap();
    assert_eq!(same, plain);
    let nobody = "00000000001".parse().unwrap();
    let unknown = store.sorted_page(nobody, TrialFilter::default(), TrialOrder::Slowest, None, 1).await;
    assert!(matches!(unknown, Err(LedgerError::UnknownRun { .. })));
}

fn model(name: &str) -> ModelName {
    ModelName { vendor: "fake".to_owned(), model: name.to_owned() }
}

/// Two runs on two models: answered, failed and cut calls.
async fn two_runs(store: &dyn Store) -> [RunId; 2] {
    let runs = [store.begin(new_run(1)).await.unwrap(), store.begin(new_run(2)).await.unwrap()];
    for n in 0..20u64 {
        let run = runs[usize::from(n >= 12)];
        let asked = Intent { model: model(if n % 4 == 0 { "echo" } else { "apprentice" }), ..intent(n) };
        assert_eq!(store.send(run, vec![asked]).await.unwrap(), [Claim::Granted { attempt: 1 }]);
        let call = match n % 5 {
            3 => failed(n),
            4 => cut(n),
            _ => answered(n),
        };
        store.settle(run, vec![call]).await.unwrap();
    }
    runs
}

async fn all_calls(store: &dyn Store, filter: &CallFilter, limit: usize) -> Vec<CallLine> {
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = store.calls(filter.clone(), after, limit).await.unwrap();
        assert!(page.calls.len() <= limit);
        seen.extend(page.calls);
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

/// Whatever the filter and the size of the pages, in the order of settling.
pub async fn calls_are_listed_in_pages(keep: &dyn Keep) {
    let store = keep.open();
    let runs = two_runs(&*store).await;
    let every = all_calls(&*store, &CallFilter::default(), 100).await;
    assert_eq!(
        every.iter().map(|call| call.key).collect::<Vec<_>>(),
        (0..20).rev().map(key).collect::<Vec<_>>()
    );
    let first = every.last().unwrap();
    assert_eq!((first.run, &first.model, first.state), (Some(runs[0]), &model("echo"), CallState::Done));
    assert_eq!((first.cost, first.usage), (answered(0).cost, answered(0).usage));
    assert_eq!((first.timing, first.tries), (answered(0).timing, answered(0).tries));
    let lost = &every[20 - 1 - 4];
    assert_eq!(
        (lost.state, lost.at_risk, lost.error.clone()),
        (CallState::Unknown, intent(4).reserved, cut(4).error)
    );
    for run in [None, Some(runs[0]), Some(runs[1])] {
        for asked in [None, Some(model("echo")), Some(model("apprentice")), Some(model("nobody"))] {
            for state in [
                None,
                Some(CallState::Done),
                Some(CallState::Failed),
                Some(CallState::Unknown),
                Some(CallState::Sent),
            ] {
                for oldest_first in [false, true] {
                    let filter = CallFilter { run, model: asked.clone(), state, oldest_first };
                    let wanted = |call: &&CallLine| {
                        (run.is_none() || call.run == run)
                            && asked.as_ref().is_none_or(|asked| call.model == *asked)
                            && state.is_none_or(|state| call.state == state)
                    };
                    let mut expected: Vec<CallLine> = every.iter().filter(wanted).cloned().collect();
                    if oldest_first {
                        expected.reverse();
                    }
                    for limit in [1, 3, 100] {
                        assert_eq!(
                            all_calls(&*store, &filter, limit).await,
                            expected,
                            "{filter:?} by {limit}"
                        );
                    }
                }
            }
        }
    }
    let nobody = CallFilter { run: "00000000001".parse().ok(), ..CallFilter::default() };
    assert!(matches!(store.calls(nobody, None, 1).await, Err(LedgerError::UnknownRun { .. })));
}

/// The bills of a run, and those of everything when the run is gone.
pub async fn money_is_told_by_model(keep: &dyn Keep) {
    let store = keep.open();
    let runs = two_runs(&*store).await;
    let bills = store.bills(Scope::Run(runs[0])).await.unwrap();
    // of 0 to 11 by four: 0 was answered, 4 cut, 8 failed; the failed one has no price, hence a line of its own
    let echo: Vec<&Bill> = bills.iter().filter(|bill| bill.model == model("echo")).collect();
    let zero = |pico| Money { pico, ..dollars(0) };
    assert_eq!(echo.len(), 2, "{bills:?}");
    assert_eq!((echo[0].failed, echo[0].done, echo[0].spent), (1, 0, None));
    assert_eq!((echo[1].done, echo[1].unknown, echo[1].input), (1, 1, 90));
    assert_eq!((echo[1].spent, echo[1].at_risk), (Some(zero(10)), Some(zero(1000))));
    let spent = |bills: &[Bill]| bills.iter().filter_map(|bill| Some(bill.spent?.pico)).sum::<i64>();
    assert_eq!(spent(&bills), store.totals(Scope::Run(runs[0])).await.unwrap().spent[0].pico);
    let all = store.bills(Scope::All).await.unwrap();
    assert_eq!(spent(&all), store.totals(Scope::All).await.unwrap().spent[0].pico);

    for run in runs {
        store.finish(run, Ended::Completed, json!({}), NOW).await.unwrap();
    }
    store.prune(Prune { select: Select::Run(runs[0]), depth: Depth::Runs }).await.unwrap();
    store.prune(Prune { select: Select::Run(runs[1]), depth: Depth::Runs }).await.unwrap();
    assert_eq!(store.bills(Scope::All).await.unwrap(), all, "what was paid stays on the books");
    assert!(matches!(store.bills(Scope::Run(runs[0])).await, Err(LedgerError::UnknownRun { .. })));
}

/// By title, by end, without the parts of studies; by size and by money, whose figures a study's document tells.
pub async fn runs_are_filtered_and_ordered(keep: &dyn Keep) {
    let store = keep.open();
    let begin = |n: u8, kind: &str, title: &str| {
        store.begin(NewRun { kind: kind.to_owned(), title: title.to_owned(), ..new_run(n) })
    };
    let small = begin(1, "eval", "tri.mot.md on A").await.unwrap();
    let large = begin(2, "eval", "triage.mot.md on B").await.unwrap();
    let part = begin(3, "part", "tri.mot.md, a part").await.unwrap();
    let study = begin(4, "trim", "100 % TRI").await.unwrap();
    for (run, calls) in [(small, 0..1u64), (large, 1..4), (part, 4..6)] {
        for n in calls {
            grant(&*store, run, n).await;
            let new: NewTrial = trial(at(n, 0, 0), Some(n));
            store.settle(run, vec![Settled { trial: Some(new), ..answered(n) }]).await.unwrap();
        }
    }
    store.finish(small, Ended::Completed, json!({}), NOW).await.unwrap();
    let cost = json!({"cost": {"trials": 2, "money": dollars(100)}});
    store.finish(study, Ended::Budget, cost, NOW).await.unwrap();
    let listed = async |filter: RunFilter| -> Vec<RunId> {
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = store.runs(filter.clone(), after, 1).await.unwrap();
            seen.extend(page.runs.iter().map(|run| run.id));
            after = page.next;
            if after.is_none() {
                return seen;
            }
        }
    };
    let whole = RunFilter { except: Some("part".to_owned()), ..RunFilter::default() };
    let ordered = |order| RunFilter { order, ..whole.clone() };
    assert_eq!(listed(whole.clone()).await, [study, large, small]);
    assert_eq!(listed(ordered(RunOrder::Oldest)).await, [small, large, study]);
    assert_eq!(listed(ordered(RunOrder::Largest)).await, [large, study, small]);
    assert_eq!(listed(ordered(RunOrder::Dearest)).await, [study, large, small]);
    let titled = |title: &str| RunFilter { title: Some(title.to_owned()), ..whole.clone() };
    assert_eq!(listed(titled("tri")).await, [study, large, small]);
    assert_eq!(listed(titled("tri.")).await, [small]);
    assert_eq!(listed(titled("%")).await, [study], "a title is looked for as it is written");
    let ended = |ended| RunFilter { ended: Some(ended), ..whole.clone() };
    assert_eq!(listed(ended(Some(Ended::Budget))).await, [study]);
    assert_eq!(listed(ended(None)).await, [large]);
}
