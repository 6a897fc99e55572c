//! Workbooks, one sheet, one row at a time.
//!
//! The reader of workbooks trusts its file: it reserves what the file announces and unpacks what is packed. So
//! the package is first unpacked to nowhere, counted, and refused when it is too big, too dense or announces
//! more strings than it can hold. The reader then runs on its own thread, which keeps rows coming in small
//! batches and turns a defect of the reader into an error.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};

use crate::{CaseOptions, Problem, TableError};

/// Rows in a batch, batches in flight.
const BATCH: usize = 64;
const IN_FLIGHT: usize = 4;
/// Parts below this size are harmless however well they are packed.
const SMALL_PART: u64 = 10 << 20;
/// Honest sheets are packed 5 to 40 times.
const MAX_RATIO: u64 = 100;
const MAX_PARTS: usize = 10_000;

/// A cell that is not empty: 0-based column and text, or the error value of a formula.
pub(super) type Cell = (u32, Result<String, String>);
/// 1-based number, and the cells that are not empty in the order of their columns.
type Row = (u32, Vec<Cell>);
type Batch = Result<Vec<Row>, TableError>;

pub(crate) struct XlsxReader {
    file: String,
    rows: Receiver<Batch>,
    ready: std::vec::IntoIter<Row>,
    ended: bool,
}

impl XlsxReader {
    pub(crate) fn open(
        path: &Path,
        sheet: Option<String>,
        options: &CaseOptions,
    ) -> Result<XlsxReader, TableError> {
        let file = path.to_string_lossy().into_owned();
        inspect(path, &file, options.max_unpacked)?;
        let (sender, rows) = sync_channel(IN_FLIGHT);
        let (path, name): (PathBuf, String) = (path.to_owned(), file.clone());
        std::thread::Builder::new()
            .name("xlsx".to_owned())
            .spawn(move || {
                if let Err(error) = send_rows(&path, &name, sheet, &sender) {
                    // the receiver may be gone: then nobody wants the error either
                    let _ = sender.send(Err(error));
                }
            })
            .map_err(|e| TableError::read(&file, &e))?;
        Ok(XlsxReader { file, rows, ready: Vec::new().into_iter(), ended: false })
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The next row that is not empty: its 1-based number and its cells.
    pub(crate) fn next(&mut self) -> Result<Option<Row>, TableError> {
        loop {
            if let Some(row) = self.ready.next() {
                return Ok(Some(row));
            }
            if self.ended {
                return Ok(None);
            }
            match self.rows.recv() {
                // an empty batch is the end, said aloud: a thread that died says nothing
                Ok(Ok(batch)) if batch.is_empty() => self.ended = true,
                Ok(Ok(batch)) => self.ready = batch.into_iter(),
                Ok(Err(error)) => {
                    self.ended = true;
                    return Err(error);
                }
                Err(_) => {
                    self.ended = true;
                    return Err(TableError::new(&self.file, Problem::WorkbookLost));
                }
            }
        }
    }
}

/// Unpacks every part to nowhere and refuses bombs.
fn inspect(path: &Path, file: &str, limit: u64) -> Result<(), TableError> {
    let opened = File::open(path).map_err(|e| TableError::read(file, &e))?;
    let error = |problem| TableError::new(file, problem);
    let mut magic = [0; 8];
    let read = (&opened).read(&mut magic).map_err(|e| TableError::read(file, &e))?;
    if read == 0 {
        return Err(error(Problem::Empty));
    }
    // an Office document in an OLE container is an encrypted one
    if magic == [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] {
        return Err(error(Problem::WorkbookPassword));
    }
    let broken = |e: zip::result::ZipError| error(Problem::Workbook(e.to_string()));
    let mut package = zip::ZipArchive::new(BufReader::new(opened)).map_err(broken)?;
    if package.len() > MAX_PARTS {
        return Err(error(Problem::WorkbookTooBig { limit }));
    }
    let mut total = 0u64;
    let mut buffer = vec![0; 64 << 10];
    for index in 0..package.len() {
        let mut part = package.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.into_owned();
        let packed = part.compressed_size().max(1);
        // what the directory says comes first, what really comes out decides
        if total.saturating_add(part.size()) > limit {
            return Err(error(Problem::WorkbookTooBig { limit }));
        }
        let mut size = 0u64;
        let mut announced = Announced::default();
        loop {
            let n = part.read(&mut buffer).map_err(|e| error(Problem::Workbook(e.to_string())))?;
            if n == 0 {
                break;
            }
            size += n as u64;
            total += n as u64;
            if total > limit {
                return Err(error(Problem::WorkbookTooBig { limit }));
            }
            if size > SMALL_PART && size / packed > MAX_RATIO {
                return Err(error(Problem::WorkbookBomb { part: name, ratio: size / packed }));
            }
            announced.look(&buffer[..n]);
        }
        // the shortest string is `<si/>`
        if announced.most > size / 5 + 1 || announced.utf16 {
            return Err(error(Problem::WorkbookBomb { part: name, ratio: announced.most }));
        }
    }
    Ok(())
}

/// The largest `uniqueCount` of a part: a workbook that announces 10^10 strings makes its reader reserve them.
#[derive(Default)]
struct Announced {
    most: u64,
    /// UTF-16 would hide the word we look for; no spreadsheet writes it.
    utf16: bool,
    begun: bool,
    tail: Vec<u8>,
}

impl Announced {
    const WORD: &'static [u8] = b"uniqueCount";
    /// Long enough for the word, spaces, an equals sign, a quote and twenty digits.
    const OVERLAP: usize = 64;

