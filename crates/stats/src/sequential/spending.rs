//! One error shared by several looks, or by several claims.

use crate::law::normal;

/// Error of a two-sided test that may be spent when a share `t` (0 to 1) of the information is in: hardly any early
/// (Lan and DeMets 1983, in the manner of O'Brien and Fleming).
pub fn obrien_fleming(t: f64, alpha: f64) -> f64 {
    if t <= 0.0 {
        return 0.0;
    }
    2.0 * normal::cdf(-normal::two_sided(1.0 - alpha) / t.min(1.0).sqrt())
}

/// The same, spent about evenly (in the manner of Pocock).
pub fn pocock(t: f64, alpha: f64) -> f64 {
    alpha * (1.0 + (std::f64::consts::E - 1.0) * t.clamp(0.0, 1.0)).ln()
}

/// Error of the `k`-th attempt (from 1) of an unknown number: alpha / (k (k + 1)). The sum over all attempts there can
/// ever be is `alpha`, whatever the outcomes of the earlier ones.
pub fn attempt(k: u64, alpha: f64) -> f64 {
    let k = k as f64;
    alpha / (k * (k + 1.0))
}

/// Error of each of `looks` looks planned beforehand.
pub fn shared(looks: u64, alpha: f64) -> f64 {
    alpha / looks.max(1) as f64
}
