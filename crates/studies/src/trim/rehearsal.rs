//! Whether a proof on sealed items would likely be had, by what items of the search say.

use stats::draws::Draws;

use super::gates::{Gates, Pair};
use crate::accept::{Acceptance, Judgement, NotWorse};

/// Proofs that are imagined, and how many of them may fail.
const PROOFS: usize = 100;
const FAILING: usize = 10;
/// Seed of what is drawn: the same pairs give the same answer.
const SEED: u64 = 0x5eed_0f7a_1a1d_0b0e;

/// Whether nine proofs in ten on so many items, drawn with replacement from these pairs, would pass every gate at this
/// error.
pub(super) fn would_pass(pairs: &[Pair], items: usize, gates: &Gates, alpha: f64) -> bool {
    if pairs.is_empty() || alpha <= 0.0 {
        return false;
    }
    let mut draws = Draws::new(SEED);
    let mut failing = 0;
    for _ in 0..PROOFS {
        let drawn: Vec<Pair> = (0..items).map(|_| pairs[draws.below(pairs.len())].clone()).collect();
        failing += usize::from(!passes(&drawn, gates, alpha));
        if failing > FAILING {
            return false;
        }
    }
    true
}

fn passes(pairs: &[Pair], gates: &Gates, alpha: f64) -> bool {
    let mut gate = NotWorse::within(gates.margin, alpha);
    let judged = pairs.iter().map(|pair| gate.push(pair.scores.0 - pair.scores.1));
    let settled = judged.into_iter().find(|judged| *judged != Judgement::Undecided);
    settled == Some(Judgement::Keep) && gates.besides_whole(pairs).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(kept: usize, lost: usize, slice: Option<&str>) -> Vec<Pair> {
        let slices: Vec<String> = slice.map(str::to_owned).into_iter().collect();
        let pair = |score: f64| Pair { scores: (score, 1.0), formed: (true, true), slices: slices.clone() };
        [vec![pair(1.0); kept], vec![pair(0.0); lost]].concat()
    }

    #[test]
    fn a_proof_is_likely_when_most_of_the_margin_is_left() {
        let gates = Gates::default();
        assert!(would_pass(&pairs(1000, 0, None), 800, &gates, 0.05));
        // half of the margin used up: 800 items are too few to be sure, and 10,000 are enough
        assert!(!would_pass(&pairs(990, 10, None), 800, &gates, 0.05));
        assert!(would_pass(&pairs(990, 10, None), 10_000, &gates, 0.05));
        // a smaller error asks for more
        assert!(!would_pass(&pairs(1000, 0, None), 180, &gates, 0.01));
        assert!(!would_pass(&pairs(1000, 0, None), 800, &gates, 0.0));
        assert!(!would_pass(&[], 800, &gates, 0.05));
    }

    #[test]
    fn a_slice_that_would_likely_be_seen_to_lose_stops_it() {
        let wide = Gates { margin: 0.05, ..Gates::default() };
        let others = pairs(1850, 0, Some("other"));
        assert!(would_pass(&others, 2000, &wide, 0.05));
        // eight of 150 lost in a slice: nothing on the whole
        let rare = [pairs(142, 8, Some("rare")), others].concat();
        assert!(!would_pass(&rare, 2000, &wide, 0.05));
        // where the slice is too small to be judged, it stops nothing
        assert!(would_pass(&rare, 300, &wide, 0.05));
    }
}
