//! The texts a prompt has had: when, why, what changed, and back to one of them.

use askama::Template;
use axum::extract::Path;
use axum::response::{Html, Redirect};
use axum::{Form, Json};
use report::visible;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Head;
use crate::diff::{Piece, words};
use crate::fault::Fault;
use crate::page::{Page, Visit, day, encoded, html};
use crate::sheet::Sheet;
use crate::{files, versions};

#[derive(Template)]
#[template(path = "versions.html")]
struct Versions {
    page: Page,
    head: Head,
    rows: Vec<Row>,
}

struct Row {
    stamp: String,
    day: String,
    version: String,
    why: String,
    /// Whether it is the text on the disk.
    current: bool,
    /// From the text before to this one.
    pieces: Vec<Piece>,
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, &name)?;
    // a text written elsewhere is a version too
    versions::keep(&visit.app, &on_disk.name, &on_disk.text, "")?;
    let kept = versions::list(&visit.app, &on_disk.name)?;
    let row = |(at, each): (usize, &versions::Kept)| {
        let sheet = Sheet::read(&project, &on_disk.name, &each.text);
        let version = sheet.loaded.map(|loaded| loaded.compiled.version().short());
        Row {
            stamp: each.stamp.clone(),
            day: day(each.at),
            version: version.unwrap_or_else(|_| "–".to_owned()),
            why: visible::excerpt(&each.why, 300),
            current: at == 0,
            pieces: kept.get(at + 1).map(|before| words(&before.text, &each.text)).unwrap_or_default(),
        }
    };
    let rows = kept.iter().enumerate().map(row).collect();
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    html(&Versions { page: visit.page(""), head: Head::new(&sheet, 3), rows })
}

#[derive(Deserialize)]
pub struct Wanted {
    stamp: String,
}

/// Takes a text up again: as a new version, the others stay.
pub async fn restore(
    visit: Visit,
    Path(name): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, Fault> {
    take_up(&visit, &name, &wanted.stamp)?;
    Ok(Redirect::to(&format!("/edit/{}?saved=yes", encoded(&name))))
}

/// Makes a text that was kept the one on the disk again.
pub fn take_up(visit: &Visit, name: &str, stamp: &str) -> Result<(), Fault> {
    let on_disk = files::read(&visit.app, name)?;
    versions::keep(&visit.app, &on_disk.name, &on_disk.text, "")?;
    let kept = versions::list(&visit.app, &on_disk.name)?;
    let found = kept.iter().find(|each| each.stamp == stamp);
    let found = found.ok_or_else(|| Fault::missing("studio-no-page"))?;
    on_disk.save(&found.text.replace("\r\n", "\n"))?;
    let why = terms::Message::new("studio-restored").with("day", day(found.at));
    versions::keep(&visit.app, &on_disk.name, &found.text, &visit.text(&why))
}

/// Whether the file is still the one that was opened.
pub async fn stamp(visit: Visit, Path(name): Path<String>) -> Result<Json<Value>, Fault> {
    Ok(Json(json!({"stamp": files::read(&visit.app, &name)?.stamp})))
}
