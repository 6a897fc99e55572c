//! A csv or tsv file as a person edits it: every cell as it is written, back into a file like the one read.

use crate::names::Column;
use crate::read::csv::{CsvReader, Record};
use crate::read::text::Source;
use crate::write::quoted;
use crate::{CaseOptions, Format, Problem, TableError};

/// A header and its rows, all of one width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    style: Style,
}

/// How the file is written: found when it is read, kept when it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Style {
    delimiter: u8,
    newline: &'static str,
    mark: bool,
    /// The `sep=;` line.
    announced: Option<String>,
}

impl Grid {
    /// Bytes of a file that is held whole, at most.
    pub const MOST: usize = 16 << 20;

    /// A table without rows, to be written with commas.
    pub fn new(headers: Vec<String>) -> Grid {
        let style = Style { delimiter: b',', newline: "\n", mark: false, announced: None };
        Grid { headers, rows: Vec::new(), style }
    }

    /// Reads a text of at most 16 MiB; `name` stands for the file in messages. Rows without any text are left out.
    ///
    /// # Errors
    /// A jsonl or xlsx file, one that is too long, or what [`crate::read_cases`] refuses.
    pub fn read(name: &str, format: Format, bytes: Vec<u8>) -> Result<Grid, TableError> {
        let delimiter = match format {
            Format::Csv => None,
            Format::Tsv => Some(b'\t'),
            Format::Jsonl | Format::Xlsx => {
                let extension = name.rsplit('.').next().unwrap_or_default().to_owned();
                return Err(TableError::new(name, Problem::Format { extension }));
            }
        };
        if bytes.len() > Grid::MOST {
            return Err(TableError::new(name, Problem::FileTooLong { limit: Grid::MOST }));
        }
        let options = CaseOptions::default();
        let mark = bytes.starts_with("\u{feff}".as_bytes());
        let start = if mark { &bytes[3..] } else { &bytes[..] };
        let first = start.split(|b| *b == b'\n').next().unwrap_or_default();
        let newline = if first.ends_with(b"\r") { "\r\n" } else { "\n" };
        let line = String::from_utf8_lossy(first).trim_end().to_owned();
        let announced = (line.len() == 5 && line.to_ascii_lowercase().starts_with("sep=")).then_some(line);
        let source = Source::new(name, options.encoding, Box::new(std::io::Cursor::new(bytes)));
        let mut reader = CsvReader::new(source, delimiter, &options)?;
        let style = Style { delimiter: reader.delimiter(), newline, mark, announced };
        let mut record = Record::default();
        if !reader.read(&mut record)? {
            return Err(TableError::new(name, Problem::Empty));
        }
        let mut grid = Grid { headers: record.cells().collect(), rows: Vec::new(), style };
        while reader.read(&mut record)? {
            let (expected, found) = (grid.headers.len(), record.len());
            if expected != found {
                let problem = Problem::ColumnCount { expected, found };
                return Err(TableError::at_line(name, record.line, problem));
            }
            grid.rows.push(record.cells().collect());
        }
        Ok(grid)
    }

    /// The names of the columns as the file writes them.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// What each column holds.
    pub fn columns(&self) -> Vec<Column> {
        self.headers.iter().map(|header| Column::new(header)).collect()
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// Where a column of this role is.
    pub fn column(&self, role: &crate::Role) -> Option<usize> {
        self.headers.iter().position(|header| crate::Role::of(header) == *role)
    }

    /// Adds a column of empty cells and says where it is; one of this role may be there already.
    pub fn add_column(&mut self, header: &str) -> usize {
        if let Some(at) = self.column(&crate::Role::of(header)) {
            return at;
        }
        self.headers.push(header.to_owned());
        self.rows.iter_mut().for_each(|row| row.push(String::new()));
        self.headers.len() - 1
    }

    /// Adds a row: cells that are missing are empty, cells too many are left out.
    pub fn push(&mut self, mut row: Vec<String>) {
        row.resize(self.headers.len(), String::new());
        self.rows.push(row);
    }

    /// Writes a cell; one outside the table is no cell.
    pub fn set(&mut self, row: usize, column: usize, text: &str) {
        if let Some(cell) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
            text.clone_into(cell);
        }
    }

