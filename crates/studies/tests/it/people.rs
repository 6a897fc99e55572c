//! The queue of answers that people judge: the same for all, in an order of each one's own, and never lost.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeSet;

use ledger::{LedgerError, Rated, Rating, RunId, Said, Scale, TrialAt};
use studies::people::{Asked, Item, Queue, Sitting};

fn sitting(rater: &str, asked: Asked, size: usize) -> Sitting {
    Sitting { run: RunId::at(1_790_000_000_000, 3), rater: rater.to_owned(), asked, size }
}

/// Cases by three arms; the second of two repeats is never asked.
fn places(cases: u64) -> impl Iterator<Item = Result<TrialAt, LedgerError>> {
    let of = |case| (0..3).flat_map(move |arm| (0..2).map(move |repeat| TrialAt { case, arm, repeat }));
    (0..cases).flat_map(of).map(Ok)
}

fn queue(sitting: &Sitting, ratings: &[Rating]) -> Queue {
    sitting.queue(places(500), ratings).unwrap()
}

fn said(sitting: &Sitting, item: Item, mark: &str) -> Rating {
    let (case, repeat) = item.place();
    let of = sitting.said(item, mark).unwrap();
    Rating { rater: sitting.rater.clone(), at_ms: 0, blind: true, case, repeat, of, note: None }
}

/// What is asked, whatever the sides.
fn things(queue: &Queue) -> BTreeSet<(u64, Vec<u32>)> {
    let arms = |item: &Item| item.arms().into_iter().collect::<BTreeSet<u32>>().into_iter().collect();
    queue.left().iter().map(|item| (item.place().0, arms(item))).collect()
}

#[test]
fn everybody_is_asked_the_same_in_another_order() {
    for (asked, size) in
        [(Asked::Grade(Scale::Stars), 30), (Asked::Vote, 30), (Asked::Grade(Scale::PassFail), 1)]
    {
        let (ana, bo) = (queue(&sitting("Ana", asked, size), &[]), queue(&sitting("Bo", asked, size), &[]));
        assert_eq!(things(&ana), things(&bo));
        assert_eq!(things(&ana).len(), ana.left().len(), "nothing is asked twice");
        assert_eq!(ana, queue(&sitting("Ana", asked, size), &[]), "coming back changes nothing");
        // every arm of a chosen case is asked about: pairs of answers to one case compare best
        assert_eq!(ana.left().len(), size.div_ceil(3) * 3);
        if size > 1 {
            assert_ne!(ana.left(), bo.left());
            let cases: BTreeSet<u64> = ana.left().iter().map(|item| item.place().0).collect();
            assert!(
                cases.last().unwrap() - cases.first().unwrap() > 250,
                "drawn from the whole run: {cases:?}"
            );
        }
    }
}

#[test]
fn sides_are_drawn() {
    let pairs = queue(&sitting("Ana", Asked::Vote, 300), &[]);
    let turned = pairs.left().iter().filter(|item| item.arms()[0] > item.arms()[1]).count();
    // 300 fair coins: outside 115 to 185 once in 30,000 queues
    assert!((115..185).contains(&turned), "{turned}");
}

#[test]
fn what_was_said_is_not_asked_again_until_it_is_taken_back() {
    let ana = sitting("Ana", Asked::Grade(Scale::Stars), 9);
    let first = queue(&ana, &[]);
    let items = first.left().to_vec();
    assert_eq!((first.done(), first.taken_back()), ((0, 9), None));
    let mut ratings = vec![said(&ana, items[0], "4"), said(&ana, items[1], "skip")];
    let second = queue(&ana, &ratings);
    assert_eq!(second.done(), (1, 9));
    assert_eq!(second.left()[0], items[2]);
    assert_eq!(*second.left().last().unwrap(), items[1], "what was skipped comes back at the end");
    // one step back at a time
    ratings.push(second.taken_back().unwrap());
    assert!(matches!(ratings[2].of, Rated::Answer { said: Said::TakenBack, .. }));
    let third = queue(&ana, &ratings);
    assert_eq!(third.left()[0], items[1]);
    ratings.push(third.taken_back().unwrap());
    assert_eq!(queue(&ana, &ratings), first);
    // what others say, or on another scale, is nothing to this sitting
    let others = [sitting("Bo", ana.asked, 9), sitting("Ana", Asked::Grade(Scale::PassFail), 9)];
    let marks = [said(&others[0], items[0], "5"), said(&others[1], items[0], "pass")];
    assert_eq!(queue(&ana, &marks), first);
}

#[test]
fn an_item_is_named_without_its_arms_and_takes_only_marks_of_its_kind() {
    let (ana, bo) = (sitting("Ana", Asked::Vote, 30), sitting("Bo", Asked::Vote, 30));
    let pairs = queue(&ana, &[]);
    let item = pairs.left()[4];
    let name = ana.name(item);
    assert_eq!(pairs.named(&ana, &name), Some(item));
    assert_ne!(bo.name(item), name, "a name tells nothing to another rater");
    assert_eq!(pairs.named(&ana, "0-1"), None);
    for bad in ["pass", "5", "", "LEFT"] {
        assert_eq!(ana.said(item, bad), None, "{bad}");
    }
    let grades = sitting("Ana", Asked::Grade(Scale::Stars), 3);
    let answer = queue(&grades, &[]).left()[0];
    for bad in ["0", "6", "pass", "left", "3.5"] {
        assert_eq!(grades.said(answer, bad), None, "{bad}");
    }
    assert_eq!(grades.said(item, "3"), None);
}

#[test]
fn a_run_of_one_arm_has_nothing_to_vote_on() {
    let one = (0..50).map(|case| Ok(TrialAt { case, arm: 0, repeat: 0 }));
    assert_eq!(sitting("Ana", Asked::Vote, 10).queue(one, &[]).unwrap().done(), (0, 0));
}
