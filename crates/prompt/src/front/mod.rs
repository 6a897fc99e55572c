//! The front matter: YAML between two `---` lines, read with the place of every value.

pub(crate) mod keys;
mod model;
mod output;
pub(crate) mod reader;
pub(crate) mod yaml;

use std::ops::Range;

use serde_json::Value;
use terms::{Output, Parameters};

use crate::limits::FRONT_BYTES;
use crate::problem::{Problem, Shape};
use crate::schema::{Declared, read_inputs};
use crate::suggest::nearest;
use keys::{TOP, spellings};
use reader::Reader;
use yaml::{Node, NodeKind, YamlError};

/// Where the front matter is, and which of its keys are not canonical.
#[derive(Clone, Debug)]
pub(crate) struct Front {
    /// Both `---` lines included.
    pub outer: Range<usize>,
    /// Between them.
    pub inner: Range<usize>,
    pub renames: Vec<(Range<usize>, &'static str)>,
    /// Whether the second `---` line is there.
    pub closed: bool,
}

/// What the front matter says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// Name for people.
    pub title: Option<String>,
    /// The goal in one line; also the bare request.
    pub task: Option<String>,
    /// For whom.
    pub audience: Option<String>,
    /// What the answer must respect, one by one.
    pub constraints: Vec<String>,
    /// Words it is found by.
    pub tags: Vec<String>,
    /// Language of the prompt (BCP 47), as written.
    pub lang: Option<String>,
    /// What the prompt promises to return.
    pub output: Output,
    /// Most words the answer may have.
    pub max_words: Option<u32>,
    /// Models in order of preference, as written.
    pub prefer: Vec<String>,
    /// Decoding parameters.
    pub parameters: Parameters,
    /// Keys that mean nothing here, kept for whoever put them there.
    pub other: Vec<(String, Value)>,
    pub(crate) inputs: Option<Vec<Declared>>,
}

impl Meta {
    /// Reads the YAML of `text[inner]`.
    pub(crate) fn read(reader: &mut Reader<'_>, inner: Range<usize>) -> Result<Meta, YamlError> {
        let yaml = &reader.source[inner.clone()];
        if yaml.len() > FRONT_BYTES {
            return Err(YamlError { problem: Problem::FrontMatterTooBig, line: 1, column: 1 });
        }
        let root = yaml::read(yaml, inner.start)?;
        let mut meta = Meta::default();
        let entries = match &root.kind {
            NodeKind::Map(entries) => entries,
            NodeKind::Plain(Value::Null) => return Ok(meta),
            _ => {
                reader.report(Problem::FrontMatterNotMap, &root);
                return Ok(meta);
            }
        };
        let mut other = Vec::new();
        let known = reader.entries(entries, TOP, |reader, word, key, value| {
            let suggestion = nearest(&word, spellings(TOP));
            if suggestion.is_some() {
                reader.report(Problem::UnknownKey { key: word.clone(), within: "", suggestion }, key);
            }
            other.push((word, value.to_json(reader.source)));
        });
        meta.other = other;
        for entry in known {
            meta.take(reader, entry.key, entry.value);
        }
        Ok(meta)
    }

    fn take(&mut self, reader: &mut Reader<'_>, key: &str, value: &Node) {
        match key {
            "title" => self.title = reader.text(key, value),
            "task" => self.task = reader.text(key, value),
            "audience" => self.audience = reader.text(key, value),
            "lang" => self.lang = reader.text(key, value),
            "constraints" => self.constraints = reader.texts(key, value),
            "tags" => self.tags = reader.texts(key, value),
            "inputs" if value.is_null() => {}
            "inputs" => self.inputs = Some(read_inputs(reader, value)),
            "output" => output::read(reader, value, self),
            "model" => model::read(reader, value, self),
            _ => reader.wrong(key, Shape::Text, value),
        }
    }
}
