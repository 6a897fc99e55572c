//! States of calls.

use terms::{CallKey, CallState};

use super::{Keep, answered, assert_sound, at, cut, failed, intent, key, new_run, trial};
use crate::{Claim, Known, LedgerError, RunId, Scope, Settled, Store};

/// What the ledger must say of a settled call.
pub(super) fn as_known(run: RunId, call: &Settled) -> Known {
    Known {
        key: call.key,
        state: call.state,
        run,
        reply: call.reply.clone(),
        error: call.error.clone(),
        usage: call.usage,
        cost: call.cost,
        timing: call.timing,
        tries: call.tries,
    }
}

/// Sends one call and expects it to be granted.
pub async fn grant(store: &dyn Store, run: RunId, n: u64) -> u32 {
    match store.send(run, vec![intent(n)]).await.unwrap().as_slice() {
        [Claim::Granted { attempt }] => *attempt,
        other => panic!("call {n} was not granted: {other:?}"),
    }
}

async fn state(store: &dyn Store, n: u64) -> Option<CallState> {
    store.known(vec![key(n)]).await.unwrap()[0].as_ref().map(|known| known.state)
}

/// Sent, in flight, answered: each is seen at once, and what comes back is what was put in.
pub async fn a_call_is_known_from_the_moment_it_is_sent(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    assert_eq!(store.known(vec![key(1)]).await.unwrap(), [None]);

    let claims = store.send(run, vec![intent(1), intent(2)]).await.unwrap();
    assert_eq!(claims, [Claim::Granted { attempt: 1 }, Claim::Granted { attempt: 1 }]);
    let known = store.known(vec![key(2), key(3), key(1)]).await.unwrap();
    assert_eq!(
        known[0].as_ref().map(|k| (k.state, k.run, k.timing.started_ms)),
        Some((CallState::Sent, run, intent(2).sent_ms))
    );
    assert_eq!(known[1], None);
    let record = &store.call(key(1)).await.unwrap()[0];
    assert_eq!((record.model.clone(), record.arm, &record.evidence), (intent(1).model, intent(1).arm, &None));

    store.settle(run, vec![answered(2), answered(1)]).await.unwrap();
    let known = store.known(vec![key(1), key(2)]).await.unwrap();
    assert_eq!(known, [Some(as_known(run, &answered(1))), Some(as_known(run, &answered(2)))]);
    let records = store.call(key(2)).await.unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].known, as_known(run, &answered(2)));
    assert_eq!(records[0].evidence, Some(answered(2).evidence));
    assert_eq!((records[0].model.clone(), records[0].arm), (intent(2).model, intent(2).arm));
    assert_sound(&*store).await;
}

/// A failure is kept, and the call may be tried again: both sendings are there.
pub async fn a_failed_call_keeps_its_evidence_and_is_granted_again(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    assert_eq!(grant(&*store, run, 1).await, 1);
    store.settle(run, vec![failed(1)]).await.unwrap();
    assert_eq!(store.known(vec![key(1)]).await.unwrap(), [Some(as_known(run, &failed(1)))]);
    assert_eq!(grant(&*store, run, 1).await, 2);
    store.settle(run, vec![cut(1)]).await.unwrap();
    assert_eq!(grant(&*store, run, 1).await, 3);
    store.settle(run, vec![answered(1)]).await.unwrap();

    let records = store.call(key(1)).await.unwrap();
    let states: Vec<_> = records.iter().map(|record| record.known.state).collect();
    assert_eq!(states, [CallState::Done, CallState::Unknown, CallState::Failed]);
    assert_eq!(records[2].evidence, Some(failed(1).evidence));
    let totals = store.totals(Scope::Run(run)).await.unwrap();
    assert_eq!((totals.done, totals.failed, totals.unknown), (1, 1, 1));
    assert_sound(&*store).await;
}

/// Neither this run nor a later one pays for it again.
pub async fn an_answered_call_is_never_granted_again(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    grant(&*store, run, 1).await;
    store.settle(run, vec![answered(1)]).await.unwrap();
    let later = store.begin(new_run(2)).await.unwrap();
    for asking in [run, later] {
        let claims = store.send(asking, vec![intent(2), intent(1)]).await.unwrap();
        assert_eq!(claims[1], Claim::Done(Box::new(as_known(run, &answered(1)))));
        store.withdraw(asking, vec![key(2)]).await.unwrap();
    }
    assert_eq!(store.totals(Scope::All).await.unwrap().in_flight, 0);
    assert_eq!(store.call(key(1)).await.unwrap().len(), 1);
}

