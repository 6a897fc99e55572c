//! Two arms judged right or wrong on the same cases.

use crate::Interval;
use crate::law::{binomial, chi2, normal, root};

/// The counts of a paired yes-or-no comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairedTable {
    /// Right in both.
    pub both: u64,
    /// Right in A only.
    pub only_a: u64,
    /// Right in B only.
    pub only_b: u64,
    /// Wrong in both.
    pub neither: u64,
}

impl PairedTable {
    /// Adds a case.
    pub fn push(&mut self, a: bool, b: bool) {
        match (a, b) {
            (true, true) => self.both += 1,
            (true, false) => self.only_a += 1,
            (false, true) => self.only_b += 1,
            (false, false) => self.neither += 1,
        }
    }

    /// Cases.
    pub fn n(&self) -> u64 {
        self.both + self.only_a + self.only_b + self.neither
    }

    /// Share right in A minus share right in B.
    pub fn difference(&self) -> f64 {
        (self.only_a as f64 - self.only_b as f64) / self.n() as f64
    }

    /// McNemar's tests of "neither arm is right more often".
    pub fn mcnemar(&self) -> McNemar {
        mcnemar(self.only_a, self.only_b)
    }

    /// Tango's score interval (1998) of the difference of the two shares: all differences that a score test would
    /// not reject. Of four candidates it kept nearest to its level (`docs/statistics.md`). `n` > 0.
    pub fn interval(&self, level: f64) -> Interval {
        let (n, b, c) = (self.n() as f64, self.only_a as f64, self.only_b as f64);
        let (z, difference) = (normal::two_sided(level), self.difference());
        let score = |delta: f64| {
            // most likely share of B-only cases if the true difference were delta
            let linear = (2.0 * n - b + c) * delta - b - c;
            let constant = -c * delta * (1.0 - delta);
            let q = ((linear * linear - 8.0 * n * constant).max(0.0).sqrt() - linear) / (4.0 * n);
            let variance = n * (2.0 * q + delta * (1.0 - delta));
            let gap = b - c - n * delta;
            if delta == difference {
                return 0.0;
            }
            // where no spread is possible, any gap is infinitely far
            if variance <= 0.0 { gap.signum() * f64::INFINITY } else { gap / variance.sqrt() }
        };
        // infinities would stop the search: far is far
        let beyond = |delta: f64, side: f64| (score(delta) - side * z).clamp(-1e9, 1e9);
        let low = if self.only_b == self.n() { -1.0 } else { root(-1.0, difference, |d| beyond(d, 1.0)) };
        let high = if self.only_a == self.n() { 1.0 } else { root(difference, 1.0, |d| beyond(d, -1.0)) };
        Interval { low, high }
    }
}

/// McNemar's tests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct McNemar {
    /// (b - c)^2 / (b + c).
    pub chi2: f64,
    /// Its p-value.
    pub chi2_p: f64,
    /// With the continuity correction, (|b - c| - 1)^2 / (b + c).
    pub corrected: f64,
    /// Its p-value.
    pub corrected_p: f64,
    /// Exact binomial p-value: never rejects too often, mostly too seldom.
    pub exact_p: f64,
    /// Mid-p: the exact one less half of the observed outcome's weight on each side. The one to use (Fagerland,
    /// Lydersen and Laake 2013).
    pub mid_p: f64,
}

/// McNemar's tests from the discordant counts: `b` right in A only, `c` right in B only.
pub fn mcnemar(b: u64, c: u64) -> McNemar {
    let discordant = b + c;
    if discordant == 0 {
        return McNemar {
            chi2: 0.0,
            chi2_p: 1.0,
            corrected: 0.0,
            corrected_p: 1.0,
            exact_p: 1.0,
            mid_p: 1.0,
        };
    }
    let (total, gap) = (discordant as f64, b.abs_diff(c) as f64);
    let plain = gap * gap / total;
    let corrected = (gap - 1.0).max(0.0).powi(2) / total;
    let fewer = b.min(c);
    let below = 2.0 * binomial::tails(fewer, discordant, 0.5).lower;
    McNemar {
        chi2: plain,
        chi2_p: chi2::tails(plain, 1.0).upper,
        corrected,
        corrected_p: chi2::tails(corrected, 1.0).upper,
        exact_p: below.min(1.0),
        mid_p: (below - binomial::pmf(fewer, discordant, 0.5)).min(1.0),
    }
}
