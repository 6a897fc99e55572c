//! The promises of the sequential comparison, by simulation with fixed seeds: few runs here, 20,000 of each in
//! `cargo run --release -p motjuste-stats --example sequential`.

#[path = "worlds/looking.rs"]
mod worlds;

use stats::sequential::Goal;
use worlds::{World, ends};

const RUNS: u32 = 1_000;

/// An error of .05, and what 1,000 runs may show above it (three standard errors).
const ERROR: f64 = 0.05 + 0.0207;

#[test]
fn no_difference_is_claimed_too_often() {
    for (differing, graded) in [(0.1, false), (0.3, false), (0.8, false), (0.4, true)] {
        let world = World { differing, wins: 0.5, graded };
        for effect in [None, Some(0.05), Some(0.2)] {
            let found = ends(Goal { effect, ..Goal::within(200) }, world, RUNS, 1);
            assert!(found.better + found.worse <= ERROR, "{world:?} {effect:?}: {found:?}");
            assert!(found.covered >= 0.94, "{world:?} {effect:?}: {found:?}");
            assert!(found.most <= 200, "{found:?}");
        }
    }
}

#[test]
fn a_difference_is_found_with_fewer_cases_than_planned() {
    // 10 points, a fifth of the cases differ; a test of fixed size needs 149 for a chance of .8
    let world = World { differing: 0.2, wins: 0.75, graded: false };
    let stated = ends(Goal { effect: Some(0.1), ..Goal::within(1000) }, world, RUNS, 2);
    assert!(stated.better >= 0.7 && stated.cases < 0.65 * 149.0, "{stated:?}");
    let open = ends(Goal::within(300), world, RUNS, 3);
    assert!(open.better >= 0.9 && open.worse <= 0.01 && open.cases < 150.0, "{open:?}");
}

#[test]
fn equivalence_is_not_claimed_of_arms_that_differ_by_the_margin() {
    let goal = Goal { margin: Some(0.1), ..Goal::within(300) };
    let edge = ends(goal, World { differing: 0.2, wins: 0.75, graded: false }, RUNS, 4);
    assert!(edge.equivalent <= ERROR, "{edge:?}");
    let same = ends(goal, World { differing: 0.05, wins: 0.5, graded: false }, RUNS, 5);
    assert!(same.equivalent >= 0.9, "{same:?}");
    // a margin that only the last case can show
    let goal = Goal { margin: Some(0.05), ..Goal::within(400) };
    let edge = ends(goal, World { differing: 0.1, wins: 0.75, graded: false }, RUNS, 6);
    assert!(edge.equivalent <= ERROR, "{edge:?}");
    let late = ends(goal, World { differing: 0.1, wins: 0.5, graded: false }, RUNS, 7);
    assert!(late.equivalent >= 0.6, "{late:?}");
}

#[test]
fn an_effect_that_is_there_is_rarely_given_up() {
    let world = World { differing: 0.3, wins: 0.5 + 0.1 / 0.6, graded: false };
    let found = ends(Goal { effect: Some(0.1), ..Goal::within(1000) }, world, RUNS, 6);
    assert!(found.no_gain <= ERROR + 0.01, "{found:?}");
}
