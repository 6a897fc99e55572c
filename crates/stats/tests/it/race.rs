//! Races: published schedules, bounds and rates of wrong choices.

#[path = "worlds/race.rs"]
mod worlds;

use stats::race::bound::Characteristic;
use stats::race::doubt::wrong_choice;
use stats::race::{Round, Schedule, h1, h2, log_bar};
use worlds::{halving, rejects, uniform, wrong_share};

#[track_caller]
fn near(ours: f64, expected: f64, tolerance: f64) {
    assert!((ours - expected).abs() <= tolerance, "{ours} is not {expected}");
}

/// Eight prompts, each five points below the one before.
fn ladder() -> Vec<f64> {
    (0..8).map(|i| 0.80 - 0.05 * f64::from(i)).collect()
}

#[test]
fn schedules_of_a_ladder() {
    near(h1(&ladder()), 1_004.718_821, 1e-6);
    near(h2(&ladder()), 800.0, 1e-9);
    near(log_bar(8), 2.217_857_143, 1e-9);
    let rejects = Schedule::successive_rejects(8, 2000);
    let cases: Vec<u64> = rejects.rounds.iter().map(|round| round.cases).collect();
    assert_eq!(cases, [113, 129, 150, 180, 225, 300, 450]);
    assert_eq!(rejects.calls(), 1997);
    let halving = Schedule::sequential_halving(8, 2000);
    let fresh = [halving.rounds[0].cases, 166, 333];
    assert_eq!(fresh[0], 83);
    assert_eq!(
        halving.rounds,
        [
            Round { arms: 8, cases: 83, keep: 4 },
            Round { arms: 4, cases: 83 + 166, keep: 2 },
            Round { arms: 2, cases: 83 + 166 + 333, keep: 1 },
        ]
    );
    assert!(halving.calls() <= 2000);
    assert_eq!(Schedule::equal(8, 2000).cases(), 250);
    assert_eq!(Schedule::successive_rejects(8, 2000).within(200).cases(), 200);
}

#[test]
fn small_races_end_with_one_arm_within_their_calls() {
    for arms in 2..20 {
        for calls in [10, 40, 333] {
            for schedule in
                [Schedule::successive_rejects(arms, calls), Schedule::sequential_halving(arms, calls)]
            {
                assert_eq!(schedule.rounds.last().unwrap().keep, 1, "{schedule:?}");
                let mut left = arms;
                for round in &schedule.rounds {
                    assert_eq!(round.arms, left);
                    left = round.keep;
                }
                assert!(schedule.calls() <= calls.max(3 * arms as u64), "{arms} {calls}: {schedule:?}");
            }
        }
    }
}

#[test]
fn the_least_calls_for_a_chosen_certainty() {
    // two independent solvers of the optimisation problem agree on these
    for (means, time, shares) in [
        (vec![0.5, 0.45, 0.43, 0.4], 989.792_140_3, vec![0.4165, 0.3903, 0.1362, 0.0570]),
        (vec![0.3, 0.21, 0.2, 0.19, 0.18], 326.642_112_4, vec![0.3359, 0.2515, 0.1766, 0.1324, 0.1036]),
        (vec![0.8, 0.75, 0.7, 0.65], 615.810_341_8, vec![]),
        (vec![0.5, 0.6], 197.650_024_2, vec![]),
    ] {
        let found = Characteristic::of(&means).unwrap();
        near(found.time, time, 1e-6);
        for (ours, expected) in found.shares.iter().zip(shares) {
            near(*ours, expected, 5e-5);
        }
        near(found.shares.iter().sum(), 1.0, 1e-12);
    }
    let calls = Characteristic::of(&[0.8, 0.75, 0.7, 0.65]).unwrap().least_calls(0.05);
    near(calls, 1631.9, 0.05);
    assert_eq!(Characteristic::of(&[0.7, 0.7, 0.2]).unwrap().time, f64::INFINITY);
    assert!(Characteristic::of(&[0.7]).is_none());
}

#[test]
fn wrong_choices_are_as_often_as_published() {
    // published: 20,000 repetitions, each call independent, +-.004. 4,000 here: standard error up to .0075
    let outlier: Vec<f64> = [vec![0.80], vec![0.60; 15]].concat();
    for (means, calls, equal, successive, halved) in [
        (ladder(), 400, 0.342, 0.251, 0.252),
        (ladder(), 1000, 0.190, 0.108, 0.090),
        (ladder(), 2000, 0.096, 0.036, 0.023),
        (outlier.clone(), 480, 0.292, 0.089, 0.178),
        (outlier, 960, 0.071, 0.011, 0.051),
    ] {
        let tolerance = |p: f64| 0.004 + 3.5 * (p * (1.0 - p) / 4000.0_f64).sqrt();
        near(wrong_share(&means, 4000, 1, |pull| uniform(&means, calls, pull)), equal, tolerance(equal));
        near(
            wrong_share(&means, 4000, 2, |pull| rejects(&means, calls, pull)),
            successive,
            tolerance(successive),
        );
        near(wrong_share(&means, 4000, 3, |pull| halving(&means, calls, pull)), halved, tolerance(halved));
    }
}

#[test]
fn the_doubt_about_a_choice() {
    let column = |right: usize, n: usize| (0..n).map(|i| f64::from(u8::from(i < right))).collect::<Vec<_>>();
    // never different: a coin's toss
    near(wrong_choice(&[column(30, 50), column(30, 50)], 0, 4000, 1), 0.5, 0.03);
    // ten cases against none
    let clear = wrong_choice(&[column(40, 50), column(30, 50)], 0, 4000, 1);
    assert!(clear < 0.01, "{clear}");
    near(wrong_choice(&[column(40, 50), column(30, 50)], 1, 4000, 1), 1.0 - clear, 1e-12);
    // an arm that left after five cases, two behind, leaves some doubt
    let early = wrong_choice(&[column(40, 50), vec![1.0, 1.0, 1.0, 0.0, 0.0]], 0, 4000, 1);
    assert!((0.02..0.35).contains(&early), "{early}");
    assert_eq!(wrong_choice(&[], 0, 10, 1), 1.0);
}
