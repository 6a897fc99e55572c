//! Two prompts, or two texts of one, on the same cases; two arms of a run case by case.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::bench::{JobLine, started};
use super::runs::TrialLine;
use super::{Body, Of, Pairs, Wrong};
use crate::fault::Fault;
use crate::files;
use crate::jobs::Work;
use crate::page::Visit;
use crate::pages::{compare, pair};

/// What a prompt can be compared with.
#[derive(Serialize, ToSchema)]
pub struct Other {
    /// To be given back as `with`: `file:` and a prompt, or `text:` and the stamp of an earlier text.
    with: String,
    label: String,
}

/// What a prompt can be compared with: its main line, its branches, its earlier texts, the prompts on the same cases.
#[utoipa::path(get, path = "/api/compare", tag = "bench", params(Of), responses(
    (status = 200, body = Vec<Other>), (status = 404, body = Wrong)))]
pub async fn others(visit: Visit, Pairs(of): Pairs<Of>) -> Result<Json<Vec<Other>>, Fault> {
    let other = |choice: compare::Choice| Other { with: choice.key, label: choice.label };
    Ok(Json(compare::offered(&visit, &of.name)?.into_iter().map(other).collect()))
}

/// A comparison to start.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Comparison {
    /// One of those that are listed.
    with: String,
    /// `vendor/model`, one at least.
    models: Vec<String>,
    /// The most it may spend, as a decimal text.
    budget: String,
    /// ISO 4217; USD when none is said.
    currency: String,
}

/// Starts a comparison: both prompts answer every case.
#[utoipa::path(post, path = "/api/compare", tag = "bench", params(Of), request_body = Comparison, responses(
    (status = 202, body = JobLine), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn start(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<Comparison>,
) -> Result<(StatusCode, Json<JobLine>), Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    // as the form of the page sends it
    let pairs = [
        ("with", given.with),
        ("model", given.models.join(" ")),
        ("budget", given.budget),
        ("currency", given.currency),
    ];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value));
    let (wish, plan) = compare::wanted(&visit, &on_disk.name, &pairs).await.map_err(Fault::refused)?;
    Ok(started(&visit, wish, plan, Work::Evaluate))
}

/// Two arms that the run compares.
#[derive(Serialize, ToSchema)]
pub struct ArmPair {
    /// To be given back as `pair`.
    pair: String,
    /// Index of the first arm.
    a: u32,
    /// Index of the second arm.
    b: u32,
    a_name: String,
    b_name: String,
}

/// A case on both arms.
#[derive(Serialize, ToSchema)]
pub struct Compared {
    /// `both`, `only-a`, `only-b` or `neither`: an arm is right on a case when all its scored answers are.
    cell: &'static str,
    /// The trials of the first arm.
    a: Vec<TrialLine>,
    /// The trials of the second arm.
    b: Vec<TrialLine>,
}

/// A page of the cases of two arms.
#[derive(Serialize, ToSchema)]
pub struct ComparedCases {
    /// Every pair there is.
    pairs: Vec<ArmPair>,
    /// The one whose cases these are.
    pair: String,
    cases: Vec<Compared>,
    /// To be given as `after` for the next page; a page without a case may have one.
    next: Option<u64>,
}

/// Two arms of an evaluation case by case, twenty cases at a time; the verdict is in `comparisons` of what the run found.
#[utoipa::path(get, path = "/api/runs/{id}/compare", tag = "runs", params(("id" = String, Path), pair::Asked),
    responses((status = 200, body = ComparedCases), (status = 404, body = Wrong)))]
pub async fn cases(
    visit: Visit,
    Path(id): Path<String>,
    Pairs(asked): Pairs<pair::Asked>,
) -> Result<Json<ComparedCases>, Fault> {
    let read = pair::read(&visit, &id, &asked).await?;
    let lines = |trials: &[_]| trials.iter().map(|trial| TrialLine::of(&visit, trial)).collect();
    let case = |both: &pair::Both| {
        let (cell, _) = pair::named(both)?;
        Some(Compared { cell, a: lines(&both[0]), b: lines(&both[1]) })
    };
    let line = |pair: &report::html::Pair| ArmPair {
        pair: pair::address(pair),
        a: pair.arms.0,
        b: pair.arms.1,
        a_name: pair.names.0.clone(),
        b_name: pair.names.1.clone(),
    };
    Ok(Json(ComparedCases {
        pair: pair::address(&read.pairs[read.at]),
        pairs: read.pairs.iter().map(line).collect(),
        cases: read.found.pairs.iter().filter_map(case).collect(),
        next: read.found.next,
    }))
}
