//! Several slots filled at once: what is asked, the labels, the form of the answer and examples, each drawn or left as it
//! is. A careless prompt lacks several things, and of what lacks several things no single one is seen to help.

use prompt::tree::Edit;
use stats::draws::Draws;
use terms::Message;

use super::{ExampleSets, Needs, Parent, Slots, Strategy, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Composed;

/// Combinations drawn, and sets of examples for them.
const DRAWN: usize = 32;
const SETS: usize = 16;
/// Chance that a slot is filled.
const FILLED: f64 = 0.65;

impl Strategy for Composed {
    fn name(&self) -> &'static str {
        "composed"
    }

    fn needs(&self) -> Needs {
        Needs { train: true, ..Needs::default() }
    }

    fn edits(&self, parent: &Parent, view: &View<'_>, draws: &mut Draws) -> Vec<(Edit, Message)> {
        // in this order: what takes the place of something finds it where it stands
        let [task, labels, form] = Slots::groups(parent, view);
        let sets = ExampleSets::drawn(parent, view, SETS, draws);
        let mut drawn: Vec<(Edit, Message)> = Vec::new();
        for _ in 0..DRAWN {
            let mut chosen: Vec<(Edit, Message)> = Vec::new();
            for group in [&labels, &form, &task, &sets] {
                if !group.is_empty() && draws.uniform() < FILLED {
                    // the first ones, held for the best, more often than the last
                    let among = 1 + draws.below(group.len());
                    chosen.push(group[draws.below(among)].clone());
                }
            }
            let both = |one: (Edit, Message), other: (Edit, Message)| {
                let why = Message::new("studies-why-both").with("one", one.1).with("other", other.1);
                (Edit::All { edits: vec![one.0, other.0] }, why)
            };
            drawn.extend(chosen.into_iter().reduce(both));
        }
        drawn
    }
}
