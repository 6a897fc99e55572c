use std::path::Path;

use crate::{Problem, TableError};

/// What a file holds, told by its extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, separated by commas, semicolons or tabs; the header tells which.
    Csv,
    /// Separated by tabs.
    Tsv,
    /// One JSON object per line.
    Jsonl,
    /// An Office Open XML workbook.
    Xlsx,
}

impl Format {
    /// The format of this file.
    ///
    /// # Errors
    /// When the extension is not `.csv`, `.tsv`, `.jsonl`, `.ndjson` or `.xlsx`.
    pub fn of(path: &Path) -> Result<Format, TableError> {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
        match extension.as_str() {
            "csv" => Ok(Format::Csv),
            "tsv" => Ok(Format::Tsv),
            "jsonl" | "ndjson" => Ok(Format::Jsonl),
            "xlsx" => Ok(Format::Xlsx),
            _ => Err(TableError::new(&path.to_string_lossy(), Problem::Format { extension })),
        }
    }
}

/// How the bytes of a text file are characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// Windows-1252, which holds Latin-1: what older French spreadsheets write. Every byte is a character.
    Latin1,
}

impl Encoding {
    /// Reads `utf-8`, `latin1`, `iso-8859-1`, `windows-1252`, `cp1252`.
    pub fn from_name(name: &str) -> Option<Encoding> {
        match name.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Encoding::Utf8),
            "latin1" | "latin-1" | "iso-8859-1" | "windows-1252" | "cp1252" | "ansi" => {
                Some(Encoding::Latin1)
            }
            _ => None,
        }
    }
}

/// Shares of the cases that have no split of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratios {
    /// First values of the hash that are dev, and that are test, over 2^64.
    dev: u64,
    test: u64,
}

impl Ratios {
    /// Shares in any unit: `(60.0, 20.0, 20.0)` and `(3.0, 1.0, 1.0)` are the same.
    ///
    /// # Errors
    /// When one is negative or not finite, or all are zero.
    pub fn new(train: f64, dev: f64, test: f64) -> Result<Ratios, TableError> {
        let sum = train + dev + test;
        if [train, dev, test].iter().any(|r| !r.is_finite() || *r < 0.0) || !sum.is_finite() || sum <= 0.0 {
            return Err(TableError::new("", Problem::Ratios));
        }
        // a float cast saturates, so a share of 1 means every hash but the last one of 2^64
        let limit = |share: f64| (share * 2f64.powi(64)) as u64;
        let first_test = if test == 0.0 { u64::MAX } else { limit((train + dev) / sum) };
        let first_dev = if dev == 0.0 && test == 0.0 { u64::MAX } else { limit(train / sum) };
        Ok(Ratios { dev: first_dev, test: first_test })
    }

    pub(crate) fn pick(self, hash: u64) -> terms::Split {
        if hash < self.dev {
            terms::Split::Train
        } else if hash < self.test {
            terms::Split::Dev
        } else {
            terms::Split::Test
        }
    }
}

impl Default for Ratios {
    /// 60 % train, 20 % dev, 20 % test.
    fn default() -> Ratios {
        // 3/5 and 4/5 of 2^64
        Ratios { dev: 0x9999_9999_9999_9999, test: 0xcccc_cccc_cccc_cccc }
    }
}

/// How a table is read.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseOptions {
    /// Encoding of csv, tsv and jsonl files.
    pub encoding: Encoding,
    /// Separator of a csv file; `None` lets the first lines tell.
    pub delimiter: Option<u8>,
    /// Sheet of a workbook; `None` is the first one, or the one named after `#` in the path.
    pub sheet: Option<String>,
    /// Shares of train, dev and test for the cases that do not say.
    pub ratios: Ratios,
    /// Whether an id met twice is an error. Ids are remembered as 64-bit hashes, the first million of them.
    pub unique_ids: bool,
    /// Largest cell, in bytes.
    pub max_cell: usize,
    /// Largest row, in bytes.
    pub max_row: usize,
    /// Most columns.
    pub max_columns: usize,
    /// Largest size of a workbook once unpacked, in bytes.
    pub max_unpacked: u64,
}

impl Default for CaseOptions {
    fn default() -> CaseOptions {
        CaseOptions {
            encoding: Encoding::Utf8,
            delimiter: None,
            sheet: None,
            ratios: Ratios::default(),
            unique_ids: true,
            max_cell: 16 << 20,
            max_row: 64 << 20,
            // as many as a spreadsheet has
            max_columns: 16_384,
            max_unpacked: 200 << 20,
        }
    }
}
