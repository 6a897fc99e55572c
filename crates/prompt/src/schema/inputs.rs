//! `inputs:` of the front matter.

use serde_json::Value;

use crate::front::reader::Reader;
use crate::front::yaml::{Node, NodeKind};
use crate::limits;
use crate::problem::{Problem, Shape};
use crate::schema::pico::{Read, read_field};
use crate::schema::{Input, Type, coerce};

/// An input and the byte its name is at.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    pub input: Input,
    pub at: usize,
}

/// Where a declaration stands is layout, not meaning.
impl PartialEq for Declared {
    fn eq(&self, other: &Declared) -> bool {
        self.input == other.input
    }
}

/// Names the template language keeps for itself.
const RESERVED: [&str; 17] = [
    "true", "false", "none", "True", "False", "None", "and", "or", "not", "in", "is", "if", "else", "loop",
    "range", "history", "for",
];

/// Reads the declarations: a map of fields, or just a list of names.
pub(crate) fn read_inputs(reader: &mut Reader<'_>, node: &Node) -> Vec<Declared> {
    let mut inputs: Vec<Declared> = Vec::new();
    match &node.kind {
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                if let Some(read) = read_field(reader, key, value) {
                    declare(reader, &mut inputs, read, key);
                }
            }
        }
        NodeKind::List(items) => {
            for item in items {
                if let Some(word) = reader.text("inputs", item) {
                    let (name, optional) = match word.strip_suffix('?') {
                        Some(name) => (name.to_owned(), true),
                        None => (word, false),
                    };
                    let read = Read { name, optional, kind: Type::Text, description: None, default: None };
                    declare(reader, &mut inputs, read, item);
                }
            }
        }
        _ => reader.wrong("inputs", Shape::Map, node),
    }
    inputs
}

fn declare(reader: &mut Reader<'_>, inputs: &mut Vec<Declared>, read: Read, at: &Node) {
    let Read { name, optional, kind, description, default } = read;
    if !is_name(&name) || RESERVED.contains(&name.as_str()) {
        reader.report(Problem::BadInputName { name }, at);
        return;
    }
    if inputs.len() >= limits::INPUTS {
        // told once
        if !reader.problems.iter().any(|(p, _)| *p == Problem::TooManyNames) {
            reader.report(Problem::TooManyNames, at);
        }
        return;
    }
    if inputs.iter().any(|d| d.input.name == name) {
        reader.report(Problem::DuplicateKey { key: name }, at);
        return;
    }
    let (kind, schema_default, description) = simplify(kind, description);
    let default = default.map(Value::String).or(schema_default);
    let required = !optional && default.is_none();
    let mut input = Input { name, kind, required, default: None, description };
    if let Some(value) = default {
        match coerce(&input, &value) {
            Ok(coerced) => input.default = Some(coerced.into_json(value.clone())),
            Err(problem) => {
                reader
                    .report(Problem::BadDefault { field: input.name.clone(), reason: Box::new(problem) }, at);
            }
        }
    }
    inputs.push(Declared { input, at: at.span.start });
}

/// Turns the simple JSON Schemas into types, so that values are coerced and checked.
fn simplify(kind: Type, said: Option<String>) -> (Type, Option<Value>, Option<String>) {
    let Type::Schema(schema) = &kind else { return (kind, None, said) };
    let default = schema.get("default").cloned();
    let description = schema.get("description").and_then(Value::as_str).map(str::to_owned).or(said);
    let labels: Option<Vec<String>> = schema
        .get("enum")
        .and_then(Value::as_array)
        .and_then(|labels| labels.iter().map(|l| l.as_str().map(str::to_owned)).collect());
    let simple = match (labels, schema.get("type").and_then(Value::as_str)) {
        (Some(labels), _) => Some(Type::Choice(labels)),
        (None, Some("string")) => Some(Type::Text),
        (None, Some("number")) => Some(Type::Number),
        (None, Some("integer")) => Some(Type::Integer),
        (None, Some("boolean")) => Some(Type::Boolean),
        _ => None,
    };
    (simple.unwrap_or(kind), default, description)
}

/// Whether templates can write the name: a letter or `_`, then letters, digits and `_`, accents welcome.
pub(crate) fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
}
