//! YAML with the place of every node, under a budget: anchors, aliases, merge keys and tags are refused.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::Spanned;
use serde_saphyr::options::MergeKeyPolicy;

use crate::problem::Problem;

/// A node and the bytes of the file it was read from (for a list or a map, where it starts).
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub kind: NodeKind,
    pub span: Range<usize>,
}

#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    Text(String),
    /// A number, a boolean or null.
    Plain(Value),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// Where the YAML stopped being readable: 1-based line and column within it.
pub(crate) struct YamlError {
    pub problem: Problem,
    pub line: u64,
    pub column: u64,
}

/// Reads one YAML document; `base` is added to the spans.
pub(crate) fn read(yaml: &str, base: usize) -> Result<Node, YamlError> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_anchors: 0,
            max_aliases: 0,
            max_documents: 1,
            max_depth: 24,
            flow_nesting_limit: 24,
            max_nodes: 6_000,
            max_events: 20_000,
        },
        strict_booleans: true,
        with_snippet: false,
        reject_unsupported_tags: true,
        emit_comments: false,
        merge_keys: MergeKeyPolicy::Error,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(yaml, options) {
        Ok(raw) => Ok(place(raw, base)),
        Err(error) => {
            let at = error.location();
            Err(YamlError {
                problem: problem(&error, yaml),
                line: at.map_or(1, |l| l.line()).max(1),
                column: at.map_or(1, |l| l.column()).max(1),
            })
        }
    }
}

fn problem(error: &serde_saphyr::Error, yaml: &str) -> Problem {
    use serde_saphyr::Error as E;
    use serde_saphyr::budget::BudgetBreach;
    match error.without_snippet() {
        E::Budget { breach: BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. }, .. }
        | E::UnknownAnchor { .. }
        | E::MergeKeyNotAllowed { .. } => Problem::YamlAnchor,
        E::Budget { breach: BudgetBreach::Documents { .. }, .. } | E::MultipleDocuments { .. } => {
            Problem::YamlSyntax
        }
        E::Budget { .. } => Problem::FrontMatterTooBig,
        E::DuplicateMappingKey { key, .. } => Problem::DuplicateKey { key: key.clone().unwrap_or_default() },
        other => {
            // the parser only says "unsupported tag" in words; the line itself shows it
            let line = other.location().map_or(0, |l| l.line());
            let index = usize::try_from(line).unwrap_or(1).saturating_sub(1);
            let tagged = yaml.lines().nth(index).is_some_and(|l| l.contains(": !") || l.contains("- !"));
            if tagged { Problem::YamlTag } else { Problem::YamlSyntax }
        }
    }
}

enum Raw {
    Text(String),
    Plain(Value),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn place(raw: Spanned<Raw>, base: usize) -> Node {
    let span = raw.referenced.span();
    let at = |n: Option<u64>| usize::try_from(n.unwrap_or(0)).unwrap_or(0);
    let start = base + at(span.byte_offset());
    let kind = match raw.value {
        Raw::Text(text) => NodeKind::Text(text),
        Raw::Plain(value) => NodeKind::Plain(value),
        Raw::List(items) => NodeKind::List(items.into_iter().map(|n| place(n, base)).collect()),
        Raw::Map(entries) => {
            NodeKind::Map(entries.into_iter().map(|(k, v)| (place(k, base), place(v, base))).collect())
        }
    };
    Node { kind, span: start..start + at(span.byte_len()) }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }
    fn visit_str<E>(self, v: &str) -> Result<Raw, E> {
        Ok(Raw::Text(v.to_owned()))
    }
    fn visit_string<E>(self, v: String) -> Result<Raw, E> {
        Ok(Raw::Text(v))
    }
    fn visit_bool<E>(self, v: bool) -> Result<Raw, E> {
        Ok(Raw::Plain(Value::Bool(v)))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Raw, E> {
        Ok(Raw::Plain(v.into()))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Raw, E> {
        Ok(Raw::Plain(v.into()))
    }
    fn visit_i128<E>(self, v: i128) -> Result<Raw, E> {
        Ok(Raw::Text(v.to_string()))
    }
    fn visit_u128<E>(self, v: u128) -> Result<Raw, E> {
        Ok(Raw::Text(v.to_string()))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Raw, E> {
        Ok(Number::from_f64(v).map_or_else(|| Raw::Text(v.to_string()), |n| Raw::Plain(Value::Number(n))))
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Plain(Value::Null))
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Plain(Value::Null))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

impl Node {
    /// A scalar as the person spelled it (`1.10` stays `1.10`); `None` for null, lists and maps.
    pub(crate) fn text(&self, source: &str) -> Option<String> {
        match &self.kind {
            NodeKind::Text(text) => Some(text.clone()),
            NodeKind::Plain(Value::Null) | NodeKind::List(_) | NodeKind::Map(_) => None,
            NodeKind::Plain(value) => {
                Some(source.get(self.span.clone()).map_or_else(|| value.to_string(), str::to_owned))
            }
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.kind, NodeKind::Plain(Value::Null))
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match &self.kind {
            NodeKind::Plain(value) => value.as_f64(),
            _ => None,
        }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        match &self.kind {
            NodeKind::Plain(value) => value.as_i64(),
            _ => None,
        }
    }

    /// The same value without places. Keys that are not text take their spelling.
    pub(crate) fn to_json(&self, source: &str) -> Value {
        match &self.kind {
            NodeKind::Text(text) => Value::String(text.clone()),
            NodeKind::Plain(value) => value.clone(),
            NodeKind::List(items) => Value::Array(items.iter().map(|n| n.to_json(source)).collect()),
            NodeKind::Map(entries) => {
                let mut map = Map::new();
                for (key, value) in entries {
                    map.insert(key.text(source).unwrap_or_default(), value.to_json(source));
                }
                Value::Object(map)
            }
        }
    }
}
