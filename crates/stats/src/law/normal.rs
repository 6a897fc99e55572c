//! The standard normal law.

use super::{Tails, gamma};

/// Both tails at `z`.
pub fn tails(z: f64) -> Tails {
    let half = gamma::tails(0.5, 0.5 * z * z);
    let far = Tails { lower: 0.5 + 0.5 * half.lower, upper: 0.5 * half.upper };
    if z >= 0.0 { far } else { far.swapped() }
}

/// P(Z <= z).
pub fn cdf(z: f64) -> f64 {
    tails(z).lower
}

/// The value with probability `p` below it: the rational start of Abramowitz and Stegun 26.2.23 (4.5e-4), then
/// Halley's steps on the tail. 0 and 1 give the infinities.
pub fn quantile(p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return if p <= 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    if p > 0.5 {
        return -quantile(1.0 - p);
    }
    let t = (-2.0 * p.ln()).sqrt();
    let top = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let bottom = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = top / bottom - t;
    for _ in 0..3 {
        let density = (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt();
        let step = (cdf(z) - p) / density;
        z -= step / (1.0 + 0.5 * z * step);
    }
    z
}

/// Half-width of a central interval of this level in standard errors: 1.959964 for .95.
pub fn two_sided(level: f64) -> f64 {
    -quantile(0.5 * (1.0 - level))
}
