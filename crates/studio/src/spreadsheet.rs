//! Tables for spreadsheets, written as they are read. A cell that a spreadsheet would run as a formula is made harmless.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use terms::Money;
use tokio::sync::mpsc::{Sender, channel};

use crate::fault::Fault;

/// Bytes that are sent together.
const PIECE: usize = 64 << 10;

/// A cell, harmless.
pub struct Cell(String);

impl Cell {
    /// A text that somebody wrote.
    pub fn text(text: &str) -> Cell {
        Cell(table::neutralise(text).into_owned())
    }

    /// A number of ours; nothing when it is not known.
    pub fn number(value: Option<u64>) -> Cell {
        Cell(value.map(|value| value.to_string()).unwrap_or_default())
    }

    /// An amount in its currency's main unit, to the last digit.
    pub fn money(money: Option<&Money>) -> Cell {
        let exact = |money: &Money| {
            let (whole, rest) = (money.pico / Money::UNIT, money.pico.unsigned_abs() % Money::UNIT as u64);
            format!("{whole}.{rest:012}").trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        Cell(money.map(exact).unwrap_or_default())
    }

    /// An instant in UTC, ISO 8601.
    pub fn instant(unix_ms: Option<i64>) -> Cell {
        let instant = unix_ms.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
        Cell(instant.map(|instant| instant.to_string()).unwrap_or_default())
    }
}

/// A table being written.
pub struct Sheet {
    pieces: Sender<io::Result<Bytes>>,
    buffer: Vec<u8>,
}

impl Sheet {
    /// Adds a row; an error is a browser that went away.
    pub async fn row(&mut self, cells: &[Cell]) -> Result<(), Fault> {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut self.buffer);
        let written = writer.write_record(cells.iter().map(|cell| cell.0.as_bytes()));
        written.and_then(|()| writer.flush().map_err(csv::Error::from)).map_err(|_| gone())?;
        drop(writer);
        if self.buffer.len() >= PIECE { self.send().await } else { Ok(()) }
    }

    /// Sends the rest. A table that could not be finished breaks the download off: it must not look whole.
    pub async fn end(mut self, written: Result<(), Fault>) {
        // nobody may be listening any more
        let _ = match written {
            Ok(()) => self.send().await,
            Err(_) => self.pieces.send(Err(io::Error::other("unfinished"))).await.map_err(|_| gone()),
        };
    }

    async fn send(&mut self) -> Result<(), Fault> {
        let piece = Bytes::from(std::mem::take(&mut self.buffer));
        self.pieces.send(Ok(piece)).await.map_err(|_| gone())
    }
}

fn gone() -> Fault {
    Fault::missing("studio-no-page")
}

/// A file to keep, `motjuste-NAME.csv`, with these columns, and where its rows are written; to be ended.
pub fn table(name: &str, columns: &[&str]) -> (Sheet, Response) {
    let (pieces, received) = channel(4);
    let buffer = format!("{}\r\n", columns.join(",")).into_bytes();
    let body = unfold(received, |mut received| async move { Some((received.recv().await?, received)) });
    let file = format!("attachment; filename=\"motjuste-{name}.csv\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, file)];
    (Sheet { pieces, buffer }, (headers, Body::from_stream(body)).into_response())
}
