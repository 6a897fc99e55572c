//! Runs, their trials, calls and money.

use axum::Json;
use axum::extract::Path;
use axum::response::Response;
use ledger::{CallLine, CallRecord, RunSummary, Scope, Status};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studies::took::Took;
use terms::evaluation::Trial;
use terms::{CallKey, CallState, Message};
use utoipa::ToSchema;

use super::{Amount, Body, Pairs, Written, Wrong, amounts};
use crate::fault::Fault;
use crate::page::Visit;
use crate::pages::{calls as listed, export as exported, runs as every, study, trials as some};

/// Runs of a page.
const PAGE: usize = 50;
/// Calls of a page.
const CALLS: usize = 100;
/// Trials of one case looked at for one of them.
const SIDE: usize = 10_000;

/// A line of the list of runs.
#[derive(Serialize, ToSchema)]
#[schema(as = Run)]
pub struct RunLine {
    id: String,
    kind: String,
    title: String,
    /// Milliseconds since the Unix epoch.
    started_ms: i64,
    ended_ms: Option<i64>,
    /// `running`, `abandoned`, `completed`, `budget`, `interrupted` or `vendor`.
    status: String,
    /// Trials; of a study, those of its parts.
    trials: u64,
    /// Calls sent by the process that ended it; none while it has not ended.
    calls: Option<u64>,
    /// What its answers cost when they were bought.
    cost: Vec<Amount>,
    /// Whether replies it rests on were pruned.
    pruned: bool,
}

impl RunLine {
    fn of(run: &RunSummary, took: &Took) -> RunLine {
        let ended = |value: Value| value.as_str().map(str::to_owned);
        RunLine {
            id: run.id.to_string(),
            kind: run.kind.clone(),
            title: run.title.clone(),
            started_ms: run.started_ms,
            ended_ms: run.ended_ms,
            status: match run.status {
                Status::Running => "running".to_owned(),
                Status::Abandoned => "abandoned".to_owned(),
                Status::Ended(how) => serde_json::to_value(how).ok().and_then(ended).unwrap_or_default(),
            },
            trials: took.trials,
            calls: took.calls,
            cost: amounts(&took.cost),
            pruned: run.pruned,
        }
    }
}

/// A page of runs.
#[derive(Serialize, ToSchema)]
pub struct RunLines {
    runs: Vec<RunLine>,
    /// To be given as `after` for the next page.
    next: Option<String>,
}

/// The runs that people started, fifty at a time; the parts that studies are made of are left out.
#[utoipa::path(get, path = "/api/runs", tag = "runs", params(every::Asked), responses(
    (status = 200, body = RunLines)))]
pub async fn list(visit: Visit, Pairs(asked): Pairs<every::Asked>) -> Result<Json<RunLines>, Fault> {
    let page = visit.app.store().runs(asked.filter(), asked.after(), PAGE).await?;
    let mut runs = Vec::new();
    for run in &page.runs {
        runs.push(RunLine::of(run, &every::took(&visit, run).await?));
    }
    Ok(Json(RunLines { runs, next: page.next.map(|id| id.to_string()) }))
}

/// A run with its documents.
#[derive(Serialize, ToSchema)]
pub struct RunFull {
    run: RunLine,
    /// Arms, parameters: what is needed to read the results.
    #[schema(value_type = Object)]
    document: Value,
    /// What it found: `docs/evaluation.schema.json`, or the document of a study. None while it has not ended.
    #[schema(value_type = Option<Object>)]
    found: Option<Value>,
}

/// A run by the beginning of its name, or `latest`.
#[utoipa::path(get, path = "/api/runs/{id}", tag = "runs", params(("id" = String, Path)), responses(
    (status = 200, body = RunFull), (status = 404, body = Wrong)))]
pub async fn read(visit: Visit, Path(id): Path<String>) -> Result<Json<RunFull>, Fault> {
    let record = visit.app.store().run(&id).await?;
    let took = Took::of(&record.summary, record.evaluation.as_ref());
    let run = RunLine::of(&record.summary, &took);
    Ok(Json(RunFull { run, document: record.document, found: record.evaluation }))
}

