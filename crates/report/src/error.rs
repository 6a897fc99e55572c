use std::fmt;
use std::io;

use terms::{Explain, Kind, Message, Place};

/// Why a report could not be written.
#[derive(Debug)]
pub enum ReportError {
    /// The file or the pipe refuses.
    Write(io::Error),
    /// A trial could not be read; the error is its reader's.
    Trials(Box<dyn Explain>),
    /// No exporter has this name or extension.
    UnknownFormat(String),
}

impl Explain for ReportError {
    fn kind(&self) -> Kind {
        match self {
            // the reader of our pipe has seen enough: nobody's fault
            ReportError::Write(e) if e.kind() == io::ErrorKind::BrokenPipe => Kind::Cancelled,
            ReportError::Write(_) => Kind::Store,
            ReportError::Trials(e) => e.kind(),
            ReportError::UnknownFormat(_) => Kind::User,
        }
    }

    fn message(&self) -> Message {
        match self {
            ReportError::Write(e) => Message::new("report-write-failed").with("error", e.to_string()),
            ReportError::Trials(e) => e.message(),
            ReportError::UnknownFormat(name) => {
                Message::new("report-unknown-format").with("name", name.as_str())
            }
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            ReportError::Trials(e) => e.place(),
            ReportError::Write(_) | ReportError::UnknownFormat(_) => None,
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            ReportError::Write(e) if e.kind() == io::ErrorKind::StorageFull => {
                Some(Message::new("report-write-full"))
            }
            ReportError::Write(_) => None,
            ReportError::Trials(e) => e.hint(),
            ReportError::UnknownFormat(_) => {
                let names: Vec<&str> = crate::EXPORTERS.iter().map(|e| e.name()).collect();
                Some(Message::new("report-known-formats").with("names", names.join(", ")))
            }
        }
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for ReportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ReportError::Write(e) => Some(e),
            ReportError::Trials(e) => Some(e.as_ref()),
            ReportError::UnknownFormat(_) => None,
        }
    }
}

impl From<io::Error> for ReportError {
    fn from(e: io::Error) -> ReportError {
        ReportError::Write(e)
    }
}
