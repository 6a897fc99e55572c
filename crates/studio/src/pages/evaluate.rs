//! Launching an evaluation: on which models, how often, for how much money; first what it may cost.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use terms::{Currency, Message};

use super::{Head, Score, distinct, known_models, launch, named_models, score, tried};
use crate::fault::{Fault, Said};
use crate::files;
use crate::jobs::{Wish, Work};
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
    past: Vec<Past>,
}

struct Past {
    run: String,
    day: String,
    current: bool,
    scores: Vec<Score>,
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    html(&page(&visit, &name, None, Vec::new()).await?)
}

async fn page(visit: &Visit, name: &str, wish: Option<&Wish>, wrong: Vec<Said>) -> Result<Evaluate, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, name)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let suggested = known_models(&project, &sheet);
    let named = named_models(&project, &sheet);
    let sheets = [sheet];
    let tried = tried(visit, &sheets, 10).await?.pop().unwrap_or_default();
    let before = tried.iter().flat_map(|each| each.arms().map(|arm| arm.model.clone()));
    let known = distinct(named.into_iter().chain(before));
    let chosen = |model: &String| wish.map_or(known.first() == Some(model), |w| w.models.contains(model));
    let others: Vec<String> =
        wish.into_iter().flat_map(|w| &w.models).filter(|m| !known.contains(m)).cloned().collect();
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
    Ok(Evaluate {
        page: visit.page(""),
        head: Head::new(visit, &sheets[0], 5)?,
        sound: sheets[0].is_sound(),
        wrong: wrong.iter().map(|said| (said.text(locale), said.advice(locale))).collect(),
        models: known.iter().map(|model| (model.clone(), chosen(model))).collect(),
        suggested,
        others: others.join(", "),
        repeats: wish
            .map_or(defaults.defaults.repeats, |w| w.repeats)
            .map_or_else(|| "1".to_owned(), |n| n.to_string()),
        budget: wish.map_or(defaults.budget.per_run.clone(), |w| w.budget.clone()).unwrap_or_default(),
        currency: wish.map_or_else(
            || defaults.budget.currency.unwrap_or(Currency::USD).code().to_owned(),
            |w| w.currency.clone(),
        ),
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
    let mut wish = Wish { prompt: on_disk.name, ..Wish::default() };
    let mut estimate = false;
    let mut wrong = Vec::new();
    for (key, value) in pairs {
        let value = value.trim();
        match key.as_str() {
            "model" => wish.models.extend(launch::models(value)),
            "repeats" if !value.is_empty() => match value.parse().ok().filter(|n| (1..=100).contains(n)) {
                Some(repeats) => wish.repeats = Some(repeats),
                None => wrong.push(Said {
                    message: Message::new("studio-wrong-repeats"),
                    place: None,
                    hint: None,
                }),
            },
            "budget" if !value.is_empty() => wish.budget = Some(value.to_owned()),
            "currency" => wish.currency = value.to_ascii_uppercase(),
            "do" => estimate = value == "estimate",
            _ => {}
        }
    }
    wish.models.dedup();
    let planned = match wrong.is_empty() {
        true => launch::plan(&visit, &wish).await.map_err(|error| Said::all(&error)),
        false => Err(wrong),
    };
    match planned {
        Ok(plan) => {
            let work = if estimate { Work::Estimate } else { Work::Evaluate };
            let job = visit.app.jobs.start(visit.app.engine.clone(), wish, plan, work);
            Ok(Redirect::to(&format!("/live/{}", job.id)).into_response())
        }
        Err(wrong) => {
            let page = html(&page(&visit, &name, Some(&wish), wrong).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
