//! What goes and what stays.

use serde_json::json;
use terms::evaluation::Ended;

use super::calls::{as_known, grant};
use super::{Keep, NOW, answered, assert_sound, at, dollars, failed, intent, key, new_run, trial};
use crate::{
    Claim, Depth, LedgerError, NewRun, Prune, PruneReport, RunFilter, RunId, Scope, Select, Settled, Store,
    TrialFilter,
};

/// A completed run of calls `0..calls` with a trial each; calls that are answered already are reused.
async fn completed(store: &dyn Store, plan: u8, calls: u64) -> RunId {
    let run = store.begin(NewRun { started_ms: NOW + i64::from(plan), ..new_run(plan) }).await.unwrap();
    for n in 0..calls {
        match store.send(run, vec![intent(n)]).await.unwrap().remove(0) {
            Claim::Granted { .. } => {
                let call = Settled { trial: Some(trial(at(n, 0, 0), Some(n))), ..answered(n) };
                store.settle(run, vec![call]).await.unwrap();
            }
            Claim::Done(_) => store.record(run, vec![trial(at(n, 0, 0), Some(n))]).await.unwrap(),
            Claim::Busy { run } => panic!("{run} is busy"),
        }
    }
    store.finish(run, Ended::Completed, json!({"plan": plan}), NOW).await.unwrap();
    run
}

async fn prune(store: &dyn Store, run: RunId, depth: Depth) -> PruneReport {
    store.prune(Prune { select: Select::Run(run), depth }).await.unwrap()
}

async fn texts(store: &dyn Store, run: RunId) -> Vec<Option<String>> {
    let page = store.trial_page(run, TrialFilter::default(), None, 100).await.unwrap();
    page.trials.into_iter().map(|trial| trial.text).collect()
}

/// The bytes go; everything else stays usable.
pub async fn pruned_evidence_leaves_the_answers(keep: &dyn Keep) {
    let store = keep.open();
    let run = completed(&*store, 1, 3).await;
    let kept = completed(&*store, 2, 5).await;
    let totals = store.totals(Scope::All).await.unwrap();
    let report = prune(&*store, run, Depth::Evidence).await;
    assert_eq!((report.runs, report.calls, report.trials), (1, 3, 0));
    assert_eq!(prune(&*store, run, Depth::Evidence).await.calls, 0, "nothing is left to remove");

    assert_eq!(store.known(vec![key(1)]).await.unwrap(), [Some(as_known(run, &answered(1)))]);
    assert_eq!(store.call(key(1)).await.unwrap()[0].evidence, None);
    assert_eq!(store.call(key(4)).await.unwrap()[0].evidence, Some(answered(4).evidence));
    assert!(store.finished(new_run(1).plan).await.unwrap().is_some());
    assert_eq!(texts(&*store, kept).await.iter().flatten().count(), 5);
    assert_eq!(store.totals(Scope::All).await.unwrap(), totals);
    assert_sound(&*store).await;
}

/// Scores and money stay; the answers are gone for every run that rested on them.
pub async fn pruned_replies_are_asked_again_and_their_money_stays(keep: &dyn Keep) {
    let store = keep.open();
    let run = completed(&*store, 1, 3).await;
    let resting = completed(&*store, 2, 2).await;
    let apart = completed(&*store, 3, 0).await;
    let totals = store.totals(Scope::All).await.unwrap();
    // read before, so that nothing may come from what was remembered
    assert_eq!(texts(&*store, resting).await.iter().flatten().count(), 2);
    assert_eq!(prune(&*store, run, Depth::Replies).await.calls, 3);

    assert_eq!(store.known(vec![key(1)]).await.unwrap(), [None]);
    assert_eq!(texts(&*store, resting).await, [None, None]);
    assert_eq!(store.score_rows(run).count(), 3);
    for (plan, whole) in [(1, false), (2, false), (3, true)] {
        assert_eq!(store.finished(new_run(plan).plan).await.unwrap().is_some(), whole, "plan {plan}");
    }
    let pruned: Vec<_> = store
        .runs(RunFilter::default(), None, 9)
        .await
        .unwrap()
        .runs
        .into_iter()
        .map(|r| (r.id, r.pruned))
        .collect();
    assert_eq!(pruned, [(apart, false), (resting, true), (run, true)]);
    assert_eq!(store.totals(Scope::All).await.unwrap(), totals);
    assert_sound(&*store).await;

    let again = store.begin(new_run(4)).await.unwrap();
    assert_eq!(grant(&*store, again, 1).await, 2);
    store.settle(again, vec![answered(1)]).await.unwrap();
    assert_eq!(store.known(vec![key(1)]).await.unwrap(), [Some(as_known(again, &answered(1)))]);
    assert_sound(&*store).await;
}

