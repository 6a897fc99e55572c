//! Asking models: once, on every case, or as a study; and watching what is in progress.

use std::sync::Arc;

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use engine::{Estimate, Range};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::prompts::Evaluated;
use super::{Amount, Body, Line, Of, Pairs, Wrong, amounts};
use crate::fault::{Fault, Said};
use crate::files;
use crate::jobs::{Done, Job, Wish, Work};
use crate::page::Visit;
use crate::pages::launch::Sent;
use crate::pages::{self, improve as studies, launch, live, try_out};
use crate::sheet::Sheet;

/// A question to one model.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Question {
    /// A case of the prompt, whose values are taken.
    case: Option<String>,
    /// `vendor/model`, or several between spaces or commas; the one the prompt prefers when none is said.
    model: Option<String>,
    /// Values of the inputs, over those of the case.
    #[schema(value_type = Object)]
    values: Map<String, Value>,
    /// Whether the model is asked, or only what would be sent is shown.
    ask: bool,
    /// Ask again even if the ledger holds an answer.
    again: bool,
}

/// What was sent, or would be, and what came back.
#[derive(Serialize, ToSchema)]
pub struct Answered {
    case: String,
    messages: Vec<ChatMessage>,
    expect: Option<String>,
    /// One for each model that was asked.
    answers: Vec<ModelAnswer>,
}

/// What a model answered, or why it did not.
#[derive(Serialize, ToSchema)]
pub struct ModelAnswer {
    /// Empty: the prompt's own.
    model: String,
    text: String,
    /// Time and cost, in words.
    took: String,
    notes: Vec<String>,
    error: Vec<Line>,
}

/// A message.
#[derive(Serialize, ToSchema)]
pub struct ChatMessage {
    role: String,
    text: String,
}

/// Shows what a prompt sends for a case or for values, and asks each model once.
#[utoipa::path(post, path = "/api/try", tag = "bench", params(Of), request_body = Question, responses(
    (status = 200, body = Answered), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn ask(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(asked): Body<Question>,
) -> Result<axum::response::Response, Fault> {
    let Question { case, model, values, ask, again } = asked;
    let view = try_out::page(&visit, &of.name, try_out::Filled { case, model, values, ask, again }).await?;
    if !view.wrong.is_empty() {
        let line = |(text, advice): (String, Option<String>)| Line { text, advice };
        let wrong = Wrong { error: view.wrong.into_iter().map(line).collect() };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(wrong)).into_response());
    }
    let message = |(role, text): (String, String)| ChatMessage { role, text };
    let answer = |each: try_out::AnswerView| ModelAnswer {
        model: each.model,
        text: each.text,
        took: each.summary,
        notes: each.notes,
        error: each.wrong.into_iter().map(|(text, advice)| Line { text, advice }).collect(),
    };
    let answers = view.answers.into_iter().map(answer).collect();
    let messages = view.messages.into_iter().map(message).collect();
    Ok(Json(Answered { case: view.case, messages, expect: view.expect, answers }).into_response())
}

/// The newest evaluations of a prompt: scores, and what failed.
#[utoipa::path(get, path = "/api/evaluations", tag = "bench", params(Of), responses(
    (status = 200, body = Vec<Evaluated>), (status = 404, body = Wrong)))]
pub async fn evaluations(visit: Visit, Pairs(of): Pairs<Of>) -> Result<Json<Vec<Evaluated>>, Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    let sheets = [Sheet::read(&visit.app.project()?, &on_disk.name, &on_disk.text)];
    let tried = pages::tried(&visit, &sheets, 30).await?.pop().unwrap_or_default();
    Ok(Json(tried.iter().map(Evaluated::of).collect()))
}

/// An evaluation to start.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Evaluation {
    /// `vendor/model`, one at least.
    models: Vec<String>,
    /// 1 to 100.
    repeats: Option<u32>,
    /// The most it may spend, as a decimal text.
    budget: Option<String>,
    /// ISO 4217; USD when none is said.
    currency: String,
    /// Only the cases of this part: `train`, `dev` or `test`.
    split: String,
    /// Only the first so many cases.
    limit: Option<u64>,
    /// Differences within it count as the same, in points of 100.
    margin: Option<f64>,
    /// Only say what it may cost, from a small paid sample.
    estimate: bool,
}

