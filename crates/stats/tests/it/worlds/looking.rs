//! Comparisons looked at after every case, in worlds with a known truth.

use stats::draws::Draws;
use stats::sequential::{Conclusion, Goal, UntilSure};

/// Paired right-or-wrong scores: the share of cases that differ, and who wins them.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// Share of cases on which the arms differ.
    pub differing: f64,
    /// Chance that A wins such a case.
    pub wins: f64,
    /// Size of each difference: 1 for right or wrong; below, the difference is drawn up to this size.
    pub graded: bool,
}

impl World {
    /// A case's difference.
    pub fn case(&self, draws: &mut Draws) -> f64 {
        if draws.uniform() >= self.differing {
            return 0.0;
        }
        let sign = if draws.uniform() < self.wins { 1.0 } else { -1.0 };
        sign * if self.graded { (1.0 + (4.0 * draws.uniform()).floor()) / 4.0 } else { 1.0 }
    }

    /// Its true mean difference.
    pub fn difference(&self) -> f64 {
        self.differing * (2.0 * self.wins - 1.0) * if self.graded { 0.625 } else { 1.0 }
    }
}

/// How runs ended: shares of conclusions, mean numbers of cases and of differing pairs, share of intervals that hold
/// the truth.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ends {
    pub better: f64,
    pub worse: f64,
    pub equivalent: f64,
    pub no_gain: f64,
    pub cases: f64,
    pub most: u64,
    pub pairs: f64,
    pub covered: f64,
}

/// Runs comparisons to their ends.
pub fn ends(goal: Goal, world: World, runs: u32, seed: u64) -> Ends {
    let mut draws = Draws::new(seed);
    let (mut sums, share) = (Ends::default(), 1.0 / f64::from(runs));
    let fresh = UntilSure::new(goal);
    for _ in 0..runs {
        let mut test = fresh.clone();
        while test.push(world.case(&mut draws)).is_none() {}
        let counted = match test.conclusion() {
            Some(Conclusion::Better) => &mut sums.better,
            Some(Conclusion::Worse) => &mut sums.worse,
            Some(Conclusion::Equivalent) => &mut sums.equivalent,
            Some(Conclusion::NoGain) => &mut sums.no_gain,
            _ => &mut 0.0,
        };
        *counted += share;
        let cases = test.decided_after().unwrap_or_default();
        sums.cases += share * cases as f64;
        sums.most = sums.most.max(cases);
        sums.pairs += share * (test.pairs().0 + test.pairs().1) as f64;
        sums.covered += if test.interval().contains(world.difference()) { share } else { 0.0 };
    }
    sums
}
