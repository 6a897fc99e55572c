//! A request that cannot be answered, said as a page in the person's language.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use ledger::LedgerError;
use locale::Locale;
use report::visible;
use terms::{Explain, Kind, Message, Place};

use crate::api;
use crate::app::App;
use crate::page::{Page, Visit, html};

/// An error kept as a sentence: it can be said in either language, later.
#[derive(Clone, Debug)]
pub struct Said {
    pub message: Message,
    pub place: Option<Place>,
    pub hint: Option<Message>,
}

impl Said {
    pub fn of(error: &dyn Explain) -> Said {
        Said { message: error.message(), place: error.place(), hint: error.hint() }
    }

    pub fn all(error: &EngineError) -> Vec<Said> {
        error.each().into_iter().map(Said::of).collect()
    }

    /// Where and what.
    pub fn text(&self, locale: &Locale) -> String {
        let what = locale.text(&self.message);
        let text = match &self.place {
            Some(place) => {
                let at = Message::new("cli-at").with("place", place.to_string());
                locale.text(&at.with("what", what))
            }
            None => what,
        };
        visible::lines(&text).into_owned()
    }

    /// What to do about it.
    pub fn advice(&self, locale: &Locale) -> Option<String> {
        self.hint.as_ref().map(|hint| visible::lines(&locale.text(hint)).into_owned())
    }
}

/// Why a page cannot be shown.
#[derive(Clone, Debug)]
pub struct Fault {
    status: StatusCode,
    said: Vec<Said>,
}

impl Fault {
    pub fn of(status: StatusCode, message: Message) -> Fault {
        Fault { status, said: vec![Said { message, place: None, hint: None }] }
    }

    pub fn missing(what: &'static str) -> Fault {
        Fault::of(StatusCode::NOT_FOUND, Message::new(what))
    }

    /// An error of a crate below.
    pub fn explained(error: &dyn Explain) -> Fault {
        Fault { status: status(error.kind()), said: vec![Said::of(error)] }
    }

    /// What was asked for cannot be done, for these reasons.
    pub fn refused(said: Vec<Said>) -> Fault {
        Fault { status: StatusCode::UNPROCESSABLE_ENTITY, said }
    }

    /// What is wrong, to be shown on a page that goes on.
    pub fn said(self) -> Vec<Said> {
        self.said
    }

    /// No cookie, or that of another launch.
    pub fn locked_out() -> Fault {
        Fault::of(StatusCode::FORBIDDEN, Message::new("studio-locked-out"))
    }

    pub fn file(path: &str, cause: &std::io::Error) -> Fault {
        let message = Message::new("cli-file").with("path", path).with("cause", cause.to_string());
        let status = match cause.kind() {
            std::io::ErrorKind::NotFound => StatusCode::NOT_FOUND,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Fault::of(status, message)
    }
}

fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::User | Kind::Config | Kind::Data => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Auth | Kind::RateLimit | Kind::Vendor | Kind::Network => StatusCode::BAD_GATEWAY,
        Kind::Store | Kind::Bug | Kind::Cancelled => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<EngineError> for Fault {
    fn from(error: EngineError) -> Fault {
        Fault { status: status(Explain::kind(&error)), said: Said::all(&error) }
    }
}
impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Fault {
        let status = match &error {
            LedgerError::UnknownRun { .. } | LedgerError::AmbiguousRun { .. } => StatusCode::NOT_FOUND,
            other => status(other.kind()),
        };
        Fault { status, said: vec![Said::of(&error)] }
    }
}
impl From<report::ReportError> for Fault {
    fn from(error: report::ReportError) -> Fault {
        Fault { status: status(error.kind()), said: vec![Said::of(&error)] }
    }
}
impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Fault {
        let message = Message::new("studio-template").with("cause", error.to_string());
        Fault::of(StatusCode::INTERNAL_SERVER_ERROR, message)
    }
}

/// A handler knows no language: the fault travels beside the response until [`said`].
impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    page: Page,
    lines: Vec<(String, Option<String>)>,
}

/// Turns faults into pages.
pub async fn said(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (headers, path) = (request.headers().clone(), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Fault>() {
        Some(fault) => refused(&app, &headers, &path, fault),
        None => response,
    }
}

/// The page of a fault, or its document for a program.
pub fn refused(app: &Arc<App>, headers: &HeaderMap, path: &str, fault: Fault) -> Response {
    let visit = Visit::new(app.clone(), headers, "/".to_owned());
    let locale = visit.locale();
    if path.starts_with(api::AT) {
        return (fault.status, Json(api::Wrong::of(&fault.said, locale))).into_response();
    }
    let lines = fault.said.iter().map(|said| (said.text(locale), said.advice(locale))).collect();
    let body = html(&FaultPage { page: visit.page(""), lines });
    body.map_or_else(|_| fault.status.into_response(), |page| (fault.status, page).into_response())
}
