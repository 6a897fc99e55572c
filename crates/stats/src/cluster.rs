//! Cases that are not independent: questions about one document, turns of one conversation.

use std::collections::HashMap;
use std::sync::Arc;

use crate::law::student;
use crate::mean::TTest;
use crate::{Interval, WeightedMoments};

#[derive(Clone, Debug)]
struct Sum {
    name: Arc<str>,
    n: u64,
    weight: f64,
    total: f64,
}

/// Weighted scores summed by cluster. Memory is the clusters', never the cases'.
#[derive(Clone, Debug, Default)]
pub struct ClusterSums {
    index: HashMap<Arc<str>, usize>,
    sums: Vec<Sum>,
    /// Where the last case went: cases of a cluster mostly come together.
    last: usize,
    /// Cases without a cluster are clusters of one: weights, and squared weights for their variance.
    alone: WeightedMoments,
    alone_squared: WeightedMoments,
    n: u64,
    largest: u64,
    weight: f64,
    total: f64,
}

impl ClusterSums {
    /// Adds a score; without a cluster it stands alone.
    pub fn push(&mut self, x: f64, weight: f64, cluster: Option<&str>) {
        self.n += 1;
        self.weight += weight;
        self.total += weight * x;
        let Some(name) = cluster else {
            self.largest = self.largest.max(1);
            self.alone.push(x, weight);
            self.alone_squared.push(x, weight * weight);
            return;
        };
        if self.sums.get(self.last).is_none_or(|sum| *sum.name != *name) {
            self.last = self.place(name);
        }
        let sum = &mut self.sums[self.last];
        sum.n += 1;
        sum.weight += weight;
        sum.total += weight * x;
        self.largest = self.largest.max(sum.n);
    }

    /// Where the sums of this cluster are, made if need be.
    fn place(&mut self, name: &str) -> usize {
        if let Some(at) = self.index.get(name) {
            return *at;
        }
        let name: Arc<str> = name.into();
        self.index.insert(Arc::clone(&name), self.sums.len());
        self.sums.push(Sum { name, n: 0, weight: 0.0, total: 0.0 });
        self.sums.len() - 1
    }

    /// Scores seen.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Clusters seen, lone cases included.
    pub fn clusters(&self) -> u64 {
        self.sums.len() as u64 + self.alone.n()
    }

    /// Scores in the largest cluster: 1 means that there is no clustering to speak of.
    pub fn largest(&self) -> u64 {
        self.largest
    }

    /// Sum of the weights.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// Weighted mean; 0 when there are no scores.
    pub fn mean(&self) -> f64 {
        if self.weight > 0.0 { self.total / self.weight } else { 0.0 }
    }

    /// Weight and mean of each named cluster, in order of appearance; lone cases are not kept and not here.
    pub fn cluster_means(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.sums.iter().map(|sum| (sum.weight, sum.total / sum.weight))
    }

    /// The number of equal clusters that would tell as much, (sum w)^2 / sum w^2 (Kish 1965). One cluster that
    /// holds half the cases is felt here, and not in the plain count.
    pub fn effective_clusters(&self) -> f64 {
        let squares: f64 = self.sums.iter().map(|s| s.weight * s.weight).sum();
        self.weight * self.weight / (squares + self.alone_squared.weight())
    }

    /// Miller's clustered standard error: sqrt(sum over clusters of (sum of deviations)^2) / n.
    pub fn standard_error_cr0(&self) -> Option<f64> {
        self.known(self.squares_around(self.mean(), false))
    }

    /// The same times sqrt(G / (G - 1)).
    pub fn standard_error(&self) -> Option<f64> {
        let g = self.clusters() as f64;
        Some(self.standard_error_cr0()? * (g / (g - 1.0)).sqrt())
    }

    /// Each cluster's share is divided by 1 - its share of the weight (CR2, Bell and McCaffrey 2002): the same as
    /// [`Self::standard_error`] for equal clusters, honest for unequal ones. What the verdicts use.
    pub fn standard_error_cr2(&self) -> Option<f64> {
        self.known(self.squares_around(self.mean(), true))
    }

    fn known(&self, squares: f64) -> Option<f64> {
        (self.clusters() > 1).then(|| squares.sqrt() / self.weight)
    }

    /// Student's interval on [`Self::standard_error`], G - 1 degrees of freedom.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        let quantile = student::two_sided(level, (self.clusters() - 1) as f64);
        Some(Interval::around(self.mean(), quantile * self.standard_error()?))
    }

    /// Student's test of a mean of 0 on [`Self::standard_error`], G - 1 degrees of freedom.
    pub fn t_test(&self) -> Option<TTest> {
        Some(TTest::of(self.mean(), self.standard_error()?, (self.clusters() - 1) as f64))
    }

    /// Sum over clusters of (sum of w (x - centre))^2, each divided by 1 - its share of the weight if `levered`.
    pub(crate) fn squares_around(&self, centre: f64, levered: bool) -> f64 {
        let left = |weight: f64| if levered { 1.0 - weight / self.weight } else { 1.0 };
        let named: f64 = (self.sums.iter())
            .map(|s| (s.total - centre * s.weight).powi(2) / left(s.weight).max(f64::EPSILON))
            .sum();
        if self.alone.n() == 0 {
            return named;
        }
        // lone cases are not kept one by one: their weighted mean share stands for each
        let share = self.alone_squared.weight() / self.alone.weight();
        named + self.alone_squared.m2_around(centre) / left(share).max(f64::EPSILON)
    }

    /// Clusters whose mean is not 0, and the largest absolute mean among the named ones.
    pub(crate) fn nonzero(&self) -> (u64, f64) {
        self.cluster_means().fold((0, 0.0), |(n, most): (u64, f64), (_, mean)| {
            // sums of +1/3 and -1/3 do not cancel to the last bit
            if mean.abs() > 1e-12 { (n + 1, most.max(mean.abs())) } else { (n, most) }
        })
    }
}
