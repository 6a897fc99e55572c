//! The prompts of the project: how good each is, whether that is still true, and what needs attention.

use std::collections::BTreeSet;

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
use crate::page::{Page, Visit, day, encoded, html};
use crate::sheet::Sheet;

/// What is looked for.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Search {
    /// A part of the title, the goal, the audience or the file.
    q: String,
    /// Only the prompts of this folder and of those in it.
    folder: String,
    /// Only the prompts with this tag.
    tag: String,
}

impl Search {
    pub fn finds(&self, sheet: &Sheet) -> bool {
        let (meta, name) = (sheet.file.meta(), sheet.file.name());
        let wanted = self.q.trim().to_lowercase();
        let texts = [Some(name), meta.title.as_deref(), meta.task.as_deref(), meta.audience.as_deref()];
        let said = wanted.is_empty()
            || texts.into_iter().flatten().any(|text| text.to_lowercase().contains(&wanted));
        let there = self.folder.is_empty()
            || name.strip_prefix(self.folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        said && there && (self.tag.is_empty() || meta.tags.contains(&self.tag))
    }

    /// The address of the same search with another folder or tag.
    fn address(&self, folder: &str, tag: &str) -> String {
        let pairs = [("q", self.q.trim()), ("folder", folder), ("tag", tag)];
        let given: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        format!("/?{}", given.join("&"))
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    search: Search,
    folders: Vec<Choice>,
    tags: Vec<Choice>,
    /// Suites: names and where they are.
    suites: Vec<(String, String)>,
    cards: Vec<Card>,
    all: usize,
    found: String,
    running: Vec<(u64, String)>,
    attention: Option<String>,
}

/// A folder or a tag: its name, where it leads, whether it is the one chosen.
struct Choice {
    name: String,
    link: String,
    chosen: bool,
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
    tags: Vec<(String, String)>,
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
    let mut sheets = super::sheets(&visit, &project);
    let all = sheets.len();
    let (folders, tags) = (folders(&search, &sheets), tags(&search, &sheets));
    sheets.retain(|sheet| search.finds(sheet));
    let tried = super::tried(&visit, &sheets, 1).await?;
    let cards: Vec<Card> = sheets
        .iter()
        .zip(&tried)
        .map(|(sheet, tried)| card(&visit, &search, sheet, tried.first()))
        .collect::<Result<_, _>>()?;
    let totals = visit.app.store().totals(Scope::All).await?;
    let attention = (totals.unknown > 0)
        .then(|| visit.text(&Message::new("studio-unknown-calls").with("count", totals.unknown)));
    let found = visit.text(&Message::new("studio-found").with("count", cards.len()).with("all", all));
    let running = visit.app.jobs.running().iter().map(|j| (j.id, visible::excerpt(&j.title, 120))).collect();
    let suite = |name: String| (visible::excerpt(&name, 120), format!("/suite/{}", encoded(&name)));
    let suites = library::suites(&visit.app.root).into_iter().map(suite).collect();
    let page = visit.page("/");
    html(&Home { page, search, folders, tags, suites, cards, all, found, running, attention })
}

/// Every folder that holds prompts.
fn folders(search: &Search, sheets: &[Sheet]) -> Vec<Choice> {
    let names = sheets.iter().map(|sheet| sheet.file.name());
    let parents = names.flat_map(|name| name.match_indices('/').map(|(at, _)| &name[..at]));
    let all: BTreeSet<&str> = parents.collect();
    let choice =
        |folder: &str| choice(folder, search.folder == folder, |other| search.address(other, &search.tag));
    all.into_iter().map(choice).collect()
}

fn tags(search: &Search, sheets: &[Sheet]) -> Vec<Choice> {
    let all: BTreeSet<&String> = sheets.iter().flat_map(|sheet| &sheet.file.meta().tags).collect();
    let choice =
        |tag: &String| choice(tag, search.tag == *tag, |other| search.address(&search.folder, other));
    all.into_iter().map(choice).collect()
}

/// Choosing what is chosen takes it back.
fn choice(name: &str, chosen: bool, link: impl Fn(&str) -> String) -> Choice {
    Choice { name: visible::excerpt(name, 60), link: link(if chosen { "" } else { name }), chosen }
}

fn card(
    visit: &Visit,
    search: &Search,
    sheet: &Sheet,
    tried: Option<&library::Tried>,
) -> Result<Card, Fault> {
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
        tags: sheet
            .file
            .meta()
            .tags
            .iter()
            .map(|tag| (visible::excerpt(tag, 60), search.address(&search.folder, tag)))
            .collect(),
    })
}
