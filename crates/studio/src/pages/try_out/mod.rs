//! One case: what would be sent, and what one model or several answer, side by side.

pub mod stream;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use engine::{EngineError, Single, Stop};
use report::visible;
use serde::Deserialize;
use serde_json::{Map, Value};
use terms::{Case, ModelName, Part};

use super::weight::{self, Weight};
use super::{Head, known_models, launch, named_models};
use crate::fault::{Fault, Said};
use crate::files;
use crate::page::{Page, Visit, html};
use crate::sheet::Sheet;

/// Cases to choose from.
const LISTED: usize = 200;

#[derive(Deserialize)]
pub struct Chosen {
    case: Option<String>,
}

#[derive(Template)]
#[template(path = "try.html")]
pub struct TryOut {
    page: Page,
    head: Head,
    pub cases: Vec<(String, bool)>,
    pub case: String,
    fields: Vec<(String, String, bool)>,
    pub expect: Option<String>,
    pub messages: Vec<(String, String)>,
    weight: Weight,
    pub wrong: Vec<(String, Option<String>)>,
    models: Vec<String>,
    model: String,
    pub answers: Vec<AnswerView>,
}

/// What a model answered, or why it did not.
pub struct AnswerView {
    pub model: String,
    pub text: String,
    pub summary: String,
    pub notes: Vec<String>,
    pub wrong: Vec<(String, Option<String>)>,
}

/// Models asked at once.
const MODELS: usize = 6;

/// What was filled in.
#[derive(Default)]
pub struct Filled {
    pub case: Option<String>,
    pub model: Option<String>,
    pub values: Map<String, Value>,
    pub ask: bool,
    pub again: bool,
}

impl Filled {
    fn of(pairs: Vec<(String, String)>) -> Filled {
        let mut filled = Filled::default();
        for (key, value) in pairs {
            match key.as_str() {
                "case" => filled.case = Some(value),
                "model" => filled.model = Some(value),
                "do" => filled.ask = value == "ask",
                "again" => filled.again = true,
                other => {
                    if let Some(input) = other.strip_prefix("value.") {
                        filled.values.insert(input.to_owned(), Value::String(value.replace("\r\n", "\n")));
                    }
                }
            }
        }
        filled
    }
}

pub async fn show(
    visit: Visit,
    Path(name): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Html<String>, Fault> {
    html(&page(&visit, &name, Filled { case: chosen.case, ..Filled::default() }).await?)
}

pub async fn ask(
    visit: Visit,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let page = page(&visit, &name, Filled::of(pairs)).await?;
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, html(&page)?).into_response())
}

pub async fn page(visit: &Visit, name: &str, filled: Filled) -> Result<TryOut, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, name)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let locale = visit.locale();
    let model = filled.model.clone().unwrap_or_default();
    let mut view = TryOut {
        page: visit.page(""),
        head: Head::new(visit, &sheet, 4)?,
        cases: Vec::new(),
        case: String::new(),
        fields: Vec::new(),
        expect: None,
        messages: Vec::new(),
        weight: Weight::default(),
        wrong: Vec::new(),
        models: known_models(&project, &sheet),
        model,
        answers: Vec::new(),
    };
    if view.model.is_empty() {
        view.model = named_models(&project, &sheet).first().cloned().unwrap_or_default();
    }
    let wrong = |said: &[Said]| said.iter().map(|s| (s.text(locale), s.advice(locale))).collect::<Vec<_>>();
    let loaded = match &sheet.loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            view.wrong = wrong(&Said::all(error));
            return Ok(view);
        }
    };
    let chosen = match cases(loaded, filled.case.as_deref()) {
        Ok((ids, chosen)) => {
            view.case = chosen.as_ref().map(|c| c.id.clone()).unwrap_or_default();
            view.cases = ids.into_iter().map(|id| (id == view.case, id)).map(|(on, id)| (id, on)).collect();
            chosen
        }
        // values can be written by hand
        Err(EngineError::NoCases { .. }) => None,
        Err(error) => {
            view.wrong = wrong(&Said::all(&error));
            None
        }
    };
    let mut values = values(chosen.as_ref(), filled.values);
    view.expect = chosen.and_then(|case| case.expect.get("").map(|text| visible::lines(text).into_owned()));
    for input in loaded.compiled.inputs() {
        let text = values.get(&input.name).map(plain).unwrap_or_default();
        let long = text.len() > 60
            || text.contains('\n')
            || !matches!(input.kind, prompt::Type::Number | prompt::Type::Integer | prompt::Type::Boolean);
        view.fields.push((input.name.clone(), text, long));
    }
    // an empty field is an absent value
    values.retain(|_, value| value.as_str() != Some(""));
    match loaded.compiled.render(&values) {
        Ok(rendered) => {
            let text = |message: &terms::ChatMessage| -> String {
                let part = |part: &Part| match part {
                    Part::Text { text } => visible::lines(text).into_owned(),
                    Part::Image { .. } => locale.say("cli-picture"),
                };
                message.parts.iter().map(part).collect()
            };
            view.weight = weight::of(visit, &project, &sheet, &rendered.messages, None);
            view.messages = rendered.messages.iter().map(|m| (m.role.name().to_owned(), text(m))).collect();
        }
        // nothing was filled in yet: that is no mistake
        Err(_) if values.is_empty() && !filled.ask => {}
        Err(error) => view.wrong.extend(wrong(&[Said::of(&error)])),
    }
    if filled.ask && view.wrong.is_empty() {
        let named: Vec<String> =
            launch::models(filled.model.as_deref().unwrap_or_default()).take(MODELS).collect();
        // none named: the prompt's own
        let models = if named.is_empty() { vec![None] } else { named.into_iter().map(Some).collect() };
        let again = filled.again;
        let asked = models.into_iter().map(|model| {
            let values = values.clone();
            async move {
                let name = model.clone().unwrap_or_default();
                (name, answer(visit, loaded, values, model, again, |_: &str| {}, Stop::default()).await)
            }
        });
        for (model, answered) in futures_util::future::join_all(asked).await {
            let view_of = match answered {
                Ok(answered) => viewed(visit, model, &answered),
                Err(error) => AnswerView {
                    model,
                    text: String::new(),
                    summary: String::new(),
                    notes: Vec::new(),
                    wrong: wrong(&Said::all(&error)),
                },
            };
            view.answers.push(view_of);
        }
        // one model that cannot be asked is what is wrong with the form
        if let [AnswerView { wrong, .. }] = view.answers.as_mut_slice() {
            view.wrong = std::mem::take(wrong);
        }
        if !view.wrong.is_empty() {
            view.answers.clear();
        }
    }
    Ok(view)
}

