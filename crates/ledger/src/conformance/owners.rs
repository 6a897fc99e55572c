//! Who owns a run, and what becomes of it when they die.

use serde_json::json;
use terms::CallState;
use terms::evaluation::Ended;

use super::calls::grant;
use super::{Keep, NOW, answered, assert_sound, at, dollars, intent, key, new_run, trial};
use crate::{Claim, LedgerError, Rows, Scope, Settled, Status, UnknownCall};

fn keys(calls: Rows<UnknownCall>) -> Vec<terms::CallKey> {
    calls.map(|call| call.unwrap().key).collect()
}

/// What one has in flight the other does not send; what one has answered the other has.
pub async fn two_live_runs_share_a_ledger(keep: &dyn Keep) {
    let (first, second) = (keep.open(), keep.open());
    let mine = first.begin(new_run(1)).await.unwrap();
    let yours = second.begin(new_run(1)).await.unwrap();
    assert_ne!(mine, yours);
    grant(&*first, mine, 1).await;
    assert_eq!(second.send(yours, vec![intent(1)]).await.unwrap(), [Claim::Busy { run: mine }]);
    assert_eq!(second.known(vec![key(1)]).await.unwrap()[0].as_ref().map(|k| k.state), Some(CallState::Sent));
    let not_mine = second.settle(yours, vec![answered(1)]).await;
    assert_eq!(not_mine, Err(LedgerError::NotInFlight { key: key(1) }));

    first.settle(mine, vec![answered(1)]).await.unwrap();
    match second.send(yours, vec![intent(1)]).await.unwrap().as_slice() {
        [Claim::Done(known)] => assert_eq!((known.run, &known.reply), (mine, &answered(1).reply)),
        other => panic!("{other:?}"),
    }
    assert_sound(&*second).await;
}

/// Nothing is hidden: the lost sending stays on the books beside the new one.
pub async fn what_a_dead_owner_sent_is_unknown_and_granted_again(keep: &dyn Keep) {
    let (first, second) = (keep.open(), keep.open());
    let dead = first.begin(new_run(1)).await.unwrap();
    first.send(dead, vec![intent(1), intent(2), intent(3)]).await.unwrap();
    let alive = second.begin(new_run(2)).await.unwrap();
    assert_eq!(second.totals(Scope::All).await.unwrap().in_flight, 3);
    drop(first);

    // nobody has opened the ledger since, yet the calls are unknown already
    let totals = second.totals(Scope::Run(dead)).await.unwrap();
    assert_eq!((totals.in_flight, totals.unknown, totals.at_risk.clone()), (0, 3, vec![dollars(3000)]));
    assert_eq!(keys(second.unknown_calls(Scope::All)), [key(1), key(2), key(3)]);

    assert_eq!(grant(&*second, alive, 2).await, 2);
    second.settle(alive, vec![answered(2)]).await.unwrap();
    let states: Vec<_> =
        second.call(key(2)).await.unwrap().iter().map(|r| (r.known.state, r.known.run)).collect();
    assert_eq!(states, [(CallState::Done, alive), (CallState::Unknown, dead)]);

    // opening sweeps up the rest; what was unknown is counted once
    let third = keep.open();
    assert_eq!(third.totals(Scope::Run(dead)).await.unwrap(), totals);
    assert_eq!(
        third.known(vec![key(1)]).await.unwrap()[0].as_ref().map(|k| k.state),
        Some(CallState::Unknown)
    );
    let mut unknown: Vec<UnknownCall> = third.unknown_calls(Scope::Run(dead)).map(Result::unwrap).collect();
    unknown.sort_by_key(|call| call.sent_ms);
    assert_eq!(unknown.len(), 3);
    assert_eq!(unknown[0].reserved, Some(dollars(1000)));
    assert_eq!((unknown[0].model.clone(), unknown[0].arm), (intent(1).model, intent(1).arm));
    assert_eq!(keys(third.unknown_calls(Scope::Run(alive))), []);
    let all = third.totals(Scope::All).await.unwrap();
    assert_eq!((all.done, all.unknown, all.spent), (1, 3, vec![dollars(12)]));
    assert_sound(&*third).await;
}

