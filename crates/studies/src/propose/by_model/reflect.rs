//! Reflection on failures (GEPA: Agrawal et al., 2025, arXiv 2507.19457): the model sees what a version answered to
//! train cases, what was expected, and what was already tried in vain. Versions are drawn from those that are best on
//! some item, not from the best one alone.

use stats::draws::Draws;
use terms::Lang;

use super::failures::{failures, successes};
use super::target::Target;
use super::{Author, Rejected, facts, rewrites};
use crate::Letter;
use crate::letter::Form;
use crate::propose::{Needs, View};

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
        let Some(parent) = view.parents.first() else { return Vec::new() };
        let Some(target) = Target::of(&parent.tree) else { return Vec::new() };
        let lang = parent.tree.lang().unwrap_or(Lang::En);
        let failed = failures(view, parent.version, lang, draws);
        // a version without a fault teaches nothing
        if failed.is_empty() {
            return Vec::new();
        }
        let mut letter = facts::letter(Form::Reflect, view, parent, &target);
        let optional = [
            ("successes", successes(view, parent.version, lang)),
            ("rejected", rewrites::rejected(rejected, lang)),
        ];
        for (name, words) in optional.into_iter().filter(|(_, words)| !words.is_empty()) {
            letter.values.insert(name.to_owned(), words);
        }
        letter.values.insert("current".to_owned(), target.text().to_owned());
        letter.values.insert("failures".to_owned(), failed);
        vec![letter]
    }
}
