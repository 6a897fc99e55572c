//! Cases back into tables, one at a time.

mod cell;

use std::borrow::Cow;
use std::io::Write;

use serde_json::{Map, Value};
use terms::Case;

use crate::TableError;
use crate::names::{Column, Role};

pub use cell::neutralise;
pub(crate) use cell::quoted;

/// How a csv file is written. Lines end with CR LF, as RFC 4180 has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvStyle {
    /// The separator: `,`, `;` or a tab.
    pub delimiter: u8,
    /// Whether cells that a spreadsheet would run as a formula are made harmless (see [`neutralise`]). Reading
    /// such a file back gives the apostrophes as text.
    pub neutralise: bool,
    /// Whether the file starts with a byte order mark, by which spreadsheets know UTF-8.
    pub mark: bool,
}

impl Default for CsvStyle {
    fn default() -> CsvStyle {
        CsvStyle { delimiter: b',', neutralise: false, mark: false }
    }
}

/// Writes cases as they come.
pub struct CaseWriter<W: Write> {
    out: W,
    file: String,
    form: Form,
}

enum Form {
    Csv { columns: Vec<Column>, style: CsvStyle },
    Jsonl { roles: Vec<Role> },
}

impl<W: Write> CaseWriter<W> {
    /// A csv file of these columns, header written at once. `file` names it in errors.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn csv(out: W, file: &str, columns: &[Column], style: CsvStyle) -> Result<CaseWriter<W>, TableError> {
        let columns: Vec<Column> = columns.iter().filter(|c| c.role != Role::Blank).cloned().collect();
        let headers: Vec<String> = columns.iter().map(|c| c.role.header()).collect();
        let mut writer = CaseWriter { out, file: file.to_owned(), form: Form::Csv { columns, style } };
        if style.mark {
            writer.put("\u{feff}")?;
        }
        writer.row(headers.iter().map(|h| Cow::Borrowed(h.as_str())), style)?;
        Ok(writer)
    }

    /// A jsonl file: the named columns that these columns hold, then every input of each case.
    pub fn jsonl(out: W, file: &str, columns: &[Column]) -> CaseWriter<W> {
        let roles = columns.iter().map(|c| c.role.clone()).collect();
        CaseWriter { out, file: file.to_owned(), form: Form::Jsonl { roles } }
    }

    /// Adds a case.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn write(&mut self, case: &Case) -> Result<(), TableError> {
        match &self.form {
            Form::Csv { columns, style } => {
                let style = *style;
                let cells: Vec<String> = columns.iter().map(|c| cell(case, &c.role).into_owned()).collect();
                self.row(cells.iter().map(|c| Cow::Borrowed(c.as_str())), style)
            }
            Form::Jsonl { roles } => {
                let line = Value::Object(members(case, roles)).to_string();
                self.put(&line)?;
                self.put("\n")
            }
        }
    }

    /// Flushes and gives the output back.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(mut self) -> Result<W, TableError> {
        self.out.flush().map_err(|e| TableError::write(&self.file, &e))?;
        Ok(self.out)
    }

    fn put(&mut self, text: &str) -> Result<(), TableError> {
        self.out.write_all(text.as_bytes()).map_err(|e| TableError::write(&self.file, &e))
    }

    fn row<'a>(
        &mut self,
        cells: impl Iterator<Item = Cow<'a, str>>,
        style: CsvStyle,
    ) -> Result<(), TableError> {
        let delimiter = char::from(style.delimiter);
        let mut line = String::new();
        let mut text = false;
        for (i, cell) in cells.enumerate() {
            if i > 0 {
                line.push(delimiter);
            }
            let safe = if style.neutralise { cell::neutralise(&cell) } else { Cow::Borrowed(cell.as_ref()) };
            text |= !safe.is_empty();
            line.push_str(&cell::quoted(&safe, delimiter));
        }
        if !text {
            // a row of empty cells would be read as a blank line
            line.insert_str(0, "\"\"");
        }
        line.push_str("\r\n");
        self.put(&line)
    }
}

/// The text of a case under a column.
fn cell<'a>(case: &'a Case, role: &Role) -> Cow<'a, str> {
    match role {
        Role::Input(name) => case.values.get(name).map_or(Cow::Borrowed(""), cell::text),
        Role::Expect(check) => Cow::Borrowed(case.expect.get(check).map_or("", String::as_str)),
        Role::Id => Cow::Borrowed(&case.id),
        Role::Tags => Cow::Owned(case.tags.join(", ")),
        Role::Weight if case.weight == 1.0 => Cow::Borrowed(""),
        Role::Weight => Cow::Owned(case.weight.to_string()),
        Role::Cluster => Cow::Borrowed(case.cluster.as_deref().unwrap_or("")),
        Role::Split => Cow::Borrowed(case.split.name()),
        Role::Blank => Cow::Borrowed(""),
    }
}

/// The members of a case's object.
fn members(case: &Case, roles: &[Role]) -> Map<String, Value> {
    let mut out = Map::new();
    if roles.contains(&Role::Id) {
        out.insert("id".to_owned(), Value::from(case.id.as_str()));
    }
    for (name, value) in &case.values {
        out.insert(Role::Input(name.clone()).header(), value.clone());
    }
    for (check, text) in &case.expect {
        out.insert(Role::Expect(check.clone()).header(), Value::from(text.as_str()));
    }
    if !case.tags.is_empty() {
        out.insert("tags".to_owned(), Value::from(case.tags.clone()));
    }
    if case.weight != 1.0 {
        out.insert("weight".to_owned(), Value::from(case.weight));
    }
    if let Some(cluster) = &case.cluster {
        out.insert("cluster".to_owned(), Value::from(cluster.as_str()));
    }
    if roles.contains(&Role::Split) {
        out.insert("split".to_owned(), Value::from(case.split.name()));
    }
    out
}
