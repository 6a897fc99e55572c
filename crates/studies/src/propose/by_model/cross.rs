//! Crossover and mutation (EvoPrompt: Guo et al., 2023, arXiv 2309.08532): two versions that are each better on some
//! items, mixed into one.

use stats::draws::Draws;

use super::target::Target;
use super::{Author, Rejected, facts};
use crate::Letter;
use crate::letter::Form;
use crate::propose::{Needs, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Cross;

impl Author for Cross {
    fn name(&self) -> &'static str {
        "cross"
    }

    fn needs(&self) -> Needs {
        Needs { tried: true, ..Needs::default() }
    }

    fn letters(&self, view: &View<'_>, _: &[Rejected], _: &mut Draws) -> Vec<Letter> {
        let [first, others @ ..] = view.parents else { return Vec::new() };
        let Some(target) = Target::of(&first.tree) else { return Vec::new() };
        let of = |other: &crate::propose::Parent| {
            Target::of(&other.tree).filter(|other| other.text() != target.text())
        };
        let Some(second) = others.iter().find_map(of) else { return Vec::new() };
        let mut letter = facts::letter(Form::Cross, view, first, &target);
        letter.values.insert("first".to_owned(), target.text().to_owned());
        letter.values.insert("second".to_owned(), second.text().to_owned());
        vec![letter]
    }
}
