//! Tables in and out: csv, jsonl, xlsx. Cases are read and written one at a time, whatever their number.

mod describe;
mod error;
mod grid;
mod names;
mod options;
mod read;
mod sketch;
mod split;
mod twins;
mod write;

pub use describe::{ColumnDescription, Description, describe};
pub use error::{Problem, TableError};
pub use grid::Grid;
pub use names::{Column, Role, split_from_name};
pub use options::{CaseOptions, Encoding, Format, Ratios};
pub use read::{Cases, content_hash, open_cases, read_cases};
pub use split::assign as assign_split;
pub use twins::{Seen, Twin, Twins, dedupe};
pub use write::{CaseWriter, CsvStyle, neutralise};
