//! The editor: a text, what the parser sees in it, and a way to save that never overwrites what somebody else wrote.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::{Form, Json};
use engine::Project;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Head;
use super::merge::{self, Second};
use super::weight::{self, Weight};
use crate::fault::Fault;
use crate::files::{self, OnDisk, unix};
use crate::page::{Page, Visit, encoded, html};
use crate::sheet::{Problem, Sheet};
use crate::versions::{self, Kept, Origin};

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
    weight: Weight,
}

pub async fn show(
    visit: Visit,
    Path(name): Path<String>,
    Query(came): Query<Came>,
) -> Result<Html<String>, Fault> {
    let on_disk = files::read(&visit.app, &name)?;
    // what is opened is kept: two people's changes are put together from it. A folder that cannot be written can be read
    let _ = versions::seen(&visit.app, &on_disk);
    let project = visit.app.project()?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let (problems, weight) = seen(&visit, &project, &sheet);
    html(&Edit {
        page: visit.page(""),
        head: Head::new(&visit, &sheet, 3)?,
        problems,
        weight,
        text: on_disk.text,
        stamp: on_disk.stamp,
        saved: came.saved.is_some(),
    })
}

/// What the parser sees in a text, and what is too long; then its weight.
pub fn seen(visit: &Visit, project: &Project, sheet: &Sheet) -> (Vec<Problem>, Weight) {
    let mut weight = weight::with_first_case(visit, project, sheet);
    let mut problems = sheet.problems(visit.locale());
    problems.append(&mut weight.over);
    (problems, weight)
}

pub async fn save(
    visit: Visit,
    Path(name): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    // browsers send line ends as CRLF whatever the text had
    let text = unix(&given.text);
    let on_disk = files::read(&visit.app, &name)?;
    if !is_second(&on_disk, &given.stamp, &text) {
        return Ok(back(&put(&visit, &on_disk, &text, &given.why, None)?).into_response());
    }
    merge::page(&visit, &on_disk, Second { base: given.stamp, mine: text, why: given.why, branch: None })
}

/// Whether the file has changed, to something else than this text, since the version of this stamp was opened.
pub fn is_second(on_disk: &OnDisk, stamp: &str, text: &str) -> bool {
    on_disk.stamp != stamp && unix(&on_disk.text) != text
}

/// Makes a text the newest version of a prompt; `from` is the text of a branch that it takes in.
pub fn put(
    visit: &Visit,
    on_disk: &OnDisk,
    text: &str,
    why: &str,
    from: Option<Origin>,
) -> Result<OnDisk, Fault> {
    // a text written elsewhere in the meantime is a version too
    versions::seen(&visit.app, on_disk)?;
    on_disk.save(text)?;
    let saved = files::read(&visit.app, &on_disk.name)?;
    versions::keep(&visit.app, &saved.name, Kept { from, ..Kept::new(&saved.text, why) })?;
    Ok(saved)
}

/// Back to the editor, on what was saved.
pub fn back(saved: &OnDisk) -> Redirect {
    Redirect::to(&format!("/edit/{}?saved=yes", encoded(&saved.name)))
}

/// What the parser sees in a text that is not saved, and its weight.
pub async fn check(
    visit: Visit,
    Path(name): Path<String>,
    Form(given): Form<Given>,
) -> Result<Json<Value>, Fault> {
    let project = visit.app.project()?;
    let sheet = Sheet::read(&project, &name, &unix(&given.text));
    let (problems, weight) = seen(&visit, &project, &sheet);
    let problem = |p: &Problem| {
        json!({
            "line": p.line, "column": p.column, "text": p.text, "advice": p.advice, "warning": p.warning,
        })
    };
    let problems: Vec<Value> = problems.iter().map(problem).collect();
    Ok(Json(json!({"problems": problems, "weight": weight})))
}
