//! Sequential tests: exact figures of the walks, and the promises of the comparison built on them.
//!
//! Figures without another source: an independent dynamic program in Python (exact chances of Wald's test) and closed
//! forms evaluated with scipy 1.17.1.

use stats::sequential::betting::{self, Bet, Counts, TwoSided};
use stats::sequential::futility::{chance_of_a_claim, conditional_power, predictive_power};
use stats::sequential::information::{chernoff, kl};
use stats::sequential::normal_mixture::{radius, tightest_at};
use stats::sequential::sprt::{Sprt, fixed, least_expected};
use stats::sequential::walk::{Barriers, Course, Look};
use stats::sequential::{Conclusion, Goal, UntilSure, mixture, spending};

#[track_caller]
fn near(ours: f64, expected: f64, tolerance: f64) {
    assert!((ours - expected).abs() <= tolerance, "{ours} is not {expected}");
}

#[test]
fn distances_between_shares() {
    near(kl(0.05, 0.95), 2.649_995_081, 1e-9);
    near(kl(0.5, 0.6), 0.020_410_997_26, 1e-11);
    near(kl(0.6, 0.5), 0.020_135_513_55, 1e-11);
    near(chernoff(0.5, 0.6), 0.005_076_770_485, 1e-11);
    near(chernoff(0.7, 0.75), 0.001_571_257_622, 1e-11);
    near(chernoff(0.7, 0.8), 0.006_745_687_55, 1e-11);
    assert_eq!(kl(0.0, 0.5), 2.0_f64.ln());
}

#[test]
fn the_least_number_of_cases_of_any_test() {
    for (p0, p1, none, there, fixed_size) in [
        (0.5, 0.6, 129.83, 131.61, 265.12),
        (0.7, 0.75, 413.97, 429.90, 859.67),
        (0.7, 0.8, 94.08, 102.98, 199.29),
    ] {
        let (at_p0, at_p1) = least_expected(p0, p1, 0.05, 0.05);
        near(at_p0, none, 0.005);
        near(at_p1, there, 0.005);
        near(fixed(p0, p1, 0.05, 0.05), fixed_size, 0.005);
    }
    // a fifth of the cases differ, 5 points: 20.75 differing pairs or 103.75 cases, against 202.9
    let (_, pairs) = least_expected(0.375, 0.625, 0.05, 0.05);
    near(pairs, 20.75, 0.005);
    near(pairs / 0.2, 103.75, 0.005);
    near(fixed(0.375, 0.625, 0.05, 0.05) / 0.2, 202.9, 0.05);
    near(0.2 * kl(0.625, 0.375), 0.025_541_281_19, 1e-11);
}

/// So many tosses that next to nothing is left open.
const LONG: u64 = 5000;

fn course(test: Sprt, p: f64) -> Course {
    test.barriers(LONG).course(p, LONG)
}

#[test]
fn wald_s_test_exactly() {
    let test = Sprt::wald(0.5, 0.6, 0.05, 0.05);
    near(test.upper, 2.944_439, 5e-7);
    near(test.lower, -2.944_439, 5e-7);
    // given no effect, the effect of interest, and half of it
    let (none, there, between) = (course(test, 0.5), course(test, 0.6), course(test, 0.55));
    near(none.expected, 135.149_376_201, 1e-6);
    near(there.expected, 136.578_855_247, 1e-6);
    near(between.expected, 226.080_548_448, 1e-6);
    near(none.high, 0.046_282_237_7, 1e-9);
    near(there.low, 0.045_755_227_8, 1e-9);
    // the counts and the ratio agree at every place of the walk
    let barriers = test.barriers(300);
    for n in 1..=300 {
        for wins in 0..=n {
            assert_eq!(barriers.look(wins, n - wins), test.look(wins, n - wins), "{wins} of {n}");
        }
    }
}

#[test]
fn bounds_that_keep_both_errors_cost_at_most_a_tenth_more_than_any_test_must() {
    for (p0, p1) in [(0.5, 0.55), (0.5, 0.6), (0.5, 0.625), (0.7, 0.8), (0.375, 0.625)] {
        let test = Sprt::patient(p0, p1, 0.05, 0.05, LONG);
        let (none, there) = (course(test, p0), course(test, p1));
        assert!(none.high <= 0.05 && there.low <= 0.05, "{p0} {p1}: {} {}", none.high, there.low);
        assert!(there.low > 0.04, "{p0} {p1}: no toss is wasted, {}", there.low);
        let (_, least) = least_expected(p0, p1, 0.05, 0.05);
        // with some twenty tosses to go, as from .375 to .625, a step is large beside the bounds
        let used = there.expected / least;
        assert!(used <= 1.10 || p1 - p0 > 0.2, "{p0} {p1}: {used}");
    }
}

