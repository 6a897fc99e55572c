//! Trials: recorded in any order, read in one.

use terms::evaluation::Trial;
use terms::{Message, Outcome};

use super::calls::grant;
use super::{Keep, answered, assert_sound, at, failed, key, new_run, score, trial};
use crate::{
    LedgerError, NewTrial, RunId, Scope, ScoreRow, Settled, Store, TrialAt, TrialFilter, TrialOutcome,
};

/// The merge join of a resumed plan needs this order, whatever the order of the answers.
pub async fn places_of_trials_come_in_order_across_pages(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    let other = store.begin(new_run(2)).await.unwrap();
    let mut places: Vec<TrialAt> = (0..3000)
        .flat_map(|case| (0..2).flat_map(move |arm| (0..2).map(move |repeat| at(case, arm, repeat))))
        .collect();
    places.push(at(1 << 62, u32::MAX, u32::MAX));
    // a fixed shuffle: 7 does not divide the number of places, so every place is met once
    let count = places.len();
    let shuffled: Vec<TrialAt> = (0..count).map(|n| places[n * 7 % count]).collect();
    assert_ne!(count % 7, 0);
    for chunk in shuffled.chunks(1000) {
        store.record(run, chunk.iter().map(|place| trial(*place, None)).collect()).await.unwrap();
    }
    store.record(other, vec![trial(at(5, 5, 5), None)]).await.unwrap();
    // one that ended in an error is read with the others but is to be asked again
    let errored = NewTrial { error: Some(Message::new("vendors-cut")), ..trial(places[9], None) };
    store.record(run, vec![errored]).await.unwrap();
    let read: Vec<TrialAt> = store.done_trials(run).map(Result::unwrap).collect();
    assert_eq!(read, [&places[..9], &places[10..]].concat());
    let scored: Vec<TrialAt> = store.score_rows(run).map(|row| row.unwrap().at).collect();
    assert_eq!(scored, places);

    let nobody: RunId = "00000000001".parse().unwrap();
    let errors: Vec<_> = store.done_trials(nobody).collect();
    assert_eq!(errors, [Err(LedgerError::UnknownRun { id: nobody.to_string() })]);
}

/// Trials of every kind: passed, failed, unscored, without a call, with a failed one, with one of another run.
async fn mixed(store: &dyn Store) -> (RunId, Vec<(NewTrial, Option<Settled>, TrialOutcome)>) {
    let before = store.begin(new_run(1)).await.unwrap();
    grant(store, before, 100).await;
    store.settle(before, vec![answered(100)]).await.unwrap();
    let run = store.begin(new_run(2)).await.unwrap();
    let mut all = Vec::new();
    for n in 0..12u64 {
        let place = at(n / 4, (n % 2) as u32, (n / 2 % 2) as u32);
        let call = if n == 7 { 100 } else { n };
        let mut new = trial(place, Some(call));
        let (settled, outcome) = match n % 6 {
            1 => {
                new.scores[1] = score("length", Outcome::Fail);
                (Some(answered(call)), TrialOutcome::Failed)
            }
            2 => {
                new.scores[0] = score("equals", Outcome::Unscored);
                new.scores[1] = score("length", Outcome::Fail);
                (Some(answered(call)), TrialOutcome::Unscored)
            }
            3 => {
                new.scores.clear();
                new.error = Some(Message::new("vendors-refused").with("status", 503i64));
                (Some(failed(call)), TrialOutcome::Errored)
            }
            4 => {
                // a check that does not count does not fail a trial
                new.scores[1] = score("length", Outcome::Fail);
                new.scores[1].weight = 0.0;
                (Some(answered(call)), TrialOutcome::Passed)
            }
            5 => {
                new.call = None;
                new.scores.clear();
                (None, TrialOutcome::Unscored)
            }
            _ => (Some(answered(call)), TrialOutcome::Passed),
        };
        match &settled {
            Some(settled) if n != 7 => {
                grant(store, run, call).await;
                store
                    .settle(run, vec![Settled { trial: Some(new.clone()), ..settled.clone() }])
                    .await
                    .unwrap();
            }
            _ => store.record(run, vec![new.clone()]).await.unwrap(),
        }
        all.push((new, settled, outcome));
    }
    all.sort_by_key(|(new, ..)| new.at);
    (run, all)
}