/// How a version is taken.
#[derive(Deserialize, ToSchema)]
pub struct Taking {
    /// `over` the prompt, if it is still the one that was studied, or `beside` it in a file of its own.
    how: String,
}

/// Writes the version that a study found, with its evidence.
#[utoipa::path(post, path = "/api/runs/{id}/accept", tag = "runs", params(("id" = String, Path)),
    request_body = Taking,
    responses((status = 200, body = Written), (status = 404, body = Wrong), (status = 409, body = Wrong)))]
pub async fn accept(
    visit: Visit,
    Path(id): Path<String>,
    Body(Taking { how }): Body<Taking>,
) -> Result<Json<Written>, Fault> {
    let name = study::taken(&visit, &id, &how).await?;
    Ok(Json(Written::read(&visit, &name)?))
}

/// A report of a run as a file: `html`, `markdown`, `csv`, `json`, `junit`, `terminal`, or `ledger` (every call to the
/// byte, as JSON lines).
#[utoipa::path(get, path = "/api/runs/{id}/export/{format}", tag = "runs",
    params(("id" = String, Path), ("format" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 404, body = Wrong)))]
pub async fn export(visit: Visit, of: Path<(String, String)>) -> Result<Response, Fault> {
    exported::write(visit, of).await
}

/// A check's opinion.
#[derive(Serialize, ToSchema)]
pub struct Opinion {
    check: String,
    /// `pass`, `fail` or `unscored`.
    #[schema(value_type = String)]
    outcome: Value,
    value: Option<f64>,
    weight: f64,
    /// Why, in words.
    reason: Option<String>,
}

/// A trial.
#[derive(Serialize, ToSchema)]
#[schema(as = Trial)]
pub struct TrialLine {
    /// Position of the case (0-based).
    case: u64,
    case_id: String,
    /// Index of the arm in the run's document.
    arm: u32,
    /// 0-based.
    repeat: u32,
    /// `passed`, `failed`, `unscored` or `no-answer`.
    standing: &'static str,
    /// The model's words: hostile text.
    answer: Option<String>,
    expect: Option<String>,
    scores: Vec<Opinion>,
    /// Why there is no answer.
    error: Option<String>,
    latency_ms: Option<f64>,
    cost: Option<Amount>,
    reused: bool,
    /// The call it rests on.
    call: Option<String>,
}

impl TrialLine {
    pub fn of(visit: &Visit, trial: &Trial) -> TrialLine {
        let opinion = |score: &terms::Score| Opinion {
            check: score.check.clone(),
            outcome: serde_json::to_value(score.outcome).unwrap_or_default(),
            value: score.value,
            weight: score.weight,
            reason: score.reason.as_ref().map(|reason| visit.locale().text(reason)),
        };
        TrialLine {
            case: trial.case,
            case_id: trial.case_id.clone(),
            arm: trial.arm,
            repeat: trial.repeat,
            standing: report::Standing::of(trial).name(),
            answer: trial.text.clone(),
            expect: trial.expect.clone(),
            scores: trial.scores.iter().map(opinion).collect(),
            error: trial.error.as_ref().map(|error| visit.locale().text(error)),
            latency_ms: trial.latency_ms,
            cost: trial.cost.as_ref().map(Amount::from),
            reused: trial.reused,
            call: trial.call.map(|key| key.to_string()),
        }
    }
}

/// A page of trials.
#[derive(Serialize, ToSchema)]
pub struct TrialLines {
    trials: Vec<TrialLine>,
    /// To be given as `after` for the next page.
    next: Option<String>,
}

/// The trials of a run, fifty at a time, filtered and sorted; a page takes the same time whatever their number.
#[utoipa::path(get, path = "/api/runs/{id}/trials", tag = "runs", params(("id" = String, Path), some::Asked),
    responses((status = 200, body = TrialLines), (status = 404, body = Wrong)))]
pub async fn trials(
    visit: Visit,
    Path(id): Path<String>,
    Pairs(asked): Pairs<some::Asked>,
) -> Result<Json<TrialLines>, Fault> {
    let run = visit.app.store().run(&id).await?.summary.id;
    let page = some::read(&visit, run, &asked).await?;
    Ok(Json(TrialLines {
        trials: page.trials.iter().map(|trial| TrialLine::of(&visit, trial)).collect(),
        next: page.next.map(|at| format!("{}.{}.{}", at.case, at.arm, at.repeat)),
    }))
}

