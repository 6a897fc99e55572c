//! The prompts of the project: how good each is, whether that is still true, and what needs attention.

use askama::Template;
use axum::extract::Query;
use axum::response::Html;
use engine::library;
use ledger::Scope;
use report::visible;
use serde::Deserialize;
use terms::Message;

use super::{BranchHead, Score, score};
use crate::fault::Fault;
use crate::files;
use crate::page::{Page, Visit, day, encoded, html};
use crate::sheet::Sheet;

#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    query: String,
    cards: Vec<Card>,
    all: usize,
    found: String,
    running: Vec<(u64, String)>,
    attention: Option<String>,
}

struct Card {
    title: String,
    name: String,
    path: String,
    task: Option<String>,
    scores: Vec<Score>,
    more: Option<String>,
    freshness: Option<Freshness>,
    trouble: Option<String>,
    unknown: Option<String>,
    branch: Option<BranchHead>,
}

struct Freshness {
    current: bool,
    text: String,
    run: String,
}

/// Scores shown on a card.
const SHOWN: usize = 3;

pub async fn show(visit: Visit, Query(search): Query<Search>) -> Result<Html<String>, Fault> {
    let project = visit.app.project()?;
    let root = project.root.clone();
    let names = library::prompts(&root);
    let all = names.len();
    let read = |name: &String| {
        let text = files::read(&visit.app, name).map(|on_disk| on_disk.text).unwrap_or_default();
        Sheet::read(&project, name, &text)
    };
    let wanted = search.q.trim().to_lowercase();
    let sheets: Vec<Sheet> = names.iter().map(read).filter(|sheet| matches(sheet, &wanted)).collect();
    let tried = super::tried(&visit, &sheets, 1).await?;
    let cards: Vec<Card> = sheets
        .iter()
        .zip(&tried)
        .map(|(sheet, tried)| card(&visit, sheet, tried.first()))
        .collect::<Result<_, _>>()?;
    let totals = visit.app.store().totals(Scope::All).await?;
    let attention = (totals.unknown > 0)
        .then(|| visit.text(&Message::new("studio-unknown-calls").with("count", totals.unknown)));
    let found = visit.text(&Message::new("studio-found").with("count", cards.len()).with("all", all));
    let running = visit.app.jobs.running().iter().map(|j| (j.id, visible::excerpt(&j.title, 120))).collect();
    html(&Home { page: visit.page("/"), query: search.q, cards, all, found, running, attention })
}

pub fn matches(sheet: &Sheet, wanted: &str) -> bool {
    let meta = sheet.file.meta();
    let texts =
        [Some(sheet.file.name()), meta.title.as_deref(), meta.task.as_deref(), meta.audience.as_deref()];
    wanted.is_empty() || texts.into_iter().flatten().any(|text| text.to_lowercase().contains(wanted))
}

fn card(visit: &Visit, sheet: &Sheet, tried: Option<&library::Tried>) -> Result<Card, Fault> {
    let name = sheet.file.name().to_owned();
    let arms = tried.map_or(0, |t| t.arms().len());
    let scores = tried.iter().flat_map(|t| t.arms().take(SHOWN).map(|arm| score(visit, t, arm)));
    let problems = if sheet.is_sound() { 0 } else { sheet.problems(visit.locale()).len() };
    let unknown = tried.map_or(0, |t| t.evaluation.calls.unknown);
    let said = |key: &'static str, count: u64| {
        (count > 0).then(|| visit.text(&Message::new(key).with("count", count)))
    };
    Ok(Card {
        title: sheet.title(),
        path: encoded(&name),
        name: visible::one_line(&name).into_owned(),
        task: sheet.file.meta().task.as_deref().map(|task| visible::excerpt(task, 240)),
        scores: scores.collect::<Result<_, _>>()?,
        more: said("studio-more-models", arms.saturating_sub(SHOWN) as u64),
        freshness: tried.map(|tried| {
            let key = if tried.current { "studio-fresh" } else { "studio-stale" };
            Freshness {
                current: tried.current,
                text: visit.text(&Message::new(key).with("day", day(tried.started_ms))),
                run: tried.run.to_string(),
            }
        }),
        trouble: said("studio-trouble", problems as u64),
        unknown: said("studio-unknown-here", unknown),
        branch: BranchHead::of(visit, &name)?,
    })
}
