//! The normal-mixture confidence sequence (Robbins 1970; Howard et al. 2021): an interval for a mean that holds at
//! every number of cases at once.

/// Half-width after `t` values of standard deviation at most `sigma` (sub-Gaussian; 1/2 for values in 0 to 1) at error
/// `alpha`. `r` > 0 decides where it is tightest: [`tightest_at`].
pub fn radius(t: f64, sigma: f64, alpha: f64, r: f64) -> f64 {
    sigma * ((t + r) / (t * t) * ((t + r) / (r * alpha * alpha)).ln()).sqrt()
}

/// The `r` that makes the sequence about tightest after `t` values (Howard et al. 2021, equation 3.7 there).
pub fn tightest_at(t: f64, alpha: f64) -> f64 {
    let double = -2.0 * alpha.ln();
    t / (double + double.ln() + 1.0)
}
