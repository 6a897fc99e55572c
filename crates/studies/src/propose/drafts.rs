use std::collections::BTreeSet;

use stats::draws::Draws;
use terms::Version;

use super::{Draft, Needs, Proposer, Strategy, Told, View};

/// A strategy as a proposer: draws among its edits, the best parent first.
#[derive(Clone, Debug)]
pub struct Drafts<S> {
    strategy: S,
    /// Versions proposed or heard of: never proposed again.
    known: BTreeSet<Version>,
}

impl<S: Strategy> Drafts<S> {
    /// The proposer of a strategy.
    pub fn of(strategy: S) -> Drafts<S> {
        Drafts { strategy, known: BTreeSet::new() }
    }
}

/// Edits looked at for each draft wanted: those refused cost a parse and no call.
const TRIES: usize = 12;

impl<S: Strategy> Proposer for Drafts<S> {
    fn name(&self) -> &'static str {
        self.strategy.name()
    }

    fn needs(&self) -> Needs {
        self.strategy.needs()
    }

    fn ask(&mut self, view: &View<'_>, k: usize, draws: &mut Draws) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        self.known.extend(view.parents.iter().map(|parent| parent.version));
        let mut tries = k * TRIES;
        for parent in view.parents {
            let mut edits = self.strategy.edits(parent, view, draws);
            while drafts.len() < k && tries > 0 && !edits.is_empty() {
                tries -= 1;
                // the first ones, which a strategy holds for the best, more often than the last
                let among = 1 + draws.below(edits.len());
                let (edit, why) = edits.remove(draws.below(among));
                let Ok((tree, _)) = edit.apply(&parent.tree) else { continue };
                let version = tree.version();
                if self.known.contains(&version) || view.screen.check(&parent.tree, &tree).is_err() {
                    continue;
                }
                self.known.insert(version);
                drafts.push(Draft { tree, edit, why, parents: vec![parent.version] });
            }
        }
        drafts
    }

    fn tell(&mut self, outcomes: &[Told]) {
        self.known.extend(outcomes.iter().map(|outcome| outcome.version));
    }
}
