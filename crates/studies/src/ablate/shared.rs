use std::collections::BTreeMap;

use prompt::tree::Tree;
use stats::shapley::{Orders, Subset};

use super::{Arm, Piece, without};

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
