//! Inputs and outputs in one-line Picoschema: types, reading, JSON Schema export, values coerced and checked.

mod coerce;
mod export;
mod inputs;
mod line;
mod pico;

use serde_json::Value;

pub(crate) use coerce::{Coerced, coerce};
pub(crate) use export::{input_schema, output_schema};
pub(crate) use inputs::{Declared, read_inputs};
pub(crate) use line::read_line;
pub(crate) use pico::read_schema;

/// The type of an input, or of a part of a JSON output.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`; tables may say `vrai`, `oui`, `yes`, `1`.
    Boolean,
    /// One of these texts.
    Choice(Vec<String>),
    /// A list of items of one type.
    List(Box<Type>),
    /// An object with these fields, and the type of any other field when others are allowed.
    Object(Vec<Field>, Option<Box<Type>>),
    /// A picture: a file of the project, or an `https:` address.
    Image,
    /// Anything.
    Any,
    /// A JSON Schema kept as it was written. Values are not checked against it here.
    Schema(Value),
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// Whether it may be absent.
    pub optional: bool,
    /// What it is, for people and models.
    pub description: Option<String>,
}

/// An input of a prompt: a name templates may use, and a column of its cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// Whether every case must give it.
    pub required: bool,
    /// What it is when a case does not give it.
    pub default: Option<Value>,
    /// What it is, for people and models.
    pub description: Option<String>,
}