    /// Takes the rows out that this says, by their place.
    pub fn remove(&mut self, out: impl Fn(usize) -> bool) {
        let mut at = 0;
        self.rows.retain(|_| {
            at += 1;
            !out(at - 1)
        });
    }

    /// Adds the rows of a pasted table. When its first line names columns of this one it is a header: cells go where
    /// it says, and columns that are new are added. Otherwise cells go in order. Gives the number of rows.
    pub fn paste(&mut self, pasted: &Grid) -> usize {
        let known = |header: &String| self.column(&crate::Role::of(header)).is_some();
        let is_header =
            pasted.headers.iter().all(|header| !header.trim().is_empty()) && pasted.headers.iter().any(known);
        let before = self.rows.len();
        if is_header {
            let places: Vec<usize> = pasted.headers.iter().map(|header| self.add_column(header)).collect();
            for row in &pasted.rows {
                let mut cells = vec![String::new(); self.headers.len()];
                places.iter().zip(row).for_each(|(at, cell)| cells[*at].clone_from(cell));
                self.rows.push(cells);
            }
        } else {
            for row in std::iter::once(&pasted.headers).chain(&pasted.rows) {
                self.push(row.clone());
            }
        }
        self.rows.len() - before
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        if self.style.mark {
            out.push('\u{feff}');
        }
        if let Some(line) = &self.style.announced {
            out.push_str(line);
            out.push_str(self.style.newline);
        }
        let delimiter = char::from(self.style.delimiter);
        for row in std::iter::once(&self.headers).chain(&self.rows) {
            let cells: Vec<_> = row.iter().map(|cell| quoted(cell, delimiter)).collect();
            // a row of empty cells would be read as a blank line
            let blank = cells.iter().all(|cell| cell.is_empty());
            out.push_str(if blank { "\"\"" } else { "" });
            out.push_str(&cells.join(&delimiter.to_string()));
            out.push_str(self.style.newline);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Grid {
        Grid::read("x.csv", Format::Csv, text.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn a_file_comes_back_as_it_was() {
        for text in [
            "word,expect\na,b\n",
            "\u{feff}mot;attendu\r\n\"a;b\";\"il dit \"\"oui\"\"\"\r\n",
            "sep=;\r\nword;Poids\r\n=1+1;2\r\n",
            "word\n\"\"\nx\n",
            "word,expect\n\"two\nlines\",\n",
        ] {
            assert_eq!(read(text).text(), text);
        }
    }

    #[test]
    fn rows_and_columns_are_edited() {
        let mut grid = read("word,attendu\na,1\nb,2\nc,3\n");
        grid.set(0, 0, "A, B");
        grid.set(9, 9, "nowhere");
        grid.remove(|row| row == 1);
        let split = grid.add_column("split");
        assert_eq!(grid.add_column("expect"), 1, "the column is there under its French name");
        grid.set(1, split, "test");
        grid.push(vec!["d".to_owned()]);
        assert_eq!(grid.text(), "word,attendu,split\n\"A, B\",1,\nc,3,test\nd,,\n");
    }

    #[test]
    fn what_is_pasted_goes_where_its_header_says() {
        let tab = |text: &str| Grid::read("pasted", Format::Tsv, text.as_bytes().to_vec()).unwrap();
        let mut grid = read("word,expect\na,1\n");
        assert_eq!(grid.paste(&tab("b\t2\nc\t3\n")), 2);
        assert_eq!(grid.paste(&tab("expect\tword\ttags\n4\td\tnew\n")), 1);
        assert_eq!(grid.text(), "word,expect,tags\na,1,\nb,2,\nc,3,\nd,4,new\n");
    }

    #[test]
    fn what_is_no_table_of_text_is_refused() {
        let read = |name: &str, format, text: &str| Grid::read(name, format, text.as_bytes().to_vec());
        assert!(read("x.jsonl", Format::Jsonl, "{}").is_err());
        assert!(read("x.csv", Format::Csv, "").is_err());
        let error = read("x.csv", Format::Csv, "a,b\n1\n").unwrap_err();
        assert_eq!(error.place.line, Some(2));
    }
}
