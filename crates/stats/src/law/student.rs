//! Student's t law, for real degrees of freedom.

use super::{beta, ln_gamma, normal};

/// Two-sided p-value of `t` with `df` degrees of freedom; 0 for an infinite t.
pub fn two_sided_p(t: f64, df: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    if t == 0.0 {
        return 1.0;
    }
    let square = t * t;
    beta::tails_of(df / (df + square), square / (df + square), 0.5 * df, 0.5).lower
}

/// P(T > t).
pub fn upper_p(t: f64, df: f64) -> f64 {
    let half = 0.5 * two_sided_p(t, df);
    if t >= 0.0 { half } else { 1.0 - half }
}

/// Half-width of a central interval of this level in standard errors: 2.093024 for .95 and 19 degrees of freedom.
pub fn two_sided(level: f64, df: f64) -> f64 {
    let tail = 1.0 - level;
    if df >= 3.0 {
        return two_sided_from_normal(tail, df);
    }
    // with few degrees t^2 / (df + t^2) is so near to 1 that its complement, Beta(df/2, 1/2), must be found
    let x = beta::quantile(tail, 0.5 * df, 0.5);
    (df * (1.0 - x) / x).sqrt()
}

/// The normal quantile with its first corrections for df (Abramowitz and Stegun 26.7.5), then Halley's steps.
fn two_sided_from_normal(tail: f64, df: f64) -> f64 {
    let z = normal::two_sided(1.0 - tail);
    let square = z * z;
    let first = z * (square + 1.0) / 4.0;
    let second = z * ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let mut t = z + (first + second / df) / df;
    // the next correction is in df^-3
    if df > 1e7 {
        return t;
    }
    // ln of the density's constant
    let ln_front = ln_gamma(0.5 * (df + 1.0)) - ln_gamma(0.5 * df) - 0.5 * (df * std::f64::consts::PI).ln();
    for _ in 0..100 {
        let density = (ln_front - 0.5 * (df + 1.0) * (t * t / df).ln_1p()).exp();
        let step = (two_sided_p(t, df) - tail) / (2.0 * density);
        let slope = (df + 1.0) * t / (df + t * t);
        let moved = step / (1.0 - 0.5 * step * slope);
        t += moved;
        if moved.abs() < 1e-15 * t {
            break;
        }
    }
    t
}
