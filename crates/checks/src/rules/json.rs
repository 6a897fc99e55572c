//! `json`: the whole reply is JSON. A reply that is not has broken the contract: it fails, it is not unscored.

use serde_json::Value;
use serde_json::error::Category;
use terms::Message;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::judgement::{Judgement, Rule};
use crate::text::shorten;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Any,
    Object,
    Array,
}

struct Json {
    kind: Kind,
    lenient: bool,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    const KINDS: &[(&str, Kind)] = &[("any", Kind::Any), ("object", Kind::Object), ("array", Kind::Array)];
    let value = args.choice("value", KINDS)?;
    let kind = args.choice("kind", KINDS)?.or(value).unwrap_or(Kind::Any);
    Ok(Box::new(Json { kind, lenient: args.flag("lenient")? }))
}

impl Rule for Json {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let value = match read(seen.text, self.lenient) {
            Ok(value) => value,
            Err(why) => return Judgement::Fail(why),
        };
        match (self.kind, &value) {
            (Kind::Any, _) | (Kind::Object, Value::Object(_)) | (Kind::Array, Value::Array(_)) => {
                Judgement::Pass
            }
            (Kind::Object, other) => Judgement::Fail(
                Message::new("checks-json-not-object").with("found", shorten(&other.to_string())),
            ),
            (Kind::Array, other) => Judgement::Fail(
                Message::new("checks-json-not-array").with("found", shorten(&other.to_string())),
            ),
        }
    }

    fn describe(&self) -> Message {
        match self.kind {
            Kind::Any => Message::new("checks-is-json"),
            Kind::Object => Message::new("checks-is-json-object"),
            Kind::Array => Message::new("checks-is-json-array"),
        }
    }
}

/// The JSON value of a reply, or why there is none. `lenient` takes it from the one code block of the reply.
pub(super) fn read(text: &str, lenient: bool) -> Result<Value, Message> {
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if text.trim().is_empty() {
        return Err(Message::new("checks-empty"));
    }
    if let Some(inside) = fenced(text)
        && let Ok(value) = serde_json::from_str(inside)
    {
        return if lenient { Ok(value) } else { Err(Message::new("checks-json-fenced")) };
    }
    if surrounded(text) {
        return Err(Message::new("checks-json-around").with("found", shorten(text)));
    }
    let key = match error.classify() {
        Category::Eof => "checks-json-cut",
        _ => "checks-json-invalid",
    };
    let message = Message::new(key).with("found", shorten(text));
    Err(message.with("line", error.line()).with("column", error.column()))
}

/// What is inside the code block of a text that has exactly one.
fn fenced(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("```")?;
    let (inside, after) = rest.split_once("```")?;
    let (first, body) = inside.split_once('\n').unwrap_or(("", inside));
    // the word after the fence names the language
    let body = if first.trim().chars().all(char::is_alphanumeric) { body } else { inside };
    (!after.contains("```")).then_some(body)
}

/// Whether a text holds an object or an array, whole, with something else around it.
fn surrounded(text: &str) -> bool {
    let Some(start) = text.find(['{', '[']) else { return false };
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
    matches!(values.next(), Some(Ok(_)))
}
