//! The default intervals of graded and clustered means.
//!
//! Student's interval fails on scores that pile up at 0 and 1 (half the coverage when nearly all cases are right,
//! no width at all when all are). Both intervals here add a fraction of an imaginary unit (a unit is a case, or a
//! cluster of cases) at each end of what is possible before they measure the spread, as Agresti and Coull (1998)
//! and Bonett and Price (2012) do for shares. The fractions were chosen by simulation; `docs/statistics.md` has
//! the coverage.

use crate::law::{normal, student};
use crate::proportion::wilson_of;
use crate::{ClusterSums, Interval};

/// Imaginary cases, half at each end.
const CASES: f64 = 0.5;
/// Imaginary clusters, half at each end: fewer, because Student's quantile already allows for few clusters.
const CLUSTERS: f64 = 0.1;
/// Below so many differing cases, what the next difference may be is not yet known: the whole range is possible.
const FEW_CASES: u64 = 8;
/// The same for clusters.
const FEW_CLUSTERS: u64 = 3;

/// Whether some cluster has more than one case.
pub(crate) fn clustered(sums: &ClusterSums) -> bool {
    sums.largest() > 1
}

/// Student's quantile on the effective number of units less one; infinite when there is but one.
fn student_quantile(sums: &ClusterSums, level: f64) -> f64 {
    let df = sums.effective_clusters() - 1.0;
    if df < 0.01 { f64::INFINITY } else { student::two_sided(level, df) }
}

/// Wilson's interval of a mean of scores in 0 to 1, with as many cases as would give a share of that size the
/// variance found (as surveys do: Korn and Graubard 1998, Dean and Pagano 2015). For 0s and 1s of equal weight it is
/// Wilson's own.
pub(crate) fn mean_interval(sums: &ClusterSums, level: f64, equal: bool) -> Interval {
    let clustered = clustered(sums);
    let imaginary = if clustered { CLUSTERS } else { CASES };
    let quantile = if clustered || !equal { student_quantile(sums, level) } else { normal::two_sided(level) };
    let units = sums.clusters() as f64;
    if units < 2.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let weight = sums.weight();
    let one = weight / units;
    let half = 0.5 * imaginary * one;
    let mean = (weight * sums.mean() + half) / (weight + 2.0 * half);
    let ends = 0.5 * imaginary * one * one * (mean * mean + (1.0 - mean) * (1.0 - mean));
    let variance = (sums.squares_around(mean, true) + ends) / (weight + 2.0 * half).powi(2);
    let n = units / (units + imaginary) * mean * (1.0 - mean) / variance;
    wilson_of(sums.mean().clamp(0.0, 1.0), n, quantile)
}

/// What is known of the differences besides their sums.
pub(crate) struct Differences<'a> {
    pub(crate) sums: &'a ClusterSums,
    /// Units whose difference is not 0, and the largest of these in size.
    pub(crate) nonzero: (u64, f64),
    /// The largest difference possible: 1 for scores in 0 to 1.
    pub(crate) scale: f64,
}

/// Student's interval of a mean difference after adding imaginary units at +- the largest difference seen, or the
/// largest possible one while few units differ. When none differs it is Tango's interval for that case.
pub(crate) fn difference_interval(differences: &Differences<'_>, level: f64) -> Interval {
    let Differences { sums, nonzero: (nonzero, largest), scale } = *differences;
    let (imaginary, few) = if clustered(sums) { (CLUSTERS, FEW_CLUSTERS) } else { (CASES, FEW_CASES) };
    let quantile = student_quantile(sums, level);
    if sums.clusters() < 2 || quantile.is_infinite() {
        return Interval::around(0.0, scale);
    }
    if nonzero == 0 {
        let square = quantile * quantile;
        return Interval::around(0.0, scale * square / (sums.effective_clusters() + square));
    }
    let reach = if nonzero < few { scale } else { largest };
    let weight = sums.weight();
    let one = weight / sums.clusters() as f64;
    let all = weight + imaginary * one;
    let mean = weight * sums.mean() / all;
    let ends = imaginary * one * one * (reach * reach + mean * mean);
    let standard_error = (sums.squares_around(mean, true) + ends).sqrt() / all;
    Interval::around(mean, quantile * standard_error).clamped(-scale, scale)
}
