//! A run as a table: a case a row, an arm a column, a cell how the one did on the other.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Html;
use ledger::{RunId, TrialAt, TrialFilter};
use report::{Standing, brief, visible};
use serde::Deserialize;
use terms::evaluation::Trial;

use super::live::find;
use super::trials::{arms, class};
use crate::fault::Fault;
use crate::jobs::Job;
use crate::page::{Page, Visit, html};

/// Cases on a page.
const CASES: usize = 50;
/// Trials read for a page at most: with many arms or repeats, fewer cases are on it.
const TRIALS: usize = 2_000;

/// Where the page before ended: the number of its last case.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: Option<u64>,
}

#[derive(Template)]
#[template(path = "matrix.html")]
struct Matrix {
    page: Page,
    run: String,
    /// HTML made by [`Table`].
    table: String,
    next: Option<u64>,
    later: bool,
}

#[derive(Template)]
#[template(path = "matrix_table.html")]
struct Table {
    page: Page,
    arms: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    number: u64,
    case: String,
    cells: Vec<Option<Cell>>,
}

struct Cell {
    /// The trial; of repeats, the first one that did not pass.
    link: String,
    class: &'static str,
    mark: String,
    /// Read aloud in the place of the mark.
    words: String,
}

/// The page of a run.
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let run = visit.app.store().run(&id).await?.summary.id;
    let (table, next) = table(&visit, run, asked.after).await?;
    html(&Matrix {
        page: visit.page("/runs"),
        run: run.to_string(),
        table: table.render()?,
        next,
        later: asked.after.is_some(),
    })
}

/// The table of a run in progress, for its page to take over.
pub async fn live(visit: Visit, Path(id): Path<u64>) -> Result<Html<String>, Fault> {
    let job = find(&visit, id)?;
    Ok(Html(so_far(&visit, &job).await?))
}

/// The table of the first cases of a job's run; empty before it has begun.
pub async fn so_far(visit: &Visit, job: &Job) -> Result<String, Fault> {
    match job.run() {
        Some(run) => Ok(table(visit, run, None).await?.0.render()?),
        None => Ok(String::new()),
    }
}

/// The cases after this one, and the last of them when there are more.
async fn table(visit: &Visit, run: RunId, after: Option<u64>) -> Result<(Table, Option<u64>), Fault> {
    let store = visit.app.store();
    let record = store.run(run.as_str()).await?;
    let arms = arms(visit, &record);
    let last_of = |case| TrialAt { case, arm: u32::MAX, repeat: u32::MAX };
    let repeats = record.document["repeats"].as_u64().unwrap_or(1) as usize;
    let limit = (CASES * arms.len() * repeats + 1).min(TRIALS);
    let page = store.trial_page(run, TrialFilter::default(), after.map(last_of), limit).await?;
    let mut cases: BTreeMap<u64, Vec<Trial>> = BTreeMap::new();
    for trial in page.trials {
        cases.entry(trial.case).or_default().push(trial);
    }
    // the page may end within a case
    if page.next.is_some() && cases.len() > 1 {
        cases.pop_last();
    }
    let more = page.next.is_some() || cases.len() > CASES;
    let rows: Vec<Row> =
        cases.into_iter().take(CASES).map(|(n, trials)| row(visit, run, n, &trials, arms.len())).collect();
    let next = rows.last().map(|row| row.number).filter(|_| more);
    Ok((Table { page: visit.page(""), arms, rows }, next))
}

fn row(visit: &Visit, run: RunId, number: u64, trials: &[Trial], arms: usize) -> Row {
    let of = |arm: usize| trials.iter().filter(move |trial| trial.arm as usize == arm);
    Row {
        number,
        case: trials.first().map_or(String::new(), |trial| visible::excerpt(&trial.case_id, 80)),
        cells: (0..arms).map(|arm| cell(visit, run, &of(arm).collect::<Vec<_>>())).collect(),
    }
}

fn cell(visit: &Visit, run: RunId, repeats: &[&Trial]) -> Option<Cell> {
    let passed = |trial: &&&Trial| matches!(Standing::of(trial), Standing::Passed);
    let shown = repeats.iter().find(|trial| !passed(trial)).or(repeats.first())?;
    let standing = Standing::of(shown);
    let right = repeats.iter().filter(passed).count();
    let (mark, words) = match repeats.len() {
        1 => (mark(standing).to_owned(), brief::standing(shown, visit.locale())),
        n => (format!("{right}/{n}"), String::new()),
    };
    Some(Cell {
        link: format!("/run/{run}/trial/{}/{}/{}", shown.case, shown.arm, shown.repeat),
        class: if right > 0 && right < repeats.len() { "warn" } else { class(standing) },
        mark,
        words,
    })
}

/// Told apart without colour.
fn mark(standing: Standing) -> &'static str {
    match standing {
        Standing::Passed => "✓",
        Standing::Failed => "✗",
        Standing::Unscored => "?",
        Standing::NoAnswer => "–",
    }
}
