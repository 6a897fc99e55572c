//! Tables of cases, read and written.

mod csv;
mod describe;
mod jsonl;
mod write;
mod xlsx;
