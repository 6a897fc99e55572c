//! From a file to cases, one at a time.

pub(crate) mod csv;
mod jsonl;
mod row;
pub(crate) mod text;
mod xlsx;

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;
use terms::{Case, Place};

use self::csv::{CsvReader, Record};
use self::jsonl::JsonlReader;
use self::row::{Cells, Rows};
use self::text::Source;
use self::xlsx::{XlsxReader, cell_name};
use crate::names::{Column, Role};
use crate::{CaseOptions, Format, Problem, TableError};

/// The cases of a table in the order of its rows, read as they are asked for.
///
/// An error about one row (a wrong count of cells, a bad weight) leaves the rows after it readable; an error
/// about the file itself (bytes that are not text, a quote never closed) is the last item.
pub struct Cases {
    reader: Reader,
    rows: Rows,
    columns: Vec<Column>,
    /// To find the line of an id's first case once it is met again.
    path: Option<(PathBuf, CaseOptions)>,
    ended: bool,
}

enum Reader {
    Csv(CsvReader, Record),
    Jsonl(JsonlReader),
    Xlsx(XlsxReader),
}

/// Opens a table of cases: csv, tsv, jsonl, ndjson or xlsx by its extension; `book.xlsx#sheet` names a sheet.
///
/// Memory does not grow with the number of rows, except for ids (see [`CaseOptions::unique_ids`]) and for the
/// strings an xlsx file shares between its cells.
///
/// # Errors
/// When the file cannot be read, is none of these formats, is empty, or has a header that cannot be used.
pub fn open_cases(path: &Path, options: &CaseOptions) -> Result<Cases, TableError> {
    let (path, sheet) = sheet_of(path);
    let format = Format::of(&path)?;
    let file = path.to_string_lossy().into_owned();
    let mut cases = match format {
        Format::Xlsx => {
            let reader = XlsxReader::open(&path, options.sheet.clone().or(sheet), options)?;
            Cases::from_xlsx(reader, options)?
        }
        _ => {
            let input = File::open(&path).map_err(|e| TableError::read(&file, &e))?;
            read_cases(&file, format, Box::new(input), options)?
        }
    };
    cases.path = Some((path, CaseOptions { unique_ids: false, ..options.clone() }));
    Ok(cases)
}

/// Reads cases from anything that gives bytes; `name` stands for the file in messages.
///
/// # Errors
/// As [`open_cases`]; a workbook can only be read from a file.
pub fn read_cases(
    name: &str,
    format: Format,
    input: Box<dyn Read + Send>,
    options: &CaseOptions,
) -> Result<Cases, TableError> {
    let source = Source::new(name, options.encoding, input);
    match format {
        Format::Csv => Cases::from_csv(CsvReader::new(source, options.delimiter, options)?, options),
        Format::Tsv => {
            let delimiter = options.delimiter.unwrap_or(b'\t');
            Cases::from_csv(CsvReader::new(source, Some(delimiter), options)?, options)
        }
        Format::Jsonl => Cases::from_jsonl(JsonlReader::new(source, options), name, options),
        Format::Xlsx => Err(TableError::new(name, Problem::Format { extension: "xlsx".to_owned() })),
    }
}

/// BLAKE3 of a file's bytes (first 128 bits), read in pieces: two runs with one hash had the same cases.
///
/// # Errors
/// When the file cannot be read.
pub fn content_hash(path: &Path) -> Result<[u8; 16], TableError> {
    let (path, _) = sheet_of(path);
    let error = |e: std::io::Error| TableError::read(&path.to_string_lossy(), &e);
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(&path).map_err(error)?).map_err(error)?;
    let mut out = [0; 16];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok(out)
}

/// `book.xlsx#sheet` in two, unless a file has that very name.
fn sheet_of(path: &Path) -> (PathBuf, Option<String>) {
    if let Some((book, sheet)) = path.to_str().and_then(|p| p.rsplit_once('#'))
        && book.to_ascii_lowercase().ends_with(".xlsx")
        && !path.exists()
    {
        return (PathBuf::from(book), Some(sheet.to_owned()));
    }
    (path.to_owned(), None)
}

impl Cases {
    fn from_csv(mut reader: CsvReader, options: &CaseOptions) -> Result<Cases, TableError> {
        let file = reader.file().to_owned();
        let mut record = Record::default();
        if !reader.read(&mut record)? {
            return Err(TableError::new(&file, Problem::Empty));
        }
        let columns: Vec<Column> = record.cells().map(|h| Column::new(&h)).collect();
        distinct(&columns).map_err(|p| TableError::at_line(&file, record.line, p))?;
        Ok(Cases::new(Reader::Csv(reader, record), &file, columns, options))
    }

    fn from_jsonl(reader: JsonlReader, name: &str, options: &CaseOptions) -> Result<Cases, TableError> {
        if reader.is_empty() {
            return Err(TableError::new(name, Problem::Empty));
        }
        let columns = reader.columns();
        Ok(Cases::new(Reader::Jsonl(reader), name, columns, options))
    }

