//! What must hold whatever the data.

use proptest::prelude::*;
use stats::draws::Draws;
use stats::mcnemar::{PairedTable, mcnemar};
use stats::multiplicity::{benjamini_hochberg, benjamini_yekutieli, holm};
use stats::permutation::sign_flip;
use stats::proportion::{agresti_coull, clopper_pearson, finite_interval, jeffreys, wilson};
use stats::repeats::{pass_at_k, pass_every_k};
use stats::{Moments, PairedSummary, ScoreSummary, WeightedMoments, score_interval};

fn share() -> impl Strategy<Value = (u64, u64)> {
    (1_u64..2000).prop_flat_map(|n| (0..=n, Just(n)))
}

/// Scores that are often exactly 0 or 1, weights, a few cluster names.
fn case() -> impl Strategy<Value = (f64, f64, f64, Option<u8>)> {
    let score = || prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0_f64];
    (score(), score(), prop_oneof![Just(1.0), 0.1..10.0_f64], prop::option::of(0_u8..6))
}

proptest! {
    #[test]
    fn intervals_of_a_share_hold_it_and_mirror((k, n) in share(), level in 0.5..0.999) {
        let p = k as f64 / n as f64;
        for make in [wilson, clopper_pearson, jeffreys, agresti_coull] {
            let (one, other) = (make(k, n, level), make(n - k, n, level));
            prop_assert!(0.0 <= one.low && one.low <= p && p <= one.high && one.high <= 1.0, "{one:?}");
            prop_assert!((one.low - (1.0 - other.high)).abs() < 1e-9, "{one:?} {other:?}");
        }
    }

    #[test]
    fn the_finite_interval_holds_what_is_possible(
        (k, n) in (1_u64..120).prop_flat_map(|n| (0..=n, Just(n))), rest in 0_u64..500,
    ) {
        let (low, high) = finite_interval(k, n, n + rest, 0.95);
        prop_assert!(k <= low && low <= high && high <= k + rest, "{low} {high}");
        if rest == 0 {
            prop_assert_eq!((low, high), (k, k));
        }
    }

    #[test]
    fn tangos_interval_holds_the_difference_and_agrees_with_mcnemar(
        both in 0_u64..200, only_a in 0_u64..60, only_b in 0_u64..60, neither in 1_u64..200,
    ) {
        let table = PairedTable { both, only_a, only_b, neither };
        let interval = table.interval(0.95);
        prop_assert!(interval.contains(table.difference()), "{interval:?}");
        prop_assert!(-1.0 <= interval.low && interval.high <= 1.0);
        // at a difference of 0 the score test is McNemar's chi-squared
        let p = mcnemar(only_a, only_b).chi2_p;
        prop_assert!((p - 0.05).abs() < 1e-9 || (p > 0.05) == interval.contains(0.0), "{p} {interval:?}");
        let exact = mcnemar(only_a, only_b);
        prop_assert!(exact.mid_p <= exact.exact_p && exact.exact_p <= 1.0);
    }

    #[test]
    fn corrections_keep_the_order_and_never_lower_p(p in prop::collection::vec(0.0..=1.0_f64, 0..20)) {
        for adjusted in [holm(&p), benjamini_hochberg(&p), benjamini_yekutieli(&p)] {
            for i in 0..p.len() {
                prop_assert!(p[i] <= adjusted[i] + 1e-15 && adjusted[i] <= 1.0);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j]);
                }
            }
        }
    }

    #[test]
    fn merging_is_pushing(x in prop::collection::vec(-5.0..5.0_f64, 0..40), cut in 0_usize..40) {
        let cut = cut.min(x.len());
        let whole: Moments = x.iter().copied().collect();
        let mut merged: Moments = x[..cut].iter().copied().collect();
        merged.merge(&x[cut..].iter().copied().collect());
        prop_assert_eq!(merged.n(), whole.n());
        prop_assert!((merged.mean() - whole.mean()).abs() < 1e-12);
        prop_assert!((merged.m2() - whole.m2()).abs() < 1e-9);
        // a weight of 2 is the case twice
        let (mut twice, mut weighted) = (Moments::default(), (WeightedMoments::default(), WeightedMoments::default()));
        for (i, x) in x.iter().enumerate() {
            twice.push(*x);
            twice.push(*x);
            if i < cut { weighted.0.push(*x, 2.0) } else { weighted.1.push(*x, 2.0) }
        }
        weighted.0.merge(&weighted.1);
        prop_assert!((weighted.0.mean() - twice.mean()).abs() < 1e-12);
        prop_assert!((weighted.0.m2() - twice.m2()).abs() < 1e-9);
    }

    #[test]
    fn sign_flips_by_halves_count_what_brute_force_counts(d in prop::collection::vec(-4_i32..=4, 0..11)) {
        let d: Vec<f64> = d.into_iter().map(|d| f64::from(d) / 3.0).collect();
        let seen = d.iter().sum::<f64>().abs();
        let as_far = (0_u32..1 << d.len())
            .filter(|signs| {
                let flipped: f64 = d.iter().enumerate().map(|(i, d)| if signs >> i & 1 == 1 { *d } else { -d }).sum();
                flipped.abs() >= seen - 1e-9
            })
            .count();
        let expected = as_far as f64 / f64::from(1_u32 << d.len());
        prop_assert!((sign_flip(&d, 0, 0).p - expected).abs() < 1e-12);
    }

    #[test]
    fn an_arms_interval_holds_its_mean_in_any_order(cases in prop::collection::vec(case(), 1..60)) {
        let fill = |cases: &mut dyn Iterator<Item = &(f64, f64, f64, Option<u8>)>| {
            let mut summary = ScoreSummary::default();
            for (score, _, weight, cluster) in cases {
                summary.push(*score, *weight, cluster.map(|c| c.to_string()).as_deref());
            }
            summary
        };
        let (summary, reversed) = (fill(&mut cases.iter()), fill(&mut cases.iter().rev()));
        let (interval, method) = score_interval(&summary).unwrap();
        let mean = summary.mean().unwrap();
        prop_assert!(0.0 <= interval.low && interval.low <= mean + 1e-12, "{interval:?} {mean}");
        prop_assert!(mean - 1e-12 <= interval.high && interval.high <= 1.0, "{interval:?} {mean}");
        let (other, same) = score_interval(&reversed).unwrap();
        prop_assert_eq!(method, same);
        prop_assert!((interval.low - other.low).abs() < 1e-9 && (interval.high - other.high).abs() < 1e-9);
        // more confidence is a wider interval
        let (wider, _) = summary.interval(0.99).unwrap();
        prop_assert!(wider.low <= interval.low + 1e-12 && interval.high <= wider.high + 1e-12);
    }

    #[test]
    fn comparing_the_other_way_round_is_the_mirror(cases in prop::collection::vec(case(), 1..60), seed: u64) {
        let (mut one, mut other) = (PairedSummary::default(), PairedSummary::default());
        for (a, b, weight, cluster) in &cases {
            let name = cluster.map(|c| c.to_string());
            one.push(*a, *b, *weight, name.as_deref());
            other.push(*b, *a, *weight, name.as_deref());
        }
        let (one, other) = (one.compare(seed).unwrap(), other.compare(seed).unwrap());
        prop_assert!((one.difference + other.difference).abs() < 1e-12);
        prop_assert!((one.p - other.p).abs() < 1e-9, "{} {}", one.p, other.p);
        prop_assert!((one.interval.low + other.interval.high).abs() < 1e-9);
        prop_assert!((0.0..=1.0).contains(&one.p));
        prop_assert!(one.interval.low <= one.interval_90.low && one.interval_90.high <= one.interval.high);
        prop_assert_eq!(one.n, one.both_right + one.only_a + one.only_b + one.both_wrong);
        prop_assert_eq!(one.only_a, other.only_b);
    }

    #[test]
    fn passes_lie_where_they_must(n in 1_u64..60, c in 0_u64..60, k in 1_u64..60) {
        let (any, every) = (pass_at_k(n, c, k), pass_every_k(n, c, k));
        prop_assert_eq!(any.is_some(), k <= n && c <= n);
        if let (Some(any), Some(every)) = (any, every) {
            let rate = c as f64 / n as f64;
            prop_assert!(every <= rate + 1e-12 && rate <= any + 1e-12);
        }
    }

    #[test]
    fn draws_are_a_function_of_the_seed(seed: u64, n in 1_usize..1000) {
        let (mut one, mut two) = (Draws::new(seed), Draws::new(seed));
        for _ in 0..20 {
            prop_assert_eq!(one.bits(), two.bits());
            prop_assert!(one.below(n) < n && two.below(n) < n);
            prop_assert!((0.0..1.0).contains(&one.uniform()));
            two.bits();
        }
    }
}

#[test]
fn draws_are_even_and_seeds_do_not_overlap() {
    // 16 cells of 6,250: chi-squared with 15 degrees of freedom exceeds 37.7 once in a thousand
    let mut draws = Draws::new(1);
    let mut cells = [0_i32; 16];
    (0..100_000).for_each(|_| cells[draws.below(16)] += 1);
    let chi2: f64 = cells.iter().map(|c| f64::from(c - 6250).powi(2) / 6250.0).sum();
    assert!(chi2 < 37.7, "{chi2}");
    let first: Vec<u64> = (0..1000).map(|_| draws.bits()).collect();
    let mut next = Draws::new(2);
    assert!((0..1000).all(|_| !first.contains(&next.bits())));
}
