//! `contains_any`: at least one of the texts is somewhere in the reply.

use terms::Message;

use super::contains::Search;
use super::contains_all::Parts;
use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::nothing_expected;
use crate::judgement::{Judgement, Rule};
use crate::text::shorten;

struct ContainsAny {
    search: Search,
    parts: Parts,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let parts = Parts::read(args)?;
    Ok(Box::new(ContainsAny { search: Search::read(args)?, parts }))
}

impl Rule for ContainsAny {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(parts) = self.parts.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        let mut form = None;
        let found = parts.iter().any(|part| self.search.found(seen.text, part, &mut form));
        Judgement::when(found, || {
            Message::new("checks-contains-none").with("parts", shorten(&parts.join(", ")))
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-contains-any").with("value", self.parts.describe())
    }
}
