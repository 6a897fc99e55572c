//! A prompt against another: its main line, a branch, a text it had before, a prompt on the same cases. Both answer every
//! case, and what may be said of the difference is said.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use engine::{Project, library};
use report::visible;
use serde::Deserialize;
use terms::{Currency, Message};

use super::{Head, known_models, launch, named_models};
use crate::fault::{Fault, Said};
use crate::files::{self, OnDisk};
use crate::jobs::{Other, Wish, Work};
use crate::page::{Page, Visit, day, html};
use crate::sheet::Sheet;
use crate::versions;

/// Earlier texts, and prompts on the same cases, offered at most.
const TEXTS: usize = 30;
const PROMPTS: usize = 50;

#[derive(Deserialize)]
pub struct Asked {
    with: Option<String>,
}

#[derive(Template)]
#[template(path = "compare.html")]
struct Compare {
    page: Page,
    head: Head,
    sound: bool,
    wrong: Vec<(String, Option<String>)>,
    others: Vec<(String, String, bool)>,
    suggested: Vec<String>,
    model: String,
    budget: String,
    currency: String,
}

/// What a prompt can be compared with.
pub struct Choice {
    /// `file:tri.mot.md`, `text:` and a stamp.
    pub key: String,
    pub label: String,
    name: String,
    /// `None` for a file, read when it is chosen.
    text: Option<String>,
}

pub async fn show(
    visit: Visit,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let given: Vec<(String, String)> = asked.with.into_iter().map(|with| ("with".to_owned(), with)).collect();
    html(&page(&visit, &name, &given, Vec::new())?)
}

fn page(visit: &Visit, name: &str, given: &[(String, String)], wrong: Vec<Said>) -> Result<Compare, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, name)?;
    versions::seen(&visit.app, &on_disk)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let sent = |name: &str| given.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    let chosen = sent("with");
    let choices = choices(visit, &project, &on_disk, &sheet)?;
    let on = |choice: &Choice| chosen.as_ref() == Some(&choice.key);
    let locale = visit.locale();
    let settings = &project.settings.budget;
    Ok(Compare {
        page: visit.page(""),
        head: Head::new(visit, &sheet, 6)?,
        sound: sheet.is_sound(),
        wrong: wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect(),
        others: choices.iter().map(|choice| (choice.key.clone(), choice.label.clone(), on(choice))).collect(),
        suggested: known_models(&project, &sheet),
        model: sent("model")
            .or_else(|| named_models(&project, &sheet).into_iter().next())
            .unwrap_or_default(),
        budget: sent("budget").or_else(|| settings.per_run.clone()).unwrap_or_default(),
        currency: sent("currency").unwrap_or(settings.currency.unwrap_or(Currency::USD).code().to_owned()),
    })
}

/// What a prompt of the project can be compared with.
pub fn offered(visit: &Visit, name: &str) -> Result<Vec<Choice>, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, name)?;
    versions::seen(&visit.app, &on_disk)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    choices(visit, &project, &on_disk, &sheet)
}

/// Its main line, its branches, its earlier texts, then the prompts on the same cases.
fn choices(visit: &Visit, project: &Project, own: &OnDisk, sheet: &Sheet) -> Result<Vec<Choice>, Fault> {
    let app = &visit.app;
    let file = |prompt: String, label: String| Choice {
        key: format!("file:{prompt}"),
        label: visible::excerpt(&label, 160),
        name: prompt,
        text: None,
    };
    let mut out = Vec::new();
    if let Some(branch) = versions::branch(app, &own.name)? {
        let main = branch.origin.prompt;
        let label = Message::new("studio-compare-main").with("file", main.as_str());
        out.push(file(main, visit.text(&label)));
    }
    for branch in versions::branches(app, &own.name)?.into_iter().filter(|branch| branch.end.is_none()) {
        let label = Message::new("studio-branch-of").with("name", branch.name);
        out.push(file(branch.prompt, visit.text(&label)));
    }
    let version = |text: &str| {
        let sheet = Sheet::read(project, &own.name, text);
        sheet.loaded.ok().map(|loaded| loaded.compiled.version())
    };
    let mut seen = vec![sheet.loaded.as_ref().ok().map(|loaded| loaded.compiled.version())];
    for kept in versions::list(app, &own.name)?.into_iter().take(TEXTS) {
        let version = version(&kept.text);
        let Some(known) = version.filter(|_| !seen.contains(&version)) else { continue };
        seen.push(version);
        let label = Message::new("studio-compare-text").with("day", day(kept.at));
        let why = if kept.why.is_empty() { String::new() } else { format!(" – {}", kept.why) };
        out.push(Choice {
            key: format!("text:{}", kept.stamp),
            label: visible::excerpt(&format!("{}{why}", visit.text(&label)), 160),
            name: format!("{}@{}", own.name, known.short()),
            text: Some(kept.text),
        });
    }
    let cases = own.case_files();
    let there = |out: &[Choice], name: &String| name == &own.name || out.iter().any(|c| &c.name == name);
    for name in library::prompts(&app.root).into_iter().take(PROMPTS) {
        if cases.is_empty() || there(&out, &name) {
            continue;
        }
        let Ok(other) = files::read(app, &name) else { continue };
        if other.case_files() == cases {
            let title = Sheet::read(project, &name, &other.text).title();
            out.push(file(name.clone(), format!("{title} ({name})")));
        }
    }
    Ok(out)
}

pub async fn start(
    visit: Visit,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let given: Vec<(String, String)> =
        pairs.into_iter().map(|(key, value)| (key, value.trim().to_owned())).collect();
    match wanted(&visit, &name, &given).await {
        Ok((wish, plan)) => {
            let job = visit.app.jobs.start(visit.app.engine.clone(), wish, plan, Work::Evaluate);
            Ok(Redirect::to(&format!("/live/{}", job.id)).into_response())
        }
        Err(wrong) => {
            let page = html(&page(&visit, &name, &given, wrong)?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What the form asks for, planned.
pub async fn wanted(
    visit: &Visit,
    name: &str,
    given: &[(String, String)],
) -> Result<(Wish, engine::Plan), Vec<Said>> {
    let field = |name: &str| given.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    let project = visit.app.project().map_err(|error| Said::all(&error))?;
    let own = files::read(&visit.app, name).map_err(Fault::said)?;
    let sheet = Sheet::read(&project, &own.name, &own.text);
    let choices = choices(visit, &project, &own, &sheet).map_err(Fault::said)?;
    let missing = || vec![Said { message: Message::new("studio-compare-need"), place: None, hint: None }];
    let choice = choices.into_iter().find(|choice| choice.key == field("with")).ok_or_else(missing)?;
    let text = match choice.text {
        Some(text) => text,
        None => files::read(&visit.app, &choice.name).map_err(Fault::said)?.text,
    };
    let wish = Wish {
        prompt: own.name,
        models: launch::models(field("model")).collect(),
        budget: Some(field("budget").to_owned()).filter(|amount| !amount.is_empty()),
        currency: field("currency").to_ascii_uppercase(),
        against: Some(Other { name: choice.name, text }),
        sent: given.to_vec(),
        ..Wish::default()
    };
    let plan = launch::plan(visit, &wish).await.map_err(|error| Said::all(&error))?;
    Ok((wish, plan))
}
