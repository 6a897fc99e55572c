//! `starts_with`: the reply begins with the text.

use terms::Message;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::{Compare, shorten};

struct StartsWith {
    compare: Compare,
    expected: Expected,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let expected = args.expected("value")?;
    let compare = args.choice("compare", Compare::NAMES)?.unwrap_or_default();
    Ok(Box::new(StartsWith { compare, expected }))
}

impl StartsWith {
    /// Spaces before a beginning do not count, those after it do.
    fn form(&self, start: &str) -> String {
        match self.compare {
            Compare::Exact => start.to_owned(),
            other => other.part(start.trim_start()),
        }
    }
}

impl Rule for StartsWith {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(start) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        let pass = seen.text.starts_with(start)
            || self.compare.form(seen.text).starts_with(self.form(start).as_str());
        Judgement::when(pass, || match seen.text.trim().is_empty() {
            true => Message::new("checks-empty"),
            false => Message::new("checks-starts-not")
                .with("start", shorten(start))
                .with("found", shorten(seen.text)),
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-starts-with").with("value", self.expected.describe())
    }
}
