//! The cases of a prompt as a table that is edited in place, fifty rows at a time.

pub mod change;
pub mod upload;

use std::collections::HashMap;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use brief::edge::EDGES;
use ledger::{TrialAt, TrialFilter};
use report::{Standing, visible};
use serde::Deserialize;
use table::{CaseOptions, Format, Grid, Role, Twin, Twins};
use terms::{Case, Message};

use super::{Head, tried};
use crate::diff::{Piece, words};
use crate::fault::{Fault, Said};
use crate::files::{self, CasesFile, OnDisk};
use crate::page::{Page, Visit, encoded, html};
use crate::sheet::Sheet;
use change::Change;

/// Rows on a page.
pub const PAGE: usize = 50;
/// Empty rows offered below the last one.
const BLANK: usize = 3;
/// Twins named; the rest is counted.
const TWINS: usize = 20;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: usize,
    case: Option<String>,
    done: Option<String>,
    #[serde(default)]
    count: u64,
}

#[derive(Template)]
#[template(path = "cases.html")]
struct Cases {
    page: Page,
    head: Head,
    file: String,
    state: State,
    stamp: String,
    columns: Vec<ColumnView>,
    rows: Vec<Row>,
    total: usize,
    shown: String,
    at: usize,
    before: bool,
    after: bool,
    done: Option<String>,
    wrong: Vec<(String, Option<String>)>,
    refused: bool,
    clash: Option<Vec<Piece>>,
    twins: Vec<String>,
    edges: Vec<(&'static str, String)>,
}

/// What can be done with the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// There is none yet.
    None,
    /// Cells are edited here.
    Open,
    /// A workbook or jsonl: a copy can be edited.
    Other,
    /// Too large to be edited here.
    Large,
    /// It cannot be read as a table.
    Broken,
}

impl Cases {
    fn is_open(&self) -> bool {
        matches!(self.state, State::Open | State::None)
    }

    fn can_copy(&self) -> bool {
        self.state == State::Other
    }

    fn is_large(&self) -> bool {
        self.state == State::Large
    }
}

struct ColumnView {
    header: String,
    what: String,
}

struct Row {
    at: usize,
    id: String,
    cells: Vec<(String, String)>,
    chosen: bool,
    new: bool,
    last: Option<LastTrial>,
}

struct LastTrial {
    class: &'static str,
    text: String,
    link: String,
}

/// A prompt with its cases file, as they are on the disk.
pub struct Opened {
    pub prompt: OnDisk,
    pub sheet: Sheet,
    pub file: Option<CasesFile>,
}

impl Opened {
    pub fn read(visit: &Visit, name: &str) -> Result<Opened, Fault> {
        let prompt = files::read(&visit.app, name)?;
        let sheet = Sheet::read(&visit.app.project()?, &prompt.name, &prompt.text);
        let file = prompt.cases(&visit.app)?;
        Ok(Opened { prompt, sheet, file })
    }

    /// The table: that of the file, or an empty one with the prompt's inputs.
    pub fn grid(&self) -> Result<Grid, table::TableError> {
        match &self.file {
            Some(file) => Grid::read(&file.name, file.format, file.bytes.clone()),
            None => {
                let inputs = match &self.sheet.loaded {
                    Ok(loaded) => loaded.compiled.inputs().iter().map(|input| input.name.clone()).collect(),
                    Err(_) => Vec::new(),
                };
                let headers: Vec<String> =
                    inputs.into_iter().map(|name| Role::Input(name).header()).collect();
                Ok(Grid::new(headers.into_iter().chain(["expect".to_owned()]).collect()))
            }
        }
    }

    fn format(&self) -> Format {
        self.file.as_ref().map_or(Format::Csv, |file| file.format)
    }

    fn state(&self) -> State {
        match &self.file {
            None => State::None,
            Some(file) if file.large => State::Large,
            Some(file) if matches!(file.format, Format::Csv | Format::Tsv) => State::Open,
            Some(_) => State::Other,
        }
    }
}

pub async fn show(
    visit: Visit,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let opened = Opened::read(&visit, &name)?;
    html(&page(&visit, &opened, None, &asked, Vec::new()).await?)
}

