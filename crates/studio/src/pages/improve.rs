//! Improving a prompt: four questions that are answered with calls, each within a budget.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use engine::EngineError;
use engine::plan::Arm;
use ledger::RunFilter;
use prompt::tree::Level;
use report::visible;
use studies::StudyError;
use studies::on_plan::{By, OptimiseAsk, Parts, TrimAsk, proposer};
use studies::optimise::Rule;
use terms::Currency;

use super::launch::{Sent, wrong};
use super::run::status;
use super::{Head, known_models, launch, named_models};
use crate::fault::{Fault, Said};
use crate::files;
use crate::jobs::{Wish, Work};
use crate::page::{Page, Visit, day, html};
use crate::sheet::Sheet;

/// "At most 1 answer in 50 may get worse."
const MARGIN: f64 = 0.02;
/// Other forms tried when nothing else is said.
const FORMS: usize = 10;
/// Other forms over which a score may be the mean, other orders that may be tried: enough for anybody.
const MANY: usize = 100;
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
    sent: Sent,
    past: Vec<Past>,
}

/// A study that was made.
pub struct Past {
    pub run: String,
    pub day: String,
    pub kind: String,
    pub status: String,
    at: i64,
}

impl Improve {
    /// A field as it was sent, or what is proposed.
    fn given(&self, name: &str, proposed: &str) -> String {
        self.sent.get(name).unwrap_or(proposed).to_owned()
    }

    /// Whether a choice is the one that was sent; the first when none was.
    fn is_on(&self, name: &str, value: &str, first: bool) -> bool {
        self.sent.get(name).map_or(first, |sent| sent == value)
    }

    /// Whether one of these fields was filled in.
    fn is_given(&self, names: &[&str]) -> bool {
        names.iter().any(|name| !self.sent.text(name).is_empty())
    }
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    html(&page(&visit, &name, Sent::default(), Vec::new()).await?)
}

async fn page(visit: &Visit, name: &str, sent: Sent, wrong: Vec<Said>) -> Result<Improve, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, name)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let given = |name: &str| sent.get(name).map(str::to_owned);
    let locale = visit.locale();
    let settings = &project.settings.budget;
    let currency = settings.currency.unwrap_or(Currency::USD).code().to_owned();
    Ok(Improve {
        page: visit.page(""),
        head: Head::new(visit, &sheet, 6)?,
        sound: sheet.is_sound(),
        wrong: wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect(),
        suggested: known_models(&project, &sheet),
        model: given("model")
            .or_else(|| named_models(&project, &sheet).into_iter().next())
            .unwrap_or_default(),
        budget: given("budget").or_else(|| settings.per_run.clone()).unwrap_or_default(),
        currency: given("currency").unwrap_or(currency),
        chosen: given("do").unwrap_or_else(|| KINDS[0].to_owned()),
        past: past(visit, &on_disk.name, &KINDS).await?,
        sent,
    })
}

/// The studies of a prompt, of these kinds, newest first.
pub async fn past(visit: &Visit, name: &str, kinds: &[&'static str]) -> Result<Vec<Past>, Fault> {
    let store = visit.app.store();
    let mut out = Vec::new();
    for kind in kinds {
        let filter = RunFilter { kind: Some((*kind).to_owned()), ..RunFilter::default() };
        for summary in store.runs(filter, None, LOOKED_AT).await?.runs {
            // the title of a plan begins with its prompts
            let rest = summary.title.strip_prefix(name);
            if !rest.is_some_and(|rest| rest.starts_with([' ', ','])) {
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
        "compare" => "studio-until-sure",
        "race" => "studio-race",
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
    let sent = Sent::new(pairs);
    match wanted(&visit, &on_disk.name, &sent).await {
        Ok((wish, plan, work)) => Ok(launch::started(&visit, wish, plan, work)),
        Err(wrong) => {
            let page = html(&page(&visit, &name, sent, wrong).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What the form asks for, planned.
pub async fn wanted(
    visit: &Visit,
    prompt: &str,
    sent: &Sent,
) -> Result<(Wish, engine::Plan, Work), Vec<Said>> {
    let many = |n: Option<u64>| n.map_or(0, |n| usize::try_from(n).map_or(MANY, |n| n.min(MANY)));
    let work = match sent.text("do") {
        "optimise" => Work::Optimise(Box::new(OptimiseAsk {
            calls: sent.count("calls")?,
            proposer: writer(visit, sent.text("proposer"))?,
            letters: sent.count("letters")?,
            rule: match sent.text("rule") {
                "" => Rule::default(),
                "gate" => Rule::Gate,
                "halving" => Rule::Halving,
                _ => return Err(wrong("studio-wrong-study")),
            },
            forms: many(sent.count("mean-forms")?),
        })),
        "trim" => Work::Trim(Box::new(TrimAsk {
            margin: sent.points("margin")?.unwrap_or(MARGIN),
            proposer: writer(visit, sent.text("trim-proposer"))?,
            letters: sent.count("trim-letters")?,
        })),
        "ablate" => Work::Ablate(Parts {
            level: match sent.text("parts") {
                "blocks" => Level::Block,
                "items" => Level::Item,
                "phrases" => Level::Phrase,
                _ => Level::Sentence,
            },
            by: if sent.text("by") == "shapley" { By::Shapley } else { By::LeaveOneOut },
            orders: many(sent.count("orders")?),
        }),
        "vary" => Work::Vary(sent.count("forms")?.map_or(FORMS, |forms| many(Some(forms)))),
        _ => return Err(wrong("studio-wrong-study")),
    };
    let wish = sent.wish(prompt)?;
    let mut plan = launch::plan(visit, &wish).await.map_err(|error| Said::all(&error))?;
    let kept: Result<(), EngineError> = plan.keep_arms(|arm| !arm.bare);
    kept.map_err(|error| Said::all(&error))?;
    if plan.arms.len() != 1 {
        return Err(vec![Said::of(&StudyError::NotOne { arms: plan.arms.len() })]);
    }
    Ok((wish, plan, work))
}

/// The model that writes versions, when one is named.
fn writer(visit: &Visit, model: &str) -> Result<Option<Arm>, Vec<Said>> {
    if model.is_empty() {
        return Ok(None);
    }
    let named = model.parse().map_err(|_| EngineError::ModelName { given: model.to_owned() });
    let arm = named.and_then(|model| proposer(&visit.app.project()?, model, &visit.app.env));
    arm.map(Some).map_err(|error| Said::all(&error))
}

/// A line for the eye: how the study is called.
pub fn shown(visit: &Visit, kind: &str) -> String {
    visible::one_line(&visit.locale().say(kind_name(kind))).into_owned()
}