/// One trial with the calls behind it.
#[derive(Serialize, ToSchema)]
pub struct TrialFull {
    trial: TrialLine,
    calls: Vec<CallFull>,
}

/// One trial to its last byte.
#[utoipa::path(get, path = "/api/runs/{id}/trials/{case}/{arm}/{repeat}", tag = "runs",
    params(("id" = String, Path), ("case" = u64, Path), ("arm" = u32, Path), ("repeat" = u32, Path)),
    responses((status = 200, body = TrialFull), (status = 404, body = Wrong)))]
pub async fn trial(
    visit: Visit,
    Path((id, case, arm, repeat)): Path<(String, u64, u32, u32)>,
) -> Result<Json<TrialFull>, Fault> {
    let store = visit.app.store();
    let run = store.run(&id).await?.summary.id;
    let filter = ledger::TrialFilter { case: Some(case), arm: Some(arm), outcome: None };
    let found = store.trial_page(run, filter, None, SIDE).await?.trials;
    let trial = found.iter().find(|trial| trial.repeat == repeat).ok_or_else(|| {
        let message = Message::new("cli-no-trial").with("run", run.as_str());
        Fault::of(axum::http::StatusCode::NOT_FOUND, message)
    })?;
    let records = match trial.call {
        Some(key) => store.call(key).await?,
        None => Vec::new(),
    };
    let calls = records.iter().map(|record| CallFull::of(&visit, record)).collect();
    Ok(Json(TrialFull { trial: TrialLine::of(&visit, trial), calls }))
}

/// What the calls of one model came to, in one currency or in none.
#[derive(Serialize, ToSchema)]
pub struct Bill {
    model: String,
    done: u64,
    failed: u64,
    unknown: u64,
    /// Tokens read.
    input: u64,
    /// Tokens written.
    output: u64,
    spent: Option<Amount>,
    /// The most that calls of an unknown end may be billed.
    at_risk: Option<Amount>,
}

/// Money and calls of the whole ledger.
#[derive(Serialize, ToSchema)]
#[schema(as = Books)]
pub struct Money {
    spent: Vec<Amount>,
    /// The most that calls of an unknown end may be billed.
    at_risk: Vec<Amount>,
    done: u64,
    failed: u64,
    unknown: u64,
    in_flight: u64,
    /// Answered calls without a price.
    unpriced: u64,
    models: Vec<Bill>,
}

/// Money and calls, in all and by model.
#[utoipa::path(get, path = "/api/money", tag = "runs", responses((status = 200, body = Money)))]
pub async fn money(visit: Visit) -> Result<Json<Money>, Fault> {
    let totals = visit.app.store().totals(Scope::All).await?;
    let bill = |bill: ledger::Bill| Bill {
        model: bill.model.to_string(),
        done: bill.done,
        failed: bill.failed,
        unknown: bill.unknown,
        input: bill.input,
        output: bill.output,
        spent: bill.spent.as_ref().map(Amount::from),
        at_risk: bill.at_risk.as_ref().map(Amount::from),
    };
    Ok(Json(Money {
        spent: amounts(&totals.spent),
        at_risk: amounts(&totals.at_risk),
        done: totals.done,
        failed: totals.failed,
        unknown: totals.unknown,
        in_flight: totals.in_flight,
        unpriced: totals.unpriced,
        models: visit.app.store().bills(Scope::All).await?.into_iter().map(bill).collect(),
    }))
}

/// One sending of a call.
#[derive(Serialize, ToSchema)]
pub struct Call {
    key: String,
    /// The run that sent it; none when it was pruned.
    run: Option<String>,
    model: String,
    /// `sent`, `done`, `failed` or `unknown`.
    state: &'static str,
    /// Milliseconds since the Unix epoch.
    started_ms: i64,
    total_us: u64,
    tries: u32,
    /// Tokens read, when the vendor counted.
    input: Option<u64>,
    /// Tokens written, when the vendor counted.
    output: Option<u64>,
    cost: Option<Amount>,
    at_risk: Option<Amount>,
    /// Why it failed, or why its end is unknown.
    error: Option<String>,
}

