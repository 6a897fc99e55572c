//! Looking after the ledger: is it sound, and what may go from it.

use axum::Form;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use ledger::{CheckReport, Depth, Prune, PruneReport, Select};
use terms::Message;

use super::launch::{Sent, wrong};
use super::runs;
use crate::fault::{Fault, Said};
use crate::page::Visit;

const DAY_MS: i64 = 86_400_000;

/// Reads the whole ledger and says whether it is sound.
pub async fn check(visit: Visit) -> Result<Html<String>, Fault> {
    let report = visit.app.store().check().await?;
    let mut said = report.problems.clone();
    said.push(checked(&report));
    runs::with(visit, runs::Asked::default(), report.problems.is_empty(), &said).await
}

/// What a check came to.
pub fn checked(report: &CheckReport) -> Message {
    let key = if report.problems.is_empty() { "cli-check-sound" } else { "cli-check-unsound" };
    let line = Message::new(key).with("calls", report.calls).with("trials", report.trials);
    line.with("problems", report.problems.len())
}

/// Takes old runs out of the ledger, or only their texts.
pub async fn prune(visit: Visit, Form(pairs): Form<Vec<(String, String)>>) -> Result<Response, Fault> {
    match wanted(&Sent::new(pairs)) {
        Ok(what) => {
            let report = visit.app.store().prune(what).await?;
            let page = runs::with(visit, runs::Asked::default(), true, &[pruned(&report)]).await?;
            Ok(page.into_response())
        }
        Err(said) => {
            let said: Vec<Message> = said.into_iter().map(|said| said.message).collect();
            let page = runs::with(visit, runs::Asked::default(), false, &said).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What was taken out.
pub fn pruned(report: &PruneReport) -> Message {
    let freed = report.bytes_before.saturating_sub(report.bytes_after);
    Message::new("cli-pruned").with("runs", report.runs).with("calls", report.calls).with("bytes", freed)
}

/// What is to go: runs of more than so many `days`, or all but the newest `keep`; `texts` (the runs and their scores stay)
/// or `runs`; with a yes, since nothing brings it back.
pub fn wanted(sent: &Sent) -> Result<Prune, Vec<Said>> {
    let select = match (sent.count("days")?, sent.count("keep")?) {
        (Some(days), None) => {
            let age = i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(DAY_MS);
            Select::Before(engine::now_ms().saturating_sub(age))
        }
        (None, Some(keep)) => Select::KeepLast(keep),
        _ => return Err(wrong("studio-prune-which")),
    };
    let depth = match sent.text("depth") {
        "texts" => Depth::Replies,
        "runs" => Depth::Runs,
        _ => return Err(wrong("studio-prune-which")),
    };
    if sent.text("sure") != "yes" {
        return Err(wrong("studio-prune-sure"));
    }
    Ok(Prune { select, depth })
}

/// A page that was left after it had been sent is the list again.
pub async fn back() -> Redirect {
    Redirect::to("/runs")
}