pub async fn save(
    visit: Visit,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let opened = Opened::read(&visit, &name)?;
    let change = Change::read(pairs);
    let asked = Asked { page: change.page, case: None, done: None, count: 0 };
    let disk = opened.file.as_ref().map_or("", |file| file.stamp.as_str());
    let mut grid = opened.grid().map_err(|error| Fault::explained(&error))?;
    let before = grid.text();
    let made = change.apply(&mut grid, &opened, visit.locale());
    let wrong = made.as_ref().err().cloned().unwrap_or_default();
    if disk != change.stamp || !wrong.is_empty() {
        let status =
            if disk != change.stamp { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let mut view = page(&visit, &opened, Some(&grid), &asked, wrong).await?;
        view.refused = true;
        if disk != change.stamp {
            view.clash = Some(words(&before, &grid.text()));
        }
        return Ok((status, html(&view)?).into_response());
    }
    let done = made.unwrap_or_default();
    upload::write(&visit, &opened, &grid)?;
    // new rows are at the end: that is where to look
    let at =
        if done.count > 0 && done.adds { grid.rows().len().saturating_sub(1) / PAGE } else { change.page };
    let to = format!("/cases/{}?page={at}&done={}&count={}", encoded(&name), done.name, done.count);
    Ok(Redirect::to(&to).into_response())
}

/// The cases of a table of text, in the order of its rows.
pub fn cases(grid: &Grid, format: Format, name: &str) -> Result<Vec<Case>, table::TableError> {
    let bytes = std::io::Cursor::new(grid.text().into_bytes());
    table::read_cases(name, format, Box::new(bytes), &CaseOptions::default())?.collect()
}

async fn page(
    visit: &Visit,
    opened: &Opened,
    edited: Option<&Grid>,
    asked: &Asked,
    wrong: Vec<Said>,
) -> Result<Cases, Fault> {
    let locale = visit.locale();
    let mut wrong: Vec<_> = wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect();
    let file = opened.file.as_ref().map_or_else(|| opened.prompt.new_cases(), |file| file.name.clone());
    let mut state = opened.state();
    let grid = match (edited, state) {
        (Some(grid), _) => Some(grid.clone()),
        (None, State::Open | State::None) => match opened.grid() {
            Ok(grid) => Some(grid),
            Err(error) => {
                let said = Said::of(&error);
                wrong.push((said.text(locale), said.advice(locale)));
                state = State::Broken;
                None
            }
        },
        (None, State::Other) => match upload::converted(opened.file.as_ref()) {
            Ok(grid) => grid,
            Err(error) => {
                let said = Said::of(&error);
                wrong.push((said.text(locale), said.advice(locale)));
                None
            }
        },
        (None, State::Large | State::Broken) => None,
    };
    let grid = grid.unwrap_or_else(|| Grid::new(Vec::new()));
    let ids = ids(&grid);
    let chosen = asked.case.as_ref().and_then(|id| ids.iter().position(|other| other == id));
    let total = grid.rows().len();
    let at = chosen.map_or(asked.page.min(total.saturating_sub(1) / PAGE), |row| row / PAGE);
    let first = at * PAGE;
    let last = total.min(first + PAGE);
    let trials = match edited {
        Some(_) => HashMap::new(),
        None => last_trials(visit, opened, first).await?,
    };
    let row = |row: usize| Row {
        at: row,
        id: visible::excerpt(&ids[row], 60),
        cells: labelled(&grid, &grid.rows()[row]),
        chosen: chosen == Some(row),
        new: false,
        last: trials.get(&ids[row]).map(|trial| LastTrial {
            class: trial.0,
            text: trial.1.clone(),
            link: trial.2.clone(),
        }),
    };
    let mut rows: Vec<Row> = (first..last).map(row).collect();
    if matches!(state, State::Open | State::None) && last == total {
        let empty = vec![String::new(); grid.headers().len()];
        rows.extend((0..BLANK).map(|new| Row {
            at: new,
            id: format!("{} {}", locale.say("studio-new-row"), new + 1),
            cells: labelled(&grid, &empty),
            chosen: false,
            new: true,
            last: None,
        }));
    }
    let shown = Message::new("studio-cases-shown").with("total", total);
    let shown = shown.with("first", (first + 1).min(total)).with("last", last);
    Ok(Cases {
        page: visit.page(""),
        head: Head::new(visit, &opened.sheet, 2)?,
        file: visible::one_line(&file).into_owned(),
        state,
        stamp: opened.file.as_ref().map_or_else(String::new, |file| file.stamp.clone()),
        columns: grid
            .columns()
            .iter()
            .map(|column| ColumnView {
                header: visible::excerpt(&column.header, 60),
                what: locale.say(what(&column.role)),
            })
            .collect(),
        rows,
        total,
        shown: visit.text(&shown),
        at,
        before: at > 0,
        after: last < total,
        done: asked
            .done
            .as_deref()
            .and_then(change::said)
            .map(|key| visit.text(&Message::new(key).with("count", asked.count))),
        wrong,
        refused: false,
        clash: None,
        twins: twins(visit, &grid, opened),
        edges: EDGES.iter().map(|edge| (edge.name(), locale.say(edge.label()))).collect(),
    })
}

/// The id of each row as the reader of cases gives it: its column, or its place.
fn ids(grid: &Grid) -> Vec<String> {
    let column = grid.column(&Role::Id);
    let id = |(at, row): (usize, &Vec<String>)| {
        let written =
            column.and_then(|column| row.get(column)).map(|id| id.trim()).filter(|id| !id.is_empty());
        written.map_or_else(|| (at + 1).to_string(), str::to_owned)
    };
    grid.rows().iter().enumerate().map(id).collect()
}

fn labelled(grid: &Grid, row: &[String]) -> Vec<(String, String)> {
    let label = |header: &String| visible::excerpt(header, 60);
    grid.headers().iter().map(label).zip(row.iter().cloned()).collect()
}

fn what(role: &Role) -> &'static str {
    match role {
        Role::Input(_) => "studio-column-input",
        Role::Id => "studio-column-id",
        Role::Expect(_) => "studio-column-expect",
        Role::Tags => "studio-column-tags",
        Role::Weight => "studio-column-weight",
        Role::Cluster => "studio-column-cluster",
        Role::Split => "studio-column-split",
        Role::Blank => "studio-column-blank",
    }
}

