//! The part of JSON Schema that decoding can enforce. What is not here is an error: a constraint that is passed over
//! would look enforced.

use serde_json::{Map, Value};

use crate::LocalError;

/// Deepest nesting.
const DEPTH: usize = 24;
/// Most alternatives of one `enum`.
const CHOICES: usize = 1000;

/// What one value may be. Objects have their properties in the order of the schema, and no others.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Object(Vec<Property>),
    Array {
        items: usize,
        least: usize,
        most: usize,
    },
    String,
    Number,
    Integer,
    /// One of these texts of JSON.
    Choice(Vec<Box<[u8]>>),
    /// Told apart by their first byte.
    Union(Vec<usize>),
    /// Any JSON, down to some depth.
    Any,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Property {
    /// As JSON, quotes included.
    pub name: Box<[u8]>,
    pub node: usize,
    pub required: bool,
}

/// A compiled schema.
#[derive(Clone, Debug)]
pub struct Schema {
    pub(super) nodes: Vec<Node>,
    pub(super) root: usize,
}

/// Keywords that say nothing about validity.
const REMARKS: [&str; 7] = ["title", "description", "$schema", "$id", "default", "examples", "$comment"];

impl Schema {
    /// Compiles a schema: `type` (one or several), `properties`, `required`, `additionalProperties: false`, `items`,
    /// `minItems`, `maxItems`, `enum`, `const`; nested at will.
    ///
    /// # Errors
    /// [`LocalError::Schema`] with the first thing that cannot be enforced, and where.
    pub fn new(schema: &Value) -> Result<Schema, LocalError> {
        let mut compiled = Schema { nodes: Vec::new(), root: 0 };
        compiled.root = compiled.compile(schema, "#", 0)?;
        Ok(compiled)
    }

    /// Any JSON object.
    pub fn any_object() -> Schema {
        Schema { nodes: vec![Node::Any], root: 0 }
    }

    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn compile(&mut self, schema: &Value, at: &str, depth: usize) -> Result<usize, LocalError> {
        let refuse = |what: &str| Err(LocalError::Schema(format!("{at}/{what}")));
        if depth > DEPTH {
            return refuse("…");
        }
        let Value::Object(schema) = schema else { return refuse("") };
        let known = |key: &str, keys: &[&str]| keys.contains(&key) || REMARKS.contains(&key);
        let only = |keys: &[&str]| schema.keys().find(|key| !known(key, keys));
        if let Some(choices) = schema.get("enum").or(schema.get("const")) {
            if let Some(other) = only(&["enum", "const", "type"]) {
                return refuse(other);
            }
            if schema.contains_key("enum") && schema.contains_key("const") {
                return refuse("const");
            }
            let list = match (schema.get("enum"), choices) {
                (Some(_), Value::Array(list)) if !list.is_empty() && list.len() <= CHOICES => list.as_slice(),
                (Some(_), _) => return refuse("enum"),
                (None, one) => std::slice::from_ref(one),
            };
            let kinds = kinds(schema).map_err(|()| LocalError::Schema(format!("{at}/type")))?;
            let fits = |v: &&Value| kinds.is_empty() || kinds.iter().any(|kind| is(v, kind));
            let mut texts: Vec<Box<[u8]>> =
                list.iter().filter(fits).map(|v| v.to_string().into_bytes().into()).collect();
            texts.sort();
            texts.dedup();
            return match texts.is_empty() {
                true => refuse("enum"),
                false => Ok(self.add(Node::Choice(texts))),
            };
        }
        let mut kinds = kinds(schema).map_err(|()| LocalError::Schema(format!("{at}/type")))?;
        if kinds.is_empty() {
            // a schema that only has properties or items means them
            match (schema.contains_key("properties"), schema.contains_key("items")) {
                (true, false) => kinds.push("object"),
                (false, true) => kinds.push("array"),
                _ => return refuse(only(&[]).map_or("type", String::as_str)),
            }
        }
        let object = ["properties", "required", "additionalProperties"];
        let array = ["items", "minItems", "maxItems"];
        let mut allowed = vec!["type"];
        allowed.extend(object.iter().filter(|_| kinds.contains(&"object")));
        allowed.extend(array.iter().filter(|_| kinds.contains(&"array")));
        if let Some(other) = only(&allowed) {
            return refuse(other);
        }
        if kinds.contains(&"number") {
            kinds.retain(|kind| *kind != "integer");
        }
        let mut nodes = Vec::new();
        for kind in kinds {
            let node = match kind {
                "object" => self.object(schema, at, depth)?,
                "array" => self.array(schema, at, depth)?,
                "string" => Node::String,
                "number" => Node::Number,
                "integer" => Node::Integer,
                "boolean" => Node::Choice([&b"false"[..], b"true"].map(Into::into).into()),
                _ => Node::Choice(vec![(*b"null").into()]),
            };
            nodes.push(self.add(node));
        }
        match nodes.as_slice() {
            [one] => Ok(*one),
            _ => Ok(self.add(Node::Union(nodes))),
        }
    }

