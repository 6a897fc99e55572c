//! A ranking from votes between two: Bradley and Terry's model (1952), P(a is preferred to b) = 1 / (1 + exp(b - a)) of
//! their strengths. A tie is half a vote for each, so that a strength says what share of the points is to be expected.
//!
//! Votes on one case resemble each other. Two errors are made, the model's own (the inverse of the information) and the
//! one that takes a case's votes as one (the sandwich of Liang and Zeger, 1986, times G / (G - 1)); the wider one of the
//! two is used, with Student's t on the number of cases less one. `tests/it/ranking.rs` measures the coverage.

use crate::Interval;
use crate::law::student;

/// A vote between two entrants, by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vote {
    /// One of them.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// What the first takes: 1 when it is preferred, 0 when the other is, 0.5 for a tie.
    pub points: f64,
    /// The case that was voted on: its votes are not independent.
    pub case: u64,
}

/// Why no ranking can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unranked {
    /// Nobody has voted.
    NoVotes,
    /// Some entrants were never beaten by others, nor tied with them: how much better they are has no limit. The groups,
    /// strongest first where votes tell, and the entrants of each in order.
    Apart(Vec<Vec<usize>>),
}

/// Strengths and how well they are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    strengths: Vec<f64>,
    model: Matrix,
    robust: Matrix,
    cases: usize,
}

/// How one entrant stands to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead {
    /// Share of the points the first is to expect, 0 to 1.
    pub share: f64,
    /// Its interval.
    pub interval: Interval,
    /// p-value of "they are equally strong".
    pub p: f64,
}

type Matrix = Vec<Vec<f64>>;

/// Newton's steps at most: the likelihood is concave, ten are plenty.
const STEPS: usize = 100;

/// The ranking of `entrants` by these votes. Votes that name the same entrant twice or one that is not there, or whose
/// points are not in 0 to 1, are passed over.
///
/// # Errors
/// [`Unranked`] when the votes do not hold all entrants together.
pub fn rank(entrants: usize, votes: &[Vote]) -> Result<Ranking, Unranked> {
    let counts = |vote: &&Vote| {
        vote.first != vote.second
            && vote.first.max(vote.second) < entrants
            && (0.0..=1.0).contains(&vote.points)
    };
    let votes: Vec<Vote> = votes.iter().filter(counts).copied().collect();
    if votes.is_empty() {
        return Err(Unranked::NoVotes);
    }
    let groups = groups(entrants, &votes);
    if groups.len() > 1 {
        return Err(Unranked::Apart(groups));
    }
    let strengths = fit(entrants, &votes);
    let model = inverse(&information(&strengths, &votes));
    let (robust, cases) = sandwich(&strengths, &votes, &model);
    Ok(Ranking { strengths, model, robust, cases })
}

impl Ranking {
    /// Log-odds against the mean of all, in the order of the entrants; they sum to 0.
    pub fn strengths(&self) -> &[f64] {
        &self.strengths
    }

    /// Cases voted on.
    pub fn cases(&self) -> usize {
        self.cases
    }

    /// Share of the points an entrant is to expect against one as strong as the others are on average, and its interval,
    /// 0 to 1.
    pub fn share(&self, entrant: usize, level: f64) -> (f64, Interval) {
        let others = (self.strengths.len() - 1) as f64;
        let mut contrast = vec![-1.0 / others; self.strengths.len()];
        contrast[entrant] = 1.0;
        let lead = self.along(&contrast, level);
        (lead.share, lead.interval)
    }

    /// How one entrant stands to another.
    pub fn lead(&self, entrant: usize, over: usize, level: f64) -> Lead {
        let mut contrast = vec![0.0; self.strengths.len()];
        contrast[entrant] += 1.0;
        contrast[over] -= 1.0;
        self.along(&contrast, level)
    }

