//! `contains_all`: every one of the texts is somewhere in the reply.

use std::borrow::Cow;

use serde_json::Value;
use terms::{Case, Message};

use super::contains::Search;
use crate::Observed;
use crate::args::{Args, scalar};
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::shorten;

/// Several texts, written in the suite or in the case: there as a JSON list, or separated by `|`.
pub(super) enum Parts {
    Given(Vec<String>),
    OfCase(Expected),
}

impl Parts {
    pub(super) fn read(args: &mut Args<'_>) -> Result<Parts, Problem> {
        Ok(match args.texts("value")? {
            Some(parts) => Parts::Given(parts),
            None => Parts::OfCase(Expected::of_case(args.columns.clone())),
        })
    }

    pub(super) fn get(&self, case: &Case) -> Option<Cow<'_, [String]>> {
        match self {
            Parts::Given(parts) => Some(Cow::Borrowed(parts)),
            Parts::OfCase(expected) => {
                let parts = split(expected.get(case)?);
                (!parts.is_empty()).then_some(Cow::Owned(parts))
            }
        }
    }

    pub(super) fn describe(&self) -> Message {
        match self {
            Parts::Given(parts) => Message::new("checks-listed").with("parts", shorten(&parts.join(", "))),
            Parts::OfCase(expected) => expected.describe(),
        }
    }
}

fn split(text: &str) -> Vec<String> {
    if let Ok(Value::Array(items)) = serde_json::from_str(text)
        && let Some(parts) = items.iter().map(scalar).collect::<Option<Vec<_>>>()
    {
        return parts;
    }
    text.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

struct ContainsAll {
    search: Search,
    parts: Parts,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let parts = Parts::read(args)?;
    Ok(Box::new(ContainsAll { search: Search::read(args)?, parts }))
}

impl Rule for ContainsAll {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(parts) = self.parts.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        let mut form = None;
        let missing: Vec<&str> = parts
            .iter()
            .filter(|part| !self.search.found(seen.text, part, &mut form))
            .map(String::as_str)
            .collect();
        Judgement::when(missing.is_empty(), || {
            Message::new("checks-contains-missing")
                .with("missing", shorten(&missing.join(", ")))
                .with("count", missing.len())
                .with("of", parts.len())
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-contains-all").with("value", self.parts.describe())
    }
}
