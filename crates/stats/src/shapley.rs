//! What each part of a whole earns, by Shapley's value (1953): the mean of its marginal gain over the orders in which
//! the parts can be put together. Orders come in antithetic pairs (each with its reverse), which cancels much of the
//! noise; a whole that was asked once is never asked again.

use std::collections::{BTreeMap, BTreeSet};

use crate::Moments;
use crate::draws::Draws;

/// A set of parts, by their indices.
pub type Subset = BTreeSet<usize>;

/// Orders to walk through, in pairs of an order and its reverse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orders(Vec<Vec<usize>>);

/// A part's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Mean marginal gain.
    pub value: f64,
    /// Its standard error over the pairs of orders; `None` with a single pair. It says how far more orders would move
    /// the value, not how far more cases would.
    pub error: Option<f64>,
}

impl Orders {
    /// `pairs` random orders of `parts` parts, each followed by its reverse.
    pub fn antithetic(parts: usize, pairs: usize, seed: u64) -> Orders {
        let mut draws = Draws::new(seed);
        let mut orders = Vec::with_capacity(2 * pairs);
        for _ in 0..pairs {
            let mut order: Vec<usize> = (0..parts).collect();
            for last in (1..parts).rev() {
                order.swap(last, draws.below(last + 1));
            }
            let reverse = order.iter().rev().copied().collect();
            orders.extend([order, reverse]);
        }
        Orders(orders)
    }

    /// Every order there is: exact values, for up to about eight parts.
    pub fn all(parts: usize) -> Orders {
        let mut orders = vec![Vec::new()];
        for part in 0..parts {
            let longer = |order: &Vec<usize>| {
                let order = order.clone();
                (0..=order.len()).map(move |at| {
                    let mut order = order.clone();
                    order.insert(at, part);
                    order
                })
            };
            orders = orders.iter().flat_map(longer).collect();
        }
        let reverse = |order: &Vec<usize>| order.iter().rev().copied().collect::<Vec<_>>();
        let first = orders.iter().filter(|order| **order <= reverse(order));
        let mut paired = Vec::new();
        for order in first {
            paired.push(order.clone());
            paired.push(reverse(order));
        }
        Orders(paired)
    }

    /// The wholes whose value must be known: the growing sets along each order, each once.
    pub fn subsets(&self) -> BTreeSet<Subset> {
        self.0.iter().flat_map(|order| growing(order).map(|(_, set)| set)).chain([Subset::new()]).collect()
    }

    /// The value of each part from the values of the wholes. `None` when one of [`Orders::subsets`] is missing.
    pub fn worth(&self, values: &BTreeMap<Subset, f64>) -> Option<Vec<Worth>> {
        let parts = self.0.first().map_or(0, Vec::len);
        let empty = *values.get(&Subset::new())?;
        let mut by_part = vec![Moments::default(); parts];
        for pair in self.0.chunks(2) {
            let mut gains = vec![0.0; parts];
            for order in pair {
                let mut before = empty;
                for (part, set) in growing(order) {
                    let after = *values.get(&set)?;
                    gains[part] += (after - before) / pair.len() as f64;
                    before = after;
                }
            }
            by_part.iter_mut().zip(gains).for_each(|(moments, gain)| moments.push(gain));
        }
        Some(by_part.iter().map(|m| Worth { value: m.mean(), error: m.standard_error() }).collect())
    }
}

fn growing(order: &[usize]) -> impl Iterator<Item = (usize, Subset)> {
    (0..order.len()).map(|last| (order[last], order[..=last].iter().copied().collect()))
}
