//! Reflection on failures (GEPA: Agrawal et al., 2025, arXiv 2507.19457): the model sees what a version answered to
//! train cases, what was expected, and what was already tried in vain. Versions are drawn from those that are best on
//! some item, not from the best one alone.

use stats::draws::Draws;

use super::failures::{mending, successes};
use super::{Author, Rejected};
use crate::Letter;
use crate::letter::Form;
use crate::propose::{Needs, Parent, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Reflect;

impl Author for Reflect {
    fn name(&self) -> &'static str {
        "reflect"
    }

    fn needs(&self) -> Needs {
        Needs { train: true, replies: true, ..Needs::default() }
    }

    fn letters(&self, view: &View<'_>, rejected: &[Rejected], draws: &mut Draws) -> Vec<Letter> {
        let mend = |(parent, mut letter): (&Parent, Letter)| {
            let right = successes(view, parent.version, letter.lang);
            if !right.is_empty() {
                letter.values.insert("successes".to_owned(), right);
            }
            letter
        };
        mending(Form::Reflect, view, rejected, draws).map(mend).into_iter().collect()
    }
}
