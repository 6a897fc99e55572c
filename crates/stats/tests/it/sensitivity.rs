//! Wordings x cases: scipy 1.17.1 and statsmodels 0.15.0 on the tables printed here. Values of parts: by hand.

use std::collections::BTreeMap;

use stats::sensitivity::{Blocks, cochran_q, friedman};
use stats::shapley::{Orders, Subset};

/// Six cases, four wordings.
const SCORES: [[f64; 4]; 6] = [
    [0.9, 0.7, 0.8, 0.6],
    [0.8, 0.55, 0.75, 0.5],
    [1.0, 0.8, 0.95, 0.7],
    [0.6, 0.4, 0.45, 0.35],
    [0.7, 0.5, 0.65, 0.35],
    [0.95, 0.7, 0.85, 0.65],
];

fn rows() -> Vec<Vec<f64>> {
    SCORES.iter().map(|row| row.to_vec()).collect()
}

#[track_caller]
fn near(ours: f64, expected: f64, tolerance: f64) {
    assert!((ours - expected).abs() <= tolerance, "{ours} is not {expected}");
}

#[test]
fn a_table_is_anova_lm() {
    let blocks = Blocks::of(&rows()).unwrap();
    near(blocks.ss_cases, 0.48125, 1e-12);
    near(blocks.ss_wordings, 0.323_333_333_333_333, 1e-12);
    near(blocks.ss_rest, 0.015_416_666_666_667, 1e-12);
    let test = blocks.f_test();
    near(test.statistic, 104.864_864_864_864_7, 1e-9);
    near(test.p, 2.739_771_093_267_689e-10, 1e-20);
}

#[test]
fn from_sums_of_squares_to_all_that_is_reported() {
    // published sums of squares of another table of the same shape
    let blocks =
        Blocks { cases: 6, wordings: 4, ss_wordings: 0.36125, ss_cases: 0.562_083_3, ss_rest: 0.02625 };
    assert_eq!(blocks.degrees(), (3.0, 5.0, 15.0));
    near(blocks.f_test().statistic, 68.809_523_81, 1e-8);
    near(blocks.f_test().p, 5.355_832_322e-9, 1e-17);
    near(blocks.partial_eta_squared(), 0.932_258_064_5, 1e-10);
    near(blocks.icc(), 0.562_394_127_6, 1e-7);
    let parts = blocks.components();
    near(parts.wording, (0.36125 / 3.0 - 0.00175) / 6.0, 1e-12);
    near(parts.share_of_wording(), 0.402_032, 1e-6);
}

#[test]
fn ranks_are_friedmanchisquare() {
    let test = friedman(&rows()).unwrap();
    near(test.statistic, 18.0, 1e-12);
    near(test.p, 0.000_439_849_652_848_8, 1e-12);
    let mut tied = rows();
    (tied[0][2], tied[1][1]) = (0.9, 0.5);
    let test = friedman(&tied).unwrap();
    near(test.statistic, 17.482_758_620_689_66, 1e-11);
    near(test.p, 0.000_562_219_643_535_8, 1e-12);
}

#[test]
fn right_or_wrong_is_cochrans_q() {
    let right: Vec<Vec<bool>> = SCORES.iter().map(|row| row.iter().map(|s| *s >= 0.65).collect()).collect();
    let test = cochran_q(&right).unwrap();
    near(test.statistic, 7.363_636_363_636_363, 1e-12);
    near(test.p, 0.061_167_704_942_236_57, 1e-12);
    // published statistics of another table
    near(stats::law::chi2::tails(9.571_428_571, 3.0).upper, 0.022_583_496_5, 1e-9);
    near(stats::law::chi2::tails(17.089_285_7, 3.0).upper, 0.000_677_479_28, 1e-9);
}

#[test]
fn wordings_that_change_nothing() {
    let same = vec![vec![0.5, 0.5, 0.5], vec![1.0, 1.0, 1.0], vec![0.0, 0.0, 0.0]];
    let blocks = Blocks::of(&same).unwrap();
    assert_eq!((blocks.f_test().p, blocks.partial_eta_squared()), (1.0, 0.0));
    assert_eq!((blocks.icc(), blocks.components().share_of_wording()), (1.0, 0.0));
    assert_eq!(friedman(&same).unwrap().p, 1.0);
    assert!(Blocks::of(&[vec![1.0, 2.0]]).is_none() && Blocks::of(&[vec![1.0], vec![2.0]]).is_none());
}

/// The value of every subset of `parts` parts.
fn game(parts: usize, value: impl Fn(&Subset) -> f64) -> BTreeMap<Subset, f64> {
    let subset = |bits: u32| (0..parts).filter(|part| bits >> part & 1 == 1).collect::<Subset>();
    (0..1_u32 << parts).map(subset).map(|set| (set.clone(), value(&set))).collect()
}

#[test]
fn parts_that_do_the_same_share_what_they_earn() {
    // one left glove (0) makes a pair with either right one (1, 2): 2/3, 1/6, 1/6
    let gloves =
        game(3, |set| f64::from(u8::from(set.contains(&0) && (set.contains(&1) || set.contains(&2)))));
    let worth = Orders::all(3).worth(&gloves).unwrap();
    for (part, expected) in [2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0].into_iter().enumerate() {
        near(worth[part].value, expected, 1e-12);
    }
    // leaving one of the two redundant ones out would have said that it is worth nothing
    assert_eq!(gloves[&Subset::from([0, 1, 2])] - gloves[&Subset::from([0, 1])], 0.0);
}

#[test]
fn antithetic_orders_are_exact_for_pairwise_effects_and_always_add_up() {
    // parts with values of their own and one interaction: each pair of an order and its reverse is exact
    let own = [0.2, 0.0, -0.1, 0.3, 0.05];
    let value = |set: &Subset| {
        let both = set.contains(&0) && set.contains(&3);
        set.iter().map(|part| own[*part]).sum::<f64>() + if both { -0.1 } else { 0.0 }
    };
    let values = game(5, value);
    let worth = Orders::antithetic(5, 3, 7).worth(&values).unwrap();
    for (part, expected) in [0.15, 0.0, -0.1, 0.25, 0.05].into_iter().enumerate() {
        near(worth[part].value, expected, 1e-12);
        assert!(worth[part].error.unwrap() < 1e-12);
    }
    // whatever the game, values add up to the whole
    let odd = game(5, |set| (set.iter().map(|part| part * part + 1).sum::<usize>() % 7) as f64);
    let orders = Orders::antithetic(5, 2, 1);
    let sum: f64 = orders.worth(&odd).unwrap().iter().map(|w| w.value).sum();
    near(sum, odd[&(0..5).collect()] - odd[&Subset::new()], 1e-12);
    // a whole is asked once: 4 orders of 5 parts share the empty one, the full one and what else they meet twice
    assert!(orders.subsets().len() <= 2 + 4 * 4);
    assert!(orders.worth(&BTreeMap::new()).is_none());
}
