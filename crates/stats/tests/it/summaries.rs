//! What an arm and a comparison say, case by case: the behaviour that reports and verdicts rest on.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use stats::{Compared, Interval, PairedSummary, ScoreSummary, proportion, score_interval};
use terms::Verdict;

#[track_caller]
fn near(ours: f64, expected: f64, tolerance: f64) {
    assert!((ours - expected).abs() <= tolerance, "{ours} is not {expected}");
}

/// An arm of scores of equal weight, without clusters.
fn arm(scores: impl IntoIterator<Item = f64>) -> ScoreSummary {
    let mut summary = ScoreSummary::default();
    scores.into_iter().for_each(|score| summary.push(score, 1.0, None));
    summary
}

/// A comparison of pairs of equal weight, without clusters.
fn compare(pairs: impl IntoIterator<Item = (f64, f64)>) -> Compared {
    let mut summary = PairedSummary::default();
    pairs.into_iter().for_each(|(a, b)| summary.push(a, b, 1.0, None));
    summary.compare(1).unwrap()
}

/// So many cases right in both, in A only, in B only, in neither.
fn table(both: usize, only_a: usize, only_b: usize, neither: usize) -> Vec<(f64, f64)> {
    [vec![(1.0, 1.0); both], vec![(1.0, 0.0); only_a], vec![(0.0, 1.0); only_b], vec![(0.0, 0.0); neither]]
        .concat()
}

fn interval(summary: &ScoreSummary) -> (Interval, &'static str) {
    score_interval(summary).unwrap()
}

#[test]
fn an_arm_without_cases_says_nothing() {
    assert_eq!(score_interval(&ScoreSummary::default()), None);
    assert_eq!(ScoreSummary::default().mean(), None);
    assert_eq!(PairedSummary::default().compare(0), None);
    // scores that are no numbers and weights that are no weights are not counted
    let mut summary = ScoreSummary::default();
    summary.push(f64::NAN, 1.0, None);
    summary.push(0.5, 0.0, None);
    summary.push(0.5, f64::INFINITY, Some("a"));
    assert_eq!(summary.n(), 0);
    let mut pairs = PairedSummary::default();
    pairs.push(1.0, f64::NAN, 1.0, None);
    assert_eq!(pairs.n(), 0);
}

#[test]
fn right_or_wrong_cases_get_wilson() {
    let summary = arm([vec![1.0; 15], vec![0.0; 5]].concat());
    assert_eq!(interval(&summary), (proportion::wilson(15, 20, 0.95), "wilson"));
    near(summary.mean().unwrap(), 0.75, 1e-15);
    // a cluster column that never repeats is no clustering
    let mut named = ScoreSummary::default();
    (0..20).for_each(|i| named.push(f64::from(u8::from(i < 15)), 1.0, Some(&i.to_string())));
    assert_eq!(interval(&named), interval(&summary));
    // nor are weights that are all alike
    let mut heavy = ScoreSummary::default();
    (0..20).for_each(|i| heavy.push(f64::from(u8::from(i < 15)), 2.5, None));
    assert_eq!(interval(&heavy), interval(&summary));
}

#[test]
fn the_graded_interval_joins_wilsons_without_a_jump() {
    // given 20 right-or-wrong cases, when one score becomes .999999, then the interval hardly moves
    for right in [0, 1, 10, 19, 20] {
        let mut scores = [vec![1.0; right], vec![0.0; 20 - right]].concat();
        let (wilson, _) = interval(&arm(scores.clone()));
        scores[0] = if right == 0 { 1e-6 } else { 1.0 - 1e-6 };
        let (graded, method) = interval(&arm(scores));
        assert_eq!(method, "wilson-graded");
        near(graded.low, wilson.low, 0.015);
        near(graded.high, wilson.high, 0.015);
    }
}

#[test]
fn cases_that_all_score_the_same_still_leave_doubt() {
    // Student's interval has no width here
    let (perfect, method) = interval(&arm([vec![1.0; 19], vec![0.9999]].concat()));
    assert_eq!(method, "wilson-graded");
    assert!(perfect.low < 0.9 && perfect.high > 0.999, "{perfect:?}");
    let (same, _) = interval(&arm(vec![0.8; 20]));
    assert!(same.contains(0.8) && same.width() > 0.05, "{same:?}");
    let mut clusters = ScoreSummary::default();
    (0..20).for_each(|i| clusters.push(1.0, 1.0, Some(&(i % 4).to_string())));
    let (interval, method) = score_interval(&clusters).unwrap();
    assert_eq!(method, "cluster-wilson");
    assert!(interval.low < 0.5, "four clusters are not twenty cases: {interval:?}");
    // a single cluster, or a single graded case, tells nothing of the others
    let mut single = ScoreSummary::default();
    (0..20).for_each(|i| single.push(f64::from(i % 2), 1.0, Some("one")));
    assert_eq!(score_interval(&single).unwrap().0, Interval { low: 0.0, high: 1.0 });
    assert_eq!(score_interval(&arm([0.7])).unwrap().0, Interval { low: 0.0, high: 1.0 });
}

