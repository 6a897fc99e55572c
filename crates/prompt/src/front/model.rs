//! `model: {prefer, params}`, or just a name or a list of names.

use terms::Parameters;

use crate::front::Meta;
use crate::front::keys::{MODEL, PARAMETERS};
use crate::front::reader::{Entry, Reader};
use crate::front::yaml::{Node, NodeKind};
use crate::problem::Shape;

pub(super) fn read(reader: &mut Reader<'_>, node: &Node, meta: &mut Meta) {
    let NodeKind::Map(entries) = &node.kind else {
        meta.prefer = reader.texts("model", node);
        return;
    };
    let known = reader.entries(entries, MODEL, |reader, word, key, _| {
        reader.refuse_key("model", word, MODEL, key);
    });
    for Entry { key, value } in known {
        match (key, &value.kind) {
            ("prefer", _) => meta.prefer = reader.texts(key, value),
            (_, NodeKind::Map(entries)) => meta.parameters = parameters(reader, entries),
            _ if value.is_null() => {}
            _ => reader.wrong(key, Shape::Map, value),
        }
    }
}

fn parameters(reader: &mut Reader<'_>, entries: &[(Node, Node)]) -> Parameters {
    let known = reader.entries(entries, PARAMETERS, |reader, word, key, _| {
        reader.refuse_key("params", word, PARAMETERS, key);
    });
    let mut p = Parameters::default();
    for Entry { key, value } in known {
        match key {
            _ if value.is_null() => {}
            "temperature" => p.temperature = bounded(reader, key, value, 0.0, f64::INFINITY),
            "top_p" => p.top_p = bounded(reader, key, value, 0.0, 1.0),
            "top_k" => p.top_k = reader.integer(key, value),
            "max_tokens" => p.max_tokens = reader.integer(key, value),
            "stop" => p.stop = stops(reader, key, value),
            "seed" => p.seed = reader.integer(key, value),
            "frequency_penalty" => p.frequency_penalty = reader.number(key, value),
            "presence_penalty" => p.presence_penalty = reader.number(key, value),
            "reasoning_effort" => p.reasoning_effort = reader.text(key, value),
            "logprobs" => p.logprobs = reader.integer(key, value),
            _ => match &value.kind {
                NodeKind::Map(entries) => {
                    for (name, value) in entries {
                        if let Some(name) = name.text(reader.source) {
                            p.extra.insert(name, value.to_json(reader.source));
                        }
                    }
                }
                _ => reader.wrong(key, Shape::Map, value),
            },
        }
    }
    p
}

/// Stop texts are kept byte for byte: "\n\n" is a usual one.
fn stops(reader: &mut Reader<'_>, key: &str, node: &Node) -> Vec<String> {
    let items = match &node.kind {
        NodeKind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut stops = Vec::with_capacity(items.len());
    for item in items {
        match item.text(reader.source) {
            Some(text) if !text.is_empty() => stops.push(text),
            _ => reader.wrong(key, Shape::TextOrList, item),
        }
    }
    stops
}

fn bounded(reader: &mut Reader<'_>, key: &str, node: &Node, low: f64, high: f64) -> Option<f64> {
    let number = reader.number(key, node)?;
    if (low..=high).contains(&number) {
        return Some(number);
    }
    reader.wrong(key, if high.is_finite() { Shape::Share } else { Shape::Positive }, node);
    None
}