impl Evaluation {
    /// As the form of the page sends it, and what is to be done.
    pub fn sent(self) -> (Sent, Work) {
        let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        let fields = [
            ("model", self.models.join(" ")),
            ("repeats", number(self.repeats.map(u64::from))),
            ("budget", self.budget.unwrap_or_default()),
            ("currency", self.currency),
            ("split", self.split),
            ("limit", number(self.limit)),
            ("margin", self.margin.map(|margin| margin.to_string()).unwrap_or_default()),
        ];
        let work = if self.estimate { Work::Estimate } else { Work::Evaluate };
        (Sent::new(fields.map(|(name, value)| (name.to_owned(), value)).into()), work)
    }
}

/// Starts an evaluation of a prompt on the cases beside it.
#[utoipa::path(post, path = "/api/evaluate", tag = "bench", params(Of), request_body = Evaluation, responses(
    (status = 202, body = JobLine), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn evaluate(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<Evaluation>,
) -> Result<(StatusCode, Json<JobLine>), Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    let (sent, work) = given.sent();
    let wish = sent.evaluation(&on_disk.name).map_err(Fault::refused)?;
    let plan = launch::plan(&visit, &wish).await.map_err(|error| Fault::refused(Said::all(&error)))?;
    Ok(started(&visit, wish, plan, work))
}

pub fn started(visit: &Visit, wish: Wish, plan: engine::Plan, work: Work) -> (StatusCode, Json<JobLine>) {
    let job = visit.app.jobs.start(visit.app.engine.clone(), wish, plan, work);
    (StatusCode::ACCEPTED, Json(JobLine::of(visit, &job)))
}

/// A study to start.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Study {
    /// `optimise`, `trim`, `ablate` or `vary`.
    #[serde(rename = "do")]
    study: String,
    /// `vendor/model`.
    model: String,
    /// The most it may spend, as a decimal text.
    budget: String,
    /// ISO 4217.
    currency: String,
    /// The most calls (`optimise`).
    calls: Option<u64>,
    /// A model that writes versions, as `vendor/model` (`optimise`, `trim`).
    proposer: String,
    /// The most calls to that model (`optimise`, `trim`).
    letters: Option<u64>,
    /// How drafts leave a round: `gate` or `halving` (`optimise`).
    rule: String,
    /// Other forms over which the score of a version is the mean (`optimise`).
    mean_forms: Option<u64>,
    /// By how many points of 100 answers may get worse (`trim`).
    margin: Option<f64>,
    /// `blocks`, `items`, `sentences` or `phrases` (`ablate`).
    parts: String,
    /// `loo`, leaving each part out, or `shapley` (`ablate`).
    by: String,
    /// Other orders of the blocks to try (`ablate`).
    orders: Option<u64>,
    /// How many other forms (`vary`).
    forms: Option<u64>,
}

/// Starts a study that improves a prompt.
#[utoipa::path(post, path = "/api/improve", tag = "bench", params(Of), request_body = Study, responses(
    (status = 202, body = JobLine), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn improve(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<Study>,
) -> Result<(StatusCode, Json<JobLine>), Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    // as the form of the page sends it
    let fields = [
        ("do", given.study),
        ("model", given.model),
        ("budget", given.budget),
        ("currency", given.currency),
        ("calls", number(given.calls)),
        ("proposer", given.proposer.clone()),
        ("letters", number(given.letters)),
        ("trim-proposer", given.proposer),
        ("trim-letters", number(given.letters)),
        ("rule", given.rule),
        ("mean-forms", number(given.mean_forms)),
        ("margin", given.margin.map(|margin| margin.to_string()).unwrap_or_default()),
        ("parts", given.parts),
        ("by", given.by),
        ("orders", number(given.orders)),
        ("forms", number(given.forms)),
    ];
    let sent = Sent::new(fields.map(|(name, value)| (name.to_owned(), value)).into());
    let (wish, plan, work) = studies::wanted(&visit, &on_disk.name, &sent).await.map_err(Fault::refused)?;
    Ok(started(&visit, wish, plan, work))
}

/// A run, an estimate or a study in progress, or just ended.
#[derive(Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobLine {
    id: u64,
    title: String,
    /// `evaluate`, `estimate`, `compare`, `race`, `optimise`, `trim`, `ablate` or `vary`.
    work: &'static str,
    prompt: String,
    running: bool,
    /// Trials planned; 0 while they are being counted.
    total: u64,
    done: u64,
    reused: u64,
    failed: u64,
    unknown: u64,
    spent: Vec<Amount>,
    seconds: f64,
    /// The run it is kept in: of an evaluation as soon as it has begun, of a study once it has ended.
    run: Option<String>,
    /// What stopped it.
    wrong: Vec<Line>,
    /// Decisions of a study, in words.
    log: Vec<String>,
    estimate: Option<EstimateLine>,
}