#[test]
fn many_graded_cases_get_students_interval_in_the_end() {
    // given 5,000 cases that vary, then the interval is that of the normal law to 1 %
    let scores: Vec<f64> = (0..5000).map(|i| f64::from(i % 11) / 10.0).collect();
    let moments: stats::Moments = scores.iter().copied().collect();
    let (ours, _) = interval(&arm(scores));
    near(ours.width() / moments.interval(0.95).unwrap().width(), 1.0, 0.01);
}

#[test]
fn weights_count() {
    // given two cases of weight 3 and one of weight 1, then the mean is theirs, and so is n
    let mut summary = ScoreSummary::default();
    for (score, weight) in [(1.0, 3.0), (1.0, 3.0), (0.0, 1.0)] {
        summary.push(score, weight, None);
    }
    near(summary.mean().unwrap(), 6.0 / 7.0, 1e-15);
    let (interval, method) = score_interval(&summary).unwrap();
    assert_eq!((summary.n(), method), (3, "wilson-graded"));
    assert!(interval.contains(6.0 / 7.0) && interval.width() > 0.5, "three cases: {interval:?}");
}

#[test]
fn scores_beyond_one_get_students_interval() {
    let (interval, method) = interval(&arm([3.0, 5.0, 4.0, 4.0]));
    assert_eq!(method, "t");
    // mean 4, se sqrt(2/3)/2, t(.975, 3) = 3.182446
    near(interval.high, 4.0 + 3.182446305 * (2.0_f64 / 3.0).sqrt() / 2.0, 1e-8);
    assert!(score_interval(&arm([7.0])).unwrap().0.high.is_infinite());
}

#[test]
fn a_clear_difference_is_claimed_both_ways() {
    let better = compare(table(20, 14, 2, 4));
    assert_eq!((better.both_right, better.only_a, better.only_b, better.both_wrong), (20, 14, 2, 4));
    assert_eq!((better.method, better.interval_method), ("mcnemar-mid-p", "tango"));
    // 2 (Bin(16, 1/2) <= 2) - pmf(2) = (2 * 137 - 120) / 65536
    near(better.p, 154.0 / 65536.0, 1e-12);
    assert_eq!(better.verdict(0.05, better.p), Verdict::Better);
    assert_eq!(better.more_cases, None, "settled");
    let worse = compare(table(20, 2, 14, 4));
    assert_eq!(worse.verdict(0.05, worse.p), Verdict::Worse);
    near(worse.interval.low, -better.interval.high, 1e-12);
}

#[test]
fn a_correction_for_several_comparisons_can_take_a_claim_back() {
    let compared = compare(table(20, 11, 2, 7));
    assert_eq!(compared.verdict(0.02, compared.p), Verdict::Better);
    assert_eq!(compared.verdict(0.02, 0.2), Verdict::NotEnoughEvidence);
    // and then more cases would settle it, at the stricter level
    assert_eq!(compared.more_cases_after(0.02, compared.p), None);
    let more = compared.more_cases_after(0.02, compared.p * 10.0).unwrap();
    assert!((1..100).contains(&more), "{more}");
}

#[test]
fn unsettled_comparisons_say_how_many_more_cases() {
    // b = 4, c = 1, n = 20: difference .15, variance (5/20 - .0225) * 20/19, (1.96 + .84)^2 of it over .0225: 84
    let compared = compare(table(11, 4, 1, 4));
    assert_eq!(compared.verdict(0.05, compared.p), Verdict::NotEnoughEvidence);
    assert_eq!(compared.more_cases, Some(64));
    // no difference at all: never
    assert_eq!(compare(table(10, 3, 3, 4)).more_cases, None);
    assert_eq!(compare(table(10, 0, 0, 4)).more_cases, None);
}

#[test]
fn the_same_is_said_when_it_is_shown() {
    // given 1,000 cases of which 4 and 5 differ, then the arms are equivalent within 2 points, and nothing is missing
    let same = compare(table(800, 4, 5, 191));
    assert_eq!(same.verdict(0.02, same.p), Verdict::Equivalent);
    assert_eq!(same.more_cases_after(0.02, same.p), None);
    assert_eq!(same.verdict(0.002, same.p), Verdict::NotEnoughEvidence);
    // given three cases that agree, then nothing is shown
    for three in [compare(table(3, 0, 0, 0)), compare([(0.5, 0.5); 3])] {
        assert_eq!(three.verdict(0.1, three.p), Verdict::NotEnoughEvidence, "{three:?}");
        assert_eq!((three.p, three.difference), (1.0, 0.0));
        assert!(three.interval.low < -0.4 && three.interval.high > 0.4, "{three:?}");
    }
}

