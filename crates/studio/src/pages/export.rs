//! Reports as files to keep: written as they are read, never whole in memory.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use ledger::TrialFilter;
use report::Report;
use tokio::sync::mpsc::{Sender, channel};

use super::run::evaluation;
use crate::fault::Fault;
use crate::page::Visit;

/// Names of the exporters and what a person calls them.
pub const FORMATS: [(&str, &str); 6] = [
    ("html", "HTML"),
    ("markdown", "Markdown"),
    ("csv", "CSV"),
    ("json", "JSON"),
    ("junit", "JUnit"),
    ("terminal", "TXT"),
];
const PIECE: usize = 64 << 10;

/// Gives what is written to the browser, a piece at a time; a browser that went away is an end of file.
struct Pipe {
    pieces: Sender<io::Result<Bytes>>,
    buffer: Vec<u8>,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.buffer));
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        if piece.is_empty() { Ok(()) } else { self.pieces.blocking_send(Ok(piece)).map_err(gone) }
    }
}

pub async fn write(visit: Visit, Path((id, format)): Path<(String, String)>) -> Result<Response, Fault> {
    let record = visit.app.store().run(&id).await?;
    let run = record.summary.id;
    let (pieces, received) = channel(4);
    let mut pipe = Pipe { pieces, buffer: Vec::new() };
    let store = visit.app.engine.store().clone();
    let extension = if format == "ledger" {
        tokio::task::spawn_blocking(move || {
            let written = store.export(run, &mut pipe).map_err(|e| e.to_string());
            end(pipe, written.map(drop));
        });
        "jsonl"
    } else {
        let known = FORMATS.iter().any(|(name, _)| *name == format);
        let exporter = report::by_name(&format).filter(|_| known);
        let exporter = exporter.ok_or_else(|| Fault::missing("studio-no-page"))?;
        let study = record.evaluation.as_ref().and_then(studies::page::of).filter(|_| format == "html");
        if let Some(study) = study {
            tokio::task::spawn_blocking(move || {
                let written =
                    report::study::write(&study, visit.locale(), &mut pipe).map_err(|e| e.to_string());
                end(pipe, written);
            });
        } else {
            let evaluation = evaluation(&record).ok_or_else(|| Fault::missing("studio-no-evaluation"))?;
            tokio::task::spawn_blocking(move || {
                let report = Report::new(&evaluation, visit.locale());
                let mut trials = report::trials(store.trials(run, TrialFilter::default()));
                let written = exporter.write(&report, &mut trials, &mut pipe).map_err(|e| e.to_string());
                end(pipe, written);
            });
        }
        exporter.extension()
    };
    let body = unfold(received, |mut received| async move { Some((received.recv().await?, received)) });
    let name = format!("attachment; filename=\"motjuste-{run}.{extension}\"");
    // never shown in the studio's own origin, whatever it holds
    let headers =
        [(header::CONTENT_TYPE, "application/octet-stream".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(body)).into_response())
}

/// A report that could not be finished breaks the download off: it must not look whole.
fn end(mut pipe: Pipe, written: Result<(), String>) {
    let ended = written.map_err(io::Error::other).and_then(|()| pipe.flush());
    if let Err(cause) = ended {
        // nobody may be listening any more
        let _ = pipe.pieces.blocking_send(Err(cause));
    }
}