/// How each case of a page did in the newest evaluation, by its id: class, words, address of the trial.
async fn last_trials(
    visit: &Visit,
    opened: &Opened,
    first: usize,
) -> Result<HashMap<String, (&'static str, String, String)>, Fault> {
    let sheets = std::slice::from_ref(&opened.sheet);
    let Some(newest) = tried(visit, sheets, 1).await?.pop().and_then(|mut list| list.pop()) else {
        return Ok(HashMap::new());
    };
    let Some(arm) = newest.arms().next().map(|arm| arm.arm) else { return Ok(HashMap::new()) };
    let filter = TrialFilter { arm: Some(arm), ..TrialFilter::default() };
    let after =
        (first > 0).then(|| TrialAt { case: first as u64 - 1, arm: u32::MAX >> 1, repeat: u32::MAX >> 1 });
    let page = visit.app.store().trial_page(newest.run, filter, after, 4 * PAGE).await?;
    let mut out = HashMap::new();
    for trial in &page.trials {
        let link = format!("/run/{}/trial/{}/{}/{}", newest.run, trial.case, trial.arm, trial.repeat);
        let words = report::brief::standing(trial, visit.locale());
        let class = super::trials::class(Standing::of(trial));
        // of several repeats, one that fails is the one to look at
        let entry = out.entry(trial.case_id.clone()).or_insert((class, words.clone(), link.clone()));
        if class == "bad" && entry.0 == "good" {
            *entry = (class, words, link);
        }
    }
    Ok(out)
}

fn twins(visit: &Visit, grid: &Grid, opened: &Opened) -> Vec<String> {
    // a table that cannot be read says so elsewhere
    let Ok(cases) = cases(grid, opened.format(), "cases") else { return Vec::new() };
    let ids: Vec<String> = cases.iter().map(|case| visible::excerpt(&case.id, 40)).collect();
    let mut seen = Twins::new(Some(0.9));
    let mut out = Vec::new();
    for case in &cases {
        let (key, other) = match seen.look(case) {
            Twin::None => continue,
            Twin::Exact(other) => ("studio-twin-exact", other),
            Twin::Near(other, _) => ("studio-twin-near", other),
            Twin::Contradiction(other) => ("studio-twin-contradiction", other),
        };
        if out.len() == TWINS {
            out.push("…".to_owned());
            break;
        }
        let named = |number: u64| ids.get(number as usize).cloned().unwrap_or_default();
        let said = Message::new(key).with("case", named(case.number)).with("other", named(other.number));
        out.push(visit.text(&said));
    }
    out
}
