//! `json_equals`: the reply is JSON with the expected values, whatever the order of members and the spaces.
//!
//! A reply that is not JSON has no values to compare: it is unscored. Whether it had to be JSON is for `json`.

use serde_json::Value;
use terms::Message;

use super::json::read;
use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected, quoted};
use crate::judgement::{Judgement, Rule};
use crate::text::shorten;

pub(crate) struct JsonEquals {
    given: Option<Value>,
    expected: Expected,
    lenient: bool,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let given = match args.take("value") {
        // a text is JSON written as text, so that both `'{"a": 1}'` and `{a: 1}` can be written in YAML
        Some(Value::String(text)) => match serde_json::from_str(&text) {
            Ok(value) => Some(value),
            Err(_) => return Err(args.wrong("value", Message::new("checks-must-be-json"))),
        },
        other => other,
    };
    let expected = Expected::of_case(args.columns.clone());
    Ok(Box::new(JsonEquals { given, expected, lenient: args.flag("lenient")? }))
}

impl JsonEquals {
    pub(crate) fn new(expected: Expected) -> JsonEquals {
        JsonEquals { given: None, expected, lenient: false }
    }

    fn compare(&self, text: &str, wanted: &Value) -> Judgement {
        match read(text, self.lenient) {
            Err(why) => Judgement::Unscored(why),
            Ok(found) => match difference(&found, wanted, &mut String::new()) {
                None => Judgement::Pass,
                Some(why) => Judgement::Fail(why),
            },
        }
    }
}

impl Rule for JsonEquals {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        if let Some(wanted) = &self.given {
            return self.compare(seen.text, wanted);
        }
        let Some(expected) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        match serde_json::from_str(expected) {
            Ok(wanted) => self.compare(seen.text, &wanted),
            Err(_) => Judgement::Unscored(
                Message::new("checks-json-not-expected").with("expected", shorten(expected)),
            ),
        }
    }

    fn describe(&self) -> Message {
        let value = match &self.given {
            Some(value) => quoted(&value.to_string()),
            None => self.expected.describe(),
        };
        Message::new("checks-is-json-equals").with("value", value)
    }
}

/// Whether two values are equal: numbers by value (1 is 1.0), members in any order.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    difference(a, b, &mut String::new()).is_none()
}

/// The first place where two values differ, as a sentence. `at` is the JSON pointer (RFC 6901) to them.
fn difference(found: &Value, wanted: &Value, at: &mut String) -> Option<Message> {
    let depth = at.len();
    match (found, wanted) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, wanted) in b {
                push(at, key);
                match a.get(key) {
                    None => return Some(Message::new("checks-json-missing").with("at", shorten(at))),
                    Some(found) => {
                        if let Some(why) = difference(found, wanted, at) {
                            return Some(why);
                        }
                    }
                }
                at.truncate(depth);
            }
            let extra = a.keys().find(|key| !b.contains_key(*key))?;
            push(at, extra);
            Some(Message::new("checks-json-extra").with("at", shorten(at)))
        }
        (Value::Array(a), Value::Array(b)) => {
            for (i, (found, wanted)) in a.iter().zip(b).enumerate() {
                push(at, &i.to_string());
                if let Some(why) = difference(found, wanted, at) {
                    return Some(why);
                }
                at.truncate(depth);
            }
            (a.len() != b.len()).then(|| {
                let message = Message::new("checks-json-items").with("at", pointer(at));
                message.with("found", a.len()).with("expected", b.len())
            })
        }
        (Value::Number(a), Value::Number(b)) if a == b || a.as_f64() == b.as_f64() => None,
        (a, b) if a == b => None,
        _ => Some(
            Message::new("checks-json-differs")
                .with("at", pointer(at))
                .with("found", shorten(&found.to_string()))
                .with("expected", shorten(&wanted.to_string())),
        ),
    }
}

/// A pointer to show; that of the whole value is empty, which says nothing to a person.
fn pointer(at: &str) -> String {
    if at.is_empty() { "/".to_owned() } else { shorten(at) }
}

fn push(at: &mut String, key: &str) {
    at.push('/');
    at.push_str(&key.replace('~', "~0").replace('/', "~1"));
}
