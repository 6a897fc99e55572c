//! A share: k successes of n. Five intervals, the finite benchmark, and two independent shares.
//!
//! Everywhere n > 0, successes <= n, and a sample is no larger than its population.

use crate::Interval;
use crate::law::{beta, hypergeometric, ln_gamma, normal};

/// The textbook interval, p +- z sqrt(p (1 - p) / n). Too short below a few hundred cases, empty at 0 and n.
pub fn wald(successes: u64, n: u64, level: f64) -> Interval {
    let (p, n) = (successes as f64 / n as f64, n as f64);
    Interval::around(p, normal::two_sided(level) * (p * (1.0 - p) / n).sqrt()).clamped(0.0, 1.0)
}

/// Wilson's score interval (1927): all shares that a score test would not reject. The default; see
/// `docs/statistics.md` for its coverage.
pub fn wilson(successes: u64, n: u64, level: f64) -> Interval {
    wilson_of(successes as f64 / n as f64, n as f64, normal::two_sided(level))
}

/// Wilson's interval around a mean of scores in 0 to 1 known as well as `n` yes-or-no answers would make it,
/// `z` standard errors wide.
pub(crate) fn wilson_of(mean: f64, n: f64, z: f64) -> Interval {
    let extra = z * z / n;
    if !extra.is_finite() {
        return Interval { low: 0.0, high: 1.0 };
    }
    let centre = (mean + 0.5 * extra) / (1.0 + extra);
    let half = (extra * (mean * (1.0 - mean)).max(0.0) + 0.25 * extra * extra).sqrt() / (1.0 + extra);
    // at 0 and 1 the end is exact: rounding must not leave 1e-17 outside it
    Interval {
        low: if mean <= 0.0 { 0.0 } else { (centre - half).max(0.0) },
        high: if mean >= 1.0 { 1.0 } else { (centre + half).min(1.0) },
    }
}

/// Wilson's interval of a mean of `n` scores in 0 to 1, as if each were yes or no: never too short. 0 to 1 without scores.
pub fn of_mean(mean: f64, n: u64, level: f64) -> Interval {
    wilson_of(mean, n as f64, normal::two_sided(level))
}

/// Clopper and Pearson's interval (1934): never covers less than its level, often much more.
pub fn clopper_pearson(successes: u64, n: u64, level: f64) -> Interval {
    let (k, rest, tail) = (successes as f64, (n - successes) as f64, 0.5 * (1.0 - level));
    Interval {
        low: if successes == 0 { 0.0 } else { beta::quantile(tail, k, rest + 1.0) },
        high: if successes == n { 1.0 } else { beta::quantile(1.0 - tail, k + 1.0, rest) },
    }
}

/// Jeffreys' interval: quantiles of the posterior under Beta(1/2, 1/2), with the ends 0 and 1 at 0 and n.
pub fn jeffreys(successes: u64, n: u64, level: f64) -> Interval {
    let (a, b, tail) = (successes as f64 + 0.5, (n - successes) as f64 + 0.5, 0.5 * (1.0 - level));
    Interval {
        low: if successes == 0 { 0.0 } else { beta::quantile(tail, a, b) },
        high: if successes == n { 1.0 } else { beta::quantile(1.0 - tail, a, b) },
    }
}

/// Agresti and Coull's interval (1998): Wald's after adding z^2 / 2 successes and as many failures.
pub fn agresti_coull(successes: u64, n: u64, level: f64) -> Interval {
    let z = normal::two_sided(level);
    let n = n as f64 + z * z;
    let p = (successes as f64 + 0.5 * z * z) / n;
    Interval::around(p, z * (p * (1.0 - p) / n).sqrt()).clamped(0.0, 1.0)
}

/// Standard error of a share of `n` cases, sqrt(p (1 - p) / n).
pub fn standard_error(successes: u64, n: u64) -> f64 {
    let p = successes as f64 / n as f64;
    (p * (1.0 - p) / n as f64).sqrt()
}

/// P(share of A > share of B) for two *independent* samples under uniform priors. Two arms on the same cases are
/// not independent: compare those with [`crate::PairedSummary`].
pub fn prob_superior(successes_a: u64, n_a: u64, successes_b: u64, n_b: u64) -> f64 {
    let a2 = (n_a - successes_a) as f64 + 1.0;
    let (b1, b2) = (successes_b as f64 + 1.0, (n_b - successes_b) as f64 + 1.0);
    let ln_beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let fixed = ln_beta(b1, b2);
    let term = |i: u64| {
        let i = i as f64;
        (ln_beta(b1 + i, a2 + b2) - (a2 + i).ln() - ln_beta(1.0 + i, a2) - fixed).exp()
    };
    // the law of A written as a sum over its whole first parameter
    (0..=successes_a).map(term).sum::<f64>().min(1.0)
}

/// The factor sqrt(1 - n / N) on a standard error when the `n` cases were drawn from a benchmark of `population`.
pub fn finite_factor(n: u64, population: u64) -> f64 {
    (1.0 - n as f64 / population as f64).max(0.0).sqrt()
}

/// Cases to draw from a benchmark of `population` so that the interval of a share near `p` is +- `margin`.
pub fn cases_for_margin(p: f64, margin: f64, population: u64, level: f64) -> u64 {
    let unlimited = normal::two_sided(level).powi(2) * p * (1.0 - p) / (margin * margin);
    // rounding up, but not from 709.0000000001
    (1.0 / (1.0 / unlimited + 1.0 / population as f64) - 1e-9).ceil().max(1.0) as u64
}

/// Exact interval of the number of successes in a whole benchmark of `population`, from `successes` of `n` cases
/// drawn from it: the numbers that neither one-sided hypergeometric test rejects.
pub fn finite_interval(successes: u64, n: u64, population: u64, level: f64) -> (u64, u64) {
    let tail = 0.5 * (1.0 - level);
    let (least, most) = (successes, population - (n - successes));
    // P(X >= successes) rises with the number of successes in the whole
    let at_least = |whole: u64| match successes {
        0 => 1.0,
        k => hypergeometric::tails(k - 1, n, whole, population).upper,
    };
    let at_most = |whole: u64| hypergeometric::tails(successes, n, whole, population).lower;
    let low = first(least, most, |whole| at_least(whole) > tail);
    let beyond = first(least, most + 1, |whole| whole > most || at_most(whole) <= tail);
    (low, beyond.saturating_sub(1).max(low))
}

/// The first of `low..=high` for which `holds`, which stays true from there on; `high` when there is none before.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}
