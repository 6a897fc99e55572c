//! The laws the tests rest on: distribution functions and quantiles, to about 1e-13.
//!
//! Tails are computed as tails, never as one minus the body, so a p-value of 1e-30 is right too.

pub mod beta;
pub mod binomial;
pub mod chi2;
mod gamma;
pub mod hypergeometric;
pub mod normal;
mod root;
pub mod student;

pub(crate) use gamma::ln_gamma;
pub(crate) use root::root;

/// A probability below a point and the probability above it; they sum to 1, each is precise when small.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// At or below the point.
    pub lower: f64,
    /// Above the point.
    pub upper: f64,
}

impl Tails {
    /// From the lower one.
    pub(crate) fn of_lower(lower: f64) -> Tails {
        let lower = lower.clamp(0.0, 1.0);
        Tails { lower, upper: 1.0 - lower }
    }

    /// The same law seen from the other side.
    pub(crate) fn swapped(self) -> Tails {
        Tails { lower: self.upper, upper: self.lower }
    }
}

#[cfg(test)]
mod tests;
