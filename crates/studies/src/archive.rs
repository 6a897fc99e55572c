//! What is kept of a search: which candidates are worth building on.

use std::collections::{BTreeMap, BTreeSet};

use stats::draws::Draws;
use terms::Version;

use crate::Table;
use crate::trial::Scored;

/// Remembers candidates and says which of them to build on.
pub trait Archive {
    /// Takes a candidate in, with its score on each item it answered.
    fn insert(&mut self, version: Version, scores: BTreeMap<u64, f64>);

    /// Up to `k` candidates to build on.
    fn parents(&self, k: usize, draws: &mut Draws) -> Vec<Version>;

    /// Those that nothing in the archive beats everywhere.
    fn front(&self) -> Vec<Version>;
}

/// Scores of a candidate by item, from the table: items it has answered at every repeat.
pub fn scores(table: &Table, version: Version, items: &[u64], repeats: u32) -> BTreeMap<u64, f64> {
    let scored = |item: &u64| match table.score(version, *item, repeats)? {
        Scored::Mean(score) => Some((*item, score)),
        Scored::Not => None,
    };
    items.iter().filter_map(scored).collect()
}

fn mean(scores: &BTreeMap<u64, f64>) -> f64 {
    if scores.is_empty() { 0.0 } else { scores.values().sum::<f64>() / scores.len() as f64 }
}

/// The best `size` by mean score (a beam).
#[derive(Clone, Debug)]
pub struct Best {
    size: usize,
    ranked: Vec<(f64, Version)>,
}

impl Best {
    /// Keeps at most so many.
    pub fn of(size: usize) -> Best {
        Best { size: size.max(1), ranked: Vec::new() }
    }
}

impl Archive for Best {
    fn insert(&mut self, version: Version, scores: BTreeMap<u64, f64>) {
        self.ranked.retain(|(_, known)| *known != version);
        self.ranked.push((mean(&scores), version));
        self.ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        self.ranked.truncate(self.size);
    }

    fn parents(&self, k: usize, _: &mut Draws) -> Vec<Version> {
        self.ranked.iter().take(k).map(|(_, version)| *version).collect()
    }

    fn front(&self) -> Vec<Version> {
        self.ranked.first().map(|(_, version)| *version).into_iter().collect()
    }
}

/// Whoever is best on some item (a Pareto front over items): a candidate that is poor on average but alone in solving a
/// kind of case is worth building on.
#[derive(Clone, Debug, Default)]
pub struct Front {
    scores: BTreeMap<Version, BTreeMap<u64, f64>>,
}

impl Front {
    /// On how many items each candidate is best, or among the best.
    fn wins(&self, among: &BTreeSet<Version>) -> BTreeMap<Version, BTreeSet<u64>> {
        let mut best: BTreeMap<u64, f64> = BTreeMap::new();
        for (item, score) in among.iter().flat_map(|version| &self.scores[version]) {
            let top = best.entry(*item).or_insert(*score);
            *top = top.max(*score);
        }
        let won = |version: &Version| {
            let at_top = |(item, score): (&u64, &f64)| (*score >= best[item]).then_some(*item);
            (*version, self.scores[version].iter().filter_map(at_top).collect())
        };
        among.iter().map(won).collect()
    }
}

impl Archive for Front {
    fn insert(&mut self, version: Version, scores: BTreeMap<u64, f64>) {
        self.scores.insert(version, scores);
    }

    /// Drawn from the front with weights: the items each is best on.
    fn parents(&self, k: usize, draws: &mut Draws) -> Vec<Version> {
        let mut left: BTreeSet<Version> = self.front().into_iter().collect();
        let mut out = Vec::new();
        while out.len() < k && !left.is_empty() {
            let weights: Vec<(Version, f64)> =
                self.wins(&left).into_iter().map(|(version, items)| (version, items.len() as f64)).collect();
            let all: f64 = weights.iter().map(|(_, weight)| weight).sum();
            let mut at = draws.uniform() * all;
            let hit = weights.iter().find(|(_, weight)| {
                at -= weight;
                at < 0.0
            });
            let chosen = hit.or(weights.last()).map(|(version, _)| *version);
            out.extend(chosen);
            left.retain(|version| Some(*version) != chosen);
        }
        out
    }

    /// A candidate leaves when on every item it is best on another one of the front is too; the lowest mean leaves
    /// first.
    fn front(&self) -> Vec<Version> {
        let mut kept: BTreeSet<Version> = self.scores.keys().copied().collect();
        let mut order: Vec<(f64, Version)> = self.scores.iter().map(|(v, s)| (mean(s), *v)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let wins = self.wins(&kept);
        for (_, version) in order {
            let covered =
                |item: &u64| kept.iter().any(|other| *other != version && wins[other].contains(item));
            if wins[&version].iter().all(covered) && kept.len() > 1 {
                kept.remove(&version);
            }
        }
        kept.into_iter().collect()
    }
}
