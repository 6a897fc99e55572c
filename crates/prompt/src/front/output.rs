//! `output:` in its short form (`number`, `enum [a, b]`) and its long one (`{format, labels, schema, ...}`).

use terms::Output;

use crate::front::Meta;
use crate::front::keys::OUTPUT;
use crate::front::reader::Reader;
use crate::front::yaml::{Node, NodeKind};
use crate::problem::{Problem, Shape};
use crate::schema::{Type, read_line, read_schema};
use crate::suggest::nearest;

/// What the word after `format:` (or `output:` alone) may be.
#[derive(Clone, Copy, PartialEq)]
enum Format {
    Text,
    Labels,
    Number,
    Json,
}

const FORMATS: [(&str, Format); 9] = [
    ("text", Format::Text),
    ("texte", Format::Text),
    ("labels", Format::Labels),
    ("étiquettes", Format::Labels),
    ("etiquettes", Format::Labels),
    ("enum", Format::Labels),
    ("number", Format::Number),
    ("nombre", Format::Number),
    ("json", Format::Json),
];

fn format_of(word: &str) -> Option<Format> {
    FORMATS.iter().find(|(name, _)| *name == word).map(|(_, format)| *format)
}

pub(super) fn read(reader: &mut Reader<'_>, node: &Node, meta: &mut Meta) {
    match &node.kind {
        _ if node.is_null() => {}
        NodeKind::Map(entries) => long(reader, entries, node, meta),
        NodeKind::List(_) => {
            let labels = reader.texts("output", node);
            meta.output = labelled(reader, labels, node);
        }
        _ => {
            if let Some(line) = reader.text("output", node) {
                meta.output = short(reader, &line, node);
            }
        }
    }
}

fn short(reader: &mut Reader<'_>, line: &str, node: &Node) -> Output {
    let word = line.split([',', ' ', '[']).next().unwrap_or("");
    match format_of(word) {
        Some(Format::Text) => return Output::Text,
        Some(Format::Json) => return Output::Json { schema: None },
        Some(Format::Number) => return Output::Number { tolerance: 0.0 },
        Some(Format::Labels) | None => {}
    }
    match read_line(line) {
        Ok(read) => match read.kind {
            Type::Choice(labels) => return labelled(reader, labels, node),
            Type::Integer => return Output::Number { tolerance: 0.0 },
            Type::Boolean => return Output::Labels { labels: vec!["true".to_owned(), "false".to_owned()] },
            _ => {}
        },
        Err(problem @ Problem::EmptyChoice { .. }) => {
            reader.report(problem, node);
            return Output::Text;
        }
        Err(_) => {}
    }
    unknown(reader, word, node);
    Output::Text
}

fn long(reader: &mut Reader<'_>, entries: &[(Node, Node)], node: &Node, meta: &mut Meta) {
    let known = reader.entries(entries, OUTPUT, |reader, word, key, _| {
        reader.refuse_key("output", word, OUTPUT, key);
    });
    let mut format = None;
    let (mut labels, mut schema, mut tolerance) = (None, None, None);
    for entry in known {
        let value = entry.value;
        match entry.key {
            "format" => {
                if let Some(word) = reader.text("format", value) {
                    format = format_of(&word);
                    if format.is_none() {
                        unknown(reader, &word, value);
                        return;
                    }
                }
            }
            "labels" => labels = Some((reader.texts("labels", value), value)),
            "schema" => schema = read_schema(reader, value),
            "tolerance" => match reader.number("tolerance", value) {
                Some(t) if t < 0.0 => reader.wrong("tolerance", Shape::Positive, value),
                read => tolerance = read,
            },
            _ => meta.max_words = reader.integer("max_words", value),
        }
    }
    let implied = match (&labels, &schema, tolerance) {
        (Some(_), _, _) => Format::Labels,
        (_, Some(_), _) => Format::Json,
        (_, _, Some(_)) => Format::Number,
        _ => Format::Text,
    };
    meta.output = match format.unwrap_or(implied) {
        Format::Text => Output::Text,
        Format::Number => Output::Number { tolerance: tolerance.unwrap_or(0.0) },
        Format::Json => Output::Json { schema },
        Format::Labels => match labels {
            Some((labels, at)) => labelled(reader, labels, at),
            None => labelled(reader, Vec::new(), node),
        },
    };
}

fn labelled(reader: &mut Reader<'_>, mut labels: Vec<String>, node: &Node) -> Output {
    let mut seen = Vec::with_capacity(labels.len());
    labels.retain(|label| {
        let new = !seen.contains(label);
        seen.push(label.clone());
        new
    });
    if labels.is_empty() {
        reader.report(Problem::EmptyChoice { field: "output".to_owned() }, node);
    }
    Output::Labels { labels }
}

fn unknown(reader: &mut Reader<'_>, word: &str, node: &Node) {
    let suggestion = nearest(word, FORMATS.iter().map(|(name, _)| *name));
    reader.report(Problem::UnknownFormat { found: word.to_owned(), suggestion }, node);
}
