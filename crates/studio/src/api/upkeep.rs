//! Looking after the ledger.

use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Body, Wrong};
use crate::fault::Fault;
use crate::page::Visit;
use crate::pages::launch::Sent;
use crate::pages::upkeep;

/// What a check came to.
#[derive(Serialize, ToSchema)]
pub struct Checked {
    sound: bool,
    problems: Vec<String>,
    runs: u64,
    calls: u64,
    trials: u64,
}

/// Reads the whole ledger and says whether it is sound.
#[utoipa::path(post, path = "/api/ledger/check", tag = "runs", responses((status = 200, body = Checked)))]
pub async fn check(visit: Visit) -> Result<Json<Checked>, Fault> {
    let report = visit.app.store().check().await?;
    let problems: Vec<String> = report.problems.iter().map(|problem| visit.text(problem)).collect();
    let sound = problems.is_empty();
    Ok(Json(Checked { sound, problems, runs: report.runs, calls: report.calls, trials: report.trials }))
}

/// What is to go from the ledger.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Pruning {
    /// Runs that began more than so many days ago; or `keep`.
    days: Option<u64>,
    /// All runs but the newest so many; or `days`.
    keep: Option<u64>,
    /// `texts` (what was sent and answered: scores and money stay) or `runs` (everything but the money).
    depth: String,
}

/// What went.
#[derive(Serialize, ToSchema)]
pub struct Pruned {
    runs: u64,
    calls: u64,
    trials: u64,
    /// Bytes of the ledger's file.
    bytes_before: u64,
    bytes_after: u64,
}

/// Takes old runs out of the ledger, or only their texts. Nothing brings them back.
#[utoipa::path(post, path = "/api/ledger/prune", tag = "runs", request_body = Pruning, responses(
    (status = 200, body = Pruned), (status = 422, body = Wrong)))]
pub async fn prune(visit: Visit, Body(given): Body<Pruning>) -> Result<Json<Pruned>, Fault> {
    let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let fields = [
        ("days", number(given.days)),
        ("keep", number(given.keep)),
        ("depth", given.depth),
        ("sure", "yes".to_owned()),
    ];
    let sent = Sent::new(fields.map(|(name, value)| (name.to_owned(), value)).into());
    let what = upkeep::wanted(&sent).map_err(Fault::refused)?;
    let report = visit.app.store().prune(what).await?;
    Ok(Json(Pruned {
        runs: report.runs,
        calls: report.calls,
        trials: report.trials,
        bytes_before: report.bytes_before,
        bytes_after: report.bytes_after,
    }))
}
