//! A new prompt by a short interview: its kind, its goal, what comes in and out, the rules, the first cases.

use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use brief::{Brief, KINDS, Shape, TaskKind, Wanted, input_name, slug};
use engine::plan::ENDING;
use serde::Deserialize;
use table::{Format, Grid};
use terms::Message;

use crate::fault::{Fault, Said};
use crate::files;
use crate::page::{Page, Visit, encoded, html};

#[derive(Deserialize)]
pub struct Chosen {
    kind: Option<String>,
}

#[derive(Template)]
#[template(path = "new.html")]
struct Kinds {
    page: Page,
    kinds: Vec<KindView>,
}

#[derive(Template)]
#[template(path = "interview.html")]
struct Interview {
    page: Page,
    kind: KindView,
    shape: &'static str,
    answers: Answers,
    wrong: Vec<String>,
}

struct KindView {
    name: &'static str,
    label: String,
    what: String,
}

impl KindView {
    fn of(visit: &Visit, kind: &TaskKind) -> KindView {
        let locale = visit.locale();
        KindView { name: kind.name, label: locale.say(kind.label), what: locale.say(kind.what) }
    }
}

/// The form as it was filled in.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Answers {
    pub kind: String,
    title: String,
    task: String,
    audience: String,
    inputs: String,
    labels: String,
    fields: String,
    words: String,
    language: String,
    constraints: String,
    sensitivity: String,
    cases: String,
}

pub async fn show(visit: Visit, Query(chosen): Query<Chosen>) -> Result<Html<String>, Fault> {
    let Some(kind) = chosen.kind.as_deref().and_then(TaskKind::named) else {
        let kinds = KINDS.iter().map(|kind| KindView::of(&visit, kind)).collect();
        return html(&Kinds { page: visit.page("/"), kinds });
    };
    let locale = visit.locale();
    let answers =
        Answers { inputs: locale.say(kind.input), constraints: locale.say(kind.rule), ..Answers::default() };
    html(&interview(&visit, kind, answers, Vec::new()))
}

pub async fn write(visit: Visit, Form(answers): Form<Answers>) -> Result<Response, Fault> {
    let kind = TaskKind::named(&answers.kind).ok_or_else(|| Fault::missing("studio-no-page"))?;
    match made(&visit, kind, &answers) {
        Ok(name) => Ok(Redirect::to(&format!("/cases/{}?done=new", encoded(&name))).into_response()),
        Err(wrong) => {
            let wrong = wrong.iter().map(|said| said.text(visit.locale())).collect();
            let page = html(&interview(&visit, kind, answers, wrong))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Writes what the answers describe; gives the prompt's name, or everything that is missing.
pub fn made(visit: &Visit, kind: &TaskKind, answers: &Answers) -> Result<String, Vec<Said>> {
    let (brief, cases) = brief(visit, kind, answers)?;
    save(visit, &brief, &cases)
}

fn interview(visit: &Visit, kind: &TaskKind, answers: Answers, wrong: Vec<String>) -> Interview {
    let shape = match kind.output {
        Shape::Text => "text",
        Shape::Labels => "labels",
        Shape::Number => "number",
        Shape::Json => "json",
    };
    Interview { page: visit.page("/"), kind: KindView::of(visit, kind), shape, answers, wrong }
}

/// The brief and its cases, or everything that is missing.
fn brief(visit: &Visit, kind: &TaskKind, answers: &Answers) -> Result<(Brief, Grid), Vec<Said>> {
    let mut wrong = Vec::new();
    let mut need = |there: bool, key: &'static str| {
        if !there {
            wrong.push(Said { message: Message::new(key), place: None, hint: None });
        }
    };
    let inputs: Vec<String> =
        list(&answers.inputs).iter().map(|name| input_name(name)).filter(|name| !name.is_empty()).collect();
    need(!slug(&answers.title).is_empty(), "studio-need-title");
    need(!answers.task.trim().is_empty(), "studio-need-task");
    need(!inputs.is_empty(), "studio-need-inputs");
    let output = match kind.output {
        Shape::Number => Wanted::Number,
        Shape::Labels => {
            let labels = list(&answers.labels);
            need(labels.len() > 1, "studio-need-labels");
            Wanted::Labels(labels)
        }
        Shape::Json => {
            let fields = list(&answers.fields);
            need(fields.iter().any(|field| !input_name(field).is_empty()), "studio-need-fields");
            Wanted::Json(fields)
        }
        Shape::Text => {
            let words = answers.words.trim();
            let most_words = words.parse().ok().filter(|most: &u32| *most > 0);
            need(words.is_empty() || most_words.is_some(), "studio-need-words");
            let language =
                Some(answers.language.clone()).filter(|code| ["fr", "en"].contains(&code.as_str()));
            Wanted::Text { most_words, language }
        }
    };
    let mut cases = Grid::new(inputs.iter().cloned().chain(["expect".to_owned()]).collect());
    match pasted(&answers.cases) {
        Some(Ok(grid)) => drop(cases.paste(&grid)),
        Some(Err(error)) => wrong.push(Said::of(&error)),
        None => {}
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let sensitivity = match answers.sensitivity.as_str() {
        "personal" => visit.locale().say("studio-sensitive-personal"),
        "secret" => visit.locale().say("studio-sensitive-secret"),
        _ => String::new(),
    };
    let width = inputs.len() + 1;
    let rows = cases.rows().iter().map(|row| row.iter().take(width).cloned().collect());
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let brief = Brief {
        title: one_line(&answers.title),
        task: one_line(&answers.task),
        audience: one_line(&answers.audience),
        inputs,
        output,
        constraints: lines(&answers.constraints),
        sensitivity,
        cases: rows.collect(),
    };
    Ok((brief, cases))
}

/// Writes the files, none over another, and gives the prompt's name.
fn save(visit: &Visit, brief: &Brief, cases: &Grid) -> Result<String, Vec<Said>> {
    let stem = slug(&brief.title);
    let name = format!("{stem}{ENDING}");
    let (file, errors) = prompt::parse(&name, &brief.prompt(visit.locale()));
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| Said::of(error)).collect());
    }
    let mut texts = vec![(name.clone(), prompt::format(&file)), (format!("{stem}.cases.csv"), cases.text())];
    texts.extend(brief.suite(&name).map(|suite| (format!("{stem}.suite.yaml"), suite)));
    for (file, _) in &texts {
        if visit.app.root.join(file).exists() {
            let taken = Message::new("cli-new-exists").with("file", file.as_str());
            return Err(vec![Said { message: taken, place: None, hint: None }]);
        }
    }
    for (file, text) in &texts {
        files::create(&visit.app, file, text).map_err(Fault::said)?;
    }
    Ok(name)
}

/// A table as a spreadsheet puts it on the clipboard, or as csv.
pub fn pasted(text: &str) -> Option<Result<Grid, table::TableError>> {
    let text = text.trim_matches(['\r', '\n']);
    let format = if text.contains('\t') { Format::Tsv } else { Format::Csv };
    (!text.trim().is_empty()).then(|| Grid::read("pasted", format, text.as_bytes().to_vec()))
}

fn list(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '\n']).map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}
