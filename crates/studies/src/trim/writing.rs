//! What a model is asked to write shorter, and the drafts that come back. Nothing of it is believed: each draft meets the
//! same tests as a removal.

use std::collections::BTreeSet;

use prompt::tree::{Edit, Tree};
use terms::{Lang, Message, Version};

use super::sent_tokens;
use crate::letter::Form;
use crate::propose::by_model::{Reading, Target, texts, to_keep};
use crate::{Letter, Written};

/// A model that writes.
#[derive(Clone, Debug, Default)]
pub(super) struct Writing {
    /// Letters left.
    left: u64,
    /// Letters written: the same one again would get the same answer.
    asked: BTreeSet<Version>,
}

impl Writing {
    pub fn of(letters: u64) -> Writing {
        Writing { left: letters, asked: BTreeSet::new() }
    }

    /// The next letter, about this version; none without a model, nor twice about the same instructions.
    pub fn letter(&mut self, best: &Tree) -> Option<Letter> {
        if self.left == 0 {
            return None;
        }
        let (target, lang) = (Target::of(best)?, best.lang().unwrap_or(Lang::En));
        let mut values = to_keep(&target, best.output(), lang);
        values.insert("current".to_owned(), target.text().to_owned());
        let letter = Letter { form: Form::Shorten, lang, values };
        if !self.asked.insert(letter.id()) {
            return None;
        }
        self.left -= 1;
        Some(letter)
    }
}

/// The shorter versions in a reply, the shortest first, and what makes them of this one.
///
/// # Errors
/// Why there is none in it.
pub(super) fn drafts(best: &Tree, written: &Written) -> Result<Vec<(Tree, Edit)>, Message> {
    let empty = || Message::new("studies-dropped-empty");
    let Some(reply) = &written.text else { return Err(written.why_not.clone().unwrap_or_else(empty)) };
    let said = match texts(reply) {
        Reading::Texts(said) => said,
        Reading::Nothing(why) => return Err(why),
    };
    let target = Target::of(best).ok_or_else(empty)?;
    let made = said.iter().filter_map(|text| target.rewritten(best, text).ok());
    let mut shorter: Vec<(Tree, Edit)> =
        made.filter(|(tree, _)| sent_tokens(tree) < sent_tokens(best)).collect();
    shorter.sort_by_key(|(tree, _)| sent_tokens(tree));
    Ok(shorter)
}
