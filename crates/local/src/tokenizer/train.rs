use std::collections::{BTreeMap, HashMap, HashSet};

use super::pieces::pieces;
use super::{BYTES, FIRST_BYTE, Tokenizer};

/// Learns a vocabulary of `size` tokens: special tokens, bytes, whole numbers 0-99 and 100-999, then the merges of
/// byte-pair encoding (Sennrich, Haddow, Birch 2016), most frequent pair first, smallest pair on a tie.
pub(super) fn train<S: AsRef<str>>(texts: impl Iterator<Item = S>, size: usize) -> Tokenizer {
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for text in texts {
        for piece in pieces(text.as_ref()).filter(|p| p.len() > 1 && !p.as_bytes()[0].is_ascii_digit()) {
            match counted.get_mut(piece) {
                Some(n) => *n += 1,
                None => {
                    counted.insert(piece.to_owned(), 1);
                }
            }
        }
    }
    let mut merges = numbers();
    let first = FIRST_BYTE + BYTES as u16;
    let mut words: Vec<(Vec<u16>, i64)> = counted
        .into_iter()
        .map(|(piece, n)| (piece.bytes().map(|b| FIRST_BYTE + u16::from(b)).collect(), n as i64))
        .collect();
    let mut counts: HashMap<(u16, u16), i64> = HashMap::new();
    let mut places: HashMap<(u16, u16), HashSet<usize>> = HashMap::new();
    for (at, (word, n)) in words.iter().enumerate() {
        for pair in word.windows(2) {
            *counts.entry((pair[0], pair[1])).or_default() += n;
            places.entry((pair[0], pair[1])).or_default().insert(at);
        }
    }
    while first as usize + merges.len() < size {
        let best = counts.iter().max_by_key(|(pair, n)| (**n, std::cmp::Reverse(**pair)));
        let Some((&pair, &n)) = best else { break };
        // a pair seen once is a memory, not a habit
        if n < 2 {
            break;
        }
        let made = first + merges.len() as u16;
        merges.push(pair);
        for at in places.remove(&pair).unwrap_or_default() {
            let (word, n) = &mut words[at];
            for p in word.windows(2) {
                *counts.entry((p[0], p[1])).or_default() -= *n;
            }
            *word = join(word, pair, made);
            for p in word.windows(2) {
                *counts.entry((p[0], p[1])).or_default() += *n;
                places.entry((p[0], p[1])).or_default().insert(at);
            }
        }
        counts.remove(&pair);
        counts.retain(|_, n| *n > 0);
    }
    Tokenizer::new(merges)
}

/// Every occurrence of a pair, from the left, becomes one token.
pub(super) fn join(word: &[u16], pair: (u16, u16), made: u16) -> Vec<u16> {
    let mut out = Vec::with_capacity(word.len());
    let mut at = 0;
    while at < word.len() {
        if at + 1 < word.len() && (word[at], word[at + 1]) == pair {
            out.push(made);
            at += 2;
        } else {
            out.push(word[at]);
            at += 1;
        }
    }
    out
}

/// Merges that make a token of every whole number up to 999: 00-99 first, then 100-999. A three-digit piece is then
/// one token, so that amounts are copied whole.
///
/// Of two pairs the one learnt first is joined first, so `121` is `12` + `1` and `210` is `2` + `10`.
fn numbers() -> Vec<(u16, u16)> {
    let digit = |d: u16| FIRST_BYTE + u16::from(b'0') + d;
    let first = FIRST_BYTE + BYTES as u16;
    let mut merges: Vec<(u16, u16)> = (0..100).map(|n| (digit(n / 10), digit(n % 10))).collect();
    merges.extend((100..1000).map(|n| match (n / 10, n % 100) {
        (left, right) if left <= right => (first + left, digit(n % 10)),
        (_, right) => (digit(n / 100), first + right),
    }));
    merges
}
