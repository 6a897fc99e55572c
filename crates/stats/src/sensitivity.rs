//! How much the wording matters: scores of several wordings (columns) on the same cases (rows), nothing missing.

use crate::law::{beta, chi2};

/// Analysis of variance of a table of cases x wordings, one score in each cell (randomised blocks).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blocks {
    /// Cases.
    pub cases: usize,
    /// Wordings.
    pub wordings: usize,
    /// Sum of squares between wordings.
    pub ss_wordings: f64,
    /// Sum of squares between cases.
    pub ss_cases: f64,
    /// What is left: wordings that suit some cases and not others, and the model's own noise.
    pub ss_rest: f64,
}

/// A test with its statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tested {
    /// The statistic; infinite when nothing is left to compare with.
    pub statistic: f64,
    /// p-value of "the wording does not matter".
    pub p: f64,
}

/// Variances of what makes up a score; those that come out below 0 are 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components {
    /// Of wordings.
    pub wording: f64,
    /// Of cases.
    pub case: f64,
    /// Of the rest.
    pub rest: f64,
}

impl Components {
    /// Share of the variance of a score that is due to the wording.
    pub fn share_of_wording(&self) -> f64 {
        let all = self.wording + self.case + self.rest;
        if all > 0.0 { self.wording / all } else { 0.0 }
    }
}

impl Blocks {
    /// From one row per case, one score per wording in each. `None` below two cases or two wordings, or when the rows
    /// are not equally long.
    pub fn of(rows: &[Vec<f64>]) -> Option<Blocks> {
        let (cases, wordings) = (rows.len(), rows.first()?.len());
        if cases < 2 || wordings < 2 || rows.iter().any(|row| row.len() != wordings) {
            return None;
        }
        let (n, k) = (cases as f64, wordings as f64);
        let grand = rows.iter().flatten().sum::<f64>() / (n * k);
        let column = |j: usize| rows.iter().map(|row| row[j]).sum::<f64>() / n;
        let columns: Vec<f64> = (0..wordings).map(column).collect();
        let means: Vec<f64> = rows.iter().map(|row| row.iter().sum::<f64>() / k).collect();
        let squares = |values: &[f64]| values.iter().map(|v| (v - grand).powi(2)).sum::<f64>();
        let residual = |(row, mean): (&Vec<f64>, &f64)| {
            row.iter().zip(&columns).map(|(x, c)| (x - mean - c + grand).powi(2)).sum::<f64>()
        };
        Some(Blocks {
            cases,
            wordings,
            ss_wordings: n * squares(&columns),
            ss_cases: k * squares(&means),
            ss_rest: rows.iter().zip(&means).map(residual).sum(),
        })
    }

    /// Degrees of freedom of wordings, cases and the rest.
    pub fn degrees(&self) -> (f64, f64, f64) {
        let (n, k) = ((self.cases - 1) as f64, (self.wordings - 1) as f64);
        (k, n, k * n)
    }

    /// Mean squares of wordings, cases and the rest.
    fn mean_squares(&self) -> (f64, f64, f64) {
        let (k, n, rest) = self.degrees();
        (self.ss_wordings / k, self.ss_cases / n, self.ss_rest / rest)
    }

    /// F of wordings against the rest.
    pub fn f_test(&self) -> Tested {
        let (between, _, rest) = self.mean_squares();
        let (k, _, df) = self.degrees();
        if between == 0.0 {
            return Tested { statistic: 0.0, p: 1.0 };
        }
        // the upper tail of F is a tail of the beta law at df / (df + k F)
        let (top, bottom) = (k * between, df * rest);
        let p = beta::tails_of(bottom / (top + bottom), top / (top + bottom), 0.5 * df, 0.5 * k).lower;
        Tested { statistic: between / rest, p }
    }

    /// Sum of squares of wordings over itself and the rest.
    pub fn partial_eta_squared(&self) -> f64 {
        let all = self.ss_wordings + self.ss_rest;
        if all > 0.0 { self.ss_wordings / all } else { 0.0 }
    }

    /// ICC(2,1) of Shrout and Fleiss (1979): how far one wording's score of a case stands for that of any other; 1 when
    /// the wording changes nothing.
    pub fn icc(&self) -> f64 {
        let (wording, case, rest) = self.mean_squares();
        let (n, k) = (self.cases as f64, self.wordings as f64);
        let all = case + (k - 1.0) * rest + k * (wording - rest) / n;
        if all > 0.0 { (case - rest) / all } else { 1.0 }
    }

    /// Variance components by the method of moments.
    pub fn components(&self) -> Components {
        let (wording, case, rest) = self.mean_squares();
        Components {
            wording: ((wording - rest) / self.cases as f64).max(0.0),
            case: ((case - rest) / self.wordings as f64).max(0.0),
            rest,
        }
    }
}

/// Friedman's test (1937) on ranks within each case, corrected for ties. `None` as for [`Blocks::of`].
pub fn friedman(rows: &[Vec<f64>]) -> Option<Tested> {
    let ranked: Vec<Vec<f64>> = rows.iter().map(|row| ranks(row)).collect();
    let Blocks { cases, wordings, ss_wordings, .. } = Blocks::of(&ranked)?;
    let (n, k) = (cases as f64, wordings as f64);
    // the spread of ranks within cases: n k (k^2 - 1) / 12 without ties, less with them
    let centre = 0.5 * (k + 1.0);
    let within: f64 = ranked.iter().flatten().map(|rank| (rank - centre).powi(2)).sum();
    Some(against_chi2(if within > 0.0 { n * (k - 1.0) * ss_wordings / within } else { 0.0 }, k - 1.0))
}

/// Cochran's Q (1950) for right-or-wrong scores. `None` as for [`Blocks::of`].
pub fn cochran_q(rows: &[Vec<bool>]) -> Option<Tested> {
    let scores: Vec<Vec<f64>> =
        rows.iter().map(|row| row.iter().map(|right| f64::from(u8::from(*right))).collect()).collect();
    let Blocks { cases, wordings, ss_wordings, .. } = Blocks::of(&scores)?;
    let (n, k) = (cases as f64, wordings as f64);
    let within: f64 = scores.iter().map(|row| row.iter().sum::<f64>()).map(|right| right * (k - right)).sum();
    Some(against_chi2(if within > 0.0 { n * k * (k - 1.0) * ss_wordings / within } else { 0.0 }, k - 1.0))
}

fn against_chi2(statistic: f64, df: f64) -> Tested {
    Tested { statistic, p: chi2::tails(statistic, df).upper }
}

/// Ranks from 1, equal values sharing the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |x: f64| values.iter().filter(|v| **v < x).count() as f64;
    let equal = |x: f64| values.iter().filter(|v| **v == x).count() as f64;
    values.iter().map(|x| below(*x) + 0.5 * (equal(*x) + 1.0)).collect()
}
