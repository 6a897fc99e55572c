//! The chi-squared law.

use super::{Tails, gamma};

/// Both tails at `x` with `df` degrees of freedom.
pub fn tails(x: f64, df: f64) -> Tails {
    gamma::tails(0.5 * df, 0.5 * x)
}
