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
use crate::page::Visit;
use crate::pages::launch::Sent;
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
    /// Some of those that are listed; none to compare several models on the prompt alone.
    with: Vec<String>,
    /// `vendor/model`, one at least.
    models: Vec<String>,
    /// The most it may spend, as a decimal text.
    budget: String,
    /// ISO 4217; USD when none is said.
    currency: String,
    /// `all` (every case; the default), `until-sure` (two, and no more cases than it takes) or `race` (the best of
    /// several on one budget of calls).
    #[serde(rename = "do")]
    how: String,
    /// The gain that would matter, in points of 100 (`until-sure`).
    effect: Option<f64>,
    /// Differences within it count as the same, in points of 100 (`until-sure`).
    margin: Option<f64>,
    /// How calls are shared: `rejects`, `halving`, `equal` or `until-sure` (`race`).
    rule: String,
    /// The most calls; half of what asking everything would take when none is said (`race`).
    calls: Option<u64>,
}

/// Starts a comparison.
#[utoipa::path(post, path = "/api/compare", tag = "bench", params(Of), request_body = Comparison, responses(
    (status = 202, body = JobLine), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn start(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<Comparison>,
) -> Result<(StatusCode, Json<JobLine>), Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    let points = |share: Option<f64>| share.map(|points| points.to_string()).unwrap_or_default();
    // as the form of the page sends it
    let fields = [
        ("model", given.models.join(" ")),
        ("budget", given.budget),
        ("currency", given.currency),
        ("do", given.how),
        ("effect", points(given.effect)),
        ("margin", points(given.margin)),
        ("rule", given.rule),
        ("calls", given.calls.map(|calls| calls.to_string()).unwrap_or_default()),
    ];
    let others = given.with.into_iter().map(|with| ("with", with));
    let sent = Sent::new(others.chain(fields).map(|(name, value)| (name.to_owned(), value)).collect());
    let (wish, plan, work) = compare::wanted(&visit, &on_disk.name, &sent).await.map_err(Fault::refused)?;
    Ok(started(&visit, wish, plan, work))
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
