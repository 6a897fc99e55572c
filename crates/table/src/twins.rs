//! Cases that say the same thing twice.
//!
//! Exact: the same values. Near: texts whose shingles (runs of five letters, leaving aside case, accents, spaces
//! and punctuation) are mostly the same, by MinHash (Broder 1997) with banding: some 0.5 KB a case, for the first
//! [`Twins::NEAR_CASES`] of them; exact twins are told among the first [`Twins::EXACT_CASES`].

use std::collections::HashMap;

use serde_json::Value;
use terms::{Case, Split};

use crate::names::fold;
use crate::split::hash_values;

/// What a case is to those before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Twin {
    /// The first of its kind.
    None,
    /// The same values and the same expectations as this case.
    Exact(Seen),
    /// The same values as this case, and other expectations: one of the two is wrong.
    Contradiction(Seen),
    /// Values like those of this case, by this much (estimated Jaccard likeness, 0 to 1).
    Near(Seen, f64),
}

/// A case met before.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Its 0-based number.
    pub number: u64,
    /// Its line.
    pub line: u32,
    /// Its split: twins across splits let the test leak into training.
    pub split: Split,
}

/// Finds twins in a stream of cases.
pub struct Twins {
    threshold: f64,
    exact: HashMap<u64, First>,
    seen: Vec<Signed>,
    /// For each band, the last case met with these rows.
    bands: Vec<HashMap<u32, u32>>,
}

/// The first case of its values, kept small: there may be a million.
struct First {
    number: u32,
    line: u32,
    expect: u32,
    split: Split,
}

/// A case with its signature.
struct Signed {
    seen: Seen,
    signature: [u16; HASHES],
    /// For each band, the case before with the same rows; [`NOBODY`] when there is none.
    before: [u32; BANDS],
}

const NOBODY: u32 = u32::MAX;

/// Hashes of a signature; 16 bits of each are kept.
const HASHES: usize = 64;
/// Rows of a band: two cases meet when a band is equal in both. 16 bands of 4 find 99.9 % of pairs at .8.
const ROWS: usize = 4;
const BANDS: usize = HASHES / ROWS;
const SHINGLE: usize = 5;
/// Characters of a case looked at for near twins.
const MOST_LETTERS: usize = 20_000;
/// Cases with one and the same band compared at most, the latest first.
const MOST_COMPARED: usize = 32;

impl Twins {
    /// Cases compared for nearness.
    pub const NEAR_CASES: usize = 100_000;
    /// Cases compared for equality.
    pub const EXACT_CASES: usize = 1_000_000;

    /// `near`: likeness from which two cases are near twins, 0 to 1 (.85 is a good start); `None` looks for exact
    /// twins only.
    pub fn new(near: Option<f64>) -> Twins {
        Twins {
            // above 1 nothing is near
            threshold: near.map_or(2.0, |t| t.clamp(0.0, 1.0)),
            exact: HashMap::new(),
            seen: Vec::new(),
            bands: vec![HashMap::new(); BANDS],
        }
    }

    /// What this case is to those looked at before; it is remembered for those after.
    pub fn look(&mut self, case: &Case) -> Twin {
        let seen = Seen { number: case.number, line: case.line, split: case.split };
        let (values, expect) = (values_hash(case), expect_hash(case));
        if let Some(first) = self.exact.get(&values) {
            let seen = Seen { number: first.number.into(), line: first.line, split: first.split };
            return if first.expect == expect { Twin::Exact(seen) } else { Twin::Contradiction(seen) };
        }
        if let (Ok(number), true) = (u32::try_from(case.number), self.exact.len() < Self::EXACT_CASES) {
            self.exact.insert(values, First { number, line: case.line, expect, split: case.split });
        }
        if self.threshold > 1.0 || self.seen.len() >= Self::NEAR_CASES {
            return Twin::None;
        }
        let Some(signature) = signature(case) else { return Twin::None };
        let twin = self.nearest(&signature);
        self.remember(seen, signature);
        match twin {
            Some((first, likeness)) => Twin::Near(first, likeness),
            None => Twin::None,
        }
    }

