//! Prompts: listed, read, written, their versions.

use axum::Json;
use axum::http::StatusCode;
use engine::library::Tried;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use terms::Message;
use utoipa::ToSchema;

use super::branches::{Branch, Origin};
use super::{Body, Of, Pairs, Written, Wrong};
use crate::fault::Fault;
use crate::page::Visit;
use crate::pages::home::Search;
use crate::pages::{self, edit, import as imported, new, versions as kept};
use crate::sheet::{Problem, Sheet};
use crate::versions::Mark;
use crate::{files, versions as store};

/// A prompt of the project.
#[derive(Serialize, ToSchema)]
pub struct PromptLine {
    name: String,
    title: String,
    task: Option<String>,
    tags: Vec<String>,
    /// Whether it can be used.
    sound: bool,
    /// Its newest evaluation.
    newest: Option<Evaluated>,
}

/// An evaluation of a prompt.
#[derive(Serialize, ToSchema)]
pub struct Evaluated {
    run: String,
    /// Milliseconds since the Unix epoch.
    started_ms: i64,
    /// Whether it was of the text as it is now.
    current: bool,
    /// Its arms, as in `docs/evaluation.schema.json`.
    #[schema(value_type = Vec<Object>)]
    arms: Vec<Value>,
    /// What failed, the same.
    #[schema(value_type = Vec<Object>)]
    flaws: Vec<Value>,
}

impl Evaluated {
    pub fn of(tried: &Tried) -> Evaluated {
        let own = |arm: u32| tried.arms().any(|each| each.arm == arm);
        let flaws = tried.evaluation.flaws.iter().filter(|flaw| own(flaw.arm));
        Evaluated {
            run: tried.run.to_string(),
            started_ms: tried.started_ms,
            current: tried.current,
            arms: tried.arms().filter_map(|arm| serde_json::to_value(arm).ok()).collect(),
            flaws: flaws.filter_map(|flaw| serde_json::to_value(flaw).ok()).collect(),
        }
    }
}

/// The prompts of the project.
#[utoipa::path(get, path = "/api/prompts", tag = "prompts", params(Search), responses(
    (status = 200, body = Vec<PromptLine>)))]
pub async fn list(visit: Visit, Pairs(search): Pairs<Search>) -> Result<Json<Vec<PromptLine>>, Fault> {
    let project = visit.app.project()?;
    let mut sheets = pages::sheets(&visit, &project);
    sheets.retain(|sheet| search.finds(sheet));
    let tried = pages::tried(&visit, &sheets, 1).await?;
    let line = |(sheet, tried): (&Sheet, &Vec<Tried>)| PromptLine {
        name: sheet.file.name().to_owned(),
        title: sheet.title(),
        task: sheet.file.meta().task.clone(),
        tags: sheet.file.meta().tags.clone(),
        sound: sheet.is_sound(),
        newest: tried.first().map(Evaluated::of),
    };
    Ok(Json(sheets.iter().zip(&tried).map(line).collect()))
}

/// A text that becomes a prompt.
#[derive(Deserialize, ToSchema)]
pub struct Text {
    text: String,
    #[serde(default)]
    title: String,
}

/// Writes a text into a prompt of its own; nothing is written over.
#[utoipa::path(post, path = "/api/prompts", tag = "prompts", request_body = Text, responses(
    (status = 201, body = Written), (status = 422, body = Wrong)))]
pub async fn import(visit: Visit, Body(given): Body<Text>) -> Result<(StatusCode, Json<Written>), Fault> {
    let saved = imported::save(&visit, given.title.trim(), &given.text.replace("\r\n", "\n"), None);
    let name = saved.map_err(Fault::refused)?;
    Ok((StatusCode::CREATED, Json(Written::read(&visit, &name)?)))
}

/// A problem the parser sees.
#[derive(Serialize, ToSchema)]
pub struct ProblemLine {
    /// 1-based.
    line: Option<u32>,
    /// 1-based, in characters.
    column: Option<u32>,
    text: String,
    advice: Option<String>,
    /// Odd, but it works.
    warning: bool,
}

impl ProblemLine {
    fn all(problems: Vec<Problem>) -> Vec<ProblemLine> {
        let line = |p: Problem| {
            let Problem { line, column, text, advice, warning } = p;
            ProblemLine { line, column, text, advice, warning }
        };
        problems.into_iter().map(line).collect()
    }
}

/// An input of a prompt.
#[derive(Serialize, ToSchema)]
pub struct Input {
    name: String,
    kind: String,
    need: String,
    about: String,
}

/// A prompt as it is.
#[derive(Serialize, ToSchema)]
pub struct Prompt {
    name: String,
    title: String,
    task: Option<String>,
    audience: Option<String>,
    constraints: Vec<String>,
    inputs: Vec<Input>,
    output: String,
    problems: Vec<ProblemLine>,
    /// Hash of its canonical form; none while it cannot be used.
    version: Option<String>,
    /// What it is, when it is a branch of another.
    branch: Option<Branch>,
    text: String,
    stamp: String,
}

/// A prompt with its text.
#[utoipa::path(get, path = "/api/prompt", tag = "prompts", params(Of), responses(
    (status = 200, body = Prompt), (status = 404, body = Wrong)))]