/// What a run may take.
#[derive(Serialize, ToSchema)]
pub struct EstimateLine {
    cases: u64,
    trials: u64,
    /// Cases that were asked to know.
    sampled: u64,
    cost: Option<Spread>,
    currency: Option<String>,
    seconds: Spread,
}

/// A mean and its interval.
#[derive(Serialize, ToSchema)]
pub struct Spread {
    mean: f64,
    low: f64,
    high: f64,
}

impl From<&Range> for Spread {
    fn from(range: &Range) -> Spread {
        Spread { mean: range.mean, low: range.low, high: range.high }
    }
}

impl EstimateLine {
    fn of(estimate: &Estimate) -> EstimateLine {
        EstimateLine {
            cases: estimate.cases,
            trials: estimate.trials,
            sampled: estimate.sampled,
            cost: estimate.cost.as_ref().map(Spread::from),
            currency: estimate.currency.map(|currency| currency.code().to_owned()),
            seconds: Spread::from(&estimate.seconds),
        }
    }
}

impl JobLine {
    fn of(visit: &Visit, job: &Arc<Job>) -> JobLine {
        // asked first: what the counters say afterwards is complete
        let done = job.done();
        let now = job.progress.now();
        let (mut wrong, mut estimate) = (Vec::new(), None);
        match &done {
            Some(Done::Run(_, said) | Done::Failed(said)) => wrong = said.clone(),
            Some(Done::Estimate(made)) => estimate = Some(EstimateLine::of(made)),
            None => {}
        }
        JobLine {
            id: job.id,
            title: job.title.clone(),
            work: job.work.name(),
            prompt: job.wish.prompt.clone(),
            running: done.is_none(),
            total: now.total,
            done: now.done,
            reused: now.reused,
            failed: now.failed,
            unknown: now.unknown,
            spent: amounts(&now.spent),
            seconds: now.seconds,
            run: job.run().map(|run| run.to_string()),
            wrong: Wrong::of(&wrong, visit.locale()).error,
            log: job.live.since(0).iter().map(|entry| visit.text(&entry.what)).collect(),
            estimate,
        }
    }
}

/// What is in progress.
#[utoipa::path(get, path = "/api/jobs", tag = "bench", responses((status = 200, body = Vec<JobLine>)))]
pub async fn jobs(visit: Visit) -> Json<Vec<JobLine>> {
    Json(visit.app.jobs.running().iter().map(|job| JobLine::of(&visit, job)).collect())
}

/// How far a job is, and what it came to.
#[utoipa::path(get, path = "/api/jobs/{id}", tag = "bench", params(("id" = u64, Path)), responses(
    (status = 200, body = JobLine), (status = 404, body = Wrong)))]
pub async fn job(visit: Visit, Path(id): Path<u64>) -> Result<Json<JobLine>, Fault> {
    let job = visit.app.jobs.get(id).ok_or_else(|| Fault::missing("studio-no-job"))?;
    Ok(Json(JobLine::of(&visit, &job)))
}

/// The same as it changes: server-sent events, each a JSON object as the page of the job reads it.
#[utoipa::path(get, path = "/api/jobs/{id}/events", tag = "bench", params(("id" = u64, Path)), responses(
    (status = 200, body = String, content_type = "text/event-stream"), (status = 404, body = Wrong)))]
pub async fn events(visit: Visit, id: Path<u64>) -> Result<impl IntoResponse, Fault> {
    live::events(visit, id).await
}

/// How a job is stopped.
#[derive(Deserialize, ToSchema)]
pub struct How {
    /// `gently` waits for what is paid; `now` gives it up.
    how: String,
}

/// Stops a job; what is paid is kept.
#[utoipa::path(post, path = "/api/jobs/{id}/stop", tag = "bench", params(("id" = u64, Path)), request_body = How,
    responses((status = 200, body = JobLine), (status = 404, body = Wrong)))]
pub async fn stop(
    visit: Visit,
    Path(id): Path<u64>,
    Body(How { how }): Body<How>,
) -> Result<Json<JobLine>, Fault> {
    live::end(&visit, id, &how)?;
    job(visit, Path(id)).await
}
