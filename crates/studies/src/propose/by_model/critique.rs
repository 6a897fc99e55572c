//! Critique, then rewrite (ProTeGi: Pryzant et al., 2023, arXiv 2305.03495): the causes of the failures are named, and a
//! version is written against each.

use stats::draws::Draws;
use terms::Lang;

use super::failures::failures;
use super::target::Target;
use super::{Author, Rejected, facts, rewrites};
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
        let Some(parent) = view.parents.first() else { return Vec::new() };
        let Some(target) = Target::of(&parent.tree) else { return Vec::new() };
        let lang = parent.tree.lang().unwrap_or(Lang::En);
        let failed = failures(view, parent.version, lang, draws);
        if failed.is_empty() {
            return Vec::new();
        }
        let mut letter = facts::letter(Form::Critique, view, parent, &target);
        let rejected = rewrites::rejected(rejected, lang);
        if !rejected.is_empty() {
            letter.values.insert("rejected".to_owned(), rejected);
        }
        letter.values.insert("current".to_owned(), target.text().to_owned());
        letter.values.insert("failures".to_owned(), failed);
        vec![letter]
    }
}
