//! `json_schema`: the reply is JSON that follows the schema. Not JSON, or not of that shape: it fails.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError, Validator};
use serde_json::Value;
use terms::{Message, Output};

use super::json::read;
use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::judgement::{Judgement, Rule};
use crate::text::shorten;

struct JsonSchema {
    validator: Validator,
    lenient: bool,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let value = args.take("value");
    let given = args.take("schema").or(value);
    let schema = match given {
        Some(Value::String(text)) => match serde_json::from_str(&text) {
            Ok(schema) => schema,
            Err(_) => return Err(args.wrong("value", Message::new("checks-must-be-schema"))),
        },
        Some(schema @ (Value::Object(_) | Value::Bool(_))) => schema,
        Some(_) => return Err(args.wrong("value", Message::new("checks-must-be-schema"))),
        None => match args.output() {
            Some(Output::Json { schema: Some(schema) }) => schema.clone(),
            _ => return Err(args.missing("value")),
        },
    };
    match jsonschema::validator_for(&schema) {
        Ok(validator) => Ok(Box::new(JsonSchema { validator, lenient: args.flag("lenient")? })),
        Err(error) => Err(Problem::Schema { check: args.check.to_owned(), why: shorten(&error.to_string()) }),
    }
}

impl Rule for JsonSchema {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        match read(seen.text, self.lenient) {
            Err(why) => Judgement::Fail(why),
            Ok(value) => match self.validator.iter_errors(&value).next() {
                None => Judgement::Pass,
                Some(error) => Judgement::Fail(why(&error)),
            },
        }
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-json-schema")
    }
}

/// The first breach of the schema, in words where they help, by the name of the rule otherwise.
fn why(error: &ValidationError<'_>) -> Message {
    let at = error.instance_path().to_string();
    let at = if at.is_empty() { "/".to_owned() } else { shorten(&at) };
    let found = shorten(&error.instance().to_string());
    match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().map_or_else(|| property.to_string(), str::to_owned);
            Message::new("checks-schema-required").with("at", at).with("name", shorten(&name))
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            Message::new("checks-schema-unexpected")
                .with("at", at)
                .with("names", shorten(&unexpected.join(", ")))
        }
        Kind::Type { kind } => {
            let wanted = match kind {
                TypeKind::Single(one) => one.as_str().to_owned(),
                TypeKind::Multiple(set) => set.iter().map(JsonType::as_str).collect::<Vec<_>>().join(", "),
            };
            Message::new("checks-schema-type").with("at", at).with("found", found).with("wanted", wanted)
        }
        Kind::Enum { options } => {
            let options = shorten(&options.to_string());
            Message::new("checks-schema-enum").with("at", at).with("found", found).with("options", options)
        }
        Kind::Constant { expected_value } => Message::new("checks-schema-constant")
            .with("at", at)
            .with("found", found)
            .with("expected", shorten(&expected_value.to_string())),
        other => Message::new("checks-schema-rule")
            .with("at", at)
            .with("found", found)
            .with("rule", other.keyword().to_owned()),
    }
}
