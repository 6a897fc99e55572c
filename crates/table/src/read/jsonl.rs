//! One JSON object per line. Its members are columns; values keep their JSON type.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;

use super::row::Cells;
use super::text::Source;
use crate::names::{Column, Role};
use crate::{CaseOptions, Problem, TableError};

pub(crate) struct JsonlReader {
    source: Source,
    line: u32,
    buffer: Vec<u8>,
    max_row: usize,
    max_columns: usize,
    /// Roles of the names met, so that each is understood once.
    roles: HashMap<String, Role>,
    /// The first row, read to know the columns.
    first: Option<Result<Row, TableError>>,
}

struct Row {
    line: u32,
    members: Vec<(String, Value)>,
}

/// The members of an object in order, repeated names included.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

impl JsonlReader {
    pub(crate) fn new(source: Source, options: &CaseOptions) -> JsonlReader {
        let mut reader = JsonlReader {
            source,
            line: 0,
            buffer: Vec::new(),
            max_row: options.max_row,
            max_columns: options.max_columns,
            roles: HashMap::new(),
            first: None,
        };
        reader.first = reader.read().transpose();
        reader
    }

    /// The columns of the first row; others may come later.
    pub(crate) fn columns(&self) -> Vec<Column> {
        match &self.first {
            Some(Ok(row)) => row.members.iter().map(|(name, _)| Column::new(name)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the file holds nothing at all, which is an error, rather than a first row or an error of its own.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    pub(super) fn next(&mut self) -> Result<Option<Cells>, TableError> {
        let row = match self.first.take() {
            Some(row) => row?,
            None => match self.read()? {
                Some(row) => row,
                None => return Ok(None),
            },
        };
        let mut cells = Cells::new(row.line);
        let mut met: Vec<(Role, String)> = Vec::with_capacity(row.members.len());
        for (name, value) in row.members {
            let role = self.role(&name);
            if let Some((_, first)) = met.iter().find(|(r, _)| *r == role && role != Role::Blank) {
                let problem = Problem::DuplicateColumn { first: first.clone(), second: name };
                return Err(TableError::at_line(self.source.file(), row.line, problem));
            }
            cells.put(&role, value);
            met.push((role, name));
        }
        Ok(Some(cells))
    }

    fn role(&mut self, name: &str) -> Role {
        if let Some(role) = self.roles.get(name) {
            return role.clone();
        }
        let role = Role::of(name);
        // a file whose every row has names of its own does not fill the memory
        if self.roles.len() < self.max_columns {
            self.roles.insert(name.to_owned(), role.clone());
        }
        role
    }

    fn read(&mut self) -> Result<Option<Row>, TableError> {
        loop {
            if !self.read_line()? {
                return Ok(None);
            }
            if !self.buffer.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        let file = self.source.file();
        match serde_json::from_slice::<Members>(&self.buffer) {
            Ok(Members(members)) if members.len() > self.max_columns => {
                Err(TableError::at_line(file, self.line, Problem::TooManyColumns { limit: self.max_columns }))
            }
            Ok(Members(members)) => Ok(Some(Row { line: self.line, members })),
            Err(error) => {
                let problem = match error.classify() {
                    Category::Eof => Problem::JsonCut,
                    Category::Data => Problem::JsonNotObject,
                    _ => Problem::JsonSyntax,
                };
                // serde_json counts bytes; people count characters. What is missing is missing after the end.
                let before = match problem {
                    Problem::JsonCut => self.buffer.trim_ascii_end().len(),
                    _ => error.column().saturating_sub(1).min(self.buffer.len()),
                };
                let column = String::from_utf8_lossy(&self.buffer[..before]).chars().count() as u32 + 1;
                Err(TableError::at(file, self.line, column, problem))
            }
        }
    }

    /// The next line without its end; `false` at the end of the file.
    fn read_line(&mut self) -> Result<bool, TableError> {
        self.buffer.clear();
        self.line = self.line.saturating_add(1);
        loop {
            let chunk = self.source.chunk()?;
            if chunk.is_empty() {
                return Ok(!self.buffer.is_empty());
            }
            let newline = chunk.iter().position(|b| *b == b'\n');
            let length = newline.unwrap_or(chunk.len());
            self.buffer.extend_from_slice(&chunk[..length]);
            self.source.consume(length + usize::from(newline.is_some()));
            if self.buffer.len() > self.max_row {
                let problem = Problem::RowTooLong { limit: self.max_row };
                return Err(TableError::at_line(self.source.file(), self.line, problem));
            }
            if newline.is_some() {
                return Ok(true);
            }
        }
    }
}
