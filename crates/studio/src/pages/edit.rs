//! The editor: a text, what the parser sees in it, and a way to save that never overwrites what somebody else wrote.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::{Form, Json};
use report::visible;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Head;
use crate::diff::{Piece, words};
use crate::fault::Fault;
use crate::files::OnDisk;
use crate::page::{Page, Visit, encoded, html};
use crate::sheet::{Problem, Sheet};
use crate::{files, versions};

#[derive(Deserialize)]
pub struct Came {
    saved: Option<String>,
}

#[derive(Deserialize)]
pub struct Given {
    text: String,
    #[serde(default)]
    stamp: String,
    #[serde(default)]
    why: String,
}

#[derive(Template)]
#[template(path = "edit.html")]
struct Edit {
    page: Page,
    head: Head,
    /// Exactly as in the file: it is what will be saved.
    text: String,
    stamp: String,
    saved: bool,
    problems: Vec<Problem>,
    clash: Option<Clash>,
}

/// The file changed while it was edited.
struct Clash {
    what: String,
    disk: String,
    pieces: Vec<Piece>,
}

impl Edit {
    fn of(visit: &Visit, name: &str, text: String, stamp: String) -> Result<Edit, Fault> {
        let sheet = Sheet::read(&visit.app.project()?, name, &text);
        let problems = sheet.problems(visit.locale());
        let head = Head::new(&sheet, 3);
        Ok(Edit { page: visit.page(""), head, text, stamp, saved: false, problems, clash: None })
    }
}

pub async fn show(
    visit: Visit,
    Path(name): Path<String>,
    Query(came): Query<Came>,
) -> Result<Html<String>, Fault> {
    let on_disk = files::read(&visit.app, &name)?;
    let edit = Edit::of(&visit, &on_disk.name, on_disk.text, on_disk.stamp)?;
    html(&Edit { saved: came.saved.is_some(), ..edit })
}

pub async fn save(
    visit: Visit,
    Path(name): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    // browsers send line ends as CRLF whatever the text had
    let text = given.text.replace("\r\n", "\n");
    let on_disk = files::read(&visit.app, &name)?;
    if write(&visit, &on_disk, &text, &given.stamp, &given.why)?.is_some() {
        return Ok(Redirect::to(&format!("/edit/{}?saved=yes", encoded(&name))).into_response());
    }
    let disk = on_disk.text.replace("\r\n", "\n");
    let clash = Clash {
        what: visit.text(&files::changed(&name)),
        pieces: words(&disk, &text),
        disk: visible::lines(&disk).into_owned(),
    };
    // saving again from here is done knowingly: the stamp is that of the version shown
    let edit = Edit::of(&visit, &on_disk.name, text, on_disk.stamp)?;
    let page = html(&Edit { clash: Some(clash), ..edit })?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// Writes a text over the version that was opened; `None` when the file has changed since to something else.
pub fn write(
    visit: &Visit,
    on_disk: &OnDisk,
    text: &str,
    stamp: &str,
    why: &str,
) -> Result<Option<OnDisk>, Fault> {
    if on_disk.stamp != stamp && on_disk.text.replace("\r\n", "\n") != text {
        return Ok(None);
    }
    // a text written elsewhere in the meantime is a version too
    versions::keep(&visit.app, &on_disk.name, &on_disk.text, "")?;
    on_disk.save(text)?;
    let saved = files::read(&visit.app, &on_disk.name)?;
    versions::keep(&visit.app, &saved.name, &saved.text, why)?;
    Ok(Some(saved))
}

/// What the parser sees in a text that is not saved.
pub async fn check(
    visit: Visit,
    Path(name): Path<String>,
    Form(given): Form<Given>,
) -> Result<Json<Value>, Fault> {
    let sheet = Sheet::read(&visit.app.project()?, &name, &given.text.replace("\r\n", "\n"));
    let problem =
        |p: &Problem| json!({"line": p.line, "text": p.text, "advice": p.advice, "warning": p.warning});
    let problems: Vec<Value> = sheet.problems(visit.locale()).iter().map(problem).collect();
    Ok(Json(json!({"problems": problems})))
}
