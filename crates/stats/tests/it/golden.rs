//! Golden values made for these tests with scipy 1.17.1 and statsmodels 0.15.0 on the data printed here, and with
//! independent formulations where those libraries have none (said at each).

use stats::equivalence::tost;
use stats::mcnemar::PairedTable;
use stats::paired::PairedMoments;
use stats::permutation::sign_flip;
use stats::power::{Plan, more_cases, t_power};
use stats::proportion::{agresti_coull, clopper_pearson, jeffreys, of_mean, wald, wilson};
use stats::{ClusterSums, Interval, Moments, Repeats, bootstrap, multiplicity};

/// Similarity scores of two prompts on twelve cases, their clusters, and weights.
const X: [f64; 12] = [0.91, 0.84, 0.77, 0.95, 0.60, 0.88, 0.73, 0.99, 0.81, 0.69, 0.86, 0.92];
const Y: [f64; 12] = [0.88, 0.80, 0.79, 0.90, 0.52, 0.88, 0.70, 0.93, 0.74, 0.70, 0.80, 0.85];
const CLUSTER: [&str; 12] = ["0", "0", "0", "1", "1", "2", "2", "2", "2", "3", "4", "4"];
const WEIGHT: [f64; 12] = [1.0, 2.0, 1.0, 1.0, 3.0, 1.0, 0.5, 1.0, 2.0, 1.0, 1.0, 0.25];

fn differences() -> Vec<f64> {
    X.iter().zip(Y).map(|(x, y)| x - y).collect()
}

#[track_caller]
fn near(ours: f64, expected: f64, tolerance: f64) {
    assert!((ours - expected).abs() <= tolerance, "{ours} is not {expected}");
}

#[track_caller]
fn interval_is(ours: Interval, low: f64, high: f64, tolerance: f64) {
    near(ours.low, low, tolerance);
    near(ours.high, high, tolerance);
}

#[test]
fn a_paired_t_test_is_ttest_rel() {
    let mut pairs = PairedMoments::default();
    X.iter().zip(Y).for_each(|(x, y)| pairs.push(*x, y));
    let test = pairs.difference().t_test().unwrap();
    near(test.t, 3.9928017423138664, 1e-9);
    near(test.p, 0.0021120320014364545, 1e-12);
    let interval = pairs.difference().interval(0.95).unwrap();
    interval_is(interval, 0.017202532645338494, 0.05946413402132815, 1e-12);
    near(pairs.correlation().unwrap(), 0.9577311500814338, 1e-12);
    near(pairs.unpaired_standard_error().unwrap(), 0.04669236305518031, 1e-12);
}

#[test]
fn sign_flips_are_permutation_test_of_paired_samples() {
    let test = sign_flip(&differences(), 0, 0);
    near(test.p, 0.005859375, 1e-15);
    assert_eq!((test.exact, test.nonzero), (true, 11));
}

#[test]
fn monte_carlo_sign_flips_agree_with_a_count_of_all() {
    // given 22 differences, when they are padded with ten negligible ones so that counting all is given up,
    // then the sampled p is the counted one up to its noise (20,000 draws: sd .0016)
    let d: Vec<f64> = (0..22).map(|i| if i % 3 == 0 { -0.1 } else { 0.06 } + f64::from(i) * 1e-3).collect();
    let counted = sign_flip(&d, 0, 0);
    assert!(counted.exact && (0.01..0.5).contains(&counted.p), "{counted:?}");
    let mut padded = d.clone();
    padded.extend([1e-9, -1e-9].repeat(5));
    let sampled = sign_flip(&padded, 20_000, 7);
    assert!(!sampled.exact);
    near(sampled.p, counted.p, 0.016);
    assert_eq!(sampled, sign_flip(&padded, 20_000, 7), "a replay is exact");
    // and a p-value of 0 is never claimed
    near(sign_flip(&[1.0; 40], 999, 1).p, 1.0 / 1000.0, 1e-15);
}

#[test]
fn equivalence_is_ttost_paired() {
    let moments: Moments = differences().into_iter().collect();
    let test = tost(&moments, 0.06).unwrap();
    near(test.p, 0.02267291910345148, 1e-12);
    near(test.above_p, 0.02267291910345148, 1e-12);
    near(test.below_p, 2.9081977427489484e-07, 1e-15);
    // the 90 % interval says the same: its upper end is .0556
    assert!(moments.interval(0.90).unwrap().within(0.06));
    assert!(!moments.interval(0.90).unwrap().within(0.05));
    assert!(tost(&moments, 0.05).unwrap().p > 0.05);
}