#[test]
fn the_promise_for_compare_until_sure() {
    // win rate .625 against .5: no test needs fewer than 83.9 differing pairs on average
    let (_, least) = least_expected(0.5, 0.625, 0.05, 0.05);
    near(least, 83.9, 0.05);
    // given a stated effect, then at most 1.10 times as many
    let stated = course(Sprt::patient(0.5, 0.625, 0.05, 0.05, LONG), 0.625).expected;
    assert!(stated <= 1.10 * least, "{stated}");
    // given none, then at most 1.6 times as many, in both directions alike, at an error of .05 in all
    let barriers = mixture::exact(mixture::CONCENTRATION, 0.05, 3000);
    let (there, worse, none) =
        (barriers.course(0.625, 3000), barriers.course(0.375, 3000), barriers.course(0.5, 3000));
    assert!(there.expected <= 1.6 * least, "{}", there.expected);
    near(there.expected, worse.expected, 1e-9);
    assert!(there.high > 0.999 && there.open() < 1e-3, "{there:?}");
    assert!(none.high + none.low <= 0.05 && none.high + none.low > 0.048, "{none:?}");
    // the plain flat mixture with Ville's bar, for comparison: 148 pairs, an error of .0365
    let flat = mixture::barriers(1.0, 20.0, 3000);
    near(flat.course(0.625, 3000).expected, 148.8, 0.05);
}

#[test]
fn e_values_of_wins_and_losses() {
    for (wins, losses, e) in [
        (5, 0, 5.333_333_333_333),
        (8, 0, 28.444_444_444_444),
        (8, 1, 5.688_888_888_889),
        (15, 5, 3.220_600_521),
        (30, 15, 2.217_888_955),
        (60, 40, 0.913_049_777_8),
    ] {
        near(mixture::e_value(wins, losses, 1.0), e, 1e-9 * e.max(1.0));
        assert_eq!(mixture::e_value(wins, losses, 4.0), mixture::e_value(losses, wins, 4.0));
    }
    // eight straight wins suffice at 5 %, seven do not
    let barriers = mixture::barriers(1.0, 20.0, 20);
    assert_eq!((barriers.look(7, 0), barriers.look(8, 0)), (Look::Open, Look::High));
    assert_eq!((barriers.look(0, 7), barriers.look(0, 8)), (Look::Open, Look::Low));
    // a fair bet: the mean e-value after 12 pairs of a fair coin is 1
    let mean: f64 = (0..=12)
        .map(|wins| stats::law::binomial::pmf(wins, 12, 0.5) * mixture::e_value(wins, 12 - wins, 4.0))
        .sum();
    near(mean, 1.0, 1e-12);
}

#[test]
fn confidence_sequences_of_a_mean() {
    near(radius(1000.0, 0.5, 0.05, 1.0), 0.056_817_953_91, 1e-10);
    near(radius(1000.0, 0.5, 0.05, 100.0), 0.048_032_009_64, 1e-10);
    // the price of looking all the time, against the interval of a fixed number of cases
    let fixed = stats::law::normal::two_sided(0.95) * 0.5 / 1000.0_f64.sqrt();
    near(fixed, 0.030_989_751_62, 1e-10);
    near((2.0_f64 / 0.05).ln().sqrt() / 2000.0_f64.sqrt(), 0.042_946_940_83, 1e-10);
    assert!((1.54..1.84).contains(&(radius(1000.0, 0.5, 0.05, 100.0) / fixed)));
    let best = tightest_at(1000.0, 0.05);
    assert!(radius(1000.0, 0.5, 0.05, best) <= 0.048_032_01 && (100.0..130.0).contains(&best), "{best}");
}

