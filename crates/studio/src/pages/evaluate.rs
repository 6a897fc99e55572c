//! Launching an evaluation: on which models, how often, for how much money; first what it may cost.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use terms::Currency;

use super::launch::Sent;
use super::{Head, Score, distinct, known_models, launch, named_models, score, tried};
use crate::fault::{Fault, Said};
use crate::files;
use crate::page::{Page, Visit, day, html};
use crate::sheet::Sheet;

#[derive(Template)]
#[template(path = "evaluate.html")]
struct Evaluate {
    page: Page,
    head: Head,
    sound: bool,
    wrong: Vec<(String, Option<String>)>,
    models: Vec<(String, bool)>,
    suggested: Vec<String>,
    others: String,
    repeats: String,
    budget: String,
    currency: String,
    sent: Sent,
    past: Vec<Past>,
}

struct Past {
    run: String,
    day: String,
    current: bool,
    scores: Vec<Score>,
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    html(&page(&visit, &name, Sent::default(), Vec::new()).await?)
}

async fn page(visit: &Visit, name: &str, sent: Sent, wrong: Vec<Said>) -> Result<Evaluate, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, name)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let suggested = known_models(&project, &sheet);
    let named = named_models(&project, &sheet);
    let sheets = [sheet];
    let tried = tried(visit, &sheets, 10).await?.pop().unwrap_or_default();
    let before = tried.iter().flat_map(|each| each.arms().map(|arm| arm.model.clone()));
    let known = distinct(named.into_iter().chain(before));
    let asked = sent.models();
    let first = sent.0.is_empty();
    let chosen = |model: &String| if first { known.first() == Some(model) } else { asked.contains(model) };
    let others: Vec<String> = asked.iter().filter(|model| !known.contains(model)).cloned().collect();
    let mut past = Vec::new();
    for each in &tried {
        past.push(Past {
            run: each.run.to_string(),
            day: day(each.started_ms),
            current: each.current,
            scores: each.arms().map(|arm| score(visit, each, arm)).collect::<Result<_, _>>()?,
        });
    }
    let locale = visit.locale();
    let defaults = &project.settings;
    let given = |name: &str, set: Option<String>, proposed: &str| {
        sent.get(name).map(str::to_owned).or(set).unwrap_or_else(|| proposed.to_owned())
    };
    Ok(Evaluate {
        page: visit.page(""),
        head: Head::new(visit, &sheets[0], 5)?,
        sound: sheets[0].is_sound(),
        wrong: wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect(),
        models: known.iter().map(|model| (model.clone(), chosen(model))).collect(),
        suggested,
        others: others.join(", "),
        repeats: given("repeats", defaults.defaults.repeats.map(|n| n.to_string()), "1"),
        budget: given("budget", defaults.budget.per_run.clone(), ""),
        currency: given("currency", None, defaults.budget.currency.unwrap_or(Currency::USD).code()),
        sent,
        past,
    })
}

pub async fn start(
    visit: Visit,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    // the file must be a prompt of this project before anything is planned
    let on_disk = files::read(&visit.app, &name)?;
    let sent = Sent::new(pairs);
    let planned = match sent.evaluation(&on_disk.name) {
        Ok(wish) => launch::plan(&visit, &wish).await.map(|plan| (wish, plan)).map_err(|e| Said::all(&e)),
        Err(wrong) => Err(wrong),
    };
    match planned {
        Ok((wish, plan)) => Ok(launch::started(&visit, wish, plan, sent.evaluate_or_estimate())),
        Err(wrong) => {
            let page = html(&page(&visit, &name, sent, wrong).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