#[test]
fn clustered_errors_are_statsmodels_ols_and_wls() {
    let (mut plain, mut weighted) = (ClusterSums::default(), ClusterSums::default());
    for ((d, cluster), weight) in differences().into_iter().zip(CLUSTER).zip(WEIGHT) {
        plain.push(d, 1.0, Some(cluster));
        weighted.push(d, weight, Some(cluster));
    }
    near(plain.standard_error_cr0().unwrap(), 0.009240026321377723, 1e-12);
    near(plain.standard_error().unwrap(), 0.010330663484243954, 1e-12);
    near(plain.t_test().unwrap().t, 3.7106361456646306, 1e-9);
    near(plain.t_test().unwrap().p, 0.02064255975919255, 1e-12);
    interval_is(plain.interval(0.95).unwrap(), 0.00965081326905862, 0.06701585339760804, 1e-12);
    // CR2 by its definition on the cluster sums, with numpy: each squared deviation over 1 - cases / 12
    near(plain.standard_error_cr2().unwrap(), 0.010231742382827676, 1e-12);
    near(weighted.mean(), 0.04491525423728813, 1e-12);
    near(weighted.standard_error().unwrap(), 0.011706326896134786, 1e-12);
}

#[test]
fn lone_cases_are_clusters_of_one() {
    // given cases without a cluster, then the errors are those of one cluster per case
    let (mut lone, mut named) = (ClusterSums::default(), ClusterSums::default());
    for (i, d) in differences().into_iter().enumerate() {
        lone.push(d, 1.0, None);
        named.push(d, 1.0, Some(&i.to_string()));
    }
    let moments: Moments = differences().into_iter().collect();
    for sums in [&lone, &named] {
        assert_eq!((sums.clusters(), sums.largest()), (12, 1));
        near(sums.standard_error().unwrap(), moments.standard_error().unwrap(), 1e-15);
        near(sums.standard_error_cr2().unwrap(), moments.standard_error().unwrap(), 1e-15);
    }
}

#[test]
fn bootstrap_is_scipys_up_to_its_noise() {
    // scipy.stats.bootstrap, 999,999 resamples; the resampled means are multiples of 1/1200
    let d = differences();
    let bca = bootstrap::bca(&d, 100_000, 0.95, 3).unwrap();
    interval_is(bca.interval, 0.018333333333333313, 0.05416666666666667, 0.0009);
    near(bca.acceleration, -0.026218173102955433, 1e-12);
    let percentile = bootstrap::percentile(&d, 100_000, 0.95, 3).unwrap();
    interval_is(percentile, 0.02, 0.05583333333333331, 0.0009);
    assert_eq!(bootstrap::bca(&d, 1000, 0.95, 3), bootstrap::bca(&d, 1000, 0.95, 3), "a replay is exact");
    assert_eq!(bootstrap::bca(&[0.5; 9], 1000, 0.95, 3), None, "nothing to accelerate");
    near(bootstrap::jackknife_standard_error(&d).unwrap(), 0.009600610249964175, 1e-12);
}

#[test]
fn cluster_bootstrap_finds_the_clustered_error() {
    // given 40 equal clusters, then the bootstrap's error is CR0 (up to 1 % of noise), not the naive one
    let mut sums = ClusterSums::default();
    for cluster in 0..40_u32 {
        for case in 0..5 {
            sums.push(
                f64::from(u8::from((cluster * 7) % 10 + case % 3 > 5)),
                1.0,
                Some(&cluster.to_string()),
            );
        }
    }
    let clusters: Vec<(f64, f64)> = sums.cluster_means().collect();
    let found = bootstrap::clusters(&clusters, 20_000, 0.95, 11).unwrap();
    let expected = sums.standard_error_cr0().unwrap();
    assert!((found.standard_error / expected - 1.0).abs() < 0.02, "{} {expected}", found.standard_error);
    assert!(found.interval.contains(sums.mean()));
    assert_eq!(bootstrap::clusters(&clusters[..1], 100, 0.95, 0), None);
}

#[test]
fn intervals_of_a_share_are_proportion_confint() {
    for (level, make, low, high) in [
        (0.95, wilson as fn(u64, u64, f64) -> Interval, 0.11395135561262493, 0.39812418383342063),
        (0.90, wilson, 0.127329248082247, 0.36830267895809854),
        (0.95, clopper_pearson, 0.09594216834575112, 0.4109638661386733),
        (0.90, clopper_pearson, 0.11108877125926007, 0.38261023091698204),
        (0.95, jeffreys, 0.10711421542968325, 0.39298976443098843),
        (0.90, jeffreys, 0.123124815622335, 0.364752605605268),
        (0.95, agresti_coull, 0.11111808275890944, 0.4009574566871361),
        (0.95, wald, 0.07862259069286018, 0.37299031253294623),
    ] {
        interval_is(make(7, 31, level), low, high, 1e-12);
    }
}