/// The values of a case, with those that were filled in over them.
fn values(case: Option<&Case>, given: Map<String, Value>) -> Map<String, Value> {
    let mut values = case.map(|case| case.values.clone()).unwrap_or_default();
    for (input, given) in given {
        // a value of the case that was left as it is keeps its type
        if values.get(&input).map(plain).as_deref() != given.as_str() {
            values.insert(input, given);
        }
    }
    values
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The first ids, and the case asked for (the first one when none is).
pub fn cases(
    loaded: &engine::plan::Loaded,
    wanted: Option<&str>,
) -> Result<(Vec<String>, Option<Case>), EngineError> {
    let mut ids = Vec::new();
    let mut chosen = None;
    for file in engine::plan::cases_beside(loaded)? {
        let opened = table::open_cases(&file, &table::CaseOptions::default()).map_err(EngineError::below)?;
        for case in opened {
            let case = case.map_err(EngineError::below)?;
            if ids.len() < LISTED {
                ids.push(case.id.clone());
            }
            if chosen.is_none() && wanted.is_none_or(|id| id == case.id) {
                chosen = Some(case);
            }
            if ids.len() >= LISTED && chosen.is_some() {
                return Ok((ids, chosen));
            }
        }
    }
    Ok((ids, chosen))
}

/// Asks in a task of its own: a browser that goes away leaves no call half recorded.
async fn answer(
    visit: &Visit,
    loaded: &engine::plan::Loaded,
    values: Map<String, Value>,
    model: Option<String>,
    again: bool,
    mut on_text: impl FnMut(&str) + Send + 'static,
    stop: Stop,
) -> Result<engine::Answer, EngineError> {
    let project = visit.app.project()?;
    let model = model.filter(|m| !m.trim().is_empty());
    let parse =
        |given: String| given.trim().parse::<ModelName>().map_err(|_| EngineError::ModelName { given });
    let arm = engine::plan::single_arm(&project, loaded, model.map(parse).transpose()?, &visit.app.env)?;
    let engine = visit.app.engine.clone();
    let asked = tokio::spawn(async move {
        let question = Single { arm: &arm, values: &values, again };
        engine.single(question, &stop, &mut on_text, &|_| {}).await
    });
    asked.await.map_err(|_| EngineError::Bug { what: "single" })?
}

/// An answer as it is shown.
fn viewed(visit: &Visit, model: String, answer: &engine::Answer) -> AnswerView {
    let (usage, cost) = (answer.reply.usage.as_ref(), answer.cost.as_ref());
    let took = report::answer::took(visit.locale(), answer.reused, &answer.timing, usage, cost);
    AnswerView {
        model,
        text: visible::lines(&answer.reply.text).into_owned(),
        summary: took.join(" · "),
        notes: answer.notes.iter().map(|note| visit.text(note)).collect(),
        wrong: Vec::new(),
    }
}
