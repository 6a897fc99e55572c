//! Races on simulated prompts.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use crate::simulated::{Model, run, version};
use studies::StudyError;
use studies::meters::Meters;
use studies::race::{Field, Race, Raced, Rule, least_calls};
use terms::Version;

const SHARES: [f64; 6] = [0.55, 0.60, 0.85, 0.60, 0.50, 0.65];

fn field(candidates: usize, items: u64, calls: u64) -> Field {
    Field {
        candidates: (0..candidates).map(version).collect(),
        items: (0..items).collect(),
        repeats: 1,
        calls,
    }
}

fn raced(model: &mut Model, field: Field, rule: Rule) -> Raced {
    run(Race::new(field, rule, 1).unwrap(), model, &mut Meters::default()).0
}

#[test]
fn each_rule_finds_the_best_prompt_within_its_calls() {
    let rules =
        [Rule::SuccessiveRejects, Rule::SequentialHalving, Rule::Equal, Rule::UntilSure { alpha: 0.05 }];
    for rule in rules {
        let mut model = Model::new(&SHARES, 11);
        let found = raced(&mut model, field(6, 200, 600), rule);
        assert_eq!(found.winner, version(2), "{rule:?} {found:?}");
        assert!(model.asked <= 600, "{rule:?}: {}", model.asked);
        assert_eq!(found.standings.len(), 6);
        assert!(found.wrong < 0.3 && found.standings[0].left_in.is_none(), "{rule:?} {found:?}");
        // who left early was asked less
        let asked: Vec<u64> = found.standings.iter().map(|standing| standing.n).collect();
        assert!(rule == Rule::Equal || asked[0] > asked[5], "{rule:?} {asked:?}");
    }
}

#[test]
fn everyone_in_a_round_answers_the_same_items() {
    let mut model = Model::new(&SHARES, 12);
    let race = Race::new(field(6, 100, 240), Rule::SuccessiveRejects, 1).unwrap();
    let (found, table, log) = run(race, &mut model, &mut Meters::default());
    let first_out = found.standings.last().unwrap();
    for item in 0..first_out.n {
        assert!((0..6).all(|n| table.score(version(n), item, 1).is_some()), "item {item}");
    }
    // one sentence per round and one for the end
    let words: Vec<&str> = log.entries().iter().map(|entry| entry.what.key.as_ref()).collect();
    assert_eq!(words, [vec!["studies-log-round"; 5], vec!["studies-log-raced"]].concat());
}

#[test]
fn a_race_never_asks_past_the_last_item() {
    let mut model = Model::new(&SHARES, 13);
    let found = raced(&mut model, field(6, 20, 10_000), Rule::SuccessiveRejects);
    assert_eq!(model.asked, 120, "{found:?}");
    let mut model = Model::new(&SHARES, 13);
    raced(&mut model, field(6, 20, 10_000), Rule::UntilSure { alpha: 0.05 });
    assert!(model.asked <= 120);
}

#[test]
fn successive_rejects_beat_equal_shares() {
    let share_right = |rule: Rule| {
        let runs = 150;
        let right = (0..runs).filter(|seed| {
            let mut model = Model::new(&[0.60, 0.62, 0.58, 0.72, 0.55, 0.62, 0.5, 0.6], 1000 * seed);
            raced(&mut model, field(8, 400, 320), rule).winner == version(3)
        });
        right.count() as f64 / runs as f64
    };
    let (equal, rejects) = (share_right(Rule::Equal), share_right(Rule::SuccessiveRejects));
    assert!(rejects > equal + 0.03, "{rejects} against {equal}");
}

#[test]
fn a_sure_race_rarely_drops_the_best() {
    // given prompts nearly as good as the best, 100 times
    let wrong = (0..100).filter(|seed| {
        let mut model = Model::new(&[0.70, 0.74, 0.70, 0.66], 500 * seed);
        let found = raced(&mut model, field(4, 150, 600), Rule::UntilSure { alpha: 0.05 });
        found.standings.iter().any(|standing| standing.version == version(1) && standing.left_in.is_some())
    });
    assert!(wrong.count() <= 11, "at most 5 in 100, and chance");
}

#[test]
fn the_chance_of_a_wrong_choice_is_about_right() {
    let (mut said, mut wrong) = (0.0, 0.0);
    for seed in 0..150 {
        let mut model = Model::new(&[0.60, 0.66, 0.63, 0.5], 300 * seed);
        let found = raced(&mut model, field(4, 400, 240), Rule::SuccessiveRejects);
        said += found.wrong / 150.0;
        wrong += if found.winner == version(1) { 0.0 } else { 1.0 / 150.0 };
    }
    assert!((said - wrong).abs() < 0.12, "said {said}, was {wrong}");
}

#[test]
fn races_without_a_sense_are_refused() {
    let refused = |field: Field| Race::new(field, Rule::SuccessiveRejects, 1).map(|_| ()).unwrap_err();
    assert_eq!(least_calls(6, 100, 1), 30);
    assert_eq!(refused(field(6, 100, 29)), StudyError::BelowFloor { given: 29, least: 30 });
    assert_eq!(refused(field(1, 100, 100)), StudyError::NoChoice);
    assert_eq!(refused(field(3, 0, 100)), StudyError::NoItems);
    let twice = Field { candidates: vec![version(1); 3], ..field(1, 10, 100) };
    assert_eq!(refused(twice), StudyError::NoChoice, "the same version is one candidate");
}

#[test]
fn a_budget_below_the_plan_ends_the_race_where_it_stands() {
    let mut model = Model::new(&SHARES, 14);
    let race = Race::new(field(6, 200, 600), Rule::SuccessiveRejects, 1).unwrap();
    let mut meters = Meters::capped(Some(300), None);
    let (found, ..) = run(race, &mut model, &mut meters);
    assert!(found.budget_ended && model.asked <= 300, "{found:?}");
    let named: Vec<Version> = found.standings.iter().map(|standing| standing.version).collect();
    assert_eq!(named.len(), 6);
}
