//! Byte-pair merging in n log n: the text may be hostile too.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::Strings;

/// Which two neighbours become one, and which go first.
pub(crate) enum Merges {
    /// Pair to (rank, token): the lowest rank goes first.
    Ranked(HashMap<(u32, u32), (u32, u32)>),
    /// Any two neighbours whose texts joined are a token; the best score goes first (SentencePiece).
    Scored(Vec<f32>),
}

impl Merges {
    /// What two tokens become, and when: less is sooner.
    fn of(&self, left: u32, right: u32, strings: &Strings, joined: &mut Vec<u8>) -> Option<(u64, u32)> {
        match self {
            Merges::Ranked(pairs) => {
                pairs.get(&(left, right)).map(|(rank, token)| (u64::from(*rank), *token))
            }
            Merges::Scored(scores) => {
                joined.clear();
                joined.extend_from_slice(strings.get(left));
                joined.extend_from_slice(strings.get(right));
                let token = strings.find(joined)?;
                let score = scores.get(token as usize).copied().unwrap_or(f32::MIN);
                // order of floats as order of whole numbers, turned over
                let bits = score.to_bits();
                let ordered = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
                Some((u64::from(!ordered), token))
            }
        }
    }
}

struct Link {
    token: u32,
    left: u32,
    right: u32,
}

/// A merge that may be made: when, where, the two tokens, what they become.
type Offer = (u64, u32, u32, u32, u32);

const NONE: u32 = u32::MAX;

/// Merges neighbours until none can be, and adds what is left.
pub(super) fn merged(symbols: &[u32], merges: &Merges, strings: &Strings, out: &mut Vec<u32>) {
    if symbols.len() < 2 {
        return out.extend_from_slice(symbols);
    }
    let last = symbols.len() as u32 - 1;
    let mut chain: Vec<Link> = symbols
        .iter()
        .zip(0..)
        .map(|(token, at)| Link {
            token: *token,
            left: if at == 0 { NONE } else { at - 1 },
            right: if at == last { NONE } else { at + 1 },
        })
        .collect();
    let mut joined = Vec::new();
    // a stale offer no longer finds its two tokens
    let mut heap = BinaryHeap::new();
    let mut offer = |heap: &mut BinaryHeap<Reverse<Offer>>, at: u32, left: u32, right: u32| {
        if let Some((when, token)) = merges.of(left, right, strings, &mut joined) {
            heap.push(Reverse((when, at, left, right, token)));
        }
    };
    for (at, pair) in symbols.windows(2).enumerate() {
        offer(&mut heap, at as u32, pair[0], pair[1]);
    }
    while let Some(Reverse((_, at, left, right, token))) = heap.pop() {
        let here = &chain[at as usize];
        let next = here.right;
        if here.token != left || next == NONE || chain[next as usize].token != right {
            continue;
        }
        let after = chain[next as usize].right;
        chain[at as usize].token = token;
        chain[at as usize].right = after;
        chain[next as usize].token = NONE;
        if after != NONE {
            chain[after as usize].left = at;
            offer(&mut heap, at, token, chain[after as usize].token);
        }
        let before = chain[at as usize].left;
        if before != NONE {
            offer(&mut heap, before, chain[before as usize].token, token);
        }
    }
    out.extend(chain.iter().map(|link| link.token).filter(|token| *token != NONE));
}