fn state(state: CallState) -> &'static str {
    match state {
        CallState::Sent => "sent",
        CallState::Done => "done",
        CallState::Failed => "failed",
        CallState::Unknown => "unknown",
    }
}

impl Call {
    fn of(visit: &Visit, call: &CallLine) -> Call {
        Call {
            key: call.key.to_string(),
            run: call.run.map(|run| run.to_string()),
            model: call.model.to_string(),
            state: state(call.state),
            started_ms: call.timing.started_ms,
            total_us: call.timing.total_us,
            tries: call.tries,
            input: call.usage.map(|usage| usage.input),
            output: call.usage.map(|usage| usage.output),
            cost: call.cost.as_ref().map(Amount::from),
            at_risk: call.at_risk.as_ref().map(Amount::from),
            error: call.error.as_ref().map(|error| visit.locale().text(error)),
        }
    }
}

/// A page of calls.
#[derive(Serialize, ToSchema)]
pub struct Calls {
    calls: Vec<Call>,
    /// To be given as `after` for the next page.
    next: Option<String>,
}

/// Every call that was sent and has ended, a hundred at a time.
#[utoipa::path(get, path = "/api/calls", tag = "runs", params(listed::Asked), responses(
    (status = 200, body = Calls), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn calls(visit: Visit, Pairs(asked): Pairs<listed::Asked>) -> Result<Json<Calls>, Fault> {
    let page = visit.app.store().calls(asked.filter()?, asked.after(), CALLS).await?;
    let calls = page.calls.iter().map(|call| Call::of(&visit, call)).collect();
    Ok(Json(Calls { calls, next: page.next.map(|place| place.to_string()) }))
}

/// A sending with its bytes.
#[derive(Serialize, ToSchema)]
pub struct CallFull {
    call: Call,
    /// The decoded answer; hostile text.
    answer: Option<String>,
    /// What was sent and received, as text; none when it was pruned or never seen. The key is not in it.
    bytes: Option<Bytes>,
}

/// The bytes of a call, as text.
#[derive(Serialize, ToSchema)]
pub struct Bytes {
    request_head: String,
    request_body: String,
    status: Option<u16>,
    response_head: String,
    response_body: String,
}

impl CallFull {
    fn of(visit: &Visit, record: &CallRecord) -> CallFull {
        let known = &record.known;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        CallFull {
            call: Call {
                key: known.key.to_string(),
                run: Some(known.run.to_string()),
                model: record.model.to_string(),
                state: state(known.state),
                started_ms: known.timing.started_ms,
                total_us: known.timing.total_us,
                tries: known.tries,
                input: known.usage.map(|usage| usage.input),
                output: known.usage.map(|usage| usage.output),
                cost: known.cost.as_ref().map(Amount::from),
                at_risk: None,
                error: known.error.as_ref().map(|error| visit.locale().text(error)),
            },
            answer: known.reply.as_ref().map(|reply| reply.text.clone()),
            bytes: record.evidence.as_ref().map(|evidence| Bytes {
                request_head: text(&evidence.request_head),
                request_body: text(&evidence.request_body),
                status: evidence.status,
                response_head: text(&evidence.response_head),
                response_body: text(&evidence.response_body),
            }),
        }
    }
}

/// Every sending of a call, newest first.
#[utoipa::path(get, path = "/api/calls/{key}", tag = "runs", params(("key" = String, Path)), responses(
    (status = 200, body = Vec<CallFull>), (status = 404, body = Wrong)))]
pub async fn call(visit: Visit, Path(key): Path<String>) -> Result<Json<Vec<CallFull>>, Fault> {
    let missing = || Fault::missing("studio-no-call");
    let key = CallKey::try_from(key).map_err(|_| missing())?;
    let records = visit.app.store().call(key).await?;
    if records.is_empty() {
        return Err(missing());
    }
    Ok(Json(records.iter().map(|record| CallFull::of(&visit, record)).collect()))
}
