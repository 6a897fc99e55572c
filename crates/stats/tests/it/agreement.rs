//! Agreement between raters: the reference values of the project's facts on statistics, section 4.7 (statsmodels,
//! krippendorff), and what must hold whatever they say.

use proptest::prelude::*;
use stats::agreement::{Metric, TwoRaters, alpha, alpha_interval};

#[track_caller]
fn near(ours: f64, expected: f64) {
    assert!((ours - expected).abs() <= 1e-9, "{ours} is not {expected}");
}

#[test]
fn two_raters_agree_as_far_as_kappa_and_ac1_say() {
    let table = TwoRaters { both: 20, only_first: 5, only_second: 10, neither: 15 };
    let kappa = table.kappa().unwrap();
    near(kappa.value, 0.4);
    near(kappa.standard_error, 0.1269960629);
    // nearly everything is judged alike: kappa falls below 0 though raters agree 9 times in 10
    let paradox = TwoRaters { both: 90, only_first: 5, only_second: 5, neither: 0 };
    near(paradox.kappa().unwrap().value, -0.0526315789);
    near(paradox.ac1().unwrap(), 0.8895027624);
    assert_eq!((paradox.agreed(), paradox.n()), (90, 100));
    let same = TwoRaters { both: 9, ..TwoRaters::default() };
    assert_eq!((same.kappa(), same.ac1()), (None, Some(1.0)));
    assert_eq!((TwoRaters::default().kappa(), TwoRaters::default().ac1()), (None, None));
}

/// Three raters on fifteen units, 0 where a rater said nothing.
const GIVEN: [[u8; 15]; 3] = [
    [0, 0, 0, 0, 0, 3, 4, 1, 2, 1, 1, 3, 3, 0, 3],
    [1, 0, 2, 1, 3, 3, 4, 3, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 2, 1, 3, 4, 4, 0, 2, 1, 1, 3, 3, 0, 4],
];

fn units() -> Vec<Vec<f64>> {
    let unit = |at: usize| GIVEN.iter().map(|row| row[at]).filter(|v| *v > 0).map(f64::from).collect();
    (0..15).map(unit).collect()
}

#[test]
fn alpha_is_that_of_krippendorff_with_gaps() {
    near(alpha(&units(), Metric::Nominal).unwrap(), 0.6913580247);
    near(alpha(&units(), Metric::Ordinal).unwrap(), 0.8067214199);
    near(alpha(&units(), Metric::Interval).unwrap(), 0.8108448928);
    assert_eq!(alpha(&[vec![1.0], vec![2.0]], Metric::Nominal), None);
    assert_eq!(alpha(&[vec![1.0, 1.0], vec![1.0, 1.0]], Metric::Nominal), None);
}

#[test]
fn alpha_has_an_interval_that_a_seed_makes_again() {
    let interval = |seed| alpha_interval(&units(), Metric::Ordinal, 500, 0.95, seed).unwrap();
    let (one, again) = (interval(1), interval(1));
    assert_eq!(one, again);
    assert!(one.contains(0.8067) && one.width() > 0.1 && one.width() < 1.0, "{one:?}");
    assert_eq!(alpha_interval(&[vec![1.0]], Metric::Nominal, 100, 0.95, 1), None);
}

proptest! {
    #[test]
    fn agreement_does_not_depend_on_who_is_first_nor_on_the_names_of_the_words(
        both in 0_u64..40, first in 0_u64..40, second in 0_u64..40, neither in 1_u64..40,
    ) {
        let table = TwoRaters { both, only_first: first, only_second: second, neither };
        let turned = TwoRaters { only_first: second, only_second: first, ..table };
        let renamed = TwoRaters { both: neither, neither: both, only_first: second, only_second: first };
        for other in [turned, renamed] {
            match (table.kappa(), other.kappa()) {
                (Some(a), Some(b)) => {
                    prop_assert!((a.value - b.value).abs() < 1e-9 && a.value <= 1.0 + 1e-12);
                    prop_assert!((a.standard_error - b.standard_error).abs() < 1e-9);
                }
                (a, b) => prop_assert_eq!(a, b),
            }
            prop_assert!((table.ac1().unwrap() - other.ac1().unwrap()).abs() < 1e-9);
        }
    }

    #[test]
    fn alpha_is_one_when_all_agree_and_never_more(
        units in prop::collection::vec(prop::collection::vec(1_u8..=5, 0..5), 0..20), order in any::<bool>(),
    ) {
        let metric = if order { Metric::Ordinal } else { Metric::Nominal };
        let values: Vec<Vec<f64>> =
            units.iter().map(|unit| unit.iter().map(|v| f64::from(*v)).collect()).collect();
        if let Some(alpha) = alpha(&values, metric) {
            prop_assert!(alpha <= 1.0 + 1e-12, "{alpha}");
        }
        let agreed: Vec<Vec<f64>> =
            values.iter().filter(|unit| unit.len() > 1).map(|unit| vec![unit[0]; unit.len()]).collect();
        if let Some(alpha) = alpha(&agreed, metric) {
            prop_assert!((alpha - 1.0).abs() < 1e-12);
        }
    }
}
