//! A prompt against others: its main line, a branch, a text it had before, a prompt on the same cases; or its models
//! against each other. All answer every case, or two of them until it is sure, or several race for one budget of calls.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use engine::{Plan, Project, library};
use report::visible;
use serde::Deserialize;
use studies::StudyError;
use studies::on_plan::Ask;
use studies::race::Rule;
use terms::{Currency, Message};

use super::improve::{Past, past};
use super::launch::{Sent, wrong};
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
/// Kinds of runs that are studies of several arms.
const KINDS: [&str; 2] = ["compare", "race"];
/// Chance that a race until it is sure drops the best.
const ALPHA: f64 = 0.05;
/// Names of the ways to share the calls of a race, and their sentences.
const RULES: [(&str, &str); 4] = [
    ("rejects", "studio-rule-rejects"),
    ("halving", "studio-rule-halving"),
    ("equal", "studio-rule-equal"),
    ("until-sure", "studio-rule-until-sure"),
];

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
    /// `all`, `until-sure` or `race`.
    chosen: String,
    /// Ways to share the calls of a race, with their sentences.
    rules: Vec<(&'static str, &'static str, bool)>,
    sent: Sent,
    past: Vec<Past>,
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
    let sent = Sent::new(asked.with.into_iter().map(|with| ("with".to_owned(), with)).collect());
    html(&page(&visit, &name, sent, Vec::new()).await?)
}

async fn page(visit: &Visit, name: &str, sent: Sent, wrong: Vec<Said>) -> Result<Compare, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, name)?;
    versions::seen(&visit.app, &on_disk)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let choices = choices(visit, &project, &on_disk, &sheet)?;
    let mut on: Vec<&str> = sent.all("with").collect();
    if sent.0.is_empty() {
        on.extend(choices.first().map(|choice| choice.key.as_str()));
    }
    let other =
        |choice: &Choice| (choice.key.clone(), choice.label.clone(), on.contains(&choice.key.as_str()));
    let others = choices.iter().map(other).collect();
    let locale = visit.locale();
    let settings = &project.settings.budget;
    let currency = settings.currency.unwrap_or(Currency::USD).code().to_owned();
    let given = |name: &str| sent.get(name).map(str::to_owned);
    let rule = sent.get("rule").unwrap_or(RULES[0].0);
    Ok(Compare {
        page: visit.page(""),
        head: Head::new(visit, &sheet, 6)?,
        sound: sheet.is_sound(),
        wrong: wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect(),
        others,
        suggested: known_models(&project, &sheet),
        model: given("model")
            .or_else(|| named_models(&project, &sheet).into_iter().next())
            .unwrap_or_default(),
        budget: given("budget").or_else(|| settings.per_run.clone()).unwrap_or_default(),
        currency: given("currency").unwrap_or(currency),
        chosen: given("do").unwrap_or("all".to_owned()),
        rules: RULES.map(|(name, says)| (name, says, name == rule)).to_vec(),
        past: past(visit, &on_disk.name, &KINDS).await?,
        sent,
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
    let sent = Sent::new(pairs);
    match wanted(&visit, &name, &sent).await {
        Ok((wish, plan, work)) => Ok(launch::started(&visit, wish, plan, work)),
        Err(wrong) => {
            let page = html(&page(&visit, &name, sent, wrong).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What the form asks for, planned.
pub async fn wanted(visit: &Visit, name: &str, sent: &Sent) -> Result<(Wish, Plan, Work), Vec<Said>> {
    let work = match sent.text("do") {
        "" | "all" => Work::Evaluate,
        "until-sure" => Work::Compare(Ask { effect: sent.points("effect")?, margin: sent.points("margin")? }),
        "race" => Work::Race(rule(sent.text("rule"))?, sent.count("calls")?),
        _ => return Err(wrong("studio-wrong-comparison")),
    };
    let project = visit.app.project().map_err(|error| Said::all(&error))?;
    let own = files::read(&visit.app, name).map_err(Fault::said)?;
    let sheet = Sheet::read(&project, &own.name, &own.text);
    let choices = choices(visit, &project, &own, &sheet).map_err(Fault::said)?;
    let mut others = Vec::new();
    for key in sent.all("with") {
        let choice = choices.iter().find(|choice| choice.key == key);
        let choice = choice.ok_or_else(|| wrong("studio-compare-need"))?;
        let text = match &choice.text {
            Some(text) => text.clone(),
            None => files::read(&visit.app, &choice.name).map_err(Fault::said)?.text,
        };
        others.push(Other { name: choice.name.clone(), text });
    }
    let wish = Wish { against: Some(others), ..sent.wish(&own.name)? };
    let plan = launch::plan(visit, &wish).await.map_err(|error| Said::all(&error))?;
    match (&work, plan.arms.len()) {
        (_, 0 | 1) => Err(wrong("studio-compare-need")),
        // said before the page is left
        (Work::Compare(_), arms @ 3..) => Err(vec![Said::of(&StudyError::NotTwo { arms })]),
        _ => Ok((wish, plan, work)),
    }
}

fn rule(named: &str) -> Result<Rule, Vec<Said>> {
    Ok(match named {
        "" | "rejects" => Rule::SuccessiveRejects,
        "halving" => Rule::SequentialHalving,
        "equal" => Rule::Equal,
        "until-sure" => Rule::UntilSure { alpha: ALPHA },
        _ => return Err(wrong("studio-wrong-comparison")),
    })
}