#[test]
fn tangos_interval_is_an_inverted_score_test() {
    // made by maximising the constrained trinomial likelihood numerically (scipy.optimize) and inverting the score
    // test, without Tango's closed form
    for (only_a, only_b, n, low, high) in [
        (4, 1, 20, -0.08673660772071846, 0.3831855820184712),
        (9, 3, 50, -0.017798415926076536, 0.2627255027471429),
        (0, 0, 20, -0.16112515805281943, 0.16112515805281943),
        (5, 0, 30, 0.03423437463036976, 0.33564350506416035),
        (101, 59, 314, 0.05537406002452831, 0.21048274792285862),
    ] {
        let table = PairedTable { both: 0, only_a, only_b, neither: n - only_a - only_b };
        interval_is(table.interval(0.95), low, high, 1e-9);
    }
    let all = PairedTable { both: 0, only_a: 9, only_b: 0, neither: 0 };
    assert_eq!(all.interval(0.95).high, 1.0);
}

#[test]
fn corrections_are_multipletests_in_the_order_given() {
    let p = [0.03, 0.001, 0.2, 0.03, 0.04];
    for (ours, expected) in [
        (multiplicity::holm(&p), [0.12, 0.005, 0.2, 0.12, 0.12]),
        (multiplicity::benjamini_hochberg(&p), [0.05, 0.005, 0.2, 0.05, 0.05]),
        (
            multiplicity::benjamini_yekutieli(&p),
            [
                0.11416666666666665,
                0.011416666666666667,
                0.45666666666666667,
                0.11416666666666665,
                0.11416666666666667,
            ],
        ),
    ] {
        for (ours, expected) in ours.into_iter().zip(expected) {
            near(ours, expected, 1e-12);
        }
    }
    assert_eq!(multiplicity::holm(&[]), Vec::<f64>::new());
}

#[test]
fn power_is_ttestpower() {
    // statsmodels says 786.808940182; mpmath (25 digits) puts the power there at .79999999995, here at .8
    near(Plan::default().t_test(0.1), 786.80894028249, 1e-9);
    // likewise 18.4462246, where mpmath finds .89999997
    near(Plan { alpha: 0.05, power: 0.9 }.t_test(0.8), 18.44622608178, 1e-9);
    near(t_power(0.5, 20.0, 0.05), 0.5645044184390203, 1e-9);
    near(t_power(0.9, 4.0, 0.05), 0.24543621552685646, 1e-9);
    near(t_power(1.5, 3.0, 0.05), 0.3163818615591504, 1e-9);
}

#[test]
fn more_cases_are_those_the_formula_lacks() {
    // (1.959964 + .841621)^2 * .05 / .01 = 39.24; 20 are there
    let plan = Plan::default();
    assert_eq!(more_cases(plan, 20, 0.1, 0.05_f64.sqrt()), Some(20));
    assert_eq!(more_cases(plan, 39, 0.1, 0.05_f64.sqrt()), Some(1));
    assert_eq!(more_cases(plan, 20, 0.0, 0.2), None, "no difference is never settled");
    assert_eq!(more_cases(plan, 20, 1e-4, 1.0), None, "785 million cases are no advice");
    assert_eq!(more_cases(plan, 1, 1.0, f64::INFINITY), None, "one case tells no spread");
}

#[test]
fn variance_components_are_the_one_way_table() {
    // scipy.stats.f_oneway: F = 10/3, mean square within 1/6, so between (F - 1) / 6 / 3 repeats
    let mut repeats = Repeats::default();
    for (scores, same) in
        [([1.0, 1.0, 1.0], true), ([0.0, 0.0, 1.0], false), ([1.0, 1.0, 0.0], false), ([0.0; 3], true)]
    {
        repeats.push(&scores, same);
    }
    let components = repeats.components().unwrap();
    near(components.within, 1.0 / 6.0, 1e-12);
    near(components.between, 0.1296296296296296, 1e-12);
    near(components.model_share(), 0.5625, 1e-12);
    assert_eq!(repeats.stability(), Some(0.5));

    // F under 1 with unequal numbers of repeats: nothing between the cases
    let mut unequal = Repeats::default();
    let cases: [&[f64]; 5] =
        [&[1.0, 1.0, 0.0], &[0.0, 0.0], &[1.0, 0.0, 1.0, 1.0], &[0.5, 0.5, 0.5], &[0.0, 1.0]];
    cases.iter().for_each(|scores| unequal.push(scores, false));
    let components = unequal.components().unwrap();
    near(components.within, 0.21296296296296297, 1e-12);
    assert_eq!(components.between, 0.0);
    assert_eq!(components.model_share(), 1.0);

    // a case asked once says nothing of either
    let mut once = Repeats::default();
    once.push(&[1.0], true);
    assert_eq!((once.cases(), once.stability(), once.components()), (0, None, None));
}

#[test]
fn the_interval_of_a_mean_is_that_of_as_many_answers_right_or_wrong() {
    assert_eq!(of_mean(0.75, 20, 0.95), wilson(15, 20, 0.95));
    let graded = of_mean(0.333, 10, 0.95);
    assert!(
        graded.contains(0.333)
            && graded.low > wilson(3, 10, 0.95).low
            && graded.high < wilson(4, 10, 0.95).high
    );
    assert_eq!(of_mean(0.5, 0, 0.95), Interval { low: 0.0, high: 1.0 });
}
