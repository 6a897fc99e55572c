//! RFC 4180, strict where leniency would misread: every row has as many cells as the header, a quote that opens
//! is closed, nothing follows a closing quote but a separator. Lines may end with LF, CR LF or CR.

use super::text::Source;
use crate::{CaseOptions, Problem, TableError};

/// One row, its buffers used again for the next.
#[derive(Default)]
pub(crate) struct Record {
    data: Vec<u8>,
    ends: Vec<usize>,
    /// 1-based line the row starts on.
    pub(crate) line: u32,
    /// Whether any of its cells was quoted: `""` is a value, a blank line is not.
    quoted: bool,
}

impl Record {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.ends.len()).map(|i| {
            let start = if i == 0 { 0 } else { self.ends[i - 1] };
            // the source hands out valid UTF-8 and cells are cut at ASCII bytes, so nothing is ever replaced
            String::from_utf8_lossy(&self.data[start..self.ends[i]]).into_owned()
        })
    }

    /// A row without any text, as spreadsheets leave below the last one.
    pub(crate) fn is_blank(&self) -> bool {
        self.data.is_empty() && !self.quoted
    }

    fn clear(&mut self, line: u32) {
        self.data.clear();
        self.ends.clear();
        self.line = line;
        self.quoted = false;
    }

    fn cell_len(&self) -> usize {
        self.data.len() - self.ends.last().copied().unwrap_or(0)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: the end of it, or half of a doubled quote.
    Quote,
}

pub(crate) struct CsvReader {
    source: Source,
    delimiter: u8,
    line: u32,
    skip_lf: bool,
    max_cell: usize,
    max_row: usize,
    max_columns: usize,
}

impl CsvReader {
    /// Reads the beginning to learn the separator, unless it is given.
    pub(crate) fn new(
        mut source: Source,
        delimiter: Option<u8>,
        options: &CaseOptions,
    ) -> Result<CsvReader, TableError> {
        let head = source.chunk()?;
        let (delimiter, skip) = match (delimiter, announced(head)) {
            (given, Some((found, length))) => (given.unwrap_or(found), length),
            (Some(given), None) => (given, 0),
            (None, None) => (sniff(head), 0),
        };
        source.consume(skip);
        Ok(CsvReader {
            source,
            delimiter,
            line: if skip > 0 { 2 } else { 1 },
            skip_lf: false,
            max_cell: options.max_cell,
            max_row: options.max_row,
            max_columns: options.max_columns,
        })
    }

    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub(crate) fn file(&self) -> &str {
        self.source.file()
    }