#[test]
fn capital_of_a_bettor() {
    let tosses = "1101110111".chars().map(|c| if c == '1' { 1.0 } else { 0.0 });
    near(betting::capital(tosses, 0.5, 0.5), 3.352_761_269, 1e-9);
    // on wins and losses the grid of bets is the beta mixture
    let mut bets = TwoSided::new(4.0);
    (0..40).for_each(|i| bets.push(if i % 4 == 0 { -1.0 } else { 1.0 }));
    near(bets.e_value() / mixture::e_value(30, 10, 4.0), 1.0, 1e-3);
    // a bet above and a bet below are mirror images
    let (mut above, mut below) = (Bet::above(-0.1), Bet::below(0.1));
    for x in [0.5, -0.25, 0.0, 1.0, 0.3] {
        above.push(x);
        below.push(-x);
    }
    assert_eq!(above.e_value(), below.e_value());
}

#[test]
fn an_interval_by_betting_narrows_and_stays_in_range() {
    let mut seen = Counts::default();
    assert_eq!((seen.interval(0.95).low, seen.interval(0.95).high), (-1.0, 1.0));
    let mut width = 2.0;
    for n in 1..=2000 {
        seen.push([0.0, 0.0, 1.0, 0.0, -1.0, 0.0, 0.0, 1.0][n % 8]);
        if [10, 100, 1000, 2000].contains(&n) {
            let interval = seen.interval(0.95);
            assert!(interval.contains(seen.mean()) && interval.width() < width, "{interval:?}");
            width = interval.width();
        }
    }
    near(seen.mean(), 0.125, 1e-12);
    near(seen.mean_square(), 0.375, 1e-12);
    // a fixed interval would be .0525 wide: looking all the time costs less than twice that
    assert!(width < 0.11, "{width}");
}

#[test]
fn spending_an_error() {
    // scipy.stats.norm: 2 - 2 Phi(1.959964 / sqrt t), and alpha ln(1 + (e - 1) t)
    near(spending::obrien_fleming(0.5, 0.05), 0.005_574_596_680, 1e-9);
    near(spending::obrien_fleming(1.0, 0.05), 0.05, 1e-12);
    near(spending::pocock(0.5, 0.05), 0.031_005_725_3, 1e-9);
    near(spending::pocock(1.0, 0.05), 0.05, 1e-12);
    let all: f64 = (1..100_000).map(|k| spending::attempt(k, 0.05)).sum();
    assert!(all < 0.05 && all > 0.0499, "{all}");
    near(spending::shared(3, 0.05), 0.05 / 3.0, 1e-15);
}

#[test]
fn chances_of_a_claim_by_the_end() {
    // scipy.stats.norm
    near(conditional_power(1.0, 0.5, 2.8, 1.96), 0.582_401_290_6, 1e-9);
    near(predictive_power(1.0, 0.5, 1.96), 0.292_606_373_5, 1e-9);
    assert_eq!(predictive_power(2.0, 1.0, 1.96), 1.0);
    // walks: level after 90 of 100 pairs there is no way, nine ahead of a short end there is
    let barriers = mixture::exact(4.0, 0.05, 100);
    let last = barriers.last_look_two_sided(100, 0.05);
    assert_eq!(chance_of_a_claim(&barriers, (45, 45), 10, last, 4.0), 0.0);
    let ahead = chance_of_a_claim(&barriers, (60, 30), 10, last, 4.0);
    assert!(ahead > 0.2, "{ahead} {last}");
}

#[test]
fn the_last_look_spends_what_is_left_and_no_more() {
    let barriers = mixture::exact(4.0, 0.05, 400);
    for pairs in [20, 57, 126, 399] {
        let last = barriers.last_look_two_sided(pairs, 0.05);
        let course = barriers.course(0.5, pairs);
        let error = course.high + course.low + course.open_from(last) + course.open_to(pairs - last);
        let more = course.high + course.low + course.open_from(last - 1) + course.open_to(pairs + 1 - last);
        assert!(error <= 0.05 && more > 0.05, "{pairs}: {last} gives {error}, {} {more}", last - 1);
    }
    let test = Sprt::wald(0.5, 0.625, 0.05, 0.05).barriers(200);
    for pairs in [30, 126, 200] {
        let last = test.last_look(pairs, 0.5, 0.05);
        let course = test.course(0.5, pairs);
        assert!(course.high + course.open_from(last) <= 0.05, "{pairs}");
    }
    let closed = Barriers::new(5, |n| n + 1, |_| -1);
    assert_eq!(closed.last_look(5, 0.5, 0.03), 6, "five of five happens once in 32");
    assert_eq!(closed.last_look(5, 0.5, 0.04), 5);
}

