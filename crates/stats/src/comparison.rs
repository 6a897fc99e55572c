use terms::Verdict;

use crate::mean::TTest;
use crate::power::{Plan, more_cases};
use crate::score::{Shape, counts};
use crate::spread::{Differences, clustered, difference_interval};
use crate::{ClusterSums, Interval, PairedTable, permutation};

/// Differences kept for the sign-flip test; beyond, Student's test differs from it by less than its own noise.
const KEPT: usize = 4096;
/// Random sign assignments, when they are too many to count.
const RESAMPLES: u32 = 9999;
/// The level of claims.
const ALPHA: f64 = 0.05;

/// Two arms' scores on the same cases, streamed. Memory: the clusters, and at most 4,096 differences.
#[derive(Clone, Debug, Default)]
pub struct PairedSummary {
    sums: ClusterSums,
    table: PairedTable,
    shape: Shape,
    /// Weighted differences that are not 0; emptied when there are too many.
    kept: Vec<f64>,
    overflow: bool,
    /// Of the cases without a cluster: how many differ, and by how much at most.
    lone: (u64, f64),
    largest: f64,
}

impl PairedSummary {
    /// Adds a case: its score in each arm (the mean of its repeats), its weight, its cluster. A score that is not
    /// finite or a weight not above 0 is not counted.
    pub fn push(&mut self, a: f64, b: f64, weight: f64, cluster: Option<&str>) {
        if !counts(a, weight) || !counts(b, weight) {
            return;
        }
        self.shape.see(a, weight);
        self.shape.see(b, weight);
        // a mean of repeats may miss 1 by its last bit
        self.table.push(a > 1.0 - 1e-9, b > 1.0 - 1e-9);
        let difference = a - b;
        self.sums.push(difference, weight, cluster);
        if difference == 0.0 {
            return;
        }
        self.largest = self.largest.max(difference.abs());
        if cluster.is_none() {
            self.lone = (self.lone.0 + 1, self.lone.1.max(difference.abs()));
        }
        if self.kept.len() == KEPT {
            self.overflow = true;
            self.kept = Vec::new();
        }
        if !self.overflow {
            self.kept.push(difference * weight);
        }
    }

    /// Cases counted.
    pub fn n(&self) -> u64 {
        self.sums.n()
    }

    /// Right and wrong in each arm; right means a score of 1.
    pub fn table(&self) -> PairedTable {
        self.table
    }

    /// The comparison; `None` without cases. `seed` matters only when more than 30 graded differences are not 0.
    pub fn compare(&self, seed: u64) -> Option<Compared> {
        let (interval, interval_method) = self.interval(0.95)?;
        let (interval_90, _) = self.interval(0.90)?;
        let (p, method) =
            if self.binary() { (self.table.mcnemar().mid_p, "mcnemar-mid-p") } else { self.graded_p(seed) };
        let mut compared = Compared {
            n: self.n(),
            difference: self.sums.mean(),
            interval,
            interval_90,
            p,
            method,
            interval_method,
            both_right: self.table.both,
            only_a: self.table.only_a,
            only_b: self.table.only_b,
            both_wrong: self.table.neither,
            more_cases: None,
            sd: self.sums.standard_error_cr2().map_or(f64::INFINITY, |se| se * (self.n() as f64).sqrt()),
        };
        compared.more_cases = compared.more_cases_after(0.0, p);
        Some(compared)
    }

    /// The interval of the mean of A - B at this level and how it was made (`tango`, `t` or `cluster-t`); `None`
    /// without cases.
    pub fn interval(&self, level: f64) -> Option<(Interval, &'static str)> {
        if self.n() == 0 {
            return None;
        }
        Some(match (self.binary(), clustered(&self.sums)) {
            (true, _) => (self.table.interval(level), "tango"),
            (false, false) => (self.graded_interval(level), "t"),
            (false, true) => (self.graded_interval(level), "cluster-t"),
        })
    }

    /// Right or wrong, all of one weight, no two cases together: counts are all there is to know.
    fn binary(&self) -> bool {
        self.shape.binary && self.shape.equal && !clustered(&self.sums)
    }

    fn graded_p(&self, seed: u64) -> (f64, &'static str) {
        if !clustered(&self.sums) && !self.overflow {
            return (permutation::sign_flip(&self.kept, RESAMPLES, seed).p, "sign-flip");
        }
        let method = if clustered(&self.sums) { "cluster-t" } else { "t" };
        let df = self.sums.effective_clusters() - 1.0;
        let p = match self.sums.standard_error_cr2() {
            // clusters that agree to the last digit: what flipping their signs would give
            Some(0.0) if self.sums.mean() != 0.0 => (0.5_f64).powf(self.sums.clusters() as f64 - 1.0),
            Some(se) if df > 0.01 => TTest::of(self.sums.mean(), se, df).p,
            _ => 1.0,
        };
        (p, method)
    }

    fn graded_interval(&self, level: f64) -> Interval {
        let nonzero = if clustered(&self.sums) {
            let named = self.sums.nonzero();
            (named.0 + self.lone.0, named.1.max(self.lone.1))
        } else {
            (if self.overflow { KEPT as u64 } else { self.kept.len() as u64 }, self.largest)
        };
        difference_interval(&Differences { sums: &self.sums, nonzero, scale: self.shape.scale() }, level)
    }
}

/// Two arms compared: effect, interval, p and what may be claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Cases scored in both arms.
    pub n: u64,
    /// Mean of A - B.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Its 90 % interval: inside the margin, it is the equivalence claim at 5 % (two one-sided tests).
    pub interval_90: Interval,
    /// Two-sided p-value, before any correction for several comparisons.
    pub p: f64,
    /// How p was had: `mcnemar-mid-p`, `sign-flip`, `t` or `cluster-t`.
    pub method: &'static str,
    /// How the interval was made: `tango`, `t` or `cluster-t`.
    pub interval_method: &'static str,
    /// Score 1 in both arms.
    pub both_right: u64,
    /// Score 1 in A only.
    pub only_a: u64,
    /// Score 1 in B only.
    pub only_b: u64,
    /// Score 1 in neither.
    pub both_wrong: u64,
    /// About how many more cases would settle it at 80 % power if the difference seen is the true one; `None` when
    /// it is settled, or when no number under ten million can be said. Before any correction: see
    /// [`Compared::more_cases_after`].
    pub more_cases: Option<u64>,
    sd: f64,
}

impl Compared {
    /// What may be claimed, given the margin inside which two arms count as equivalent and the p-value after the
    /// correction for several comparisons ([`crate::multiplicity::holm`]).
    pub fn verdict(&self, margin: f64, p_adjusted: f64) -> Verdict {
        if p_adjusted < ALPHA && self.interval.low > 0.0 {
            Verdict::Better
        } else if p_adjusted < ALPHA && self.interval.high < 0.0 {
            Verdict::Worse
        } else if self.interval_90.within(margin) {
            Verdict::Equivalent
        } else {
            Verdict::NotEnoughEvidence
        }
    }

    /// [`Compared::more_cases`] for a comparison among several: `None` once there is a verdict, and planned at the
    /// stricter level that the correction leaves.
    pub fn more_cases_after(&self, margin: f64, p_adjusted: f64) -> Option<u64> {
        if self.verdict(margin, p_adjusted) != Verdict::NotEnoughEvidence {
            return None;
        }
        let share = if p_adjusted > 0.0 { (self.p / p_adjusted).clamp(1e-6, 1.0) } else { 1.0 };
        more_cases(Plan { alpha: ALPHA * share, power: 0.8 }, self.n, self.difference, self.sd)
    }
}