    /// The next row; `false` at the end of the file. Rows without any text are passed over.
    pub(crate) fn read(&mut self, record: &mut Record) -> Result<bool, TableError> {
        while self.read_any(record)? {
            if !record.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn read_any(&mut self, record: &mut Record) -> Result<bool, TableError> {
        record.clear(self.line);
        let mut state = State::CellStart;
        let mut opened = (self.line, 1);
        loop {
            let delimiter = self.delimiter;
            let chunk = self.source.chunk()?;
            let Some(&first) = chunk.first() else { return self.end(record, state, opened) };
            if std::mem::take(&mut self.skip_lf) && first == b'\n' {
                self.source.consume(1);
                continue;
            }
            match state {
                State::CellStart if first == b'"' => {
                    state = State::Quoted;
                    record.quoted = true;
                    opened = (self.line, record.ends.len());
                    self.source.consume(1);
                }
                State::CellStart | State::Plain => {
                    let ends = |b: &u8| *b == delimiter || *b == b'\n' || *b == b'\r';
                    let length = chunk.iter().position(ends).unwrap_or(chunk.len());
                    record.data.extend_from_slice(&chunk[..length]);
                    let stop = chunk.get(length).copied();
                    self.source.consume(length);
                    self.check(record)?;
                    state = State::Plain;
                    if let Some(stop) = stop
                        && self.separator(record, stop, &mut state)?
                    {
                        return Ok(true);
                    }
                }
                State::Quoted => {
                    let length = chunk.iter().position(|b| *b == b'"').unwrap_or(chunk.len());
                    let text = &chunk[..length];
                    let newlines = text.iter().filter(|b| **b == b'\n').count();
                    record.data.extend_from_slice(text);
                    let closed = length < chunk.len();
                    self.line = self.line.saturating_add(newlines as u32);
                    self.source.consume(length + usize::from(closed));
                    self.check(record)?;
                    if closed {
                        state = State::Quote;
                    }
                }
                State::Quote if first == b'"' => {
                    record.data.push(b'"');
                    state = State::Quoted;
                    self.source.consume(1);
                }
                State::Quote if first == delimiter || first == b'\n' || first == b'\r' => {
                    if self.separator(record, first, &mut state)? {
                        return Ok(true);
                    }
                }
                State::Quote => {
                    return Err(TableError::at_line(self.source.file(), self.line, Problem::TextAfterQuote));
                }
            }
        }
    }

    /// Ends a cell at a separator; true when it ends the row too.
    fn separator(&mut self, record: &mut Record, stop: u8, state: &mut State) -> Result<bool, TableError> {
        self.source.consume(1);
        record.ends.push(record.data.len());
        *state = State::CellStart;
        if stop == self.delimiter {
            if record.ends.len() >= self.max_columns {
                let problem = Problem::TooManyColumns { limit: self.max_columns };
                return Err(TableError::at_line(self.source.file(), record.line, problem));
            }
            return Ok(false);
        }
        self.skip_lf = stop == b'\r';
        self.line = self.line.saturating_add(1);
        Ok(true)
    }

    fn end(&mut self, record: &mut Record, state: State, opened: (u32, usize)) -> Result<bool, TableError> {
        match state {
            State::Quoted => Err(TableError::at_line(self.source.file(), opened.0, Problem::UnclosedQuote)),
            State::CellStart if record.ends.is_empty() => Ok(false),
            _ => {
                record.ends.push(record.data.len());
                Ok(true)
            }
        }
    }

    fn check(&self, record: &Record) -> Result<(), TableError> {
        let problem = if record.cell_len() > self.max_cell {
            Problem::CellTooLong { limit: self.max_cell }
        } else if record.data.len() > self.max_row {
            Problem::RowTooLong { limit: self.max_row }
        } else {
            return Ok(());
        };
        Err(TableError::at_line(self.source.file(), record.line, problem))
    }
}

/// The `sep=;` line that spreadsheets write and read, and its length.
fn announced(head: &[u8]) -> Option<(u8, usize)> {
    let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter @ (b',' | b';' | b'\t' | b'|'), rest @ ..] =
        head
    else {
        return None;
    };
    match rest {
        [b'\r', b'\n', ..] => Some((*delimiter, 7)),
        [b'\n' | b'\r', ..] => Some((*delimiter, 6)),
        _ => None,
    }
}

/// The separator of this beginning of a file: the one that cuts the first rows into as many cells as the header,
/// then the one the header has most of; a comma when the header has none.
fn sniff(head: &[u8]) -> u8 {
    let mut best = (b',', 0, 0);
    for delimiter in [b',', b';', b'\t'] {
        let counts = separators(head, delimiter);
        let Some(&header) = counts.first() else { continue };
        if header == 0 {
            continue;
        }
        let agreeing = counts.iter().filter(|c| **c == header).count();
        // all rows seen agree, or else how many do
        let agreement = if agreeing == counts.len() { usize::MAX } else { agreeing };
        if (agreement, header) > (best.1, best.2) {
            best = (delimiter, agreement, header);
        }
    }
    best.0
}

/// Separators outside quotes in each of the first rows that are whole (and in the header whatever its length).
fn separators(head: &[u8], delimiter: u8) -> Vec<usize> {
    const ROWS: usize = 8;
    let mut counts = Vec::with_capacity(ROWS);
    let (mut count, mut quoted, mut text) = (0, false, false);
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if text {
                    counts.push(count);
                }
                if counts.len() == ROWS {
                    return counts;
                }
                (count, text) = (0, false);
                continue;
            }
            b if *b == delimiter && !quoted => count += 1,
            _ => {}
        }
        text = true;
    }
    if counts.is_empty() || (text && head.len() < super::text::CHUNK && !quoted) {
        counts.push(count);
    }
    counts
}
