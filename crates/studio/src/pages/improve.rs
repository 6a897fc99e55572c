//! Improving a prompt: four questions that are answered with calls, each within a budget.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use engine::EngineError;
use ledger::RunFilter;
use prompt::tree::Level;
use report::visible;
use terms::{Currency, Explain, Message};

use super::run::status;
use super::{Head, known_models, launch, named_models};
use crate::fault::{Fault, Said};
use crate::files;
use crate::jobs::{Wish, Work};
use crate::page::{Page, Visit, day, html};
use crate::sheet::Sheet;

/// "At most 1 answer in 50 may get worse."
const MARGIN: u32 = 2;
/// Other forms tried when nothing else is said.
const FORMS: usize = 10;
/// Studies listed, and runs of each kind looked at for them.
const LISTED: usize = 20;
const LOOKED_AT: usize = 50;
/// Kinds of runs that are studies of one prompt.
pub const KINDS: [&str; 4] = ["optimise", "trim", "ablate", "vary"];

#[derive(Template)]
#[template(path = "improve.html")]
struct Improve {
    page: Page,
    head: Head,
    sound: bool,
    wrong: Vec<(String, Option<String>)>,
    suggested: Vec<String>,
    model: String,
    budget: String,
    currency: String,
    chosen: String,
    given: Vec<(String, String)>,
    past: Vec<Past>,
}

struct Past {
    run: String,
    day: String,
    kind: String,
    status: String,
    at: i64,
}

impl Improve {
    /// A field as it was sent, or what is proposed.
    fn given(&self, name: &str, proposed: &str) -> String {
        let sent = self.given.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        sent.unwrap_or_else(|| proposed.to_owned())
    }
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    html(&page(&visit, &name, Vec::new(), Vec::new()).await?)
}

async fn page(
    visit: &Visit,
    name: &str,
    given: Vec<(String, String)>,
    wrong: Vec<Said>,
) -> Result<Improve, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, name)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let sent = |name: &str| given.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    let locale = visit.locale();
    let settings = &project.settings.budget;
    let currency = settings.currency.unwrap_or(Currency::USD).code().to_owned();
    Ok(Improve {
        page: visit.page(""),
        head: Head::new(visit, &sheet, 6)?,
        sound: sheet.is_sound(),
        wrong: wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect(),
        suggested: known_models(&project, &sheet),
        model: sent("model")
            .or_else(|| named_models(&project, &sheet).into_iter().next())
            .unwrap_or_default(),
        budget: sent("budget").or_else(|| settings.per_run.clone()).unwrap_or_default(),
        currency: sent("currency").unwrap_or(currency),
        chosen: sent("do").unwrap_or_else(|| KINDS[0].to_owned()),
        past: past(visit, name).await?,
        given,
    })
}

/// The studies of a prompt, newest first.
async fn past(visit: &Visit, name: &str) -> Result<Vec<Past>, Fault> {
    let store = visit.app.store();
    let mut out = Vec::new();
    for kind in KINDS {
        let filter = RunFilter { kind: Some(kind.to_owned()), ..RunFilter::default() };
        for summary in store.runs(filter, None, LOOKED_AT).await?.runs {
            // the title of a plan begins with its prompts
            if !summary.title.starts_with(&format!("{name} ")) {
                continue;
            }
            out.push(Past {
                run: summary.id.to_string(),
                day: day(summary.started_ms),
                kind: visit.locale().say(kind_name(kind)),
                status: visit.locale().say(status(summary.status)),
                at: summary.started_ms,
            });
        }
    }
    out.sort_by_key(|past| std::cmp::Reverse(past.at));
    out.truncate(LISTED);
    Ok(out)
}

/// What people call a kind of study.
pub fn kind_name(kind: &str) -> &'static str {
    match kind {
        "trim" => "studio-trim",
        "ablate" => "studio-ablate",
        "vary" => "studio-vary",
        _ => "studio-optimise",
    }
}

pub async fn start(
    visit: Visit,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    // the file must be a prompt of this project before anything is planned
    let on_disk = files::read(&visit.app, &name)?;
    let given: Vec<(String, String)> =
        pairs.into_iter().map(|(key, value)| (key, value.trim().to_owned())).collect();
    match wanted(&visit, &on_disk.name, &given).await {
        Ok((wish, plan, work)) => {
            let job = visit.app.jobs.start(visit.app.engine.clone(), wish, plan, work);
            Ok(Redirect::to(&format!("/live/{}", job.id)).into_response())
        }
        Err(wrong) => {
            let page = html(&page(&visit, &name, given, wrong).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What the form asks for, planned.
pub async fn wanted(
    visit: &Visit,
    prompt: &str,
    given: &[(String, String)],
) -> Result<(Wish, engine::Plan, Work), Vec<Said>> {
    let field = |name: &str| given.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    let wrong = |key: &'static str| vec![Said { message: Message::new(key), place: None, hint: None }];
    let whole = |name: &str| match field(name) {
        "" => Ok(None),
        text => {
            text.parse::<u64>().ok().filter(|n| *n > 0).map(Some).ok_or_else(|| wrong("studio-wrong-count"))
        }
    };
    let work = match field("do") {
        "optimise" => Work::Optimise(whole("calls")?),
        "trim" => {
            let points: f64 = match field("margin") {
                "" => f64::from(MARGIN),
                text => text.replace(',', ".").parse().map_err(|_| wrong("studio-wrong-margin"))?,
            };
            if !(points > 0.0 && points < 100.0) {
                return Err(wrong("studio-wrong-margin"));
            }
            Work::Trim(points / 100.0)
        }
        "ablate" => Work::Ablate(match field("parts") {
            "blocks" => Level::Block,
            "phrases" => Level::Phrase,
            _ => Level::Sentence,
        }),
        "vary" => Work::Vary(whole("forms")?.map_or(FORMS, |forms| forms.min(100) as usize)),
        _ => return Err(wrong("studio-wrong-study")),
    };
    let wish = Wish {
        prompt: prompt.to_owned(),
        models: launch::models(field("model")).collect(),
        budget: Some(field("budget").to_owned()).filter(|amount| !amount.is_empty()),
        currency: field("currency").to_ascii_uppercase(),
        sent: given.to_vec(),
        ..Wish::default()
    };
    let mut plan = launch::plan(visit, &wish).await.map_err(|error| Said::all(&error))?;
    let kept: Result<(), EngineError> = plan.keep_arms(|arm| !arm.bare);
    kept.map_err(|error| Said::all(&error))?;
    if plan.arms.len() != 1 {
        let error = studies::StudyError::NotOne { arms: plan.arms.len() };
        return Err(vec![Said { message: error.message(), place: None, hint: error.hint() }]);
    }
    Ok((wish, plan, work))
}

/// A line for the eye: how the study is called.
pub fn shown(visit: &Visit, kind: &str) -> String {
    visible::one_line(&visit.locale().say(kind_name(kind))).into_owned()
}
