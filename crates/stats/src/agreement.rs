//! How far people who judge the same things agree: raw agreement, Cohen's kappa and Gwet's AC1 for two raters,
//! Krippendorff's alpha for any number of raters with gaps.
//!
//! Kappa and alpha take out the agreement that chance alone would give; when nearly everything is judged alike they fall
//! to 0 however well raters agree, which AC1 does not. So they are shown together.

use crate::Interval;
use crate::bootstrap::percentile_of;
use crate::draws::Draws;

/// Two raters on the same things, right or wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TwoRaters {
    /// Both say yes.
    pub both: u64,
    /// The first only.
    pub only_first: u64,
    /// The second only.
    pub only_second: u64,
    /// Neither.
    pub neither: u64,
}

/// Cohen's kappa.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// 1: always agree; 0: as chance would; below: less than chance.
    pub value: f64,
    /// Asymptotic (Fleiss, Cohen and Everitt 1969).
    pub standard_error: f64,
}

impl TwoRaters {
    /// Adds a thing both judged.
    pub fn push(&mut self, first: bool, second: bool) {
        match (first, second) {
            (true, true) => self.both += 1,
            (true, false) => self.only_first += 1,
            (false, true) => self.only_second += 1,
            (false, false) => self.neither += 1,
        }
    }

    /// Things judged by both.
    pub fn n(&self) -> u64 {
        self.both + self.only_first + self.only_second + self.neither
    }

    /// Things on which they agree.
    pub fn agreed(&self) -> u64 {
        self.both + self.neither
    }

    /// Share of yes of the first and of the second; `None` without things.
    fn shares(&self) -> Option<(f64, f64)> {
        let n = (self.n() > 0).then(|| self.n() as f64)?;
        Some(((self.both + self.only_first) as f64 / n, (self.both + self.only_second) as f64 / n))
    }

    /// Cohen (1960); `None` without things, or when both always say the same one word.
    pub fn kappa(&self) -> Option<Kappa> {
        let (first, second) = self.shares()?;
        let n = self.n() as f64;
        let observed = self.agreed() as f64 / n;
        let expected = first * second + (1.0 - first) * (1.0 - second);
        let room = 1.0 - expected;
        if room <= 0.0 {
            return None;
        }
        let (rows, columns) = ([first, 1.0 - first], [second, 1.0 - second]);
        let cells = [[self.both, self.only_first], [self.only_second, self.neither]];
        let mut spread = 0.0;
        for (i, row) in cells.iter().enumerate() {
            for (j, count) in row.iter().enumerate() {
                let term = match i == j {
                    true => room - (rows[i] + columns[i]) * (1.0 - observed),
                    false => (1.0 - observed) * (columns[i] + rows[j]),
                };
                spread += *count as f64 / n * term * term;
            }
        }
        let centre = observed * expected - 2.0 * expected + observed;
        let variance = (spread - centre * centre).max(0.0) / (n * room.powi(4));
        Some(Kappa { value: (observed - expected) / room, standard_error: variance.sqrt() })
    }

    /// Gwet's AC1 (2008), steady when nearly everything is judged alike; `None` without things.
    pub fn ac1(&self) -> Option<f64> {
        let (first, second) = self.shares()?;
        let yes = 0.5 * (first + second);
        let expected = 2.0 * yes * (1.0 - yes);
        Some((self.agreed() as f64 / self.n() as f64 - expected) / (1.0 - expected))
    }
}

/// How far apart two values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// The same or not.
    Nominal,
    /// By the values that lie between.
    Ordinal,
    /// By their difference.
    Interval,
}

/// Krippendorff's alpha (1970; *Content Analysis*, 2004). Each unit holds the values that its raters gave, in any order;
/// units with fewer than two values are passed over. `None` when nothing can be paired, or when all values are the same.
pub fn alpha(units: &[Vec<f64>], metric: Metric) -> Option<f64> {
    alpha_of(units.iter().map(Vec::as_slice), metric)
}

/// Percentile interval of alpha from `resamples` draws of whole units; `None` as for [`alpha`].
pub fn alpha_interval(
    units: &[Vec<f64>],
    metric: Metric,
    resamples: u32,
    level: f64,
    seed: u64,
) -> Option<Interval> {
    let paired: Vec<&[f64]> = units.iter().map(Vec::as_slice).filter(|unit| unit.len() > 1).collect();
    let mut draws = Draws::new(seed);
    let one = |_| {
        let drawn: Vec<&[f64]> = paired.iter().map(|_| paired[draws.below(paired.len())]).collect();
        // draws in which everyone says the same have nothing to disagree on
        alpha_of(drawn.into_iter(), metric)
    };
    let mut found: Vec<f64> = (0..resamples).filter_map(one).collect();
    found.sort_by(f64::total_cmp);
    percentile_of(&found, level)
}

fn alpha_of<'a>(units: impl Iterator<Item = &'a [f64]> + Clone, metric: Metric) -> Option<f64> {
    let paired = units.filter(|unit| unit.len() > 1);
    let mut values: Vec<f64> = paired.clone().flatten().copied().collect();
    let n = values.len() as f64;
    values.sort_by(f64::total_cmp);
    // each value with how often it was given, ascending
    let mut counts: Vec<(f64, f64)> = Vec::new();
    for value in values {
        match counts.last_mut().filter(|(last, _)| *last == value) {
            Some((_, count)) => *count += 1.0,
            None => counts.push((value, 1.0)),
        }
    }
    let place = |value: f64| counts.partition_point(|(other, _)| *other < value);
    let apart = |i: usize, j: usize| {
        let (low, high) = (i.min(j), i.max(j));
        match metric {
            _ if low == high => 0.0,
            Metric::Nominal => 1.0,
            Metric::Interval => (counts[high].0 - counts[low].0).powi(2),
            Metric::Ordinal => {
                let between: f64 = counts[low..=high].iter().map(|(_, count)| count).sum();
                (between - 0.5 * (counts[low].1 + counts[high].1)).powi(2)
            }
        }
    };
    let within = |unit: &[f64]| {
        let pairs = unit.iter().flat_map(|a| unit.iter().map(move |b| (*a, *b)));
        pairs.map(|(a, b)| apart(place(a), place(b))).sum::<f64>() / (unit.len() - 1) as f64
    };
    let observed = paired.map(within).sum::<f64>() / n;
    let all = (0..counts.len()).flat_map(|i| (0..counts.len()).map(move |j| (i, j)));
    let chance = all.map(|(i, j)| counts[i].1 * counts[j].1 * apart(i, j)).sum::<f64>() / (n * (n - 1.0));
    (chance > 0.0).then(|| 1.0 - observed / chance)
}