/// The books still balance, and no other run has lost anything.
pub async fn pruned_runs_leave_what_others_rest_on_and_carry_their_money(keep: &dyn Keep) {
    let store = keep.open();
    let old = store.begin(new_run(1)).await.unwrap();
    for n in 0..4 {
        grant(&*store, old, n).await;
    }
    let calls =
        vec![answered(0), failed(1), Settled { trial: Some(trial(at(2, 0, 0), Some(2))), ..answered(2) }];
    store.settle(old, calls).await.unwrap();
    store.look([1; 16], old).await.unwrap();
    store.finish(old, Ended::Interrupted, json!({}), NOW).await.unwrap();
    let new = store.begin(new_run(2)).await.unwrap();
    store.record(new, vec![trial(at(0, 1, 0), Some(2))]).await.unwrap();
    store.look([1; 16], new).await.unwrap();
    store.finish(new, Ended::Completed, json!({}), NOW).await.unwrap();
    let totals = store.totals(Scope::All).await.unwrap();
    assert_eq!((totals.done, totals.failed, totals.unknown), (2, 1, 1));
    assert_eq!((totals.spent.clone(), totals.at_risk.clone()), (vec![dollars(22)], vec![dollars(1000)]));

    let report = prune(&*store, old, Depth::Runs).await;
    assert_eq!((report.runs, report.calls, report.trials), (1, 3, 1));
    assert!(matches!(store.run(old.as_str()).await, Err(LedgerError::UnknownRun { .. })));
    assert!(matches!(store.totals(Scope::Run(old)).await, Err(LedgerError::UnknownRun { .. })));
    let after = store.totals(Scope::All).await.unwrap();
    assert_eq!(after.trials, 1);
    assert_eq!(crate::Totals { trials: totals.trials, ..after }, totals);
    assert_eq!(texts(&*store, new).await, [answered(2).reply.map(|reply| reply.text)]);
    assert_eq!(store.known(vec![key(0), key(2)]).await.unwrap().iter().flatten().count(), 1);
    assert_sound(&*store).await;

    // once nobody rests on it, the last call goes too; what was seen stays seen
    assert_eq!(prune(&*store, new, Depth::Runs).await.calls, 1);
    assert_eq!(store.known(vec![key(2)]).await.unwrap(), [None]);
    let next = store.begin(new_run(3)).await.unwrap();
    assert_eq!(store.look([1; 16], next).await.unwrap(), 3);
    assert_eq!(store.totals(Scope::All).await.unwrap().spent, totals.spent);
    assert_sound(&*store).await;
}

/// Old runs, all but the newest, one by name; never one that is in progress.
pub async fn prune_chooses_by_age_by_count_and_never_a_live_run(keep: &dyn Keep) {
    let store = keep.open();
    let live = store.begin(NewRun { started_ms: NOW - 1000, ..new_run(9) }).await.unwrap();
    let mut runs = Vec::new();
    for plan in 1..=5 {
        runs.push(completed(&*store, plan, 0).await);
    }
    let left = async || {
        let page = store.runs(RunFilter::default(), None, 99).await.unwrap();
        page.runs.into_iter().rev().map(|run| run.id).collect::<Vec<_>>()
    };
    let by = async |select| store.prune(Prune { select, depth: Depth::Runs }).await.unwrap().runs;
    assert_eq!(by(Select::Before(NOW + 3)).await, 2);
    assert_eq!(left().await, [live, runs[2], runs[3], runs[4]]);
    assert_eq!(by(Select::KeepLast(1)).await, 2);
    assert_eq!(left().await, [live, runs[4]]);
    assert_eq!(by(Select::Run(live)).await, 0);
    assert_eq!(by(Select::KeepLast(5)).await, 0);
    let gone = store.prune(Prune { select: Select::Run(runs[0]), depth: Depth::Runs }).await;
    assert!(matches!(gone, Err(LedgerError::UnknownRun { .. })));
    store.finish(live, Ended::Budget, json!({}), NOW).await.unwrap();
    assert_eq!(by(Select::Run(live)).await, 1);
    assert_sound(&*store).await;
}
