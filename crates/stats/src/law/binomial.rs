//! The binomial law.

use super::gamma::stirling_error;
use super::{Tails, beta};

/// x ln(x / m) + m - x without the cancellation when x is near m (Loader 2000).
fn deviance(x: f64, m: f64) -> f64 {
    let v = (x - m) / (x + m);
    if v.abs() < 0.1 {
        let (mut sum, mut power) = ((x - m) * v, 2.0 * x * v);
        for j in 1..1000 {
            power *= v * v;
            let next = sum + power / f64::from(2 * j + 1);
            if next == sum {
                break;
            }
            sum = next;
        }
        return sum;
    }
    x * (x / m).ln() + m - x
}

/// Gamma(a + b + 1) / (Gamma(a + 1) Gamma(b + 1)) x^a y^b with y = 1 - x: the chance of a successes and b failures,
/// for real a, b > 0 too. Loader's saddle-point form: exact to the last digits at any size.
pub(crate) fn density(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let errors = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let scale = (n / (a * b * std::f64::consts::TAU)).sqrt();
    scale * (errors - deviance(a, n * x) - deviance(b, n * y)).exp()
}

/// P(X = k) of `n` trials with success probability `p`.
pub fn pmf(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    if p <= 0.0 || p >= 1.0 {
        return f64::from(u8::from(k == if p <= 0.0 { 0 } else { n }));
    }
    match k {
        0 => (n as f64 * (-p).ln_1p()).exp(),
        _ if k == n => (n as f64 * p.ln()).exp(),
        _ => density(k as f64, (n - k) as f64, p, 1.0 - p),
    }
}

/// P(X <= k) and P(X > k).
pub fn tails(k: u64, n: u64, p: f64) -> Tails {
    if k >= n {
        return Tails { lower: 1.0, upper: 0.0 };
    }
    beta::tails_of(p, 1.0 - p, k as f64 + 1.0, (n - k) as f64).swapped()
}

/// The least k with P(X <= k) >= `q`.
pub fn quantile(q: f64, n: u64, p: f64) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if tails(middle, n, p).lower >= q { high = middle } else { low = middle + 1 }
    }
    low
}
