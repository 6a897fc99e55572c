//! The gain on the cases of the search, corrected for the choice: in each of five folds the version is chosen by its
//! scores on the other four and measured on this one. What was best by luck on the items it was chosen by is not so on
//! the others.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stats::mean::Moments;
use terms::Message;

use crate::document::percent;
use crate::splits::{Train, folds};

/// Folds.
const FOLDS: usize = 5;
/// Share of the items a version must have answered, with the person's own, to be chosen.
const ANSWERED: f64 = 0.5;
/// Level of the interval.
const LEVEL: f64 = 0.95;

/// A gain with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossFitted {
    /// Mean gain over the person's own version, as a share of 1.
    pub gain: f64,
    /// Its interval, lower end.
    pub low: f64,
    /// Its interval, upper end.
    pub high: f64,
    /// Items measured.
    pub n: u64,
    /// Folds for each of which the whole search was made anew; 0 when one search was made, and only its choice among
    /// versions anew.
    #[serde(default)]
    pub folds: usize,
}

impl CrossFitted {
    /// In words.
    pub(crate) fn message(&self) -> Message {
        let key = if self.folds > 0 { "studies-say-folds" } else { "studies-say-cross-fitted" };
        let said = Message::new(key).with("gain", percent(self.gain)).with("folds", self.folds);
        said.with("low", percent(self.low)).with("high", percent(self.high)).with("n", self.n)
    }
}

/// The corrected gain of choosing among versions by their scores; each has its scores by item, the person's own version
/// apart. `None` with fewer than two items to a fold.
pub fn cross_fitted(
    items: &[u64],
    own: &BTreeMap<u64, f64>,
    versions: &[BTreeMap<u64, f64>],
) -> Option<CrossFitted> {
    let items: Vec<u64> = items.iter().copied().filter(|item| own.contains_key(item)).collect();
    if items.len() < 2 * FOLDS {
        return None;
    }
    let gains = |scores: &BTreeMap<u64, f64>, among: &[u64]| -> Vec<f64> {
        among.iter().filter_map(|item| Some(scores.get(item)? - own.get(item)?)).collect()
    };
    let enough = |n: usize, of: usize| n as f64 >= ANSWERED * of as f64;
    let mut measured = Moments::default();
    for (Train(others), fold) in folds(&items, FOLDS) {
        let mean = |scores: &BTreeMap<u64, f64>| {
            let gains = gains(scores, &others);
            let mean = gains.iter().sum::<f64>() / gains.len().max(1) as f64;
            enough(gains.len(), others.len()).then_some(mean)
        };
        let chosen = versions.iter().filter_map(|scores| Some((mean(scores)?, scores)));
        let best = chosen.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(mean, _)| *mean > 0.0);
        // where nothing is better on the other folds the person's own version stays, and gains nothing
        match best {
            Some((_, scores)) => gains(scores, &fold.0).into_iter().for_each(|gain| measured.push(gain)),
            None => fold.0.iter().for_each(|_| measured.push(0.0)),
        }
    }
    let interval = measured.interval(LEVEL)?;
    let (gain, n) = (measured.mean(), measured.n());
    Some(CrossFitted { gain, low: interval.low.max(-1.0), high: interval.high.min(1.0), n, folds: 0 })
}

#[cfg(test)]
mod tests {
    use stats::draws::Draws;

    use super::*;

    fn scores(draws: &mut Draws, right: f64, items: u64) -> BTreeMap<u64, f64> {
        (0..items).map(|item| (item, f64::from(u8::from(draws.uniform() < right)))).collect()
    }

    #[test]
    fn what_is_best_by_luck_gains_nothing_on_average() {
        let (mut corrected, mut naive) = (0.0, 0.0);
        for seed in 0..200 {
            let mut draws = Draws::new(seed);
            let own = scores(&mut draws, 0.6, 50);
            let versions: Vec<_> = (0..16).map(|_| scores(&mut draws, 0.6, 50)).collect();
            let items: Vec<u64> = (0..50).collect();
            corrected += cross_fitted(&items, &own, &versions).unwrap().gain / 200.0;
            let mean = |scores: &BTreeMap<u64, f64>| scores.values().sum::<f64>() / 50.0;
            naive += (versions.iter().map(mean).fold(0.0, f64::max) - mean(&own)) / 200.0;
        }
        // the best of sixteen equal versions looks twelve points better, and is not
        assert!(naive > 0.1 && corrected.abs() < 0.03, "{naive} {corrected}");
    }

    #[test]
    fn a_gain_that_is_there_is_found() {
        let mut draws = Draws::new(3);
        let own = scores(&mut draws, 0.4, 100);
        let mut versions: Vec<_> = (0..6).map(|_| scores(&mut draws, 0.4, 100)).collect();
        versions.push(scores(&mut draws, 0.9, 100));
        let found = cross_fitted(&(0..100).collect::<Vec<_>>(), &own, &versions).unwrap();
        assert!(found.low > 0.3 && found.high < 0.7 && found.n == 100, "{found:?}");
        assert_eq!(cross_fitted(&[1, 2], &own, &versions), None);
    }
}