    fn look(&mut self, chunk: &[u8]) {
        if !std::mem::replace(&mut self.begun, true) {
            self.utf16 = matches!(chunk, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'<', ..] | [b'<', 0, ..]);
        }
        let seam: Vec<u8> = self.tail.iter().chain(chunk.iter().take(Self::OVERLAP)).copied().collect();
        self.scan(&seam);
        self.scan(chunk);
        self.tail = chunk[chunk.len().saturating_sub(Self::OVERLAP)..].to_vec();
    }

    fn scan(&mut self, bytes: &[u8]) {
        let mut from = 0;
        while let Some(found) = bytes[from..].iter().position(|b| *b == b'u') {
            let at = from + found;
            from = at + 1;
            if !bytes[at..].starts_with(Self::WORD) {
                continue;
            }
            let digits = bytes[at + Self::WORD.len()..]
                .iter()
                .skip_while(|b| !b.is_ascii_digit() && **b != b'>')
                .take_while(|b| b.is_ascii_digit());
            let count = digits.fold(0u64, |n, d| n.saturating_mul(10).saturating_add(u64::from(d - b'0')));
            self.most = self.most.max(count);
        }
    }
}

fn send_rows(
    path: &Path,
    file: &str,
    sheet: Option<String>,
    sender: &SyncSender<Batch>,
) -> Result<(), TableError> {
    let error = |e: XlsxError| match e {
        XlsxError::Password => TableError::new(file, Problem::WorkbookPassword),
        other => TableError::new(file, Problem::Workbook(other.to_string())),
    };
    let mut book: Xlsx<BufReader<File>> = calamine::open_workbook(path).map_err(error)?;
    let names = book.sheet_names();
    let name = match sheet {
        Some(name) if names.contains(&name) => name,
        Some(name) => {
            let problem = Problem::Sheet { name, sheets: names.join(", ") };
            return Err(TableError::new(file, problem));
        }
        None => match names.into_iter().next() {
            Some(name) => name,
            None => return Err(TableError::new(file, Problem::Empty)),
        },
    };
    let mut cells = book.worksheet_cells_reader(&name).map_err(error)?;
    let mut batch: Vec<Row> = Vec::with_capacity(BATCH);
    while let Some(cell) = cells.next_cell().map_err(error)? {
        let (row, column) = cell.get_position();
        let Some(text) = text(cell.get_value()) else { continue };
        match batch.last_mut() {
            Some((number, cells)) if *number == row + 1 => cells.push((column, text)),
            _ => {
                if batch.len() == BATCH && sender.send(Ok(std::mem::take(&mut batch))).is_err() {
                    return Ok(());
                }
                batch.push((row.saturating_add(1), vec![(column, text)]));
            }
        }
    }
    if !batch.is_empty() && sender.send(Ok(batch)).is_err() {
        return Ok(());
    }
    let _ = sender.send(Ok(Vec::new()));
    Ok(())
}

/// A cell as text: numbers as they would be typed, dates in ISO 8601; the error value of a formula is an error.
fn text(value: &DataRef<'_>) -> Option<Result<String, String>> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::Int(v) => v.to_string(),
        DataRef::Float(v) => number(*v),
        DataRef::String(v) => v.clone(),
        DataRef::SharedString(v) => (*v).to_owned(),
        DataRef::Bool(v) => v.to_string(),
        DataRef::DateTime(v) => date(v),
        DataRef::DateTimeIso(v) | DataRef::DurationIso(v) => v.clone(),
        DataRef::Error(e) => return Some(Err(e.to_string())),
    };
    (!text.is_empty()).then_some(Ok(text))
}

/// Fifteen significant digits, which is what a spreadsheet keeps and shows: 0.1 + 0.2 is 0.3.
fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string()
}

fn date(value: &ExcelDateTime) -> String {
    let serial = value.as_f64();
    if value.is_duration() || (0.0..1.0).contains(&serial) {
        let seconds = (serial * 86_400.0).round().abs();
        let (h, m, s) = ((seconds / 3600.0) as u64, (seconds as u64) / 60 % 60, seconds as u64 % 60);
        let sign = if serial < 0.0 { "-" } else { "" };
        return format!("{sign}{h:02}:{m:02}:{s:02}");
    }
    let (year, month, day, h, m, s, ms) = value.to_ymd_hms_milli();
    match (h, m, s, ms) {
        (0, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        (_, _, _, 0) => format!("{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}.{ms:03}"),
    }
}

/// A cell as a spreadsheet names it, from its 0-based column and 1-based row: `F12`.
pub(super) fn cell_name(column: u32, row: u32) -> String {
    let mut letters = Vec::new();
    let mut n = u64::from(column) + 1;
    while n > 0 {
        letters.push(char::from(b'A' + ((n - 1) % 26) as u8));
        n = (n - 1) / 26;
    }
    letters.into_iter().rev().chain(row.to_string().chars()).collect()
}
