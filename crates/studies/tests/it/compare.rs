//! compare on simulated prompts.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeSet;

use crate::simulated::{Model, run, version};
use stats::sequential::Goal;
use studies::compare::{Compare, Compared, When};
use studies::meters::Meters;
use studies::{State, StudyError};

fn compared(model: &mut Model, items: u64, when: When, meters: &mut Meters) -> Compared {
    let study =
        Compare::new((version(0), version(1)), (0..items).collect(), BTreeSet::new(), 1, when).unwrap();
    run(study, model, meters).0
}

#[test]
fn a_better_prompt_is_found_with_fewer_cases_than_planned() {
    // given a prompt right on 9 of 10 cases and one right on 6
    let mut model = Model::new(&[0.9, 0.6], 1);
    let found = compared(&mut model, 300, When::UntilSure(Goal::within(300)), &mut Meters::default());
    assert_eq!(found.state, State::Better);
    assert!(found.items < 100 && found.planned == 300, "{found:?}");
    let effect = found.effect.unwrap();
    assert!(effect.low >= 0.0 && effect.difference > 0.15 && effect.wins > effect.losses, "{effect:?}");
    // what was asked is what was looked at, up to the block begun
    assert_eq!(model.asked, 2 * found.items.div_ceil(10) * 10);
}

#[test]
fn the_other_way_round_it_is_worse() {
    let mut model = Model::new(&[0.6, 0.9], 1);
    let found = compared(&mut model, 300, When::UntilSure(Goal::within(300)), &mut Meters::default());
    assert_eq!(found.state, State::Worse);
    assert!(found.effect.unwrap().high <= 0.0);
}

#[test]
fn a_fixed_comparison_asks_everything_and_has_a_p_value() {
    let mut model = Model::new(&[0.9, 0.6], 2);
    let found = compared(&mut model, 80, When::Fixed { margin: 0.02 }, &mut Meters::default());
    assert_eq!((found.state, found.items, model.asked), (State::Better, 80, 160));
    assert!(found.p < Some(0.01) && found.e_value.is_none(), "{found:?}");
}

#[test]
fn equal_replies_tie_whatever_a_noisy_check_says() {
    // given one prompt under two versions and a judge that tosses a coin
    let mut model = Model::new(&[0.5, 0.5], 3);
    model.same_replies = true;
    let goal = Goal { margin: Some(0.05), ..Goal::within(200) };
    let found = compared(&mut model, 200, When::UntilSure(goal), &mut Meters::default());
    assert_eq!(found.state, State::Equivalent);
    let effect = found.effect.unwrap();
    assert_eq!((effect.wins, effect.losses, effect.difference), (0, 0, 0.0));
}

#[test]
fn items_on_which_both_ask_the_same_cost_nothing() {
    let mut model = Model::new(&[0.9, 0.6], 4);
    let same: BTreeSet<u64> = (0..40).filter(|item| item % 2 == 0).collect();
    let when = When::Fixed { margin: 0.02 };
    let study = Compare::new((version(0), version(1)), (0..40).collect(), same, 1, when).unwrap();
    let (found, ..) = run(study, &mut model, &mut Meters::default());
    assert_eq!((found.same_question, found.items, model.asked), (20, 40, 40));
}

#[test]
fn a_budget_ends_it_without_a_false_word() {
    let mut model = Model::new(&[0.7, 0.68], 5);
    let mut meters = Meters::capped(Some(60), None);
    let found = compared(&mut model, 500, When::UntilSure(Goal::within(500)), &mut meters);
    assert_eq!(found.state, State::BudgetEnded);
    assert!(model.asked <= 60 && meters.calls.spent == model.asked, "{meters:?}");
    assert!(found.effect.is_some());
}

#[test]
fn no_money_is_promised_twice() {
    // each call costs 7 and may cost up to 10: a budget of 400 never sees 401
    let mut model = Model::new(&[0.6, 0.6], 6);
    (model.cost, model.most) = (7, 10);
    let mut meters = Meters::capped(None, Some(400));
    compared(&mut model, 500, When::UntilSure(Goal::within(500)), &mut meters);
    assert!(meters.money.spent <= 400 && meters.money.spent >= 200, "{meters:?}");
    assert_eq!((meters.money.spent, meters.money.reserved), (7 * model.asked, 0));
}

#[test]
fn replies_that_cannot_be_scored_say_nothing() {
    let mut model = Model::new(&[0.9, 0.6], 7);
    model.unscored_every = 4;
    let found = compared(&mut model, 80, When::Fixed { margin: 0.02 }, &mut Meters::default());
    assert_eq!((found.unscored, found.effect.unwrap().n), (20, 60));
    model.unscored_every = 1;
    let nothing = compared(&mut model, 30, When::Fixed { margin: 0.02 }, &mut Meters::default());
    assert_eq!((nothing.state, nothing.effect), (State::NoEvidence, None));
}

#[test]
fn comparing_a_prompt_with_itself_is_refused() {
    let when = When::Fixed { margin: 0.02 };
    let twice = Compare::new((version(1), version(1)), vec![1], BTreeSet::new(), 1, when);
    assert_eq!(twice.unwrap_err(), StudyError::NoChoice);
    let none = Compare::new((version(1), version(2)), vec![], BTreeSet::new(), 1, when);
    assert_eq!(none.unwrap_err(), StudyError::NoItems);
}