    fn nearest(&self, signature: &[u16; HASHES]) -> Option<(Seen, f64)> {
        let mut best: Option<(&Signed, f64)> = None;
        for (band, last) in self.bands.iter().enumerate() {
            let mut next = last.get(&band_hash(signature, band)).copied();
            let mut compared = 0;
            while let Some(signed) = next.and_then(|index| self.seen.get(index as usize)) {
                let likeness = likeness(signature, &signed.signature);
                let better = |(b, l): (&Signed, f64)| {
                    likeness > l || (likeness == l && signed.seen.number < b.seen.number)
                };
                if likeness >= self.threshold && best.is_none_or(better) {
                    best = Some((signed, likeness));
                }
                compared += 1;
                next = (compared < MOST_COMPARED).then_some(signed.before[band]);
            }
        }
        best.map(|(signed, likeness)| (signed.seen.clone(), likeness))
    }

    fn remember(&mut self, seen: Seen, signature: [u16; HASHES]) {
        let index = self.seen.len() as u32;
        let mut before = [NOBODY; BANDS];
        for (band, last) in self.bands.iter_mut().enumerate() {
            before[band] = last.insert(band_hash(&signature, band), index).unwrap_or(NOBODY);
        }
        self.seen.push(Signed { seen, signature, before });
    }
}

/// The cases without their twins: exact and near ones are left out, contradictions stay, because somebody must
/// choose. `told` hears of every twin, contradictions included. Errors pass through.
pub fn dedupe<E>(
    cases: impl Iterator<Item = Result<Case, E>>,
    near: Option<f64>,
    mut told: impl FnMut(&Case, &Twin),
) -> impl Iterator<Item = Result<Case, E>> {
    let mut twins = Twins::new(near);
    cases.filter(move |case| {
        let Ok(case) = case else { return true };
        let twin = twins.look(case);
        if twin != Twin::None {
            told(case, &twin);
        }
        matches!(twin, Twin::None | Twin::Contradiction(_))
    })
}

fn values_hash(case: &Case) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hash_values(&mut hasher, &case.values);
    let mut out = [0; 8];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(out)
}

fn expect_hash(case: &Case) -> u32 {
    let mut hasher = blake3::Hasher::new();
    for (check, text) in &case.expect {
        for part in [check, text] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    let mut out = [0; 4];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..4]);
    u32::from_le_bytes(out)
}

/// The smallest of each of 64 hashes over the shingles of a case; `None` when it holds no letter.
fn signature(case: &Case) -> Option<[u16; HASHES]> {
    let letters = letters(case);
    if letters.is_empty() {
        return None;
    }
    let mut smallest = [u64::MAX; HASHES];
    for shingle in letters.windows(SHINGLE.min(letters.len())) {
        let hash = shingle.iter().fold(0xcbf2_9ce4_8422_2325, |h, c| mix(h ^ u64::from(u32::from(*c))));
        // the shingle is well mixed already, so one multiplication by an odd number makes one more order of them
        for (small, multiplier) in smallest.iter_mut().zip(MULTIPLIERS) {
            *small = (*small).min(hash.wrapping_mul(multiplier));
        }
    }
    Some(smallest.map(|h| mix(h) as u16))
}

/// One odd multiplier for each hash function.
const MULTIPLIERS: [u64; HASHES] = {
    let mut out = [0; HASHES];
    let mut i = 0;
    while i < HASHES {
        out[i] = mix(0x9e37_79b9_7f4a_7c15u64.wrapping_mul(i as u64 + 1)) | 1;
        i += 1;
    }
    out
};

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
const fn mix(mut h: u64) -> u64 {
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

fn letters(case: &Case) -> Vec<char> {
    let mut names: Vec<&String> = case.values.keys().collect();
    names.sort_unstable();
    let mut letters = Vec::new();
    for name in names {
        let text = match &case.values[name.as_str()] {
            Value::String(text) => {
                fold(text.get(..text.floor_char_boundary(4 * MOST_LETTERS)).unwrap_or(text))
            }
            Value::Null => continue,
            other => other.to_string(),
        };
        letters.extend(text.chars().filter(|c| c.is_alphanumeric()));
        if letters.len() >= MOST_LETTERS {
            letters.truncate(MOST_LETTERS);
            break;
        }
    }
    letters
}

fn band_hash(signature: &[u16; HASHES], band: usize) -> u32 {
    let rows = &signature[band * ROWS..(band + 1) * ROWS];
    rows.iter().fold(band as u64, |h, row| mix(h.rotate_left(16) ^ u64::from(*row))) as u32
}

/// Share of hashes that agree: an estimate of the Jaccard likeness, within .06 (one standard error at .5).
fn likeness(a: &[u16; HASHES], b: &[u16; HASHES]) -> f64 {
    let same = a.iter().zip(b).filter(|(a, b)| a == b).count();
    same as f64 / HASHES as f64
}
