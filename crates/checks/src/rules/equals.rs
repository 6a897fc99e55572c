//! `equals`: the reply is the expected text.

use terms::Message;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::{Compare, bones, find_words, shorten};

pub(crate) struct Equals {
    compare: Compare,
    expected: Expected,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let expected = args.expected("value")?;
    let compare = args.choice("compare", Compare::NAMES)?.unwrap_or_default();
    Ok(Box::new(Equals::new(compare, expected)))
}

impl Equals {
    pub(crate) fn new(compare: Compare, expected: Expected) -> Equals {
        Equals { compare, expected }
    }
}

impl Rule for Equals {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(expected) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        Judgement::when(self.compare.same(seen.text, expected), || why(seen.text, expected))
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-equals").with("value", self.expected.describe())
    }
}

/// Tells a wrong answer from a right one in the wrong clothes: they are mended in different ways.
fn why(text: &str, expected: &str) -> Message {
    if text.trim().is_empty() {
        return Message::new("checks-empty");
    }
    let key = if bones(text) == bones(expected) {
        "checks-equals-form"
    } else if find_words(&Compare::Fold.form(text), &Compare::Fold.form(expected)).is_some() {
        "checks-equals-around"
    } else {
        "checks-equals-other"
    };
    Message::new(key).with("found", shorten(text)).with("expected", shorten(expected))
}
