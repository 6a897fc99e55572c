//! Types as JSON Schema 2020-12.

use serde_json::{Map, Value, json};
use terms::Output;

use crate::schema::{Field, Input, Type};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the values a prompt takes. Further columns are allowed: cases carry more than inputs.
pub(crate) fn input_schema<'a>(inputs: impl Iterator<Item = &'a Input>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for input in inputs {
        let mut schema = described(of_type(&input.kind), input.description.as_deref());
        if let (Value::Object(map), Some(default)) = (&mut schema, &input.default) {
            map.insert("default".to_owned(), default.clone());
        }
        properties.insert(input.name.clone(), schema);
        if input.required {
            required.push(Value::String(input.name.clone()));
        }
    }
    json!({ "$schema": DIALECT, "type": "object", "properties": properties, "required": required })
}

/// The schema of the answer.
pub(crate) fn output_schema(output: &Output) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), DIALECT.into());
    match output {
        Output::Text => {
            schema.insert("type".to_owned(), "string".into());
        }
        Output::Labels { labels } => {
            schema.insert("type".to_owned(), "string".into());
            schema.insert("enum".to_owned(), labels.clone().into());
        }
        Output::Number { .. } => {
            schema.insert("type".to_owned(), "number".into());
        }
        Output::Json { schema: Some(Value::Object(declared)) } => {
            for (key, value) in declared {
                schema.insert(key.clone(), value.clone());
            }
        }
        Output::Json { .. } => {}
    }
    Value::Object(schema)
}

/// The schema of one type, without dialect.
pub(crate) fn of_type(kind: &Type) -> Value {
    match kind {
        Type::Text => json!({ "type": "string" }),
        Type::Number => json!({ "type": "number" }),
        Type::Integer => json!({ "type": "integer" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Choice(labels) => json!({ "type": "string", "enum": labels }),
        Type::List(item) => json!({ "type": "array", "items": of_type(item) }),
        Type::Image => json!({ "type": "string", "format": "uri-reference", "contentMediaType": "image/*" }),
        Type::Any => json!({}),
        Type::Schema(schema) => schema.clone(),
        Type::Object(fields, others) => object(fields, others.as_deref()),
    }
}

fn object(fields: &[Field], others: Option<&Type>) -> Value {
    // an object of which nothing is said may hold anything
    if fields.is_empty() && others.is_none() {
        return json!({ "type": "object" });
    }
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        properties.insert(field.name.clone(), described(of_type(&field.kind), field.description.as_deref()));
        if !field.optional {
            required.push(Value::String(field.name.clone()));
        }
    }
    let others = others.map_or(Value::Bool(false), of_type);
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": others })
}

fn described(mut schema: Value, description: Option<&str>) -> Value {
    if let (Value::Object(map), Some(text)) = (&mut schema, description) {
        map.entry("description").or_insert_with(|| text.into());
    }
    schema
}