    fn from_xlsx(mut reader: XlsxReader, options: &CaseOptions) -> Result<Cases, TableError> {
        let file = reader.file().to_owned();
        let Some((line, cells)) = reader.next()? else {
            return Err(TableError::new(&file, Problem::Empty));
        };
        let width = cells.last().map_or(0, |(column, _)| *column as usize + 1);
        if width > options.max_columns {
            let problem = Problem::TooManyColumns { limit: options.max_columns };
            return Err(TableError::at_line(&file, line, problem));
        }
        let mut columns = vec![Column::new(""); width];
        for (column, text) in cells {
            let header = text.map_err(|value| {
                let problem = Problem::CellError { cell: cell_name(column, line), value };
                TableError::at_line(&file, line, problem)
            })?;
            if let Some(slot) = columns.get_mut(column as usize) {
                *slot = Column::new(&header);
            }
        }
        distinct(&columns).map_err(|p| TableError::at_line(&file, line, p))?;
        Ok(Cases::new(Reader::Xlsx(reader), &file, columns, options))
    }

    fn new(reader: Reader, file: &str, columns: Vec<Column>, options: &CaseOptions) -> Cases {
        Cases { reader, rows: Rows::new(file, options), columns, path: None, ended: false }
    }

    /// The columns in order: those of the header, or of the first row of a jsonl file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The names of the inputs, in the order of the columns.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter_map(|c| match &c.role {
            Role::Input(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The separator found in a csv file, to write one like it.
    pub fn delimiter(&self) -> Option<u8> {
        match &self.reader {
            Reader::Csv(reader, _) => Some(reader.delimiter()),
            _ => None,
        }
    }

    fn read(&mut self) -> Result<Option<Case>, TableError> {
        let cells = match &mut self.reader {
            Reader::Csv(reader, record) => match reader.read(record)? {
                true => Some(csv_cells(record, &self.columns)),
                false => None,
            },
            Reader::Jsonl(reader) => reader.next().transpose(),
            Reader::Xlsx(reader) => {
                reader.next()?.map(|(line, cells)| xlsx_cells(reader.file(), line, cells, &self.columns))
            }
        };
        match cells {
            None => Ok(None),
            Some(Ok(cells)) => self.rows.case(cells).map(Some),
            Some(Err(error)) => {
                self.rows.skip();
                Err(TableError { place: Place { file: self.rows.file().to_owned(), ..error.place }, ..error })
            }
        }
    }

    /// Says on which line an id met again was met first.
    fn with_first(&self, mut error: TableError) -> TableError {
        if let Problem::DuplicateId { id, first } = &mut error.problem
            && let Some((path, options)) = &self.path
            && let Ok(mut cases) = open_cases(path, options)
        {
            *first = cases.find_map(|c| c.ok().filter(|c| c.id == *id)).map(|c| c.line);
        }
        error
    }
}

impl Iterator for Cases {
    type Item = Result<Case, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.read() {
            Ok(case) => {
                self.ended = case.is_none();
                case.map(Ok)
            }
            Err(error) => {
                self.ended = !error.problem.is_of_one_row();
                Some(Err(self.with_first(error)))
            }
        }
    }
}

fn csv_cells(record: &Record, columns: &[Column]) -> Result<Cells, TableError> {
    let error = |problem| TableError::at_line("", record.line, problem);
    if record.len() != columns.len() {
        return Err(error(Problem::ColumnCount { expected: columns.len(), found: record.len() }));
    }
    let mut cells = Cells::new(record.line);
    for (i, (column, text)) in columns.iter().zip(record.cells()).enumerate() {
        if column.role == Role::Blank && !text.is_empty() {
            return Err(error(Problem::UnnamedColumn { column: i + 1 }));
        }
        cells.put(&column.role, Value::String(text));
    }
    Ok(cells)
}

fn xlsx_cells(file: &str, line: u32, row: Vec<xlsx::Cell>, columns: &[Column]) -> Result<Cells, TableError> {
    let error = |problem| TableError::at_line(file, line, problem);
    let mut cells = Cells::new(line);
    let mut row = row.into_iter().peekable();
    for (i, column) in columns.iter().enumerate() {
        let text = match row.next_if(|(c, _)| *c as usize == i) {
            None => String::new(),
            Some((_, Ok(text))) if column.role != Role::Blank => text,
            Some((_, Ok(_))) => return Err(error(Problem::UnnamedColumn { column: i + 1 })),
            Some((c, Err(value))) => {
                return Err(error(Problem::CellError { cell: cell_name(c, line), value }));
            }
        };
        cells.put(&column.role, Value::String(text));
    }
    match row.next() {
        Some((c, _)) => Err(error(Problem::OutsideColumns { cell: cell_name(c, line) })),
        None => Ok(cells),
    }
}

/// Refuses two columns of one role.
fn distinct(columns: &[Column]) -> Result<(), Problem> {
    let mut met: HashMap<&Role, &str> = HashMap::with_capacity(columns.len());
    for column in columns.iter().filter(|c| c.role != Role::Blank) {
        if let Some(first) = met.insert(&column.role, &column.header) {
            let (first, second) = (first.to_owned(), column.header.clone());
            return Err(Problem::DuplicateColumn { first, second });
        }
    }
    Ok(())
}
