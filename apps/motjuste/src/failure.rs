//! Errors at the edge: said in the person's language, or as a document, with the exit code of their kind.

use engine::EngineError;
use locale::Locale;
use serde_json::json;
use terms::{Explain, Kind, Message, Place};

use crate::printer::Printer;

/// What a command failed with: one error or several of a kind.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
    said: Vec<Said>,
}

#[derive(Debug)]
enum Said {
    Explained { message: Message, place: Option<Place>, hint: Option<Message> },
    Plain(String),
}

impl Failure {
    /// A mistake in the command line, already in words.
    pub fn usage(sentence: String) -> Failure {
        Failure { kind: Kind::User, said: vec![Said::Plain(sentence)] }
    }

    /// A mistake that is a sentence.
    pub fn of(kind: Kind, message: Message) -> Failure {
        Failure { kind, said: vec![Said::Explained { message, place: None, hint: None }] }
    }

    /// A file that cannot be read or written.
    pub fn file(path: &std::path::Path, cause: &std::io::Error) -> Failure {
        let message = Message::new("cli-file").with("path", path.display().to_string());
        Failure::of(Kind::Store, message.with("cause", cause.to_string()))
    }

    /// An error of a crate below.
    pub fn explained(error: &dyn Explain) -> Failure {
        Failure { kind: error.kind(), said: vec![said(error)] }
    }

    /// Several of them.
    pub fn all<'a>(errors: impl IntoIterator<Item = &'a dyn Explain>) -> Failure {
        let mut errors = errors.into_iter().peekable();
        let kind = errors.peek().map_or(Kind::Bug, |e| e.kind());
        Failure { kind, said: errors.map(said).collect() }
    }

    /// Says it and gives the exit code.
    pub fn report(&self, printer: &Printer, locale: &Locale) -> u8 {
        let text = |message: &Message| locale.text(message);
        for said in &self.said {
            let sentence = match said {
                Said::Plain(sentence) => {
                    locale.text(&Message::new("cli-error").with("what", sentence.as_str()))
                }
                Said::Explained { message, place, hint } => {
                    let what = match place {
                        Some(place) => {
                            let at = Message::new("cli-at").with("place", place.to_string());
                            text(&at.with("what", text(message)))
                        }
                        None => text(message),
                    };
                    let mut out = text(&Message::new("cli-error").with("what", what));
                    if let Some(hint) = hint {
                        out.push('\n');
                        out.push_str(&text(&Message::new("cli-hint").with("hint", text(hint))));
                    }
                    out
                }
            };
            printer.err(&report::visible::lines(&sentence));
        }
        if printer.json() {
            let errors: Vec<_> = self.said.iter().map(|s| s.document(locale)).collect();
            printer.document(&json!({"schema": "motjuste/error/1", "kind": self.kind, "errors": errors}));
        }
        self.kind.exit_code()
    }
}

impl Said {
    fn document(&self, locale: &Locale) -> serde_json::Value {
        match self {
            Said::Plain(sentence) => json!({"text": sentence}),
            Said::Explained { message, place, hint } => json!({
                "key": message.key,
                "text": locale.text(message),
                "place": place,
                "hint": hint.as_ref().map(|h| locale.text(h)),
            }),
        }
    }
}

fn said(error: &dyn Explain) -> Said {
    Said::Explained { message: error.message(), place: error.place(), hint: error.hint() }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Failure {
        Failure::all(error.each())
    }
}
impl From<ledger::LedgerError> for Failure {
    fn from(error: ledger::LedgerError) -> Failure {
        Failure::explained(&error)
    }
}
impl From<keys::KeysError> for Failure {
    fn from(error: keys::KeysError) -> Failure {
        Failure::explained(&error)
    }
}
impl From<local::LocalError> for Failure {
    fn from(error: local::LocalError) -> Failure {
        Failure::explained(&error)
    }
}
impl From<table::TableError> for Failure {
    fn from(error: table::TableError) -> Failure {
        Failure::explained(&error)
    }
}
impl From<vendors::VendorError> for Failure {
    fn from(error: vendors::VendorError) -> Failure {
        Failure::explained(&error)
    }
}
impl From<studies::StudyError> for Failure {
    fn from(error: studies::StudyError) -> Failure {
        Failure::explained(&error)
    }
}
impl From<report::ReportError> for Failure {
    fn from(error: report::ReportError) -> Failure {
        Failure::explained(&error)
    }
}
impl From<studio::StudioError> for Failure {
    fn from(error: studio::StudioError) -> Failure {
        Failure::explained(&error)
    }
}
