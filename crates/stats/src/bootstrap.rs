//! The bootstrap of a mean (Efron 1979; BCa: Efron 1987). Seeded: the same seed gives the same interval.

use crate::Interval;
use crate::Moments;
use crate::draws::Draws;
use crate::law::{binomial, normal};

/// Percentile interval of a share. No draws: the bootstrap law of a mean of 0s and 1s *is* Binomial(n, p) / n.
pub fn share(successes: u64, n: u64, level: f64) -> Interval {
    let (p, tail) = (successes as f64 / n as f64, 0.5 * (1.0 - level));
    let end = |q: f64| binomial::quantile(q, n, p) as f64 / n as f64;
    Interval { low: end(tail), high: end(1.0 - tail) }
}

/// Jackknife standard error of the mean, which is sd / sqrt(n).
pub fn jackknife_standard_error(values: &[f64]) -> Option<f64> {
    values.iter().copied().collect::<Moments>().standard_error()
}

/// Percentile interval of the mean; `None` without values or draws.
pub fn percentile(values: &[f64], resamples: u32, level: f64, seed: u64) -> Option<Interval> {
    percentile_of(&resampled_means(values, resamples, seed), level)
}

/// The middle of ascending draws; `None` without draws.
pub(crate) fn percentile_of(sorted: &[f64], level: f64) -> Option<Interval> {
    let tail = 0.5 * (1.0 - level);
    Some(Interval { low: quantile(sorted, tail)?, high: quantile(sorted, 1.0 - tail)? })
}

/// A bias-corrected and accelerated interval and what it was corrected by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bca {
    /// The interval.
    pub interval: Interval,
    /// Bias correction z0: 0 when half of the resampled means lie below the mean.
    pub bias: f64,
    /// Acceleration: a sixth of the skewness of the mean.
    pub acceleration: f64,
}

/// BCa interval of the mean; `None` without draws or when the values do not vary.
pub fn bca(values: &[f64], resamples: u32, level: f64, seed: u64) -> Option<Bca> {
    let moments: Moments = values.iter().copied().collect();
    if moments.m2() <= 0.0 {
        return None;
    }
    let means = resampled_means(values, resamples, seed);
    let cubes: f64 = values.iter().map(|x| (x - moments.mean()).powi(3)).sum();
    let acceleration = cubes / (6.0 * moments.m2().powf(1.5));
    // means equal to the mean count half on each side
    let below = means.partition_point(|m| *m < moments.mean()) as f64;
    let up_to = means.partition_point(|m| *m <= moments.mean()) as f64;
    let draws = means.len() as f64;
    let share = (0.5 * (below + up_to) / draws).clamp(0.5 / draws, 1.0 - 0.5 / draws);
    let bias = normal::quantile(share);
    let moved = |z: f64| normal::cdf(bias + (bias + z) / (1.0 - acceleration * (bias + z)));
    let z = normal::two_sided(level);
    let interval = Interval { low: quantile(&means, moved(-z))?, high: quantile(&means, moved(z))? };
    Some(Bca { interval, bias, acceleration })
}

/// The cluster bootstrap: whole clusters are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusterBootstrap {
    /// Percentile interval.
    pub interval: Interval,
    /// Standard deviation of the resampled means.
    pub standard_error: f64,
}

/// From each cluster's weight and mean ([`crate::ClusterSums::cluster_means`]); `None` below two clusters or draws.
pub fn clusters(clusters: &[(f64, f64)], resamples: u32, level: f64, seed: u64) -> Option<ClusterBootstrap> {
    if clusters.len() < 2 {
        return None;
    }
    let mut draws = Draws::new(seed);
    let mut one = || {
        let (mut weight, mut total) = (0.0, 0.0);
        for _ in clusters {
            let (w, mean) = clusters[draws.below(clusters.len())];
            weight += w;
            total += w * mean;
        }
        total / weight
    };
    let mut means: Vec<f64> = (0..resamples).map(|_| one()).collect();
    means.sort_by(f64::total_cmp);
    let standard_error = means.iter().copied().collect::<Moments>().variance()?.sqrt();
    Some(ClusterBootstrap { interval: percentile_of(&means, level)?, standard_error })
}

/// Means of resamples, ascending; none without values.
fn resampled_means(values: &[f64], resamples: u32, seed: u64) -> Vec<f64> {
    if values.is_empty() {
        return Vec::new();
    }
    let mut draws = Draws::new(seed);
    let mut one =
        || values.iter().map(|_| values[draws.below(values.len())]).sum::<f64>() / values.len() as f64;
    let mut means: Vec<f64> = (0..resamples).map(|_| one()).collect();
    means.sort_by(f64::total_cmp);
    means
}

/// Quantile of ascending values, linear between them (type 7 of Hyndman and Fan).
fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let at = q * (sorted.len().checked_sub(1)?) as f64;
    let (low, share) = (at.floor() as usize, at - at.floor());
    let next = sorted[(low + 1).min(sorted.len() - 1)];
    Some(sorted[low] + share * (next - sorted[low]))
}
