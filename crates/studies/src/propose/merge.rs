//! Merge: what made another good version good, put into the best one (as GEPA's merge does by component).

use std::collections::BTreeSet;

use stats::draws::Draws;
use terms::{Message, Version};

use super::choices::Choices;
use super::{Attempt, Draft, Needs, Proposer, Told, View};

/// The strategy.
#[derive(Clone, Debug, Default)]
pub struct Merge {
    known: BTreeSet<Version>,
}

/// Items below which nobody is merged: too little is known of it.
const ITEMS: u64 = 10;

impl Proposer for Merge {
    fn name(&self) -> &'static str {
        "merge"
    }

    fn needs(&self) -> Needs {
        Needs { tried: true, ..Needs::default() }
    }

    fn ask(&mut self, view: &View<'_>, k: usize, _: &mut Draws) -> Vec<Draft> {
        let (Some(own), Some(best)) = (view.tried.first(), view.parents.first()) else { return Vec::new() };
        let Some(best) = view.tried.iter().find(|attempt| attempt.version == best.version) else {
            return Vec::new();
        };
        self.known.extend(view.tried.iter().map(|attempt| attempt.version));
        // those that beat the person's own version, the best first
        let mut others: Vec<&Attempt> = view
            .tried
            .iter()
            .skip(1)
            .filter(|other| other.version != best.version && other.n >= ITEMS && other.mean > own.mean)
            .collect();
        others.sort_by(|a, b| b.mean.total_cmp(&a.mean).then(a.version.cmp(&b.version)));
        let mut drafts = Vec::new();
        for other in others {
            if drafts.len() >= k {
                break;
            }
            let merged = union(&best.choices, &other.choices);
            let Some(tree) = merged.apply(&own.tree) else { continue };
            let version = tree.version();
            if !self.known.insert(version) || view.screen.check(&own.tree, &tree).is_err() {
                continue;
            }
            let why = Message::new("studies-why-merged");
            let parents = vec![own.version, best.version, other.version];
            drafts.push(Draft { tree, edit: merged.edit(), why, parents });
        }
        drafts
    }

    fn tell(&mut self, outcomes: &[Told]) {
        self.known.extend(outcomes.iter().map(|told| told.version));
    }
}

/// What the other chose where the best one left things as they were.
fn union(best: &Choices, other: &Choices) -> Choices {
    let mut merged = best.clone();
    for (slot, edit) in other.iter() {
        if best.get(slot).is_none() {
            merged.set(slot, Some(edit.clone()));
        }
    }
    merged
}
