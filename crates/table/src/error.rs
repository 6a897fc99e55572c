use std::fmt;

use terms::{Explain, Kind, Message, Place};

/// A table that cannot be read or written: what is wrong, and where.
#[derive(Debug)]
pub struct TableError {
    /// The file, with line and column when they are known.
    pub place: Place,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with a table.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// No such file.
    NotFound,
    /// The system refused to read; its own words.
    Read(String),
    /// The system refused to write; its own words.
    Write(String),
    /// The extension is none of those we read.
    Format {
        /// The extension, without its dot; may be empty.
        extension: String,
    },
    /// The text is UTF-16.
    Utf16,
    /// A byte that UTF-8 does not have there.
    NotUtf8 {
        /// The byte.
        byte: u8,
        /// Its 0-based position in the file.
        offset: u64,
        /// What it would be in Windows-1252, when that is a printable character.
        windows: Option<char>,
    },
    /// A zero byte: not a text file.
    Nul {
        /// Its 0-based position in the file.
        offset: u64,
    },
    /// A cell larger than the limit.
    CellTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// A file that is too large to be held whole.
    FileTooLong {
        /// Largest, in bytes.
        limit: usize,
    },
    /// A row larger than the limit.
    RowTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// More columns than the limit.
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// A double quote that is never closed; the place is where it opens.
    UnclosedQuote,
    /// Text after the closing quote of a cell.
    TextAfterQuote,
    /// Nothing at all in the file.
    Empty,
    /// A column without a name that holds values.
    UnnamedColumn {
        /// 1-based position of the column.
        column: usize,
    },
    /// Two columns of one name, or of one meaning (`expect` and `attendu`).
    DuplicateColumn {
        /// The name as first written.
        first: String,
        /// The name as written the second time.
        second: String,
    },
    /// A row that has not as many cells as the header.
    ColumnCount {
        /// Columns of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// A cell outside the columns that have a name.
    OutsideColumns {
        /// The cell as a spreadsheet names it: `F12`.
        cell: String,
    },
    /// The weight is not a finite number >= 0.
    Weight {
        /// What the cell says.
        value: String,
    },
    /// The split is none of train, dev, test.
    Split {
        /// What the cell says.
        value: String,
    },
    /// An id met before.
    DuplicateId {
        /// The id.
        id: String,
        /// Line of the first case of that id, when the file could be read again.
        first: Option<u32>,
    },
    /// Not JSON at this place.
    JsonSyntax,
    /// The line ends before its JSON value does.
    JsonCut,
    /// JSON, but not an object.
    JsonNotObject,
    /// Not a workbook, or a damaged one; the reader's words.
    Workbook(String),
    /// The workbook made its reader fail: damaged in a way the reader does not expect.
    WorkbookLost,
    /// The workbook is protected by a password.
    WorkbookPassword,
    /// The workbook would unpack to more than the limit.
    WorkbookTooBig {
        /// The limit in bytes.
        limit: u64,
    },
    /// Part of the workbook is packed more tightly than any honest spreadsheet.
    WorkbookBomb {
        /// The part.
        part: String,
        /// Unpacked size divided by packed size.
        ratio: u64,
    },
    /// No sheet of that name.
    Sheet {
        /// The name asked for.
        name: String,
        /// The names there are.
        sheets: String,
    },
    /// A cell holds an error value such as `#N/A`.
    CellError {
        /// The cell as a spreadsheet names it: `F12`.
        cell: String,
        /// The error value.
        value: String,
    },
    /// Shares of train, dev and test that are not finite numbers >= 0 with a sum > 0.
    Ratios,
}

impl Problem {
    /// Whether the rows after it can still be read.
    pub fn is_of_one_row(&self) -> bool {
        matches!(
            self,
            Problem::ColumnCount { .. }
                | Problem::OutsideColumns { .. }
                | Problem::UnnamedColumn { .. }
                | Problem::DuplicateColumn { .. }
                | Problem::Weight { .. }
                | Problem::Split { .. }
                | Problem::DuplicateId { .. }
                | Problem::CellError { .. }
                | Problem::JsonSyntax
                | Problem::JsonCut
                | Problem::JsonNotObject
        )
    }
}

impl TableError {
    /// An error about a whole file.
    pub fn new(file: &str, problem: Problem) -> TableError {
        TableError { place: Place { file: file.to_owned(), line: None, column: None }, problem }
    }

    /// An error about a line (1-based).
    pub fn at_line(file: &str, line: u32, problem: Problem) -> TableError {
        TableError { place: Place { file: file.to_owned(), line: Some(line), column: None }, problem }
    }

    /// An error about a line and a column (1-based, in characters).
    pub fn at(file: &str, line: u32, column: u32, problem: Problem) -> TableError {
        TableError { place: Place { file: file.to_owned(), line: Some(line), column: Some(column) }, problem }
    }

    pub(crate) fn read(file: &str, error: &std::io::Error) -> TableError {
        let problem = match error.kind() {
            std::io::ErrorKind::NotFound => Problem::NotFound,
            _ => Problem::Read(error.to_string()),
        };
        TableError::new(file, problem)
    }

    pub(crate) fn write(file: &str, error: &std::io::Error) -> TableError {
        TableError::new(file, Problem::Write(error.to_string()))
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message())
    }
}

impl std::error::Error for TableError {}

