//! `ends_with`: the reply ends with the text.

use terms::Message;
use unicode_segmentation::UnicodeSegmentation;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::{Compare, shorten};

struct EndsWith {
    compare: Compare,
    expected: Expected,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let expected = args.expected("value")?;
    let compare = args.choice("compare", Compare::NAMES)?.unwrap_or_default();
    Ok(Box::new(EndsWith { compare, expected }))
}

impl EndsWith {
    /// Spaces after an end do not count, those before it do.
    fn form(&self, end: &str) -> String {
        match self.compare {
            Compare::Exact => end.to_owned(),
            other => other.part(end.trim_end()),
        }
    }
}

impl Rule for EndsWith {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(end) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        let pass =
            seen.text.ends_with(end) || self.compare.form(seen.text).ends_with(self.form(end).as_str());
        Judgement::when(pass, || match seen.text.trim().is_empty() {
            true => Message::new("checks-empty"),
            false => Message::new("checks-ends-not").with("end", shorten(end)).with("found", last(seen.text)),
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-ends-with").with("value", self.expected.describe())
    }
}

/// The last characters of a text: the first ones would not show how it ends.
fn last(text: &str) -> String {
    const MOST: usize = 60;
    let text = text.trim();
    match text.grapheme_indices(true).rev().nth(MOST) {
        Some((cut, grapheme)) => format!("…{}", shorten(&text[cut + grapheme.len()..])),
        None => shorten(text),
    }
}
