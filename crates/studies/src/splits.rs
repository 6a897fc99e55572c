//! Items of a study, by what may be done with them. *train* may be shown to a proposer or used as examples; *dev* gives
//! scores only; *test* is sealed: it opens against a look, and looks are counted per dataset version.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stats::draws::Draws;
use stats::sequential::spending;
use terms::Message;

use crate::decision::shuffled;

/// Looks at a sealed split among which its error is shared.
pub const LOOKS: u64 = 3;

/// Items that may be shown to a proposer or used as examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Train(pub Vec<u64>);

/// Items that give scores and nothing else, in the order they are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dev(pub Vec<u64>);

/// Items nobody may look at for free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sealed(Vec<u64>);

/// One look at a sealed split, counted by the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// How many runs have looked at this version of the data, this one included.
    pub number: u64,
}

/// A sealed split, opened: its items and the error a claim on them may have.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Its items, in the order they are asked.
    pub items: Vec<u64>,
    /// What each claim may err.
    pub alpha: f64,
    /// To be said beside every figure had from it; `None` for the first look.
    pub note: Option<Message>,
}

impl Sealed {
    /// Seals items.
    pub fn new(items: Vec<u64>) -> Sealed {
        Sealed(items)
    }

    /// Items sealed.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Opens it against a look. The first [`LOOKS`] share the error `alpha`; what is found at later ones can claim
    /// nothing: the split is used up.
    pub fn open(self, look: Look, alpha: f64) -> Opened {
        let used = look.number > LOOKS;
        let note = match look.number {
            0 | 1 => None,
            number if used => Some(Message::new("studies-test-used").with("looks", number)),
            number => Some(Message::new("studies-test-look").with("looks", number).with("most", LOOKS)),
        };
        Opened { items: self.0, alpha: if used { 0.0 } else { spending::shared(LOOKS, alpha) }, note }
    }
}

/// In an order in which every stretch holds the strata (expected label, tags) in their proportions: whatever the item at
/// which a race stops, no label was left out.
pub fn stratified<S: Ord>(items: impl IntoIterator<Item = (u64, S)>, draws: &mut Draws) -> Vec<u64> {
    let mut strata: BTreeMap<S, Vec<u64>> = BTreeMap::new();
    for (item, stratum) in items {
        strata.entry(stratum).or_default().push(item);
    }
    let mut placed: Vec<(f64, u64)> = Vec::new();
    for (_, items) in strata {
        let (size, from) = (items.len() as f64, draws.uniform());
        // the k-th of n stands at the share (k + u) / n of the whole
        let spread = shuffled(items, draws).into_iter().enumerate();
        placed.extend(spread.map(|(k, item)| ((k as f64 + from) / size, item)));
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    placed.into_iter().map(|(_, item)| item).collect()
}

/// Fewer items than this and no gain can be promised: a study says so.
pub const FEW: usize = 60;

/// Splits items for cross-fitting when they are [`FEW`]: `folds` parts, each scored by what was chosen on the others.
pub fn folds(items: &[u64], folds: usize) -> Vec<(Train, Dev)> {
    let part = |k: usize| {
        let mine = |place: usize| place % folds == k;
        let pick = |inside: bool| {
            items.iter().enumerate().filter(|(i, _)| mine(*i) == inside).map(|(_, item)| *item).collect()
        };
        (Train(pick(false)), Dev(pick(true)))
    };
    (0..folds.max(1)).map(part).collect()
}
