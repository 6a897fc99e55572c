//! `contains`: the text is somewhere in the reply.

use std::borrow::Cow;

use terms::Message;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::{Compare, find_words, shorten};

/// How a text is looked for in another.
#[derive(Clone, Copy)]
pub(super) struct Search {
    compare: Compare,
    words: bool,
}

impl Search {
    pub(super) fn read(args: &mut Args<'_>) -> Result<Search, Problem> {
        let compare = args.choice("compare", Compare::NAMES)?.unwrap_or_default();
        Ok(Search { compare, words: args.flag("words")? })
    }

    /// Whether `text` holds `part`; `form` keeps the compared form of `text` between calls.
    pub(super) fn found<'t>(self, text: &'t str, part: &str, form: &mut Option<Cow<'t, str>>) -> bool {
        // most texts hold the part as it is written, and need no other form
        let plain = match self.words {
            true => find_words(text, part).is_some(),
            false => text.contains(part),
        };
        if plain || self.compare == Compare::Exact {
            return plain;
        }
        let text = form.get_or_insert_with(|| self.compare.form(text));
        let part = self.compare.part(part);
        match self.words {
            true => find_words(text, &part).is_some(),
            false => text.contains(&part),
        }
    }
}

struct Contains {
    search: Search,
    expected: Expected,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let expected = args.expected("value")?;
    Ok(Box::new(Contains { search: Search::read(args)?, expected }))
}

impl Rule for Contains {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(part) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        Judgement::when(self.search.found(seen.text, part, &mut None), || {
            Message::new("checks-contains-not").with("part", shorten(part))
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-contains").with("value", self.expected.describe())
    }
}
