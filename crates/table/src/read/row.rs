//! A row's cells become a case.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};
use terms::Case;

use crate::names::{Role, split_from_name};
use crate::{CaseOptions, Problem, TableError, split};

/// Ids remembered to find one met twice: 8 bytes each, so at most some 30 MiB while the set grows.
const IDS: usize = 1_000_000;

/// Makes cases out of rows, numbers them and watches their ids.
pub(super) struct Rows {
    file: String,
    options: CaseOptions,
    number: u64,
    ids: HashSet<u64>,
    /// Rows before the first that has an id of its own: they are called by their numbers, which need no memory.
    unnamed: u64,
}

/// A row before its named columns are understood.
#[derive(Default)]
pub(super) struct Cells {
    pub(super) line: u32,
    values: Map<String, Value>,
    expect: BTreeMap<String, String>,
    id: Option<String>,
    tags: Vec<String>,
    weight: Option<String>,
    cluster: Option<String>,
    split: Option<String>,
}

impl Cells {
    pub(super) fn new(line: u32) -> Cells {
        Cells { line, ..Cells::default() }
    }

    pub(super) fn put(&mut self, role: &Role, value: Value) {
        match role {
            Role::Input(name) => {
                self.values.insert(name.clone(), value);
            }
            Role::Expect(check) => {
                if let Some(text) = filled(value) {
                    self.expect.insert(check.clone(), text);
                }
            }
            Role::Tags => {
                let texts: Vec<String> = match value {
                    Value::Array(items) => items.into_iter().filter_map(filled).collect(),
                    other => filled(other).into_iter().collect(),
                };
                let tags = texts.iter().flat_map(|t| t.split(',')).map(str::trim).filter(|t| !t.is_empty());
                self.tags = tags.map(str::to_owned).collect();
            }
            Role::Id => self.id = filled(value),
            Role::Weight => self.weight = filled(value),
            Role::Cluster => self.cluster = filled(value),
            Role::Split => self.split = filled(value),
            Role::Blank => {}
        }
    }
}

/// The text of a cell that is not empty.
fn filled(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then_some(text),
        other => Some(other.to_string()),
    }
}

impl Rows {
    pub(super) fn new(file: &str, options: &CaseOptions) -> Rows {
        Rows { file: file.to_owned(), options: options.clone(), number: 0, ids: HashSet::new(), unnamed: 0 }
    }

    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The number of the next case.
    pub(super) fn skip(&mut self) {
        self.number += 1;
    }

    pub(super) fn case(&mut self, cells: Cells) -> Result<Case, TableError> {
        let number = self.number;
        self.number += 1;
        let line = cells.line;
        let weight = match cells.weight {
            None => 1.0,
            Some(text) => weight(&text).ok_or_else(|| self.error(line, Problem::Weight { value: text }))?,
        };
        let split = match cells.split {
            None => split::assign(&cells.values, cells.cluster.as_deref(), self.options.ratios),
            Some(text) => {
                split_from_name(&text).ok_or_else(|| self.error(line, Problem::Split { value: text }))?
            }
        };
        let named = cells.id.is_some();
        let id = cells.id.unwrap_or_else(|| (number + 1).to_string());
        if self.options.unique_ids && !self.is_new(&id, named) {
            // which line had it first is found by the caller, who can read the file again
            return Err(self.error(line, Problem::DuplicateId { id, first: None }));
        }
        Ok(Case {
            number,
            id,
            line,
            values: cells.values,
            expect: cells.expect,
            tags: cells.tags,
            weight,
            cluster: cells.cluster,
            split,
        })
    }

    fn error(&self, line: u32, problem: Problem) -> TableError {
        TableError::at_line(&self.file, line, problem)
    }

    /// False when the id was met before.
    fn is_new(&mut self, id: &str, named: bool) -> bool {
        if !named && self.ids.is_empty() {
            self.unnamed = self.number;
            return true;
        }
        let number: Option<u64> = id.parse().ok().filter(|n: &u64| n.to_string() == id);
        if number.is_some_and(|n| (1..=self.unnamed).contains(&n)) {
            return false;
        }
        let mut first = [0; 8];
        first.copy_from_slice(&blake3::hash(id.as_bytes()).as_bytes()[..8]);
        let key = u64::from_le_bytes(first);
        if self.ids.len() < IDS { self.ids.insert(key) } else { !self.ids.contains(&key) }
    }
}

/// A finite number >= 0, with a decimal point or comma.
fn weight(text: &str) -> Option<f64> {
    let text = text.trim();
    let value: f64 = text.parse().or_else(|_| text.replace(',', ".").parse()).ok()?;
    (value.is_finite() && value >= 0.0).then_some(value)
}