impl Explain for TableError {
    fn kind(&self) -> Kind {
        match self.problem {
            Problem::Format { .. } | Problem::Sheet { .. } | Problem::Ratios => Kind::User,
            Problem::Write(_) => Kind::Store,
            _ => Kind::Data,
        }
    }

    fn message(&self) -> Message {
        match &self.problem {
            Problem::NotFound => Message::new("table-not-found"),
            Problem::Read(why) => Message::new("table-read").with("why", why.as_str()),
            Problem::Write(why) => Message::new("table-write").with("why", why.as_str()),
            Problem::Format { extension } => {
                Message::new("table-format").with("extension", extension.as_str())
            }
            Problem::Utf16 => Message::new("table-utf16"),
            Problem::NotUtf8 { byte, offset, windows: None } => {
                Message::new("table-not-utf8").with("byte", format!("0x{byte:02X}")).with("offset", *offset)
            }
            Problem::NotUtf8 { byte, offset, windows: Some(c) } => Message::new("table-windows-1252")
                .with("byte", format!("0x{byte:02X}"))
                .with("offset", *offset)
                .with("character", c.to_string()),
            Problem::Nul { offset } => Message::new("table-nul").with("offset", *offset),
            Problem::CellTooLong { limit } => {
                Message::new("table-cell-too-long").with("limit", mebibytes(*limit as u64))
            }
            Problem::FileTooLong { limit } => {
                Message::new("table-file-too-long").with("limit", mebibytes(*limit as u64))
            }
            Problem::RowTooLong { limit } => {
                Message::new("table-row-too-long").with("limit", mebibytes(*limit as u64))
            }
            Problem::TooManyColumns { limit } => Message::new("table-too-many-columns").with("limit", *limit),
            Problem::UnclosedQuote => Message::new("table-unclosed-quote"),
            Problem::TextAfterQuote => Message::new("table-text-after-quote"),
            Problem::Empty => Message::new("table-empty"),
            Problem::UnnamedColumn { column } => Message::new("table-unnamed-column").with("column", *column),
            Problem::DuplicateColumn { first, second } => Message::new("table-duplicate-column")
                .with("first", first.as_str())
                .with("second", second.as_str()),
            Problem::ColumnCount { expected, found } => {
                Message::new("table-column-count").with("expected", *expected).with("found", *found)
            }
            Problem::OutsideColumns { cell } => {
                Message::new("table-outside-columns").with("cell", cell.as_str())
            }
            Problem::Weight { value } => Message::new("table-weight").with("value", value.as_str()),
            Problem::Split { value } => Message::new("table-split").with("value", value.as_str()),
            Problem::DuplicateId { id, first: Some(first) } => {
                Message::new("table-duplicate-id").with("id", id.as_str()).with("first", *first)
            }
            Problem::DuplicateId { id, first: None } => {
                Message::new("table-duplicate-id-somewhere").with("id", id.as_str())
            }
            Problem::JsonSyntax => Message::new("table-json-syntax"),
            Problem::JsonCut => Message::new("table-json-cut"),
            Problem::JsonNotObject => Message::new("table-json-not-object"),
            Problem::Workbook(why) => Message::new("table-workbook").with("why", why.as_str()),
            Problem::WorkbookLost => Message::new("table-workbook-lost"),
            Problem::WorkbookPassword => Message::new("table-workbook-password"),
            Problem::WorkbookTooBig { limit } => {
                Message::new("table-workbook-too-big").with("limit", mebibytes(*limit))
            }
            Problem::WorkbookBomb { part, ratio } => {
                Message::new("table-workbook-bomb").with("part", part.as_str()).with("ratio", *ratio)
            }
            Problem::Sheet { name, sheets } => {
                Message::new("table-sheet").with("name", name.as_str()).with("sheets", sheets.as_str())
            }
            Problem::CellError { cell, value } => {
                Message::new("table-cell-error").with("cell", cell.as_str()).with("value", value.as_str())
            }
            Problem::Ratios => Message::new("table-ratios"),
        }
    }

    fn place(&self) -> Option<Place> {
        Some(self.place.clone())
    }

    fn hint(&self) -> Option<Message> {
        let file = self.place.file.as_str();
        match &self.problem {
            Problem::Format { .. } => Some(Message::new("table-format-hint")),
            Problem::Utf16 => Some(Message::new("table-utf16-hint").with("file", file)),
            Problem::NotUtf8 { windows: Some(_), .. } => {
                Some(Message::new("table-windows-1252-hint").with("file", file))
            }
            Problem::NotUtf8 { windows: None, .. } => Some(Message::new("table-not-utf8-hint")),
            Problem::Nul { .. } => Some(Message::new("table-nul-hint")),
            Problem::CellTooLong { .. } | Problem::RowTooLong { .. } => {
                Some(Message::new("table-too-long-hint"))
            }
            Problem::UnclosedQuote | Problem::TextAfterQuote => Some(Message::new("table-quote-hint")),
            Problem::ColumnCount { .. } => Some(Message::new("table-column-count-hint")),
            Problem::DuplicateColumn { .. } => Some(Message::new("table-duplicate-column-hint")),
            Problem::Weight { .. } => Some(Message::new("table-weight-hint")),
            Problem::Split { .. } => Some(Message::new("table-split-hint")),
            Problem::DuplicateId { .. } => Some(Message::new("table-duplicate-id-hint")),
            Problem::Empty => Some(Message::new("table-empty-hint")),
            _ => None,
        }
    }
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