pub async fn read(visit: Visit, Pairs(of): Pairs<Of>) -> Result<Json<Prompt>, Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    let project = visit.app.project()?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let locale = visit.locale();
    let meta = sheet.file.meta();
    let input =
        |i: crate::sheet::InputView| Input { name: i.name, kind: i.kind, need: i.need, about: i.about };
    Ok(Json(Prompt {
        title: sheet.title(),
        task: meta.task.clone(),
        audience: meta.audience.clone(),
        constraints: meta.constraints.clone(),
        inputs: sheet.inputs(locale).into_iter().map(input).collect(),
        output: sheet.output(locale),
        problems: ProblemLine::all(edit::seen(&visit, &project, &sheet).0),
        version: sheet.loaded.as_ref().ok().map(|loaded| loaded.compiled.version().to_string()),
        branch: store::branch(&visit.app, &on_disk.name)?.map(Branch::from),
        name: on_disk.name,
        text: on_disk.text,
        stamp: on_disk.stamp,
    }))
}

/// A text to save.
#[derive(Deserialize, ToSchema)]
pub struct Save {
    text: String,
    /// That of the version it was written from.
    stamp: String,
    /// Why, for the history.
    #[serde(default)]
    why: String,
}

/// Saves a prompt, unless its file has changed since the stamp.
#[utoipa::path(put, path = "/api/prompt", tag = "prompts", params(Of), request_body = Save, responses(
    (status = 200, body = Written), (status = 404, body = Wrong), (status = 409, body = Wrong)))]
pub async fn save(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<Save>,
) -> Result<Json<Written>, Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    let text = files::unix(&given.text);
    if edit::is_second(&on_disk, &given.stamp, &text) {
        return Err(Fault::of(StatusCode::CONFLICT, files::changed(&of.name)));
    }
    let saved = edit::put(&visit, &on_disk, &text, &given.why, None)?;
    Ok(Json(Written { name: saved.name, stamp: saved.stamp }))
}

/// A text that is not saved.
#[derive(Deserialize, ToSchema)]
pub struct Draft {
    text: String,
}

/// What the parser sees in a text that is not saved, and the models it names that cannot hold it.
#[utoipa::path(post, path = "/api/prompt/check", tag = "prompts", params(Of), request_body = Draft, responses(
    (status = 200, body = Vec<ProblemLine>)))]
pub async fn check(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<Draft>,
) -> Result<Json<Vec<ProblemLine>>, Fault> {
    let project = visit.app.project()?;
    let sheet = Sheet::read(&project, &of.name, &given.text.replace("\r\n", "\n"));
    Ok(Json(ProblemLine::all(edit::seen(&visit, &project, &sheet).0)))
}

/// A text the prompt has had.
#[derive(Serialize, ToSchema)]
pub struct Kept {
    /// Milliseconds since the Unix epoch.
    at: i64,
    stamp: String,
    why: String,
    text: String,
    /// The text that it was made from, of this prompt or of another.
    from: Option<Origin>,
    /// What it is besides: `branch` (the first of one), `adopted`, `archived` (the last of one), or `aside` (the prompt never
    /// was this text).
    mark: Option<&'static str>,
}

impl From<store::Kept> for Kept {
    fn from(kept: store::Kept) -> Kept {
        let mark = kept.mark.map(|mark| match mark {
            Mark::Branch(_) => "branch",
            Mark::Adopted => "adopted",
            Mark::Archived => "archived",
            Mark::Aside => "aside",
        });
        let from = kept.from.map(Origin::from);
        Kept { at: kept.at, stamp: kept.stamp, why: kept.why, text: kept.text, from, mark }
    }
}

/// Every text that was saved or found changed, newest first.
#[utoipa::path(get, path = "/api/prompt/versions", tag = "prompts", params(Of), responses(
    (status = 200, body = Vec<Kept>), (status = 404, body = Wrong)))]
pub async fn versions(visit: Visit, Pairs(of): Pairs<Of>) -> Result<Json<Vec<Kept>>, Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    // a text written elsewhere is a version too
    store::seen(&visit.app, &on_disk)?;
    let list = store::list(&visit.app, &on_disk.name)?;
    Ok(Json(list.into_iter().map(Kept::from).collect()))
}

/// Which version.
#[derive(Deserialize, ToSchema)]
pub struct Which {
    stamp: String,
}

/// Takes a text up again, as a new version.
#[utoipa::path(post, path = "/api/prompt/restore", tag = "prompts", params(Of), request_body = Which, responses(
    (status = 200, body = Written), (status = 404, body = Wrong)))]
pub async fn restore(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(which): Body<Which>,
) -> Result<Json<Written>, Fault> {
    kept::take_up(&visit, &of.name, &which.stamp)?;
    Ok(Json(Written::read(&visit, &of.name)?))
}

/// A kind of task.
#[derive(Serialize, ToSchema)]
pub struct Kind {
    name: &'static str,
    label: String,
    what: String,
}

/// The kinds of task an interview begins with.
#[utoipa::path(get, path = "/api/interview", tag = "prompts", responses((status = 200, body = Vec<Kind>)))]
pub async fn kinds(visit: Visit) -> Json<Vec<Kind>> {
    let locale = visit.locale();
    let kind = |kind: &brief::TaskKind| Kind {
        name: kind.name,
        label: locale.say(kind.label),
        what: locale.say(kind.what),
    };
    Json(brief::KINDS.iter().map(kind).collect())
}

/// Writes a prompt, its cases and its checks from the answers of the interview.
#[utoipa::path(post, path = "/api/interview", tag = "prompts", request_body = new::Answers, responses(
    (status = 201, body = Written), (status = 422, body = Wrong)))]
pub async fn interview(
    visit: Visit,
    Body(answers): Body<new::Answers>,
) -> Result<(StatusCode, Json<Written>), Fault> {
    let unknown = || Fault::of(StatusCode::UNPROCESSABLE_ENTITY, Message::new("studio-no-page"));
    let kind = brief::TaskKind::named(&answers.kind).ok_or_else(unknown)?;
    let name = new::made(&visit, kind, &answers).map_err(Fault::refused)?;
    Ok((StatusCode::CREATED, Json(Written::read(&visit, &name)?)))
}
