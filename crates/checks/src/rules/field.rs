//! `field`: one value of a JSON reply, at a JSON pointer (RFC 6901), is the expected one.
//!
//! A reply that is not JSON is unscored, as for `json_equals`; a reply without that value fails.

use serde_json::Value;
use terms::Message;

use super::json::read;
use super::json_equals::equal;
use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected, quoted};
use crate::judgement::{Judgement, Rule};
use crate::text::{Compare, shorten};

struct Field {
    at: String,
    given: Option<Value>,
    expected: Expected,
    compare: Compare,
    lenient: bool,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let given = args.take("value");
    let Some(at) = args.text("at")? else { return Err(args.missing("at")) };
    if !at.is_empty() && !at.starts_with('/') {
        return Err(args.wrong("at", Message::new("checks-must-be-pointer")));
    }
    Ok(Box::new(Field {
        at,
        given,
        expected: Expected::of_case(args.columns.clone()),
        compare: args.choice("compare", Compare::NAMES)?.unwrap_or_default(),
        lenient: args.flag("lenient")?,
    }))
}

impl Field {
    /// A case says what it expects in text; the text of a text, the JSON of anything else.
    fn same_as_text(&self, found: &Value, expected: &str) -> bool {
        match found {
            Value::String(text) => self.compare.same(text, expected),
            other => serde_json::from_str(expected).is_ok_and(|wanted| equal(other, &wanted)),
        }
    }

    fn same(&self, found: &Value, wanted: &Value) -> bool {
        match (found, wanted) {
            (Value::String(a), Value::String(b)) => self.compare.same(a, b),
            _ => equal(found, wanted),
        }
    }
}

impl Rule for Field {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let expected = self.expected.get(seen.case);
        if self.given.is_none() && expected.is_none() {
            return Judgement::Unscored(nothing_expected());
        }
        let reply = match read(seen.text, self.lenient) {
            Ok(reply) => reply,
            Err(why) => return Judgement::Unscored(why),
        };
        let Some(found) = reply.pointer(&self.at) else {
            return Judgement::Fail(Message::new("checks-json-missing").with("at", self.at.as_str()));
        };
        let (pass, wanted) = match (&self.given, expected) {
            (Some(wanted), _) => (self.same(found, wanted), wanted.to_string()),
            (None, Some(text)) => (self.same_as_text(found, text), text.to_owned()),
            (None, None) => return Judgement::Unscored(nothing_expected()),
        };
        Judgement::when(pass, || {
            Message::new("checks-json-differs")
                .with("at", self.at.as_str())
                .with("found", shorten(&found.to_string()))
                .with("expected", shorten(&wanted))
        })
    }

    fn describe(&self) -> Message {
        let value = match &self.given {
            Some(value) => quoted(&value.to_string()),
            None => self.expected.describe(),
        };
        Message::new("checks-is-field").with("at", self.at.as_str()).with("value", value)
    }
}