/// Two trials that ask the same thing at the same time are one call.
pub async fn the_same_call_twice_at_once_is_granted_once(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    let claims = store.send(run, vec![intent(1), intent(1)]).await.unwrap();
    assert_eq!(claims, [Claim::Granted { attempt: 1 }, Claim::Busy { run }]);
    assert_eq!(store.send(run, vec![intent(1)]).await.unwrap(), [Claim::Busy { run }]);
    store.settle(run, vec![answered(1)]).await.unwrap();
    assert_eq!(store.call(key(1)).await.unwrap().len(), 1);
}

/// As if it had never been recorded: its money is free again, and it may be sent.
pub async fn a_withdrawn_call_leaves_no_trace(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    let before = store.totals(Scope::All).await.unwrap();
    store.send(run, vec![intent(1), intent(2)]).await.unwrap();
    store.withdraw(run, vec![key(1), key(2), key(3)]).await.unwrap();
    assert_eq!(store.totals(Scope::All).await.unwrap(), before);
    assert_eq!(state(&*store, 1).await, None);
    assert_eq!(store.call(key(1)).await.unwrap(), []);
    assert_eq!(grant(&*store, run, 1).await, 1);
}

/// One bad call in a settlement leaves all of it undone, and its neighbours in the same moment unharmed.
pub async fn a_settlement_is_whole_or_nothing(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    store.send(run, vec![intent(1), intent(2)]).await.unwrap();
    let with_trial = Settled { trial: Some(trial(at(0, 0, 0), Some(1))), ..answered(1) };
    let (bad, good) = tokio::join!(
        store.settle(run, vec![with_trial.clone(), answered(9)]),
        store.settle(run, vec![answered(2)])
    );
    assert_eq!(bad, Err(LedgerError::NotInFlight { key: key(9) }));
    good.unwrap();
    assert_eq!(state(&*store, 1).await, Some(CallState::Sent));
    assert_eq!(state(&*store, 2).await, Some(CallState::Done));
    assert_eq!(store.done_trials(run).count(), 0);

    store.settle(run, vec![with_trial]).await.unwrap();
    assert_eq!(store.done_trials(run).count(), 1);
    let again = store.settle(run, vec![answered(1)]).await;
    assert_eq!(again, Err(LedgerError::NotInFlight { key: key(1) }));
    assert_sound(&*store).await;
}

/// No "done" without an answer.
pub async fn a_call_is_settled_with_its_outcome_or_not_at_all(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    grant(&*store, run, 1).await;
    let incomplete = Err(LedgerError::Incomplete { key: key(1) });
    assert_eq!(store.settle(run, vec![Settled { reply: None, ..answered(1) }]).await, incomplete);
    assert_eq!(store.settle(run, vec![Settled { state: CallState::Sent, ..answered(1) }]).await, incomplete);
    assert_eq!(state(&*store, 1).await, Some(CallState::Sent));
}

/// A store writes to the runs it began or adopted, until it finishes them.
pub async fn only_an_owner_writes_to_a_run(keep: &dyn Keep) {
    let (store, other) = (keep.open(), keep.open());
    let run = store.begin(new_run(1)).await.unwrap();
    let refused = LedgerError::RunNotOwned { run };
    assert_eq!(other.send(run, vec![intent(1)]).await, Err(refused.clone()));
    assert_eq!(other.record(run, vec![trial(at(0, 0, 0), None)]).await, Err(refused.clone()));
    store.finish(run, terms::evaluation::Ended::Completed, serde_json::json!({}), super::NOW).await.unwrap();
    assert_eq!(store.settle(run, vec![answered(1)]).await, Err(refused.clone()));
    assert_eq!(store.withdraw(run, vec![key(1)]).await, Err(refused));
}

/// More callers than fit in a transaction, each with its own answer.
pub async fn many_callers_at_once_are_all_answered(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    let one = |n: u64| {
        let store = &store;
        async move {
            grant(&**store, run, n).await;
            let call = Settled { trial: Some(trial(at(n, 0, 0), Some(n))), ..answered(n) };
            store.settle(run, vec![call]).await.unwrap();
        }
    };
    let mut all: Vec<_> = (0..600).map(|n| Box::pin(one(n))).collect();
    std::future::poll_fn(|context| {
        all.retain_mut(|each| each.as_mut().poll(context).is_pending());
        if all.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    let keys: Vec<CallKey> = (0..600).map(key).collect();
    let known = store.known(keys).await.unwrap();
    for (n, known) in known.into_iter().enumerate() {
        assert_eq!(known, Some(as_known(run, &answered(n as u64))));
    }
    assert_eq!(store.totals(Scope::Run(run)).await.unwrap().trials, 600);
    assert_sound(&*store).await;
}
