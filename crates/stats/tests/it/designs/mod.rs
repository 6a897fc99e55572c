//! Made-up worlds with a known truth, on which intervals are judged.

use stats::draws::Draws;
use stats::law::binomial;
use stats::{Interval, PairedSummary, PairedTable, ScoreSummary, score_interval};
use terms::Verdict;

/// A standard normal value (Box and Muller).
fn normal(draws: &mut Draws) -> f64 {
    let radius = (-2.0 * (1.0 - draws.uniform()).ln()).sqrt();
    radius * (std::f64::consts::TAU * draws.uniform()).cos()
}

/// A gamma value of this shape (Marsaglia and Tsang 2000).
fn gamma(draws: &mut Draws, shape: f64) -> f64 {
    if shape < 1.0 {
        let boosted = gamma(draws, shape + 1.0);
        return boosted * (1.0 - draws.uniform()).powf(1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(draws);
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && (1.0 - draws.uniform()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// A Beta(a, b) value.
fn beta(draws: &mut Draws, a: f64, b: f64) -> f64 {
    let (x, y) = (gamma(draws, a), gamma(draws, b));
    // shapes far below 1 may underflow both: then either end
    if x + y > 0.0 { x / (x + y) } else { f64::from(u8::from(draws.uniform() < a / (a + b))) }
}

/// The chance that one answer to a case passes: Beta of mean `mean`, so spread that two answers to one case
/// correlate by `icc`.
fn difficulty(draws: &mut Draws, mean: f64, icc: f64) -> f64 {
    let size = (1.0 - icc) / icc;
    beta(draws, size * mean, size * (1.0 - mean))
}

/// 1 with this probability, else 0.
fn coin(draws: &mut Draws, p: f64) -> f64 {
    f64::from(u8::from(draws.uniform() < p))
}

/// A known population: what a world's generator gave once. Samples are picked from it with return, which costs far
/// less than making them, and its own mean is the truth to the last digit.
pub struct Population<T>(Vec<T>);

impl<T: Copy> Population<T> {
    fn of(mut draw: impl FnMut(&mut Draws) -> T) -> Population<T> {
        let mut draws = Draws::new(2024);
        Population((0..50_000).map(|_| draw(&mut draws)).collect())
    }

    /// One of it.
    pub fn pick(&self, draws: &mut Draws) -> T {
        self.0[draws.below(self.0.len())]
    }

    fn mean_of(&self, value: impl Fn(&T) -> f64) -> f64 {
        self.0.iter().map(value).sum::<f64>() / self.0.len() as f64
    }
}

impl Population<f64> {
    /// Its mean.
    pub fn mean(&self) -> f64 {
        self.mean_of(|x| *x)
    }
}

impl Population<(f64, f64)> {
    /// Its mean of A - B.
    pub fn difference(&self) -> f64 {
        self.mean_of(|(a, b)| a - b)
    }
}

/// Mean of three right-or-wrong answers to a case.
fn three(draws: &mut Draws, chance: f64) -> f64 {
    (coin(draws, chance) + coin(draws, chance) + coin(draws, chance)) / 3.0
}

/// Three answers to a case in each arm; with probability .8 the case is as hard in both.
fn three_twice(draws: &mut Draws, mean: f64) -> (f64, f64) {
    let p = difficulty(draws, mean, 0.5);
    let q = if draws.uniform() < 0.8 { p } else { difficulty(draws, mean, 0.5) };
    (three(draws, p), three(draws, q))
}

/// 1 with this probability, else anything from 0 to 1.
fn mixed(draws: &mut Draws, perfect: f64) -> f64 {
    let (u, rest) = (draws.uniform(), draws.uniform());
    if u < perfect { 1.0 } else { rest }
}

/// Graded scores of single cases: repeats, similarities, piles at the ends.
pub fn graded() -> Vec<(&'static str, Population<f64>)> {
    let repeats = |mean, icc| {
        Population::of(move |d| {
            let chance = difficulty(d, mean, icc);
            three(d, chance)
        })
    };
    vec![
        ("3 repeats, mean .5, ICC .3", repeats(0.5, 0.3)),
        ("3 repeats, mean .8, ICC .3", repeats(0.8, 0.3)),
        ("3 repeats, mean .9, ICC .7", repeats(0.9, 0.7)),
        ("3 repeats, mean .95, ICC .3", repeats(0.95, 0.3)),
        ("uniform", Population::of(Draws::uniform)),
        ("70 % perfect, the rest uniform", Population::of(|d| mixed(d, 0.7))),
        ("90 % perfect, the rest uniform", Population::of(|d| mixed(d, 0.9))),
        ("similarity, mean .8, sd .12", Population::of(|d| beta(d, 8.0, 2.0))),
        ("similarity, mean .9, sd .04", Population::of(|d| beta(d, 45.0, 5.0))),
    ]
}

/// Graded scores of a case in both arms.
pub fn graded_pairs() -> Vec<(&'static str, Population<(f64, f64)>)> {
    let rare = |d: &mut Draws| {
        let (u, third) = (d.uniform(), 1.0 / 3.0);
        (if u < 0.07 { third } else { 0.0 }, if (0.07..0.1).contains(&u) { third } else { 0.0 })
    };
    vec![
        ("3 repeats each, means .5", Population::of(|d| three_twice(d, 0.5))),
        ("3 repeats each, means .8", Population::of(|d| three_twice(d, 0.8))),
        ("3 repeats each, means .95", Population::of(|d| three_twice(d, 0.95))),
        ("similarities .9 and .8", Population::of(|d| (beta(d, 9.0, 1.0), beta(d, 8.0, 2.0)))),
        ("70 % and 80 % perfect, the rest uniform", Population::of(|d| (mixed(d, 0.7), mixed(d, 0.8)))),
        ("one case in ten changes, by a third", Population::of(rare)),
    ]
}

/// Chances of success of whole clusters: mean `p`, cases of a cluster correlate by `icc`.
pub fn clusters(p: f64, icc: f64) -> Population<f64> {
    Population::of(|d| difficulty(d, p, icc))
}

/// Fills an arm with clusters of right-or-wrong cases, `sizes` each.
pub fn clustered_arm(
    draws: &mut Draws,
    summary: &mut ScoreSummary,
    sizes: &[u32],
    chances: &Population<f64>,
) {
    for (cluster, size) in sizes.iter().enumerate() {
        let chance = chances.pick(draws);
        for _ in 0..*size {
            summary.push(coin(draws, chance), 1.0, NAMES.get(cluster).copied());
        }
    }
}

/// Fills a comparison with clusters of cases, right or wrong in each arm; the arms' chances in a cluster are picked
/// apart, and half of the cases go the same way in both.
pub fn clustered_pairs(
    draws: &mut Draws,
    summary: &mut PairedSummary,
    sizes: &[u32],
    chances: (&Population<f64>, &Population<f64>),
) {
    for (cluster, size) in sizes.iter().enumerate() {
        let (p, q) = (chances.0.pick(draws), chances.1.pick(draws));
        for _ in 0..*size {
            let u = draws.uniform();
            let v = if draws.uniform() < 0.5 { u } else { draws.uniform() };
            let (a, b) = (f64::from(u8::from(u < p)), f64::from(u8::from(v < q)));
            summary.push(a, b, 1.0, NAMES.get(cluster).copied());
        }
    }
}

/// Names of clusters.
const NAMES: [&str; 30] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18",
    "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29",
];

/// What an interval did over many draws of a world.
#[derive(Clone, Copy, Debug)]
pub struct Coverage {
    /// Share of intervals that held the truth.
    pub covered: f64,
    /// Mean width.
    pub width: f64,
}

/// Coverage of the default 95 % interval of an arm; `world` fills one sample.
pub fn of_arm(
    draws: u32,
    seed: u64,
    truth: f64,
    mut world: impl FnMut(&mut Draws, &mut ScoreSummary),
) -> Coverage {
    let mut random = Draws::new(seed);
    over(draws, truth, || {
        let mut summary = ScoreSummary::default();
        world(&mut random, &mut summary);
        score_interval(&summary).map(|(interval, _)| interval)
    })
}

/// Coverage of the default 95 % interval of a difference.
pub fn of_difference(
    draws: u32,
    seed: u64,
    truth: f64,
    mut world: impl FnMut(&mut Draws, &mut PairedSummary),
) -> Coverage {
    let mut random = Draws::new(seed);
    over(draws, truth, || {
        let mut summary = PairedSummary::default();
        world(&mut random, &mut summary);
        summary.interval(0.95).map(|(interval, _)| interval)
    })
}

/// Coverage of whatever interval `one` makes of a fresh sample.
pub fn over(draws: u32, truth: f64, mut one: impl FnMut() -> Option<Interval>) -> Coverage {
    let (mut covered, mut width) = (0_u32, 0.0);
    for _ in 0..draws {
        if let Some(interval) = one() {
            covered += u32::from(interval.low <= truth + 1e-12 && truth - 1e-12 <= interval.high);
            width += interval.width();
        }
    }
    Coverage { covered: f64::from(covered) / f64::from(draws), width: width / f64::from(draws) }
}

/// Share of wrong claims (p under .05 and an interval without 0, as a verdict wants) in a world without difference.
pub fn false_claims(draws: u32, seed: u64, mut world: impl FnMut(&mut Draws, &mut PairedSummary)) -> f64 {
    let mut random = Draws::new(seed);
    let mut claims = 0_u32;
    for draw in 0..draws {
        let mut summary = PairedSummary::default();
        world(&mut random, &mut summary);
        if let Some(compared) = summary.compare(u64::from(draw)) {
            let verdict = compared.verdict(0.0, compared.p);
            claims += u32::from(matches!(verdict, Verdict::Better | Verdict::Worse));
        }
    }
    f64::from(claims) / f64::from(draws)
}

/// Exact coverage of the default interval of `n` right-or-wrong cases at each share: every outcome with its
/// binomial weight, no draws.
pub fn of_share(n: u64, shares: impl Iterator<Item = f64>) -> Vec<f64> {
    let intervals: Vec<Option<Interval>> = (0..=n)
        .map(|right| {
            let mut summary = ScoreSummary::default();
            (0..n).for_each(|i| summary.push(f64::from(u8::from(i < right)), 1.0, None));
            score_interval(&summary).map(|(interval, _)| interval)
        })
        .collect();
    let covered = |p: f64| {
        (0..=n)
            .zip(&intervals)
            .filter(|(_, interval)| interval.is_some_and(|i| i.contains(p)))
            .map(|(right, _)| binomial::pmf(right, n, p))
            .sum()
    };
    shares.map(covered).collect()
}

/// Every outcome of `n` paired right-or-wrong cases with its default comparison: discordant counts decide it all.
pub struct PairedOutcomes {
    n: u64,
    outcomes: Vec<(u64, u64, Interval, bool)>,
}

impl PairedOutcomes {
    /// Compares every outcome once.
    pub fn of(n: u64) -> PairedOutcomes {
        let tables = (0..=n).flat_map(|b| (0..=n - b).map(move |c| (b, c)));
        let outcomes = tables.map(|(only_a, only_b)| {
            let table = PairedTable { both: n - only_a - only_b, only_a, only_b, neither: 0 };
            let interval = table.interval(0.95);
            (only_a, only_b, interval, table.mcnemar().mid_p < 0.05 && !interval.contains(0.0))
        });
        PairedOutcomes { n, outcomes: outcomes.collect() }
    }

    /// Exact coverage and mean width, and the share of claims, when shares `a` and `b` of the cases are right in
    /// A and in B with correlation `rho`.
    pub fn judge(&self, a: f64, b: f64, rho: f64) -> (Coverage, f64) {
        let both = (a * b + rho * (a * (1.0 - a) * b * (1.0 - b)).sqrt()).min(a).min(b);
        let (only_a, only_b) = (a - both, b - both);
        let (mut coverage, mut claims) = (Coverage { covered: 0.0, width: 0.0 }, 0.0);
        for (x, y, interval, claim) in &self.outcomes {
            // trinomial as two binomials: A-only cases, then B-only ones among the rest
            let rest = (only_b / (1.0 - only_a)).clamp(0.0, 1.0);
            let weight = binomial::pmf(*x, self.n, only_a) * binomial::pmf(*y, self.n - x, rest);
            coverage.covered += weight * f64::from(u8::from(interval.contains(a - b)));
            coverage.width += weight * interval.width();
            claims += weight * f64::from(u8::from(*claim));
        }
        (coverage, claims)
    }
}
