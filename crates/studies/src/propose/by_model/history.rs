//! A history of scores (OPRO: Yang et al., 2023, arXiv 2309.03409): the model sees earlier instructions in rising order
//! of their scores, and examples of the task.

use std::collections::BTreeMap;

use stats::draws::Draws;
use terms::Lang;

use super::target::Target;
use super::{Author, Rejected, facts};
use crate::Letter;
use crate::letter::Form;
use crate::propose::{Attempt, Needs, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct History;

/// Earlier instructions shown.
const SHOWN: usize = 8;
/// Items below which a score says too little to be shown.
const ITEMS: u64 = 5;

impl Author for History {
    fn name(&self) -> &'static str {
        "history"
    }

    fn needs(&self) -> Needs {
        Needs { train: true, tried: true, ..Needs::default() }
    }

    fn letters(&self, view: &View<'_>, _: &[Rejected], draws: &mut Draws) -> Vec<Letter> {
        let Some(parent) = view.parents.first() else { return Vec::new() };
        let Some(target) = Target::of(&parent.tree) else { return Vec::new() };
        let lang = parent.tree.lang().unwrap_or(Lang::En);
        let history = history(view.tried, lang);
        let pairs = facts::pairs(view, lang, draws);
        if history.is_empty() || pairs.is_empty() {
            return Vec::new();
        }
        let mut letter = facts::letter(Form::History, view, parent, &target);
        letter.values.insert("scores".to_owned(), history);
        letter.values.insert("pairs".to_owned(), pairs);
        vec![letter]
    }
}

/// The best instructions so far, the best last; of versions that share them, the best score.
fn history(tried: &[Attempt], lang: Lang) -> String {
    let mut best: BTreeMap<String, f64> = BTreeMap::new();
    for attempt in tried.iter().filter(|attempt| attempt.n >= ITEMS) {
        let Some(target) = Target::of(&attempt.tree) else { continue };
        let score = best.entry(target.text().to_owned()).or_insert(attempt.mean);
        *score = score.max(attempt.mean);
    }
    let mut ranked: Vec<(String, f64)> = best.into_iter().collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let from = ranked.len().saturating_sub(SHOWN);
    let one = |(text, score): &(String, f64)| {
        let title = match lang {
            Lang::En => format!("Score: {:.0}", 100.0 * score),
            Lang::Fr => format!("Note\u{a0}: {:.0}", 100.0 * score),
        };
        format!("{title}\n{text}")
    };
    ranked[from..].iter().map(one).collect::<Vec<_>>().join("\n\n")
}
