//! Randomness as a function of the run's seed and the number of the decision: neither the order in which answers come
//! in nor an interruption changes what is drawn.

use stats::draws::Draws;

/// The draws of one decision.
pub fn draws(seed: u64, decision: u64) -> Draws {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"motjuste decision 1\0");
    hasher.update(&seed.to_le_bytes());
    hasher.update(&decision.to_le_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    Draws::new(u64::from_le_bytes(first))
}

/// In an order drawn by `draws` (Fisher and Yates).
pub fn shuffled<T>(mut things: Vec<T>, draws: &mut Draws) -> Vec<T> {
    for last in (1..things.len()).rev() {
        things.swap(last, draws.below(last + 1));
    }
    things
}
