//! Suites of the project: what they ask, and asking it.

use axum::Json;
use axum::http::StatusCode;
use engine::library;
use serde::Serialize;
use utoipa::ToSchema;

use super::bench::{Evaluation, JobLine, started};
use super::{Body, Of, Pairs, Wrong};
use crate::fault::Fault;
use crate::page::Visit;
use crate::pages::suite::{self, ArmLine};

/// The suites of the project: their files from its root, with `/`.
#[utoipa::path(get, path = "/api/suites", tag = "bench", responses((status = 200, body = Vec<String>)))]
pub async fn list(visit: Visit) -> Json<Vec<String>> {
    Json(library::suites(&visit.app.root))
}

/// A suite as its file says it.
#[derive(Serialize, ToSchema)]
pub struct Suite {
    text: String,
    /// What it asks; empty when it cannot be planned.
    arms: Vec<SuiteArm>,
    /// What keeps it from being planned.
    wrong: Wrong,
}

/// An arm of a suite.
#[derive(Serialize, ToSchema)]
pub struct SuiteArm {
    prompt: String,
    /// `vendor/model`.
    model: String,
    /// Levels of its factors; empty when there are none.
    variant: String,
}

/// What a suite asks.
#[utoipa::path(get, path = "/api/suite", tag = "bench", params(Of), responses(
    (status = 200, body = Suite), (status = 404, body = Wrong)))]
pub async fn read(visit: Visit, Pairs(of): Pairs<Of>) -> Result<Json<Suite>, Fault> {
    let suite::Read { text, plan } = suite::read(&visit, &of.name).await?;
    let arm = |line: ArmLine| SuiteArm { prompt: line.prompt, model: line.model, variant: line.variant };
    let (arms, wrong) = match &plan {
        Ok(plan) => (ArmLine::all(plan).into_iter().map(arm).collect(), Wrong::of(&[], visit.locale())),
        Err(said) => (Vec::new(), Wrong::of(said, visit.locale())),
    };
    Ok(Json(Suite { text, arms, wrong }))
}

/// Starts a suite; what is not said here is as its file says.
#[utoipa::path(post, path = "/api/suite", tag = "bench", params(Of), request_body = Evaluation, responses(
    (status = 202, body = JobLine), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn start(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(given): Body<Evaluation>,
) -> Result<(StatusCode, Json<JobLine>), Fault> {
    let (sent, work) = given.sent();
    let (wish, plan) = suite::wanted(&visit, &of.name, &sent).await?.map_err(Fault::refused)?;
    Ok(started(&visit, wish, plan, work))
}
