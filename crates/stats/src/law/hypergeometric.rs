//! Draws without return: the law of a sample of a finite set.

use super::{Tails, ln_gamma};

fn ln_choose(n: u64, k: u64) -> f64 {
    ln_gamma(n as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((n - k) as f64 + 1.0)
}

/// P(X <= k) and P(X > k) for the successes X among `n` drawn from `population` of which `successes` succeed.
pub fn tails(k: u64, n: u64, successes: u64, population: u64) -> Tails {
    let (least, most) = ((n + successes).saturating_sub(population), n.min(successes));
    if k >= most {
        return Tails { lower: 1.0, upper: 0.0 };
    }
    if k < least {
        return Tails { lower: 0.0, upper: 1.0 };
    }
    let failures = population - successes;
    let total = ln_choose(population, n);
    let mass = |x: u64| (ln_choose(successes, x) + ln_choose(failures, n - x) - total).exp();
    // sum the shorter tail, from its largest term outwards
    let mode = (n as f64 + 1.0) * (successes as f64 + 1.0) / (population as f64 + 2.0);
    if (k as f64) < mode {
        Tails::of_lower((least..=k).rev().map(mass).sum())
    } else {
        Tails::of_lower((k + 1..=most).map(mass).sum()).swapped()
    }
}