/// Feeds differences until there is a conclusion.
fn told(goal: Goal, differences: impl IntoIterator<Item = f64>) -> UntilSure {
    let mut test = UntilSure::new(goal);
    for difference in differences {
        if test.push(difference).is_some() {
            return test;
        }
    }
    test.finish();
    test
}

#[test]
fn a_clear_winner_is_found_early() {
    let clear = told(Goal::within(500), (0..500).map(|i| if i % 3 == 0 { 1.0 } else { 0.0 }));
    assert_eq!(clear.conclusion(), Some(Conclusion::Better));
    assert!(clear.decided_after() < Some(40) && clear.interval().low >= 0.0, "{clear:?}");
    let worse = told(Goal::within(500), (0..500).map(|i| if i % 3 == 0 { -1.0 } else { 0.0 }));
    assert_eq!(worse.conclusion(), Some(Conclusion::Worse));
    assert_eq!(worse.decided_after(), clear.decided_after());
}

#[test]
fn identical_answers_never_claim_and_show_equivalence_when_asked() {
    let tie = told(Goal::within(300), std::iter::repeat_n(0.0, 300));
    assert!(matches!(tie.conclusion(), Some(Conclusion::Futile | Conclusion::Exhausted)), "{tie:?}");
    let same = told(Goal { margin: Some(0.05), ..Goal::within(300) }, std::iter::repeat_n(0.0, 300));
    assert_eq!(same.conclusion(), Some(Conclusion::Equivalent));
    assert!(same.decided_after() < Some(140), "{:?}", same.decided_after());
    assert!(same.interval().within(0.2), "{:?}", same.interval());
}

#[test]
fn a_stated_effect_that_is_not_there_is_given_up_early() {
    let goal = Goal { effect: Some(0.1), ..Goal::within(2000) };
    let level = told(goal, (0..2000).map(|i| [1.0, 0.0, 0.0, -1.0, 0.0][i % 5]));
    assert_eq!(level.conclusion(), Some(Conclusion::NoGain));
    // two fifths of the cases differ: the planned number for 10 points is about 300
    assert!(level.most() < 400 && level.decided_after() < Some(250), "{} {level:?}", level.most());
    assert!(level.power() > Some(0.8), "{:?}", level.power());
}

#[test]
fn a_gain_cannot_hide_where_no_case_differs() {
    // given not one case that differs: a gain of ten points is out of the question, with no pair to decide it on
    let goal = Goal { effect: Some(0.1), ..Goal::within(1000) };
    let alike = told(goal, std::iter::repeat_n(0.0, 1000));
    assert_eq!(alike.conclusion(), Some(Conclusion::NoGain));
    assert!(alike.decided_after() < Some(60), "{:?}", alike.decided_after());
}

#[test]
fn it_never_goes_past_its_last_case_and_ignores_what_comes_after_the_conclusion() {
    let mut test = UntilSure::new(Goal::within(30));
    let ends: Vec<Option<Conclusion>> =
        (0..40).map(|i| test.push(if i % 2 == 0 { 1.0 } else { -1.0 })).collect();
    assert!(ends[28].is_none() || ends[28] == ends[39]);
    assert!(test.decided_after() <= Some(30));
    assert_eq!(test.items(), 40, "cases already paid for still sharpen the estimate");
}

#[test]
fn graded_scores_are_bet_on() {
    let better = told(Goal::within(400), (0..400).map(|i| [0.4, 0.1, -0.1, 0.2][i % 4]));
    assert_eq!(better.conclusion(), Some(Conclusion::Better));
    let goal = Goal { effect: Some(0.1), ..Goal::within(400) };
    let gain = told(goal, (0..400).map(|i| [0.4, 0.1, -0.1, 0.2][i % 4]));
    assert_eq!(gain.conclusion(), Some(Conclusion::Better));
    assert!(gain.decided_after() <= better.decided_after());
    let none = told(goal, (0..400).map(|i| [0.3, -0.3][i % 2]));
    assert!(matches!(none.conclusion(), Some(Conclusion::NoGain | Conclusion::Exhausted)), "{none:?}");
}
