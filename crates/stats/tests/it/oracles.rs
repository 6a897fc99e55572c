//! The reference values of the project's facts on statistics, sections 4.1 to 4.3 (made with scipy, statsmodels;
//! the designs of power after Miller 2024). Toy data: 20 cases, A right in 15, B in 12, clusters of 4 in order.

use stats::bootstrap;
use stats::mcnemar::mcnemar;
use stats::multiplicity::{benjamini_hochberg, benjamini_yekutieli, holm};
use stats::paired::PairedMoments;
use stats::permutation::sign_flip;
use stats::power::{Plan, Variances};
use stats::proportion::{self, agresti_coull, clopper_pearson, jeffreys, wald, wilson};
use stats::repeats::{pass_at_k, pass_every_k};
use stats::{ClusterSums, Interval, Moments, PairedSummary};

const A: &str = "11101101110111011110";
const B: &str = "10101100110101011011";
const CLUSTERED: &str = "11110000111011110010";

fn scores(digits: &str) -> Vec<f64> {
    digits.bytes().map(|digit| f64::from(digit - b'0')).collect()
}

/// To all the digits that the page prints: 1e-9, or half of the last digit when it prints fewer.
#[track_caller]
fn near(ours: f64, expected: f64, tolerance: f64) {
    assert!((ours - expected).abs() <= tolerance, "{ours} is not {expected}");
}

#[track_caller]
fn is(ours: f64, expected: f64) {
    near(ours, expected, 1e-9);
}

#[track_caller]
fn interval_is(ours: Interval, low: f64, high: f64, tolerance: f64) {
    near(ours.low, low, tolerance);
    near(ours.high, high, tolerance);
}

#[test]
fn one_share() {
    let a: Moments = scores(A).into_iter().collect();
    is(a.standard_error().unwrap(), 0.0993399268);
    is(proportion::standard_error(15, 20), 0.0968245837);
    interval_is(wald(15, 20, 0.95), 0.5602, 0.9398, 5e-5);
    interval_is(wilson(15, 20, 0.95), 0.5312991224, 0.8881382986, 1e-9);
    interval_is(clopper_pearson(15, 20, 0.95), 0.5089541283, 0.9134285309, 1e-9);
    interval_is(jeffreys(15, 20, 0.95), 0.5358053708, 0.8976015143, 1e-9);
    interval_is(agresti_coull(15, 20, 0.95), 0.5275246028, 0.8919128182, 1e-9);
    interval_is(wilson(0, 20, 0.95), 0.0, 0.1611251581, 1e-9);
    interval_is(clopper_pearson(0, 20, 0.95), 0.0, 0.168433471, 1e-9);
    is(proportion::prob_superior(15, 20, 12, 20), 0.836788184);
}

#[test]
fn a_benchmark_of_finite_size() {
    near(proportion::standard_error(80, 100), 0.04, 1e-12);
    near(proportion::standard_error(80, 100) * proportion::finite_factor(100, 1319), 0.0384538, 5e-8);
    assert_eq!(proportion::cases_for_margin(0.8, 0.02, 1319, 0.95), 710);
    assert_eq!(proportion::finite_interval(80, 100, 1319, 0.95), (939, 1148));
}

#[test]
fn a_paired_difference() {
    let mut pairs = PairedMoments::default();
    for (a, b) in scores(A).into_iter().zip(scores(B)) {
        pairs.push(a, b);
    }
    let difference = pairs.difference();
    is(difference.mean(), 0.15);
    is(difference.standard_error().unwrap(), 0.109424331);
    is(pairs.unpaired_standard_error().unwrap(), 0.15);
    is(pairs.correlation().unwrap(), 0.4714045208);
    let test = difference.t_test().unwrap();
    is(test.t, 1.3708103);
    is(test.p, 0.1864114355);
    interval_is(difference.interval(0.95).unwrap(), -0.0790277569, 0.3790277569, 1e-9);
    let saved = 1.0 - (difference.standard_error().unwrap() / 0.15).powi(2);
    near(saved, 0.47, 0.005);
}

#[test]
fn clusters() {
    let mut sums = ClusterSums::default();
    let mut plain = Moments::default();
    for (i, score) in scores(CLUSTERED).into_iter().enumerate() {
        sums.push(score, 1.0, Some(&format!("document {}", i / 4)));
        plain.push(score);
    }
    assert_eq!(sums.clusters(), 5);
    // the page's naive error divides by n
    is(plain.standard_error().unwrap() * (19.0_f64 / 20.0).sqrt(), 0.1095445115);
    is(sums.standard_error_cr0().unwrap(), 0.1816590212);
    near((sums.standard_error_cr0().unwrap() / 0.1095445115).powi(2), 2.75, 1e-7);
    is(sums.standard_error().unwrap(), 0.2031009601);
    // with equal clusters the two corrections are one
    is(sums.standard_error_cr2().unwrap(), 0.2031009601);
    is(sums.effective_clusters(), 5.0);
    assert_eq!(sums.t_test().unwrap().df, 4.0);
    // the graded D2 of the page: its own mean and error, its t and p
    let test = stats::mean::TTest::of(0.11, 0.0678232998, 4.0);
    near(test.t, 1.621861518, 1e-8);
    near(test.p, 0.1801518276, 1e-8);
}