/// The plan goes on where it stopped.
pub async fn an_abandoned_run_is_adopted_once_and_goes_on(keep: &dyn Keep) {
    let (first, second, third) = (keep.open(), keep.open(), keep.open());
    let plan = new_run(1).plan;
    assert_eq!(second.unfinished(plan).await.unwrap(), None);
    let run = first.begin(new_run(1)).await.unwrap();
    grant(&*first, run, 1).await;
    grant(&*first, run, 2).await;
    let call = Settled { trial: Some(trial(at(0, 0, 0), Some(1))), ..answered(1) };
    first.settle(run, vec![call]).await.unwrap();
    assert_eq!(second.unfinished(plan).await.unwrap(), None, "its owner is alive");
    assert_eq!(second.adopt(run).await, Err(LedgerError::RunOwned { run }));
    assert_eq!(second.run(run.as_str()).await.unwrap().summary.status, Status::Running);
    drop(first);

    let found = second.unfinished(plan).await.unwrap().unwrap();
    assert_eq!((found.id, found.status, found.trials), (run, Status::Abandoned, 1));
    assert_eq!(second.unfinished(new_run(2).plan).await.unwrap(), None);
    let adopted = second.adopt(run).await.unwrap();
    assert_eq!((adopted.id, adopted.status), (run, Status::Running));
    assert_eq!(third.adopt(run).await, Err(LedgerError::RunOwned { run }));
    assert_eq!(second.done_trials(run).map(Result::unwrap).collect::<Vec<_>>(), [at(0, 0, 0)]);
    assert_eq!(grant(&*second, run, 2).await, 2);
    second.settle(run, vec![answered(2)]).await.unwrap();
    let totals = second.totals(Scope::Run(run)).await.unwrap();
    assert_eq!((totals.done, totals.unknown, totals.in_flight), (2, 1, 0));
    assert_sound(&*second).await;
}

/// Ctrl-C and an empty purse are not the end; completion is.
pub async fn a_run_that_was_interrupted_is_adopted_and_a_complete_one_is_not(keep: &dyn Keep) {
    let store = keep.open();
    let plan = new_run(1).plan;
    let run = store.begin(new_run(1)).await.unwrap();
    store.finish(run, Ended::Interrupted, json!({"partial": true}), NOW + 5).await.unwrap();
    let record = store.run(run.as_str()).await.unwrap();
    assert_eq!(record.summary.status, Status::Ended(Ended::Interrupted));
    assert_eq!((record.summary.ended_ms, record.evaluation), (Some(NOW + 5), Some(json!({"partial": true}))));
    assert_eq!(store.finished(plan).await.unwrap(), None);
    assert_eq!(store.unfinished(plan).await.unwrap().map(|found| found.id), Some(run));

    store.adopt(run).await.unwrap();
    assert_eq!(store.unfinished(plan).await.unwrap(), None, "it is ours now");
    store.finish(run, Ended::Completed, json!({"arms": [1]}), NOW + 9).await.unwrap();
    assert_eq!(store.adopt(run).await, Err(LedgerError::RunComplete { run }));
    assert_eq!(store.unfinished(plan).await.unwrap(), None);
    let finished = store.finished(plan).await.unwrap().unwrap();
    assert_eq!((finished.summary.id, finished.evaluation), (run, json!({"arms": [1]})));
    let nobody = "00000000001".parse().unwrap();
    assert!(matches!(store.adopt(nobody).await, Err(LedgerError::UnknownRun { .. })));
}

/// An interrupted run does not wait for its last calls: they may be billed, and it says so.
pub async fn calls_in_flight_at_the_end_of_a_run_are_unknown(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    grant(&*store, run, 1).await;
    store.finish(run, Ended::Interrupted, json!({}), NOW).await.unwrap();
    let totals = store.totals(Scope::Run(run)).await.unwrap();
    assert_eq!((totals.in_flight, totals.unknown, totals.at_risk), (0, 1, vec![dollars(1000)]));
    assert_eq!(keys(store.unknown_calls(Scope::Run(run))), [key(1)]);
    assert_sound(&*store).await;
}
