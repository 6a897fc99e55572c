//! Bytes of a text file, proved to be UTF-8 before anything else looks at them.

use std::io::Read;

use crate::{Encoding, Problem, TableError};

pub(super) const CHUNK: usize = 64 << 10;

/// A reader that hands out chunks of valid UTF-8 without zero bytes and knows where it stands.
///
/// The text before the first bad byte is handed out; the error comes after it, with its line and column.
pub(crate) struct Source {
    input: Box<dyn Read + Send>,
    file: String,
    encoding: Encoding,
    buffer: Vec<u8>,
    /// Next byte to hand out, end of what may be handed out, end of what was read.
    next: usize,
    valid: usize,
    filled: usize,
    ended: bool,
    started: bool,
    /// Position in the file of `buffer[0]`: bytes, full lines, characters of the line begun.
    offset: u64,
    lines: u32,
    characters: u32,
    pending: Option<Bad>,
}

#[derive(Clone, Copy)]
enum Bad {
    Utf8,
    Nul,
}

impl Source {
    pub(crate) fn new(file: &str, encoding: Encoding, input: Box<dyn Read + Send>) -> Source {
        Source {
            input,
            file: file.to_owned(),
            encoding,
            buffer: vec![0; CHUNK],
            next: 0,
            valid: 0,
            filled: 0,
            ended: false,
            started: false,
            offset: 0,
            lines: 0,
            characters: 0,
            pending: None,
        }
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The next bytes, at least one unless the file has ended.
    pub(crate) fn chunk(&mut self) -> Result<&[u8], TableError> {
        if self.next == self.valid {
            self.refill()?;
        }
        Ok(&self.buffer[self.next..self.valid])
    }

    /// Says that the first `n` bytes of the chunk were used.
    pub(crate) fn consume(&mut self, n: usize) {
        self.next = (self.next + n).min(self.valid);
    }

    fn refill(&mut self) -> Result<(), TableError> {
        if let Some(bad) = self.pending {
            return Err(self.error(bad));
        }
        self.pass();
        while !self.ended && self.filled < self.buffer.len() {
            self.read()?;
        }
        if !self.started {
            self.started = true;
            self.begin()?;
        }
        match std::str::from_utf8(&self.buffer[..self.filled]) {
            Ok(_) => self.valid = self.filled,
            Err(error) => {
                self.valid = error.valid_up_to();
                // a character cut by the end of the buffer is whole at the next refill, unless there is none
                if error.error_len().is_some() || self.ended {
                    self.pending = Some(Bad::Utf8);
                }
            }
        }
        self.next = self.next.min(self.valid);
        if let Some(nul) = self.buffer[..self.valid].iter().position(|b| *b == 0) {
            self.valid = nul;
            self.pending = Some(Bad::Nul);
        }
        match self.pending {
            Some(bad) if self.next == self.valid => Err(self.error(bad)),
            _ => Ok(()),
        }
    }

    /// Drops what was handed out and counts it.
    fn pass(&mut self) {
        let passed = &self.buffer[..self.valid];
        let newlines = passed.iter().filter(|b| **b == b'\n').count();
        let line = match passed.iter().rposition(|b| *b == b'\n') {
            Some(last) => {
                self.characters = 0;
                &passed[last + 1..]
            }
            None => passed,
        };
        self.characters = self.characters.saturating_add(characters(line));
        self.lines = self.lines.saturating_add(newlines as u32);
        self.offset += self.valid as u64;
        self.buffer.copy_within(self.valid..self.filled, 0);
        self.filled -= self.valid;
        (self.next, self.valid) = (0, 0);
    }

    fn read(&mut self) -> Result<(), TableError> {
        let free = self.buffer.len() - self.filled;
        let read = match self.encoding {
            Encoding::Utf8 => self.input.read(&mut self.buffer[self.filled..]),
            Encoding::Latin1 => {
                // a character takes at most three bytes once decoded
                let mut raw = [0; 4096];
                let want = raw.len().min(free / 3);
                if want == 0 {
                    self.buffer.resize(self.buffer.len() + 3 * raw.len(), 0);
                    return Ok(());
                }
                self.input.read(&mut raw[..want]).map(|n| {
                    let mut at = self.filled;
                    for byte in &raw[..n] {
                        at += windows_1252(*byte).encode_utf8(&mut self.buffer[at..]).len();
                    }
                    self.ended |= n == 0;
                    at - self.filled
                })
            }
        };
        match read {
            Ok(0) => self.ended = true,
            Ok(n) => self.filled += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(TableError::read(&self.file, &e)),
        }
        Ok(())
    }

    /// Looks at the first bytes: byte order marks, UTF-16.
    fn begin(&mut self) -> Result<(), TableError> {
        let head = &self.buffer[..self.filled];
        if self.encoding == Encoding::Utf8 {
            let utf16 = matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
                || matches!(head, [a, 0, b, 0, ..] if *a != 0 && *b != 0)
                || matches!(head, [0, a, 0, b, ..] if *a != 0 && *b != 0);
            if utf16 {
                return Err(TableError::at_line(&self.file, 1, Problem::Utf16));
            }
        }
        if head.starts_with("\u{feff}".as_bytes()) {
            self.next = 3;
        }
        Ok(())
    }

    fn error(&self, bad: Bad) -> TableError {
        let before = &self.buffer[..self.valid];
        let newlines = before.iter().filter(|b| **b == b'\n').count() as u32;
        let column = match before.iter().rposition(|b| *b == b'\n') {
            Some(last) => characters(&before[last + 1..]),
            None => self.characters.saturating_add(characters(before)),
        };
        let offset = self.offset + self.valid as u64;
        let problem = match bad {
            Bad::Nul => Problem::Nul { offset },
            Bad::Utf8 => {
                let byte = self.buffer.get(self.valid).copied().unwrap_or(0);
                let c = windows_1252(byte);
                // bytes that begin a longer sequence badly cut are no sign of Windows-1252
                let windows = (byte >= 0x80 && !c.is_control()).then_some(c);
                Problem::NotUtf8 { byte, offset, windows }
            }
        };
        TableError::at(
            &self.file,
            self.lines.saturating_add(newlines).saturating_add(1),
            column.saturating_add(1),
            problem,
        )
    }
}

/// Characters of valid UTF-8: bytes that do not continue one.
fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| **b & 0xc0 != 0x80).count() as u32
}

/// Windows-1252 as the WHATWG Encoding Standard has it: 0x80 to 0x9f are mostly printable, the five holes are
/// the C1 controls of Latin-1.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}
