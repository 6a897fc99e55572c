//! Cases that say nearly the same in two splits: what is learnt on one is then tested on itself.
//!
//! Likeness is the share of runs of five letters two texts have in common (Jaccard), case, accents, spaces and
//! punctuation left aside. It is exact: texts are compared only when they share one of their rarest runs, which any two
//! texts this alike must (the prefix filter of Bayardo, Ma and Srikant 2007).

use std::collections::{BTreeMap, BTreeSet};

use prompt::tree::fold;
use terms::{Case, Split};

use super::view::text_of;

/// Likeness above which two cases are twins.
pub const LIKENESS: f64 = 0.8;
const RUN: usize = 5;

/// Two cases of different splits that say nearly the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Twins {
    /// Id of the case that comes first in the data.
    pub first: String,
    /// Its split.
    pub first_split: Split,
    /// Id of the other.
    pub second: String,
    /// Its split.
    pub second_split: Split,
    /// Share of runs of letters in common.
    pub likeness: f64,
}

/// Every pair of cases of different splits whose likeness is above [`LIKENESS`], in the order of the data.
pub fn across_splits(cases: &[Case]) -> Vec<Twins> {
    let runs: Vec<BTreeSet<String>> = cases.iter().map(|case| runs(&text_of(case))).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for run in runs.iter().flatten() {
        *counts.entry(run).or_default() += 1;
    }
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for (i, own) in runs.iter().enumerate() {
        let mut rare: Vec<&str> = own.iter().map(String::as_str).collect();
        rare.sort_by_key(|run| (counts[run], *run));
        // two sets this alike share a run among the first n - .8 n + 1 of each, the rarest first
        rare.truncate(own.len() - (LIKENESS * own.len() as f64).ceil() as usize + 1);
        let mut met: BTreeSet<usize> = BTreeSet::new();
        for run in &rare {
            met.extend(index.get(run).into_iter().flatten());
        }
        for other in met.into_iter().filter(|other| cases[*other].split != cases[i].split) {
            let common = own.intersection(&runs[other]).count();
            let likeness = common as f64 / (own.len() + runs[other].len() - common) as f64;
            if likeness > LIKENESS {
                found.push(Twins {
                    first: cases[other].id.clone(),
                    first_split: cases[other].split,
                    second: cases[i].id.clone(),
                    second_split: cases[i].split,
                    likeness,
                });
            }
        }
        for run in rare {
            index.entry(run).or_default().push(i);
        }
    }
    found
}

/// The runs of letters of a text; the whole text when it is shorter than one.
fn runs(text: &str) -> BTreeSet<String> {
    let letters: Vec<char> = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() {
        return BTreeSet::new();
    }
    letters.windows(RUN.min(letters.len())).map(|run| run.iter().collect()).collect()
}
