//! Critique, then rewrite (ProTeGi: Pryzant et al., 2023, arXiv 2305.03495): the causes of the failures are named, and a
//! version is written against each.

use stats::draws::Draws;

use super::failures::mending;
use super::{Author, Rejected};
use crate::Letter;
use crate::letter::Form;
use crate::propose::{Needs, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Critique;

impl Author for Critique {
    fn name(&self) -> &'static str {
        "critique"
    }

    fn needs(&self) -> Needs {
        Needs { train: true, replies: true, ..Needs::default() }
    }

    fn letters(&self, view: &View<'_>, rejected: &[Rejected], draws: &mut Draws) -> Vec<Letter> {
        mending(Form::Critique, view, rejected, draws).map(|(_, letter)| letter).into_iter().collect()
    }
}
