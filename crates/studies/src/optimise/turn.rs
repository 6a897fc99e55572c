//! A strategy's turn: the versions it builds on, replies looked at, letters written, and its bill.

use prompt::tree::Tree;
use stats::draws::Draws;
use terms::Version;

use crate::propose::{Attempt, Parent, View};
use crate::{Letter, Question, Table, Written};

use super::Workshop;

/// Train items whose replies are looked at before a model is asked to mend a version.
const LOOKED: usize = 12;

/// A turn.
pub(super) struct Turn {
    /// The strategy.
    pub which: usize,
    /// Drafts wanted of it.
    pub wanted: usize,
    /// Versions to build on.
    pub parents: Vec<Version>,
    /// Its own randomness.
    pub draws: Draws,
    /// Letters written in it.
    pub letters: Vec<Letter>,
    /// Trials answered when it began.
    pub from: usize,
}

impl Turn {
    /// Questions whose replies show what the first parent gets wrong; those known already are asked for nothing.
    pub fn looks(&self, train: &[u64], repeats: u32, seen: &Table) -> Vec<Question> {
        let Some(candidate) = self.parents.first().copied() else { return Vec::new() };
        let of = |item: &u64| {
            let item = *item;
            (0..repeats).map(move |repeat| Question { item, candidate, repeat })
        };
        let all = train.iter().take(LOOKED).flat_map(of);
        all.filter(|question| seen.get(question).is_none()).collect()
    }

    /// What came back to its letters.
    pub fn written(&self, seen: &Table) -> Vec<(Letter, Written)> {
        let one = |letter: &Letter| Some((letter.clone(), seen.written(letter.id())?.clone()));
        self.letters.iter().filter_map(one).collect()
    }

    /// Its cost so far, in calls to the model under study.
    pub fn cost(&self, seen: &Table) -> f64 {
        (seen.len() - self.from) as f64 + self.letters.len() as f64 * price_of_a_letter(seen)
    }
}

/// What a letter costs, in calls to the model under study: by money when both have a price, else by tokens.
fn price_of_a_letter(seen: &Table) -> f64 {
    let (mut cost, mut tokens) = ((0.0, 0.0), (0.0, 0.0));
    for (_, trial) in seen.iter() {
        cost.0 += trial.cost.max(0) as f64;
        tokens.0 += trial.tokens as f64;
    }
    for written in seen.all_written() {
        cost.1 += written.cost.max(0) as f64;
        tokens.1 += written.tokens as f64;
    }
    let (trials, letters) = (seen.len().max(1) as f64, seen.letters().max(1) as f64);
    let ratio = |(trial, letter): (f64, f64)| {
        (trial > 0.0 && letter > 0.0).then(|| (letter / letters) / (trial / trials))
    };
    ratio(cost).or_else(|| ratio(tokens)).unwrap_or(1.0)
}

/// What the strategy may see.
pub(super) fn view<'v>(
    shop: &'v Workshop<'_>,
    parents: &'v [Parent],
    tried: &'v [Attempt],
    written: &'v [(Letter, Written)],
) -> View<'v> {
    View {
        parents,
        train: &shop.train,
        brief: &shop.brief,
        lexicon: &shop.lexicon,
        screen: &shop.screen,
        tried,
        written,
    }
}

/// The tree of a version tried.
pub(super) fn tree(tried: &[Attempt], version: Version) -> Option<&Tree> {
    tried.iter().find(|attempt| attempt.version == version).map(|attempt| &attempt.tree)
}