    fn along(&self, contrast: &[f64], level: f64) -> Lead {
        let at = dot(contrast, &self.strengths);
        let variance = form(&self.model, contrast).max(form(&self.robust, contrast));
        let error = variance.max(0.0).sqrt();
        let df = (self.cases - 1) as f64;
        // one case alone tells nothing of the next one
        let half = if self.cases > 1 { student::two_sided(level, df) * error } else { f64::INFINITY };
        let known = self.cases > 1 && error > 0.0;
        let p = if known { student::two_sided_p(at / error, df) } else { 1.0 };
        let interval = Interval { low: logistic(at - half), high: logistic(at + half) };
        Lead { share: logistic(at), interval, p }
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn form(matrix: &Matrix, by: &[f64]) -> f64 {
    let rows = matrix.iter().map(|row| dot(row, by));
    rows.zip(by).map(|(x, y)| x * y).sum()
}

/// Entrants that votes lead to and back from, strongest first (Ford 1957: only within such a group has the likelihood a
/// maximum).
fn groups(entrants: usize, votes: &[Vote]) -> Vec<Vec<usize>> {
    let mut beats = vec![vec![false; entrants]; entrants];
    for vote in votes {
        beats[vote.first][vote.second] |= vote.points > 0.0;
        beats[vote.second][vote.first] |= vote.points < 1.0;
    }
    (0..entrants).for_each(|at| beats[at][at] = true);
    for through in 0..entrants {
        for from in 0..entrants {
            for to in 0..entrants {
                beats[from][to] |= beats[from][through] && beats[through][to];
            }
        }
    }
    let mut out: Vec<Vec<usize>> = Vec::new();
    for (entrant, beaten) in beats.iter().enumerate() {
        let same = |group: &&mut Vec<usize>| beaten[group[0]] && beats[group[0]][entrant];
        match out.iter_mut().find(same) {
            Some(group) => group.push(entrant),
            None => out.push(vec![entrant]),
        }
    }
    let reached = |group: &[usize]| beats[group[0]].iter().filter(|reached| **reached).count();
    out.sort_by_key(|group| std::cmp::Reverse(reached(group)));
    out
}

fn likelihood(strengths: &[f64], votes: &[Vote]) -> f64 {
    // ln of 1 / (1 + exp(-x)) without overflow
    let ln = |x: f64| -(-x.abs()).exp().ln_1p() + x.min(0.0);
    let of = |vote: &Vote| {
        let x = strengths[vote.first] - strengths[vote.second];
        vote.points * ln(x) + (1.0 - vote.points) * ln(-x)
    };
    votes.iter().map(of).sum()
}

/// Strengths of greatest likelihood, summing to 0, by Newton's steps, halved when they go too far.
fn fit(entrants: usize, votes: &[Vote]) -> Vec<f64> {
    let mut at = vec![0.0; entrants];
    let mut best = likelihood(&at, votes);
    for _ in 0..STEPS {
        let mut slope = vec![0.0; entrants];
        for vote in votes {
            let surprise = surprise(&at, vote);
            slope[vote.first] += surprise;
            slope[vote.second] -= surprise;
        }
        let spread = inverse(&information(&at, votes));
        let step: Vec<f64> = spread.iter().map(|row| dot(row, &slope)).collect();
        let mut size = 1.0;
        let (next, reached) = loop {
            let next: Vec<f64> = at.iter().zip(&step).map(|(a, s)| a + size * s).collect();
            let reached = likelihood(&next, votes);
            if reached >= best || size < 1e-9 {
                break (next, reached);
            }
            size *= 0.5;
        };
        let moved = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
        if reached >= best {
            (at, best) = (next, reached);
        }
        if moved < 1e-12 {
            break;
        }
    }
    let mean = at.iter().sum::<f64>() / entrants as f64;
    at.iter().map(|strength| strength - mean).collect()
}

/// Points taken less points expected.
fn surprise(strengths: &[f64], vote: &Vote) -> f64 {
    vote.points - logistic(strengths[vote.first] - strengths[vote.second])
}

/// The information with 1 / entrants added everywhere: it can be inverted, and contrasts do not feel it.
fn information(strengths: &[f64], votes: &[Vote]) -> Matrix {
    let entrants = strengths.len();
    let mut out = vec![vec![1.0 / entrants as f64; entrants]; entrants];
    for vote in votes {
        let (a, b) = (vote.first, vote.second);
        let share = logistic(strengths[a] - strengths[b]);
        let weight = share * (1.0 - share);
        out[a][a] += weight;
        out[b][b] += weight;
        out[a][b] -= weight;
        out[b][a] -= weight;
    }
    out
}

/// The covariance that takes all votes on a case as one, and the number of cases.
fn sandwich(strengths: &[f64], votes: &[Vote], model: &Matrix) -> (Matrix, usize) {
    let entrants = strengths.len();
    let mut by_case: std::collections::BTreeMap<u64, Vec<f64>> = std::collections::BTreeMap::new();
    for vote in votes {
        let slope = by_case.entry(vote.case).or_insert_with(|| vec![0.0; entrants]);
        let surprise = surprise(strengths, vote);
        slope[vote.first] += surprise;
        slope[vote.second] -= surprise;
    }
    let cases = by_case.len();
    let factor = if cases > 1 { cases as f64 / (cases - 1) as f64 } else { 1.0 };
    let mut out = vec![vec![0.0; entrants]; entrants];
    for slope in by_case.values() {
        let moved: Vec<f64> = model.iter().map(|row| dot(row, slope)).collect();
        for (row, a) in out.iter_mut().zip(&moved) {
            for (cell, b) in row.iter_mut().zip(&moved) {
                *cell += factor * a * b;
            }
        }
    }
    (out, cases)
}

/// Gauss and Jordan with the largest pivot; the matrices here are positive definite.
fn inverse(matrix: &Matrix) -> Matrix {
    let n = matrix.len();
    let mut left = matrix.clone();
    let mut right: Matrix = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for at in 0..n {
        let largest = (at..n).max_by(|a, b| left[*a][at].abs().total_cmp(&left[*b][at].abs())).unwrap_or(at);
        left.swap(at, largest);
        right.swap(at, largest);
        let pivot = left[at][at];
        for cell in left[at].iter_mut().chain(right[at].iter_mut()) {
            *cell /= pivot;
        }
        let (own_left, own_right) = (left[at].clone(), right[at].clone());
        for row in (0..n).filter(|row| *row != at) {
            let factor = left[row][at];
            for (cell, own) in left[row].iter_mut().zip(&own_left) {
                *cell -= factor * own;
            }
            for (cell, own) in right[row].iter_mut().zip(&own_right) {
                *cell -= factor * own;
            }
        }
    }
    right
}
