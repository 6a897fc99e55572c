//! Differences of two arms on the same cases (Miller 2024, arXiv 2411.00640, section on paired differences).
//!
//! The tests themselves are those of [`Moments`] and [`ClusterSums`](crate::ClusterSums) on d = a - b; what is
//! here tells how much the pairing gained.

use crate::Moments;

/// Two arms' scores and their differences, streamed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PairedMoments {
    a: Moments,
    b: Moments,
    difference: Moments,
}

impl PairedMoments {
    /// Adds a case: its score in each arm.
    pub fn push(&mut self, a: f64, b: f64) {
        self.a.push(a);
        self.b.push(b);
        self.difference.push(a - b);
    }

    /// Moments of a - b: mean, standard error, t, p and interval.
    pub fn difference(&self) -> &Moments {
        &self.difference
    }

    /// Standard error two independent samples of these variances would have had.
    pub fn unpaired_standard_error(&self) -> Option<f64> {
        Some((self.a.standard_error()?.powi(2) + self.b.standard_error()?.powi(2)).sqrt())
    }

    /// Correlation of the two arms over the cases; `None` when one of them does not vary.
    pub fn correlation(&self) -> Option<f64> {
        let (a, b, d) = (self.a.variance()?, self.b.variance()?, self.difference.variance()?);
        let scale = 2.0 * (a * b).sqrt();
        (scale > 0.0).then(|| ((a + b - d) / scale).clamp(-1.0, 1.0))
    }
}
