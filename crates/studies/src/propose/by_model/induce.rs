//! Instruction induction (APE: Zhou et al., 2022, arXiv 2211.01910): the model sees inputs and answers and says what the
//! instructions must have been. Two samples of cases make two letters.

use stats::draws::Draws;
use terms::Lang;

use super::target::Target;
use super::{Author, Rejected, facts};
use crate::Letter;
use crate::letter::Form;
use crate::propose::{Needs, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Induce;

/// Letters of a round.
const LETTERS: usize = 2;

impl Author for Induce {
    fn name(&self) -> &'static str {
        "induce"
    }

    fn needs(&self) -> Needs {
        Needs { train: true, ..Needs::default() }
    }

    fn letters(&self, view: &View<'_>, _: &[Rejected], draws: &mut Draws) -> Vec<Letter> {
        let Some(parent) = view.parents.first() else { return Vec::new() };
        let Some(target) = Target::of(&parent.tree) else { return Vec::new() };
        let lang = parent.tree.lang().unwrap_or(Lang::En);
        let mut letters = Vec::new();
        for _ in 0..LETTERS {
            let pairs = facts::pairs(view, lang, draws);
            if pairs.is_empty() {
                break;
            }
            let mut letter = facts::letter(Form::Induce, view, parent, &target);
            letter.values.insert("current".to_owned(), target.text().to_owned());
            letter.values.insert("pairs".to_owned(), pairs);
            letters.push(letter);
        }
        letters
    }
}