/// Statistics read the very same scores, costs and times.
pub async fn score_rows_say_what_was_recorded(keep: &dyn Keep) {
    let store = keep.open();
    let (run, all) = mixed(&*store).await;
    let expected: Vec<ScoreRow> = all
        .into_iter()
        .map(|(new, settled, outcome)| {
            assert_eq!(TrialOutcome::of(&new.scores, new.error.is_some()), outcome);
            let settled = settled.as_ref();
            ScoreRow {
                at: new.at,
                case_id: new.case_id,
                weight: new.weight,
                cluster: new.cluster,
                scores: new.scores,
                error: new.error,
                answer: new.answer,
                reused: new.reused,
                total_us: settled.filter(|s| s.reply.is_some()).map(|s| s.timing.total_us),
                usage: settled.and_then(|s| s.usage),
                cost: settled.and_then(|s| s.cost),
            }
        })
        .collect();
    assert_eq!(store.score_rows(run).map(Result::unwrap).collect::<Vec<_>>(), expected);
    assert_sound(&*store).await;
}

/// Every filter and every size of page give what a person filtering by hand would find.
pub async fn pages_of_trials_agree_with_their_filter(keep: &dyn Keep) {
    let store = keep.open();
    let (run, all) = mixed(&*store).await;
    let outcomes =
        [TrialOutcome::Passed, TrialOutcome::Failed, TrialOutcome::Unscored, TrialOutcome::Errored];
    for outcome in [None].into_iter().chain(outcomes.map(Some)) {
        for arm in [None, Some(0), Some(1), Some(2)] {
            for case in [None, Some(1)] {
                let filter = TrialFilter { arm, outcome, case };
                let expected: Vec<Trial> = all
                    .iter()
                    .filter(|(new, _, o)| {
                        arm.is_none_or(|arm| arm == new.at.arm)
                            && case.is_none_or(|case| case == new.at.case)
                            && outcome.is_none_or(|outcome| outcome == *o)
                    })
                    .map(|(new, settled, _)| as_trial(new, settled.as_ref()))
                    .collect();
                let streamed: Vec<Trial> = store.trials(run, filter).map(Result::unwrap).collect();
                assert_eq!(streamed, expected, "{filter:?}");
                for limit in [1, 2, 5, 100] {
                    assert_eq!(by_page(&*store, run, filter, limit).await, expected, "{filter:?} by {limit}");
                }
            }
        }
    }
}

async fn by_page(store: &dyn Store, run: RunId, filter: TrialFilter, limit: usize) -> Vec<Trial> {
    let (mut after, mut out) = (None, Vec::new());
    loop {
        let page = store.trial_page(run, filter, after, limit).await.unwrap();
        assert!(page.trials.len() <= limit);
        out.extend(page.trials);
        after = page.next;
        if after.is_none() {
            return out;
        }
    }
}

fn as_trial(new: &NewTrial, settled: Option<&Settled>) -> Trial {
    let answered = settled.filter(|settled| settled.reply.is_some());
    Trial {
        case: new.at.case,
        case_id: new.case_id.clone(),
        arm: new.at.arm,
        repeat: new.at.repeat,
        call: new.call,
        text: answered.and_then(|settled| settled.reply.as_ref()).map(|reply| reply.text.clone()),
        expect: new.expect.clone(),
        scores: new.scores.clone(),
        error: new.error.clone(),
        latency_ms: answered.map(|settled| settled.timing.total_us as f64 / 1000.0),
        cost: settled.and_then(|settled| settled.cost),
        weight: new.weight,
        cluster: new.cluster.clone(),
        reused: new.reused,
    }
}

/// Scored again, counted once.
pub async fn a_trial_recorded_again_is_replaced(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    grant(&*store, run, 1).await;
    store
        .settle(run, vec![Settled { trial: Some(trial(at(0, 0, 0), Some(1))), ..answered(1) }])
        .await
        .unwrap();
    let again = NewTrial { scores: vec![score("equals", Outcome::Fail)], ..trial(at(0, 0, 0), Some(1)) };
    store.record(run, vec![again.clone()]).await.unwrap();
    let failed = TrialFilter { outcome: Some(TrialOutcome::Failed), ..TrialFilter::default() };
    let page = store.trial_page(run, failed, None, 10).await.unwrap();
    assert_eq!(page.trials.len(), 1);
    assert_eq!((&page.trials[0].scores, page.trials[0].call), (&again.scores, Some(key(1))));
    assert_eq!(store.trials(run, TrialFilter::default()).count(), 1);
    assert_eq!(store.totals(Scope::Run(run)).await.unwrap().trials, 1);
    assert_sound(&*store).await;
}

/// A trial of a call nobody settled would be a result without evidence.
pub async fn a_trial_rests_on_a_settled_call_or_is_refused(keep: &dyn Keep) {
    let store = keep.open();
    let run = store.begin(new_run(1)).await.unwrap();
    grant(&*store, run, 1).await;
    for n in [1, 2] {
        let both = vec![trial(at(0, 0, 0), None), trial(at(1, 0, 0), Some(n))];
        assert_eq!(store.record(run, both).await, Err(LedgerError::UnknownCall { key: key(n) }));
    }
    assert_eq!(store.done_trials(run).count(), 0, "the good half is not written either");
}
