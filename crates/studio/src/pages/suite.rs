//! A suite: several prompts, models or factors on the same cases, as its file says; asked as it stands.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use engine::Plan;
use report::visible;
use terms::Currency;

use super::launch::{self, Sent};
use crate::fault::{Fault, Said};
use crate::files;
use crate::jobs::Wish;
use crate::page::{Page, Visit, encoded, html};

#[derive(Template)]
#[template(path = "suite.html")]
struct Suite {
    page: Page,
    name: String,
    path: String,
    text: String,
    wrong: Vec<(String, Option<String>)>,
    /// What it asks, when it can be planned: prompt, model, what else distinguishes it.
    arms: Vec<ArmLine>,
    cases: String,
    notes: Vec<String>,
    budget: String,
    currency: String,
    sent: Sent,
}

/// An arm of a suite, in words.
pub struct ArmLine {
    pub prompt: String,
    /// Whether it is the bare request.
    pub bare: bool,
    pub model: String,
    pub variant: String,
}

impl ArmLine {
    pub fn all(plan: &Plan) -> Vec<ArmLine> {
        let line = |arm: &engine::plan::Arm| ArmLine {
            prompt: visible::excerpt(&arm.name, 120),
            bare: arm.bare,
            model: visible::excerpt(&arm.target.model.to_string(), 120),
            variant: arm.variant.as_deref().map_or_else(String::new, |v| visible::excerpt(v, 120)),
        };
        plan.arms.iter().map(line).collect()
    }
}

/// A suite as its file says it, and what it plans.
pub struct Read {
    pub text: String,
    pub plan: Result<Plan, Vec<Said>>,
}

/// Reads a suite of the project.
pub async fn read(visit: &Visit, name: &str) -> Result<Read, Fault> {
    let path = files::suite(&visit.app, name)?;
    let text = std::fs::read_to_string(path).map_err(|cause| Fault::file(name, &cause))?;
    let wish = Wish { prompt: name.to_owned(), suite: true, ..Wish::default() };
    let plan = launch::plan(visit, &wish).await.map_err(|error| Said::all(&error));
    Ok(Read { text, plan })
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    html(&page(&visit, &name, Sent::default(), Vec::new()).await?)
}

async fn page(visit: &Visit, name: &str, sent: Sent, wrong: Vec<Said>) -> Result<Suite, Fault> {
    let project = visit.app.project()?;
    let Read { text, plan } = read(visit, name).await?;
    let locale = visit.locale();
    let settings = &project.settings.budget;
    let currency = settings.currency.unwrap_or(Currency::USD).code().to_owned();
    let unsound = plan.as_ref().err().cloned().unwrap_or_default();
    // what is wrong with the suite itself is said once
    let wrong = if unsound.is_empty() { wrong } else { unsound };
    let plan = plan.ok();
    Ok(Suite {
        page: visit.page(""),
        name: visible::excerpt(name, 200),
        path: encoded(name),
        text: visible::lines(&text).into_owned(),
        wrong: wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect(),
        arms: plan.as_ref().map(ArmLine::all).unwrap_or_default(),
        cases: plan.as_ref().map_or_else(String::new, |plan| visible::excerpt(&plan.cases.name(), 200)),
        notes: plan.iter().flat_map(|plan| &plan.notes).map(|note| visit.text(note)).collect(),
        budget: sent.get("budget").map(str::to_owned).unwrap_or_default(),
        currency: sent.get("currency").map_or(currency, str::to_owned),
        sent,
    })
}

pub async fn start(
    visit: Visit,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let sent = Sent::new(pairs);
    match wanted(&visit, &name, &sent).await? {
        Ok((wish, plan)) => Ok(launch::started(&visit, wish, plan, sent.evaluate_or_estimate())),
        Err(wrong) => {
            let page = html(&page(&visit, &name, sent, wrong).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What the form asks for, planned; a fault when there is no such suite.
pub async fn wanted(
    visit: &Visit,
    name: &str,
    sent: &Sent,
) -> Result<Result<(Wish, Plan), Vec<Said>>, Fault> {
    files::suite(&visit.app, name)?;
    let wish = match sent.evaluation(name) {
        Ok(wish) => Wish { suite: true, ..wish },
        Err(wrong) => return Ok(Err(wrong)),
    };
    let planned = launch::plan(visit, &wish).await;
    Ok(planned.map(|plan| (wish, plan)).map_err(|error| Said::all(&error)))
}
