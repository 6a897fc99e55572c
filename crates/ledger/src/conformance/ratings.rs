//! What people say of answers: added, never changed, gone with the run.

use terms::Message;

use super::{Keep, NOW, assert_sound, at, new_run, trial};
use crate::{Depth, LedgerError, NewTrial, Prune, Rated, Rating, RunId, Said, Scale, Select, Store, Vote};
use terms::evaluation::Ended;

fn grade(case: u64, arm: u32, scale: Scale, said: Said<u8>) -> Rating {
    let of = Rated::Answer { arm, scale, said };
    Rating { rater: "Ana".to_owned(), at_ms: NOW, blind: true, case, repeat: 0, of, note: None }
}

fn vote(case: u64, left: u32, right: u32, said: Said<Vote>) -> Rating {
    Rating { of: Rated::Pair { left, right, said }, ..grade(case, 0, Scale::Stars, Said::Skipped) }
}

/// Two cases by two arms, and a third one whose second arm has no answer.
async fn answered_run(store: &dyn Store) -> RunId {
    let run = store.begin(new_run(1)).await.unwrap();
    let mut trials: Vec<NewTrial> = [at(0, 0, 0), at(0, 1, 0), at(1, 0, 0), at(1, 1, 0), at(2, 0, 0)]
        .map(|place| trial(place, None))
        .into();
    trials.push(NewTrial { error: Some(Message::new("vendors-cut")), ..trial(at(2, 1, 0), None) });
    store.record(run, trials).await.unwrap();
    store.finish(run, Ended::Completed, serde_json::Value::Null, NOW).await.unwrap();
    run
}

/// A run that is over is rated by anybody, and every word said stays, in order.
pub async fn ratings_are_added_in_order_and_never_changed(keep: &dyn Keep) {
    let store = keep.open();
    let run = answered_run(&*store).await;
    let said = vec![
        grade(0, 0, Scale::PassFail, Said::Given(1)),
        Rating { note: Some("poli « mais » vide".to_owned()), ..grade(0, 1, Scale::Stars, Said::Given(4)) },
        grade(0, 0, Scale::PassFail, Said::TakenBack),
        vote(1, 1, 0, Said::Given(Vote::BothBad)),
        vote(1, 0, 1, Said::Skipped),
        Rating { rater: "Bo".to_owned(), blind: false, ..vote(0, 0, 1, Said::Given(Vote::Left)) },
    ];
    store.rate(run, said[..4].to_vec()).await.unwrap();
    drop(store);
    let store = keep.open();
    store.rate(run, said[4..].to_vec()).await.unwrap();
    assert_eq!(store.ratings(run).await.unwrap(), said);
    let mut bytes = Vec::new();
    store.export(run, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let exported: Vec<Rating> = text
        .lines()
        .filter(|line| line.contains(r#""type":"rating""#))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(exported, said);
    assert_sound(&*store).await;
}

/// Nothing is said of what is not there, nor off its scale; the rest of the same write is not kept either.
pub async fn a_rating_of_what_is_not_there_is_refused(keep: &dyn Keep) {
    let store = keep.open();
    let run = answered_run(&*store).await;
    let good = grade(0, 0, Scale::PassFail, Said::Given(0));
    for bad in [
        grade(0, 0, Scale::PassFail, Said::Given(2)),
        grade(0, 0, Scale::Stars, Said::Given(0)),
        grade(9, 0, Scale::Stars, Said::Given(3)),
        grade(0, 2, Scale::Stars, Said::Given(3)),
        grade(2, 1, Scale::Stars, Said::Given(3)),
        Rating { repeat: 1, ..grade(0, 0, Scale::Stars, Said::Given(3)) },
        vote(0, 0, 0, Said::Given(Vote::Tie)),
        vote(2, 0, 1, Said::Given(Vote::Left)),
    ] {
        let refused = store.rate(run, vec![good.clone(), bad.clone()]).await;
        assert_eq!(refused, Err(LedgerError::NotRatable { run }), "{bad:?}");
    }
    assert_eq!(store.ratings(run).await.unwrap(), []);
    let nobody: RunId = "00000000001".parse().unwrap();
    let unknown = LedgerError::UnknownRun { id: nobody.to_string() };
    assert_eq!(store.rate(nobody, vec![good]).await, Err(unknown.clone()));
    assert_eq!(store.ratings(nobody).await, Err(unknown));
}

/// Without its answers a rating says nothing.
pub async fn ratings_go_with_their_run(keep: &dyn Keep) {
    let store = keep.open();
    let run = answered_run(&*store).await;
    store.rate(run, vec![grade(0, 0, Scale::Stars, Said::Given(5))]).await.unwrap();
    let prune = |depth| Prune { select: Select::Run(run), depth };
    store.prune(prune(Depth::Replies)).await.unwrap();
    assert_eq!(store.ratings(run).await.unwrap().len(), 1);
    store.prune(prune(Depth::Runs)).await.unwrap();
    assert!(matches!(store.ratings(run).await, Err(LedgerError::UnknownRun { .. })));
    assert_sound(&*store).await;
}
