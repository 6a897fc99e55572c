//! Picoschema: maps of fields, with `name?`, `name(array, description)`, `(object)`, `(enum)` and `(*)`.

use serde_json::Value;

use crate::front::reader::Reader;
use crate::front::yaml::{Node, NodeKind};
use crate::problem::{Problem, Shape};
use crate::schema::{Field, Type, read_line};
use crate::suggest::nearest;

/// A field as read: what its key and its value say together.
pub(super) struct Read {
    pub name: String,
    pub optional: bool,
    pub kind: Type,
    pub description: Option<String>,
    pub default: Option<String>,
}

/// What stands between parentheses after a name.
#[derive(Clone, Copy, PartialEq)]
enum Container {
    None,
    List,
    Object,
    Choice,
    Wildcard,
}

const CONTAINERS: [(&str, Container); 8] = [
    ("array", Container::List),
    ("list", Container::List),
    ("liste", Container::List),
    ("object", Container::Object),
    ("objet", Container::Object),
    ("enum", Container::Choice),
    ("choix", Container::Choice),
    ("*", Container::Wildcard),
];

/// A schema under `output: {schema: ...}` as JSON Schema.
pub(crate) fn read_schema(reader: &mut Reader<'_>, node: &Node) -> Option<Value> {
    let kind = read_type(reader, "schema", node)?;
    Some(super::export::of_type(&kind))
}

/// A type written as a line, a map of fields, a list of choices, or a JSON Schema.
pub(super) fn read_type(reader: &mut Reader<'_>, field: &str, node: &Node) -> Option<Type> {
    match &node.kind {
        NodeKind::Map(entries) if is_json_schema(reader.source, entries) => {
            Some(Type::Schema(node.to_json(reader.source)))
        }
        NodeKind::Map(entries) => Some(read_object(reader, entries)),
        NodeKind::List(_) => choice(reader, field, node),
        _ => {
            let line = reader.text(field, node)?;
            let read = read_line(&line).map_err(|problem| reader.report(named(problem, field), node));
            read.ok().map(|line| line.kind)
        }
    }
}

fn read_object(reader: &mut Reader<'_>, entries: &[(Node, Node)]) -> Type {
    let mut fields: Vec<Field> = Vec::with_capacity(entries.len());
    let mut others = None;
    for (key, value) in entries {
        match read_field(reader, key, value) {
            Some(read) if read.name == "*" => others = Some(Box::new(read.kind)),
            Some(read) if fields.iter().any(|f| f.name == read.name) => {
                reader.report(Problem::DuplicateKey { key: read.name }, key);
            }
            Some(Read { name, optional, kind, description, .. }) => {
                fields.push(Field { name, kind, optional, description });
            }
            None => {}
        }
    }
    Type::Object(fields, others)
}

/// One entry of a map of fields.
pub(super) fn read_field(reader: &mut Reader<'_>, key: &Node, value: &Node) -> Option<Read> {
    let Some(word) = key.text(reader.source) else {
        reader.report(Problem::YamlSyntax, key);
        return None;
    };
    let (head, parenthesis) = match word.split_once('(') {
        Some((head, rest)) => (head.trim(), rest.trim_end().strip_suffix(')').or(Some(rest))),
        None => (word.trim(), None),
    };
    let (name, optional) = match head.strip_suffix('?') {
        Some(name) => (name.trim_end().to_owned(), true),
        None => (head.to_owned(), false),
    };
    let (container, said) = match parenthesis.map(|inner| inner.split_once(',').unwrap_or((inner, ""))) {
        None => (Container::None, ""),
        Some((container, said)) => match CONTAINERS.iter().find(|(word, _)| *word == container.trim()) {
            Some((_, container)) => (*container, said.trim()),
            None => {
                let suggestion = nearest(container.trim(), CONTAINERS.iter().map(|(word, _)| *word));
                reader.report(Problem::UnknownType { found: container.trim().to_owned(), suggestion }, key);
                return None;
            }
        },
    };
    let mut read = Read {
        name,
        optional,
        kind: Type::Text,
        description: Some(said.to_owned()).filter(|s| !s.is_empty()),
        default: None,
    };
    match container {
        Container::Wildcard => {
            "*".clone_into(&mut read.name);
            read.kind = read_type(reader, "*", value)?;
        }
        Container::List => {
            let item = if value.is_null() { Some(Type::Text) } else { read_type(reader, &read.name, value) };
            read.kind = Type::List(Box::new(item?));
        }
        Container::Object => match &value.kind {
            NodeKind::Map(entries) => read.kind = read_object(reader, entries),
            _ if value.is_null() => read.kind = Type::Object(Vec::new(), None),
            _ => {
                reader.wrong(&read.name, Shape::Map, value);
                return None;
            }
        },
        Container::Choice => read.kind = choice(reader, &read.name, value)?,
        Container::None if value.is_null() => {}
        Container::None => match &value.kind {
            NodeKind::Map(_) | NodeKind::List(_) => read.kind = read_type(reader, &read.name, value)?,
            _ => {
                let line = reader.text(&read.name, value)?;
                match read_line(&line) {
                    Ok(line) => {
                        read.kind = line.kind;
                        read.description = line.description;
                        read.default = line.default;
                    }
                    Err(problem) => {
                        let problem = named(problem, &read.name);
                        reader.report(problem, value);
                        return None;
                    }
                }
            }
        },
    }
    Some(read)
}

fn choice(reader: &mut Reader<'_>, field: &str, node: &Node) -> Option<Type> {
    let labels = reader.texts(field, node);
    if labels.is_empty() {
        reader.report(Problem::EmptyChoice { field: field.to_owned() }, node);
        return None;
    }
    Some(Type::Choice(labels))
}

/// Puts the field's name in a problem found by [`read_line`], which does not know it.
fn named(problem: Problem, field: &str) -> Problem {
    match problem {
        Problem::EmptyChoice { .. } => Problem::EmptyChoice { field: field.to_owned() },
        other => other,
    }
}

/// Whether a map is a JSON Schema rather than fields: fields may well be called `type` or `title`, so every
/// key must be a keyword, and one of those that only a schema has must be there.
fn is_json_schema(source: &str, entries: &[(Node, Node)]) -> bool {
    const KEYWORDS: [&str; 34] = [
        "$schema",
        "$id",
        "$ref",
        "$defs",
        "$comment",
        "type",
        "title",
        "description",
        "default",
        "examples",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "items",
        "prefixItems",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "anyOf",
        "oneOf",
        "allOf",
        "not",
    ];
    const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];
    let mut telling = false;
    for (key, value) in entries {
        let Some(word) = key.text(source) else { return false };
        if !KEYWORDS.contains(&word.as_str()) {
            return false;
        }
        telling |= match word.as_str() {
            "type" => match &value.kind {
                NodeKind::Text(kind) => TYPES.contains(&kind.as_str()),
                NodeKind::List(_) => true,
                _ => false,
            },
            "properties" => matches!(value.kind, NodeKind::Map(_)),
            "anyOf" | "oneOf" | "allOf" => matches!(value.kind, NodeKind::List(_)),
            "$schema" | "$ref" | "const" => true,
            _ => false,
        };
    }
    telling
}