#[test]
fn graded_pairs_get_sign_flips() {
    // ten cases, all a little better in A: 2 of 1,024 assignments
    let pairs = (1..=10).map(|i| (0.5 + 0.01 * f64::from(i), 0.5));
    let compared = compare(pairs);
    assert_eq!((compared.method, compared.interval_method), ("sign-flip", "t"));
    near(compared.p, 2.0 / 1024.0, 1e-12);
    near(compared.difference, 0.055, 1e-12);
    assert_eq!(compared.verdict(0.01, compared.p), Verdict::Better);
    assert_eq!((compared.both_right, compared.only_a, compared.only_b, compared.both_wrong), (0, 0, 0, 10));
    // the same in the other order is the same, with the other sign
    let reverse = compare((1..=10).map(|i| (0.5, 0.5 + 0.01 * f64::from(i))));
    near(reverse.p, compared.p, 1e-15);
    near(reverse.interval.low, -compared.interval.high, 1e-12);
}

#[test]
fn beyond_4096_differences_memory_stays_and_student_decides() {
    // given 6,000 graded pairs, then the test is t: mean .01, sd about .1, so t about 7.7
    let difference = |i: u32| 0.01 + if i.is_multiple_of(2) { 0.1 } else { -0.1 };
    let pairs = |n: u32| (0..n).map(move |i| (0.5 + difference(i), 0.5));
    let many = compare(pairs(6000));
    assert_eq!(many.method, "t");
    near(many.p, 1e-14, 1e-13);
    near(many.interval.low, 0.01 - 1.9604 * 0.1 / 6000.0_f64.sqrt(), 1e-5);
    // the change of test is not felt: just below and above the limit both say the same, as far as sampled signs can
    let (below, above) = (compare(pairs(4096)), compare(pairs(4098)));
    assert_eq!((below.method, above.method), ("sign-flip", "t"));
    assert!(below.p <= 2e-4 && above.p < 1e-8);
}

#[test]
fn clustered_pairs_are_judged_by_their_clusters() {
    // given 5 documents with 20 questions each, A better in all questions of 3 documents, B in all of 2
    let mut summary = PairedSummary::default();
    for document in 0..5_u32 {
        for _ in 0..20 {
            let a = f64::from(u8::from(document < 3));
            summary.push(a, 1.0 - a, 1.0, Some(&document.to_string()));
        }
    }
    let compared = summary.compare(1).unwrap();
    // then 60 against 40 of 100 is not the evidence it looks like: five signs, 3 against 2
    assert_eq!((compared.n, compared.only_a, compared.only_b), (100, 60, 40));
    assert_eq!(compared.method, "cluster-t");
    near(compared.difference, 0.2, 1e-12);
    // sd of (1, 1, 1, -1, -1) is 1.0954, se .4899, t .408248, 4 degrees: p .7040
    near(compared.p, 0.7040, 5e-5);
    assert_eq!(compared.verdict(0.05, compared.p), Verdict::NotEnoughEvidence);
    assert!(compared.interval.width() > 1.5, "{:?}", compared.interval);
    // more cases means more such documents: 2.8^2 * (.4899^2 * 100) / .04 = 4,709 in all
    assert_eq!(compared.more_cases, Some(4610));
}

#[test]
fn the_clustered_interval_is_the_one_described() {
    // given 3 documents of 20 questions where A is .3 better, 2 where it is .3 worse
    let mut summary = PairedSummary::default();
    for document in 0..5_u32 {
        let (a, b) = if document < 3 { (0.6, 0.3) } else { (0.3, 0.6) };
        (0..20).for_each(|_| summary.push(a, b, 1.0, Some(&document.to_string())));
    }
    // then, by hand: a tenth of an imaginary cluster at +-.3 moves the mean to .06 * 100/102 = .0588235; the
    // clusters' squares are .09 * 400 (3 * .803922^2 + 2 * 1.196078^2) / (1 - 1/5) = 216.00346, the imaginary
    // ones' .1 * 400 (.09 + .00346021) = 3.7384; se = sqrt(219.7419) / 102 = .1453305, t(.975, 4) = 2.7764451
    let (interval, method) = summary.interval(0.95).unwrap();
    assert_eq!(method, "cluster-t");
    near(interval.low, 0.0588235 - 2.7764451 * 0.1453305, 1e-6);
    near(interval.high, 0.0588235 + 2.7764451 * 0.1453305, 1e-6);
}

#[test]
fn clusters_that_agree_to_the_last_digit_do_not_give_certainty() {
    let mut summary = PairedSummary::default();
    (0..30).for_each(|i| summary.push(1.0, 0.0, 1.0, Some(&(i % 3).to_string())));
    let compared = summary.compare(1).unwrap();
    near(compared.p, 0.25, 1e-15);
    // one cluster alone is no sample
    let mut one = PairedSummary::default();
    (0..30).for_each(|_| one.push(1.0, 0.0, 1.0, Some("one")));
    let compared = one.compare(1).unwrap();
    assert_eq!((compared.p, compared.interval), (1.0, Interval { low: -1.0, high: 1.0 }));
}

#[test]
fn one_case_is_a_comparison_too() {
    for compared in [compare([(1.0, 0.0)]), compare([(0.7, 0.2)])] {
        assert_eq!(compared.n, 1);
        assert!(compared.p > 0.4, "{compared:?}");
        assert!(compared.interval.low < 0.0, "{compared:?}");
        assert_eq!(compared.verdict(0.05, compared.p), Verdict::NotEnoughEvidence);
    }
}