#[test]
fn power() {
    let plan = Plan::default();
    let with = |repeats| Variances {
        between: 1.0 / 9.0,
        within_a: 1.0 / 6.0,
        repeats_a: repeats,
        within_b: 1.0 / 6.0,
        repeats_b: repeats,
    };
    near(plan.paired(with(1.0), 0.03), 3875.99, 0.005);
    near(plan.paired(with(10.0), 0.03), 1259.70, 0.005);
    near(plan.paired(with(f64::INFINITY), 0.03), 969.0, 0.05);
    near(plan.detectable(with(1.0), 1000.0), 0.0590626, 5e-8);
    near(plan.paired_binary(0.2, 0.03), 1736.35, 0.005);
    near(plan.paired_binary(0.1, 0.03), 864.25, 0.005);
    near(plan.unpaired(0.75, 0.72), 3393.33, 0.005);
    near(plan.t_test(0.1), 786.8089402, 1e-6);
    near(plan.unpaired_arcsine(0.75, 0.72), 3394.825656, 1e-6);
    // (z of alpha/2 + z of power), seen through n = (..)^2 sd^2 / delta^2 at sd = delta
    near(
        plan.paired(
            Variances { between: 1.0, within_a: 0.0, repeats_a: 1.0, within_b: 0.0, repeats_b: 1.0 },
            1.0,
        ),
        2.801585218_f64.powi(2),
        1e-8,
    );
}

#[test]
fn mcnemar_tests() {
    let published = mcnemar(121, 59);
    near(published.chi2, 21.3555556, 5e-8);
    near(published.chi2_p, 3.815135865e-6, 1e-15);
    near(published.corrected, 20.6722222, 5e-8);
    near(published.corrected_p, 5.450094825e-6, 1e-15);
    near(published.exact_p, 4.434449264e-6, 1e-15);
    near(published.mid_p, 3.266646796e-6, 1e-15);
    let toy = mcnemar(4, 1);
    is(toy.exact_p, 0.375);
    is(toy.mid_p, 0.21875);
}

#[test]
fn the_toy_comparison_end_to_end() {
    // given A and B on the same cases, when they are compared, then the table and the mid-p are the page's
    let mut summary = PairedSummary::default();
    for (a, b) in scores(A).into_iter().zip(scores(B)) {
        summary.push(a, b, 1.0, None);
    }
    let compared = summary.compare(1).unwrap();
    assert_eq!((compared.n, compared.only_a, compared.only_b), (20, 4, 1));
    assert_eq!(compared.both_right + compared.only_a, 15);
    is(compared.difference, 0.15);
    is(compared.p, 0.21875);
    assert_eq!(compared.method, "mcnemar-mid-p");
}

#[test]
fn sign_flips() {
    let d: Vec<f64> = scores(A).into_iter().zip(scores(B)).map(|(a, b)| a - b).collect();
    let test = sign_flip(&d, 0, 0);
    is(test.p, 0.375);
    assert!(test.exact);
    assert_eq!(test.nonzero, 5);
    // all on one side: 2 of the 1,024 assignments
    is(sign_flip(&[0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1], 0, 0).p, 0.001953125);
}

#[test]
fn bootstrap_of_a_share_needs_no_draws() {
    let interval = bootstrap::share(15, 20, 0.95);
    assert_eq!((interval.low, interval.high), (0.55, 0.90));
}

#[test]
fn several_p_values() {
    let p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    let same = |ours: Vec<f64>, expected: [f64; 10], tolerance: f64| {
        for (ours, expected) in ours.into_iter().zip(expected) {
            near(ours, expected, tolerance);
        }
    };
    same(holm(&p), [0.01, 0.072, 0.312, 0.312, 0.312, 0.312, 0.312, 0.615, 0.615, 0.615], 1e-9);
    let hochberg = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.74 / 7.0, 0.216, 0.216, 0.216];
    same(benjamini_hochberg(&p), hochberg, 1e-9);
    let yekutieli = benjamini_yekutieli(&p);
    near(yekutieli[0], 0.02929, 5e-6);
    near(yekutieli[1], 0.117159, 5e-7);
}

#[test]
fn repeats() {
    is(pass_at_k(20, 5, 1).unwrap(), 0.25);
    is(pass_at_k(20, 5, 5).unwrap(), 0.8063080495);
    is(pass_at_k(20, 5, 10).unwrap(), 0.98374613);
    is(pass_every_k(20, 15, 4).unwrap(), 0.2817337461);
}