    fn object(&mut self, schema: &Map<String, Value>, at: &str, depth: usize) -> Result<Node, LocalError> {
        let refuse = |what: &str| Err(LocalError::Schema(format!("{at}/{what}")));
        if schema.get("additionalProperties").is_some_and(|v| !v.is_boolean()) {
            return refuse("additionalProperties");
        }
        let none = Map::new();
        let properties = match schema.get("properties") {
            None => &none,
            Some(Value::Object(properties)) => properties,
            Some(_) => return refuse("properties"),
        };
        let required: Vec<&str> = match schema.get("required") {
            None => Vec::new(),
            Some(Value::Array(list)) if list.iter().all(Value::is_string) => {
                list.iter().filter_map(Value::as_str).collect()
            }
            Some(_) => return refuse("required"),
        };
        if let Some(stray) = required.iter().find(|name| !properties.contains_key(**name)) {
            return refuse(&format!("required/{stray}"));
        }
        let mut all = Vec::with_capacity(properties.len());
        for (name, schema) in properties {
            let node = self.compile(schema, &format!("{at}/properties/{name}"), depth + 1)?;
            let required = required.contains(&name.as_str());
            let name = Value::String(name.clone()).to_string().into_bytes().into();
            all.push(Property { name, node, required });
        }
        Ok(Node::Object(all))
    }

    fn array(&mut self, schema: &Map<String, Value>, at: &str, depth: usize) -> Result<Node, LocalError> {
        let items = match schema.get("items") {
            Some(items) => self.compile(items, &format!("{at}/items"), depth + 1)?,
            None => self.add(Node::Any),
        };
        let bound = |key: &str, usual: usize| match schema.get(key) {
            None => Ok(usual),
            Some(value) => match value.as_u64().and_then(|n| usize::try_from(n).ok()) {
                Some(n) => Ok(n),
                None => Err(LocalError::Schema(format!("{at}/{key}"))),
            },
        };
        let (least, most) = (bound("minItems", 0)?, bound("maxItems", usize::MAX)?);
        match least <= most && least <= 10_000 {
            true => Ok(Node::Array { items, least, most }),
            false => Err(LocalError::Schema(format!("{at}/minItems"))),
        }
    }
}

/// The types a schema names.
fn kinds(schema: &Map<String, Value>) -> Result<Vec<&str>, ()> {
    const KNOWN: [&str; 7] = ["object", "array", "string", "number", "integer", "boolean", "null"];
    let kinds: Vec<&str> = match schema.get("type") {
        None => Vec::new(),
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(list)) if !list.is_empty() => {
            list.iter().map(|k| k.as_str().unwrap_or("")).collect()
        }
        Some(_) => return Err(()),
    };
    match kinds.iter().all(|kind| KNOWN.contains(kind)) {
        true => Ok(kinds),
        false => Err(()),
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    }
}
