use crate::law::student;
use crate::{ClusterSums, Interval, proportion, spread};

/// An arm's scores, one per case (the mean of its repeats), streamed. Memory grows with the clusters only.
#[derive(Clone, Debug, Default)]
pub struct ScoreSummary {
    sums: ClusterSums,
    right: u64,
    shape: Shape,
}

/// What the scores have all been so far; it decides which method applies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Every score was 0 or 1.
    pub(crate) binary: bool,
    /// Every weight was the first one.
    pub(crate) equal: bool,
    first_weight: f64,
    least: f64,
    most: f64,
}

impl Default for Shape {
    fn default() -> Shape {
        Shape { binary: true, equal: true, first_weight: 0.0, least: f64::INFINITY, most: f64::NEG_INFINITY }
    }
}

impl Shape {
    pub(crate) fn see(&mut self, score: f64, weight: f64) {
        if self.first_weight == 0.0 {
            self.first_weight = weight;
        }
        self.binary &= score == 0.0 || score == 1.0;
        self.equal &= weight == self.first_weight;
        self.least = self.least.min(score);
        self.most = self.most.max(score);
    }

    /// Whether the scores are in 0 to 1, as scores are.
    pub(crate) fn bounded(&self) -> bool {
        self.least >= 0.0 && self.most <= 1.0
    }

    /// The largest difference two scores may have: 1, or what was seen when that is beyond.
    pub(crate) fn scale(&self) -> f64 {
        if self.bounded() { 1.0 } else { self.most - self.least }
    }
}

/// Whether a score and its weight can be counted at all: finite, and a weight over 0.
pub(crate) fn counts(score: f64, weight: f64) -> bool {
    score.is_finite() && weight.is_finite() && weight > 0.0
}

impl ScoreSummary {
    /// Adds a case: the mean of its scores, its weight, the cluster it shares with others. A score that is not
    /// finite or a weight not above 0 is not counted.
    pub fn push(&mut self, item_mean: f64, weight: f64, cluster: Option<&str>) {
        if !counts(item_mean, weight) {
            return;
        }
        self.shape.see(item_mean, weight);
        self.right += u64::from(item_mean == 1.0);
        self.sums.push(item_mean, weight, cluster);
    }

    /// Cases counted.
    pub fn n(&self) -> u64 {
        self.sums.n()
    }

    /// Weighted mean score; `None` without cases.
    pub fn mean(&self) -> Option<f64> {
        (self.n() > 0).then(|| self.sums.mean())
    }

    /// The sums by cluster.
    pub fn sums(&self) -> &ClusterSums {
        &self.sums
    }

    /// The interval of the mean at this level and how it was made; `None` without cases.
    ///
    /// `wilson` for right-or-wrong cases that weigh the same; `wilson-graded` and `cluster-wilson` for the rest
    /// (`docs/statistics.md`); `t` and `cluster-t` for scores outside 0 to 1, endless with a single case.
    pub fn interval(&self, level: f64) -> Option<(Interval, &'static str)> {
        let clustered = spread::clustered(&self.sums);
        if self.n() == 0 {
            return None;
        }
        if !self.shape.bounded() {
            let df = self.sums.effective_clusters() - 1.0;
            let half = match self.sums.standard_error_cr2() {
                Some(se) if df > 0.01 => student::two_sided(level, df) * se,
                _ => f64::INFINITY,
            };
            let method = if clustered { "cluster-t" } else { "t" };
            return Some((Interval::around(self.sums.mean(), half), method));
        }
        if self.shape.binary && self.shape.equal && !clustered {
            return Some((proportion::wilson(self.right, self.n(), level), "wilson"));
        }
        let method = if clustered { "cluster-wilson" } else { "wilson-graded" };
        Some((spread::mean_interval(&self.sums, level, self.shape.equal), method))
    }
}

/// The default interval of an arm, 95 %, and how it was made; `None` without cases.
pub fn score_interval(summary: &ScoreSummary) -> Option<(Interval, &'static str)> {
    summary.interval(0.95)
}
