//! The cases of a prompt as a table of text.

use axum::Json;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use terms::Message;
use utoipa::{IntoParams, ToSchema};

use super::{Body, Of, Pairs, Wrong};
use crate::fault::Fault;
use crate::files;
use crate::page::Visit;
use crate::pages::cases::change::Change;
use crate::pages::cases::{Opened, PAGE, upload};

/// Which rows.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The prompt's file.
    name: String,
    /// 0-based; fifty rows to a page.
    #[serde(default)]
    page: usize,
}

/// A page of cases.
#[derive(Serialize, ToSchema)]
pub struct Cases {
    /// The file, from the project's root; none when there is none yet.
    file: Option<String>,
    /// To be given back with a change.
    stamp: String,
    headers: Vec<String>,
    /// Row number (0-based) of the first row here.
    first: usize,
    rows: Vec<Vec<String>>,
    total: usize,
}

/// The cases of a prompt, fifty rows at a time.
#[utoipa::path(get, path = "/api/cases", tag = "cases", params(Asked), responses(
    (status = 200, body = Cases), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn read(visit: Visit, Pairs(asked): Pairs<Asked>) -> Result<Json<Cases>, Fault> {
    let opened = Opened::read(&visit, &asked.name)?;
    let grid = opened.grid().map_err(|error| Fault::explained(&error))?;
    let first = asked.page.saturating_mul(PAGE).min(grid.rows().len());
    let last = grid.rows().len().min(first + PAGE);
    Ok(Json(Cases {
        file: opened.file.as_ref().map(|file| file.name.clone()),
        stamp: opened.file.map_or_else(String::new, |file| file.stamp),
        headers: grid.headers().to_vec(),
        first,
        rows: grid.rows()[first..last].to_vec(),
        total: grid.rows().len(),
    }))
}

/// A cell.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct CellText {
    /// 0-based.
    row: usize,
    /// 0-based.
    column: usize,
    text: String,
}

/// What is done to the table.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Changes {
    /// That of the table it was made from; empty when there was none.
    stamp: String,
    cells: Vec<CellText>,
    /// Rows added at the end.
    add: Vec<Vec<String>>,
    /// Rows taken out (0-based).
    remove: Vec<usize>,
    /// One of `paste`, `column`, `split`, `dedupe`, `edges`, or nothing.
    #[serde(rename = "do")]
    action: String,
    /// A piece of a spreadsheet (`paste`).
    paste: String,
    /// Name of a new column (`column`).
    column: String,
    /// Cases at the edges (`edges`): `empty`, `long`, `typos`, `other-language`, `hostile`.
    edges: Vec<String>,
    /// The case that edges are made from.
    from: String,
}

impl Changes {
    /// As the form of the page sends it.
    fn pairs(self) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = self
            .cells
            .into_iter()
            .map(|cell| (format!("cell.{}.{}", cell.row, cell.column), cell.text))
            .collect();
        for (row, cells) in self.add.into_iter().enumerate() {
            out.extend(cells.into_iter().enumerate().map(|(at, text)| (format!("new.{row}.{at}"), text)));
        }
        out.extend(self.remove.into_iter().map(|row| (format!("out.{row}"), "on".to_owned())));
        out.extend(self.edges.into_iter().map(|edge| ("edge".to_owned(), edge)));
        let single = [
            ("stamp", self.stamp),
            ("do", self.action),
            ("paste", self.paste),
            ("column", self.column),
            ("from", self.from),
        ];
        out.extend(single.map(|(name, value)| (name.to_owned(), value)));
        out
    }
}

/// What was done.
#[derive(Serialize, ToSchema)]
pub struct Changed {
    /// Rows that came, went or were filled in by `do`.
    count: usize,
    total: usize,
    stamp: String,
}

fn changed(visit: &Visit, name: &str, count: usize, total: usize) -> Result<Json<Changed>, Fault> {
    let file = Opened::read(visit, name)?.file;
    Ok(Json(Changed { count, total, stamp: file.map_or_else(String::new, |file| file.stamp) }))
}

/// Changes the table, whole or not at all.
#[utoipa::path(post, path = "/api/cases", tag = "cases", params(Of), request_body = Changes, responses(
    (status = 200, body = Changed), (status = 404, body = Wrong), (status = 409, body = Wrong),
    (status = 422, body = Wrong)))]
pub async fn change(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<Changes>,
) -> Result<Json<Changed>, Fault> {
    let opened = Opened::read(&visit, &of.name)?;
    let change = Change::read(given.pairs());
    let disk = opened.file.as_ref().map_or("", |file| file.stamp.as_str());
    if disk != change.stamp {
        let name = opened.file.as_ref().map_or(of.name.as_str(), |file| &file.name);
        return Err(Fault::of(StatusCode::CONFLICT, files::changed(name)));
    }
    let mut grid = opened.grid().map_err(|error| Fault::explained(&error))?;
    let made = change.apply(&mut grid, &opened, visit.locale()).map_err(Fault::refused)?;
    upload::write(&visit, &opened, &grid)?;
    changed(&visit, &of.name, made.count, grid.rows().len())
}

/// A file of cases.
#[derive(Deserialize, ToSchema)]
pub struct File {
    /// Its name: the ending says what it is (csv, tsv, jsonl, xlsx).
    file: String,
    /// Its bytes in base 64.
    base64: String,
}

/// Adds the cases of a file.
#[utoipa::path(post, path = "/api/cases/import", tag = "cases", params(Of), request_body = File, responses(
    (status = 200, body = Changed), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn import(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<File>,
) -> Result<Json<Changed>, Fault> {
    let bytes = STANDARD.decode(given.base64.as_bytes()).map_err(|error| {
        let message = Message::new("studio-broken-form").with("cause", error.to_string());
        Fault::of(StatusCode::UNPROCESSABLE_ENTITY, message)
    })?;
    let (grid, count) = upload::added(&visit, &of.name, &given.file, bytes)?;
    changed(&visit, &of.name, count, grid.rows().len())
}

/// Makes an editable copy of a workbook or JSONL.
#[utoipa::path(post, path = "/api/cases/copy", tag = "cases", params(Of), responses(
    (status = 200, body = Changed), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn copy(visit: Visit, Pairs(of): Pairs<Of>) -> Result<Json<Changed>, Fault> {
    let total = upload::copied(&visit, &of.name)?.rows().len();
    changed(&visit, &of.name, total, total)
}
