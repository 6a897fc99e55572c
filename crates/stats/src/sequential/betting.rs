//! Tests of a mean by betting (Waudby-Smith and Ramdas 2024): values in -1 to 1, such as differences of scores, of any
//! law. The capital of a gambler who bets a share of it at odds that would be fair if the hypothesis were true can
//! only grow if it is not; 20 times the first capital is evidence at 5 %, at whatever moment one looks.

use crate::Interval;

/// Shares bet: many, since nobody knows the best one; the capital is the weighted mean of theirs. Even steps of a factor
/// 1.35; the k-th largest weighs as 1/k, since the largest are best where most differences are 0.
const SHARES: usize = 24;
const LEAST: f64 = 0.97 / 995.0;

/// Capital after betting a fixed share `lambda` on each value being above `m`: the product of 1 + lambda (x - m).
pub fn capital(values: impl IntoIterator<Item = f64>, lambda: f64, m: f64) -> f64 {
    values.into_iter().map(|x| 1.0 + lambda * (x - m)).product()
}

fn shares() -> impl Iterator<Item = f64> {
    (0..SHARES).map(|k| LEAST * 1.35_f64.powi(k as i32))
}

/// ln of the weighted mean of the capitals of all shares, from their logarithms.
fn ln_mean(ln_capitals: &[f64; SHARES]) -> f64 {
    let most = ln_capitals.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut weights) = (0.0, 0.0);
    for (k, ln) in ln_capitals.iter().rev().enumerate() {
        let weight = 1.0 / (k + 1) as f64;
        sum += weight * (ln - most).exp();
        weights += weight;
    }
    most + (sum / weights).ln()
}

/// A running bet on "the mean of values in -1 to 1 is above `m`" (or below it). Memory: 24 numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Bet {
    m: f64,
    sign: f64,
    ln_capital: [f64; SHARES],
}

impl Bet {
    /// Bets that the mean is above `m`, -1 < m < 1: its capital is evidence against "`m` or less".
    pub fn above(m: f64) -> Bet {
        Bet { m, sign: 1.0, ln_capital: [0.0; SHARES] }
    }

    /// Bets that the mean is below `m`: its capital is evidence against "`m` or more".
    pub fn below(m: f64) -> Bet {
        Bet { m: -m, sign: -1.0, ln_capital: [0.0; SHARES] }
    }

    /// Adds a value.
    pub fn push(&mut self, x: f64) {
        let odds = (1.0 + self.sign * x) / (1.0 + self.m);
        for (ln, share) in self.ln_capital.iter_mut().zip(shares()) {
            *ln += (1.0 - share + share * odds).ln();
        }
    }

    /// The capital, 1 at first: an e-value.
    pub fn e_value(&self) -> f64 {
        ln_mean(&self.ln_capital).exp()
    }
}

/// A running two-sided bet on "the mean of differences in -1 to 1 is not 0": the e-value of [`super::mixture`] carried
/// over to graded differences (on wins and losses the two agree up to the grid). Memory: 64 numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoSided {
    nodes: Vec<(f64, f64)>,
}

impl TwoSided {
    /// Bets spread as Beta(a, a) over -1 to 1.
    pub fn new(a: f64) -> TwoSided {
        let count = 64;
        let at = |k: usize| (2 * k + 1) as f64 / count as f64 - 1.0;
        let ln_weight = |x: f64| (a - 1.0) * (1.0 - x * x).ln();
        let all = (0..count).map(|k| ln_weight(at(k)).exp()).sum::<f64>().ln();
        TwoSided { nodes: (0..count).map(|k| (at(k), ln_weight(at(k)) - all)).collect() }
    }

    /// Adds a difference.
    pub fn push(&mut self, d: f64) {
        for (bet, ln) in &mut self.nodes {
            *ln += (1.0 + *bet * d).ln();
        }
    }

    /// The capital: an e-value.
    pub fn e_value(&self) -> f64 {
        self.nodes.iter().map(|(_, ln)| ln.exp()).sum()
    }
}

/// Differences by value, for intervals: as many entries as there are distinct values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    n: u64,
    sum: f64,
    values: Vec<(f64, u64)>,
}

impl Counts {
    /// Adds a value in -1 to 1.
    pub fn push(&mut self, x: f64) {
        self.n += 1;
        self.sum += x;
        match self.values.binary_search_by(|(value, _)| value.total_cmp(&x)) {
            Ok(at) => self.values[at].1 += 1,
            Err(at) => self.values.insert(at, (x, 1)),
        }
    }

    /// Values seen.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their mean; 0 when there are none.
    pub fn mean(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum / self.n as f64 }
    }

    /// The mean of their squares; 0 when there are none.
    pub fn mean_square(&self) -> f64 {
        let squares: f64 = self.values.iter().map(|(x, count)| x * x * *count as f64).sum();
        if self.n == 0 { 0.0 } else { squares / self.n as f64 }
    }

    /// An interval for the mean that holds at every number of values at once: all means that no bet has disproved, half
    /// the error on each side.
    pub fn interval(&self, level: f64) -> Interval {
        let bar = (2.0 / (1.0 - level)).ln();
        // as the hypothesis moves away from the data the capital only grows: halving finds where it reaches the bar
        let end = |sign: f64| {
            let (mut inside, mut outside) = (sign * self.mean(), -1.0_f64);
            if self.ln_capital(sign, -1.0 + 1e-12) < bar {
                return -sign;
            }
            for _ in 0..60 {
                let middle = 0.5 * (inside + outside);
                if self.ln_capital(sign, middle) < bar { inside = middle } else { outside = middle }
            }
            sign * outside
        };
        Interval { low: end(1.0), high: end(-1.0) }
    }

    /// ln of the capital of a bet that `sign` times the values have a mean above `m`.
    fn ln_capital(&self, sign: f64, m: f64) -> f64 {
        let mut by_share = [0.0; SHARES];
        for (ln, share) in by_share.iter_mut().zip(shares()) {
            let one = |(x, count): &(f64, u64)| {
                *count as f64 * (1.0 - share + share * (1.0 + sign * x) / (1.0 + m)).ln()
            };
            *ln = self.values.iter().map(one).sum();
        }
        ln_mean(&by_share)
    }
}
