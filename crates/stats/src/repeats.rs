//! The same case asked several times: how steady the model is, and how much of the noise is its own.

use crate::{Moments, WeightedMoments};

/// pass@k: chance that at least one of `k` answers passes, estimated without bias from `passed` of `n` (Chen et
/// al. 2021, arXiv 2107.03374). `None` when k > n: it cannot be estimated.
pub fn pass_at_k(n: u64, passed: u64, k: u64) -> Option<f64> {
    (k <= n && passed <= n).then(|| 1.0 - all_among(n - passed, n, k))
}

/// pass^k: chance that all of `k` answers pass, estimated without bias from `passed` of `n` (Yao et al. 2024,
/// arXiv 2406.12045). `None` when k > n.
pub fn pass_every_k(n: u64, passed: u64, k: u64) -> Option<f64> {
    (k <= n && passed <= n).then(|| all_among(passed, n, k))
}

/// Chance that `k` drawn of `n` without return all lie among `marked`: C(marked, k) / C(n, k).
fn all_among(marked: u64, n: u64, k: u64) -> f64 {
    if k > marked {
        return 0.0;
    }
    (0..k).map(|i| (marked - i) as f64 / (n - i) as f64).product()
}

/// Stability and variance components over cases, streamed; cases asked once are ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Repeats {
    cases: u64,
    steady: u64,
    answers: u64,
    squared_answers: f64,
    within: f64,
    /// Case means, each weighing as many answers as it has.
    means: WeightedMoments,
}

/// One-way random effects: where the variance of a single answer's score comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components {
    /// Within a case: the model's own.
    pub within: f64,
    /// Between cases: some are harder.
    pub between: f64,
}

impl Components {
    /// The model's own share of the variance, 0 to 1; 0 when nothing varies.
    pub fn model_share(&self) -> f64 {
        let total = self.within + self.between;
        if total > 0.0 { self.within / total } else { 0.0 }
    }
}

impl Repeats {
    /// Adds a case: the score of each of its answers, and whether all the answers were the same.
    pub fn push(&mut self, scores: &[f64], same_answer: bool) {
        if scores.len() < 2 {
            return;
        }
        let moments: Moments = scores.iter().copied().collect();
        let n = scores.len() as f64;
        self.cases += 1;
        self.steady += u64::from(same_answer);
        self.answers += moments.n();
        self.squared_answers += n * n;
        self.within += moments.m2();
        self.means.push(moments.mean(), n);
    }

    /// Cases asked more than once.
    pub fn cases(&self) -> u64 {
        self.cases
    }

    /// Share of those cases with one answer; `None` when there are none.
    pub fn stability(&self) -> Option<f64> {
        (self.cases > 0).then(|| self.steady as f64 / self.cases as f64)
    }

    /// Variance components by the method of moments (Searle 1971, unequal numbers of repeats allowed; a negative
    /// component is 0). `None` below two cases.
    pub fn components(&self) -> Option<Components> {
        if self.cases < 2 {
            return None;
        }
        let (cases, answers) = (self.cases as f64, self.answers as f64);
        let within = self.within / (answers - cases);
        let typical = (answers - self.squared_answers / answers) / (cases - 1.0);
        let between = (self.means.m2() / (cases - 1.0) - within) / typical;
        Some(Components { within, between: between.max(0.0) })
    }
}
