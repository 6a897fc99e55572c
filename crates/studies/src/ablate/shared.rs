use std::collections::BTreeMap;

use prompt::tree::Tree;
use stats::shapley::{Orders, Subset};
use stats::{Interval, Moments};

use super::{Arm, Earned, Effect, Piece, without};

/// 97.5 % of a normal law lie below.
const Z: f64 = 1.959_963_984_540_054;

/// The plan: the growing prompts along pairs of random orders of the pieces, each version once. Few items and more
/// orders beat the reverse (measured: 6 pairs on 30 items rank nine sections as 40 pairs on 150 items do, at .91).
#[derive(Clone, Debug)]
pub struct Shared {
    pieces: Vec<Piece>,
    orders: Orders,
    subsets: Vec<Subset>,
    arms: Vec<Arm>,
}

/// What a piece carries of the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The piece.
    pub piece: Piece,
    /// Its Shapley value: the shares of all pieces add up to the whole prompt's gain over the prompt without them.
    pub value: f64,
    /// Standard error over the pairs of orders; it does not shrink with more items.
    pub error: Option<f64>,
}

impl Shared {
    /// The plan for these pieces: `pairs` orders and their reverses, drawn from the seed. `None` when a version with
    /// fewer pieces cannot be made.
    pub fn new(tree: &Tree, pieces: Vec<Piece>, pairs: usize, seed: u64) -> Option<Shared> {
        let orders = Orders::antithetic(pieces.len(), pairs, seed);
        let subsets: Vec<Subset> = orders.subsets().into_iter().collect();
        let arm = |subset: &Subset| {
            let gone: Vec<usize> = (0..pieces.len()).filter(|i| !subset.contains(i)).collect();
            without(tree, &pieces, &gone)
        };
        let arms = subsets.iter().map(arm).collect::<Option<Vec<Arm>>>()?;
        Some(Shared { pieces, orders, subsets, arms })
    }

    /// The versions to score.
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// Reads the scores: for each arm, one score per item, the items in the same order. `None` when an arm or a score
    /// is missing, or below two items. The interval of a piece rests on how its share differs from item to item and
    /// from one pair of orders to the next.
    pub fn earned(&self, scores: &[Vec<f64>]) -> Option<Vec<Earned>> {
        let items = scores.first()?.len();
        if scores.len() != self.subsets.len() || items < 2 || scores.iter().any(|arm| arm.len() != items) {
            return None;
        }
        let mean = |arm: &Vec<f64>| arm.iter().sum::<f64>() / items as f64;
        let shares = self.read(&scores.iter().map(mean).collect::<Vec<f64>>())?;
        // the value is linear in the scores: that of each item by itself, whose mean it is
        let mut spread = vec![Moments::default(); shares.len()];
        for item in 0..items {
            let one: Vec<f64> = scores.iter().map(|arm| arm[item]).collect();
            for (spread, share) in spread.iter_mut().zip(self.read(&one)?) {
                spread.push(share.value);
            }
        }
        let earned = shares.into_iter().zip(spread).map(|(share, spread)| {
            let of_items = spread.variance().unwrap_or(0.0) / items as f64;
            let error = (of_items + share.error.unwrap_or(0.0).powi(2)).sqrt();
            // where nothing moved at all, so many items leave this much unseen (rule of three)
            let interval = Interval::around(share.value, (Z * error).max(3.0 / items as f64));
            let n = items as u64;
            Earned { piece: share.piece, gain: share.value, interval, n, effect: Effect::of(interval) }
        });
        Some(earned.collect())
    }

    /// Reads the mean score of each arm. `None` when one is missing. The pieces come in the order of the text.
    pub fn read(&self, means: &[f64]) -> Option<Vec<Share>> {
        if means.len() != self.subsets.len() {
            return None;
        }
        let values: BTreeMap<Subset, f64> = self.subsets.iter().cloned().zip(means.iter().copied()).collect();
        let worth = self.orders.worth(&values)?;
        let shares = self.pieces.iter().zip(worth);
        Some(
            shares.map(|(piece, w)| Share { piece: piece.clone(), value: w.value, error: w.error }).collect(),
        )
    }
}
