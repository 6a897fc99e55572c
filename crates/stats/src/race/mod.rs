//! Choosing the best of several arms: how to share calls among them, how hard the choice is, and how sure it is.
//!
//! A race asks all arms the same cases in the same order, so that they are compared on differences. [`Schedule`] says
//! after how many cases how many arms stay; [`bound`] how many calls *any* method needs for a chosen certainty;
//! [`doubt`] how likely the choice made is wrong, from the scores seen.

pub mod bound;
pub mod doubt;

/// How a budget of calls is spread over rounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// In order; the last round leaves one arm.
    pub rounds: Vec<Round>,
}

/// One round of a race.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Arms that run in it.
    pub arms: usize,
    /// Cases that each of them has answered at its end, those of earlier rounds included.
    pub cases: u64,
    /// Arms that go on to the next round.
    pub keep: usize,
}

impl Schedule {
    /// Every arm gets the same share.
    pub fn equal(arms: usize, calls: u64) -> Schedule {
        Schedule { rounds: vec![Round { arms, cases: calls / arms.max(1) as u64, keep: 1 }] }
    }

    /// Successive rejects (Audibert, Bubeck and Munos 2010): one arm leaves after each round. Without a parameter, and
    /// best where one arm stands out.
    pub fn successive_rejects(arms: usize, calls: u64) -> Schedule {
        let spare = calls.saturating_sub(arms as u64) as f64;
        let cases = |round: usize| (spare / (log_bar(arms) * (arms + 1 - round) as f64)).ceil() as u64;
        let round = |k: usize| Round { arms: arms + 1 - k, cases: cases(k).max(1), keep: arms - k };
        Schedule { rounds: (1..arms.max(1)).map(round).collect() }
    }

    /// Sequential halving (Karnin, Koren and Somekh 2013): the worse half leaves after each round. Few, large rounds:
    /// for arms that run in parallel, and good where they form a ladder.
    pub fn sequential_halving(arms: usize, calls: u64) -> Schedule {
        let rounds = arms.max(2).next_power_of_two().trailing_zeros();
        let (mut left, mut cases, mut out) = (arms, 0, Vec::new());
        while left > 1 {
            cases += (calls / (left as u64 * u64::from(rounds))).max(1);
            let keep = left.div_ceil(2);
            out.push(Round { arms: left, cases, keep });
            left = keep;
        }
        Schedule { rounds: out }
    }

    /// Calls it makes in all.
    pub fn calls(&self) -> u64 {
        let mut before = 0;
        let each = self.rounds.iter().map(|round| {
            let fresh = round.cases.saturating_sub(before);
            before = round.cases;
            fresh * round.arms as u64
        });
        each.sum()
    }

    /// The same with at most so many cases, when there are no more: later rounds then ask nothing new.
    #[must_use]
    pub fn within(mut self, cases: u64) -> Schedule {
        for round in &mut self.rounds {
            round.cases = round.cases.min(cases);
        }
        self
    }

    /// Cases the last round reaches.
    pub fn cases(&self) -> u64 {
        self.rounds.last().map_or(0, |round| round.cases)
    }
}

/// 1/2 + the sum of 1/i for i from 2: what successive rejects divides its budget by.
pub fn log_bar(arms: usize) -> f64 {
    0.5 + (2..=arms).map(|i| 1.0 / i as f64).sum::<f64>()
}

/// How far each arm lies below the best one, ascending, without the best itself.
fn gaps(means: &[f64]) -> Vec<f64> {
    let mut sorted = means.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted.iter().skip(1).map(|mean| sorted[0] - mean).collect()
}

/// Sum of 1 / gap^2, the best arm counted with the gap of the second: calls needed grow with it when arms are chosen
/// freely.
pub fn h1(means: &[f64]) -> f64 {
    let gaps = gaps(means);
    gaps.first().into_iter().chain(&gaps).map(|gap| 1.0 / (gap * gap)).sum()
}

/// The largest i / gap_i^2 over the arms in order: the same for a fixed budget.
pub fn h2(means: &[f64]) -> f64 {
    let each = gaps(means).into_iter().enumerate().map(|(i, gap)| (i + 2) as f64 / (gap * gap));
    each.fold(0.0, f64::max)
}
