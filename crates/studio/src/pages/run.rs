//! What a run found: scores with their intervals, verdicts in words, flaws, notes.

use askama::Template;
use axum::extract::Path;
use axum::response::Html;
use ledger::{RunRecord, Status};
use report::brief::Frame;
use report::html::Links;
use report::{Report, visible};
use terms::evaluation::{Ended, Evaluation, Flaw};

use super::study;
use crate::fault::Fault;
use crate::page::{Page, Visit, day, encoded, html};

#[derive(Template)]
#[template(path = "run.html")]
struct Run {
    page: Page,
    id: String,
    title: String,
    day: String,
    status: String,
    frame: Option<Frame>,
    /// HTML made by `report`: its texts are escaped there.
    results: String,
    prompts: Vec<(String, String)>,
    exports: Vec<(&'static str, &'static str)>,
    compares: bool,
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Html<String>, Fault> {
    let record = visit.app.store().run(&id).await?;
    let run = record.summary.id.to_string();
    if let Some(page) = study::view(&visit, &record) {
        return page;
    }
    let locale = visit.locale();
    let evaluation = evaluation(&record);
    let (mut frame, mut results) = (None, Vec::new());
    if let Some(evaluation) = &evaluation {
        let report = Report::new(evaluation, locale);
        frame = Some(report::brief::frame(&report));
        let flaw = |flaw: &Flaw| {
            let outcome = if flaw.unscored { "unscored" } else { "failed" };
            format!("/run/{run}/trials?arm={}&outcome={outcome}", flaw.arm)
        };
        let links = Links { flaw: &flaw, cell: &super::pair::link(&run) };
        report::html::results(&report, links, &mut results)?;
    }
    let named = |entry: &serde_json::Value| {
        let name = entry["name"].as_str()?;
        Some((visible::excerpt(name, 120), encoded(name)))
    };
    let exists = |(_, path): &(String, String)| crate::files::read(&visit.app, path).is_ok();
    html(&Run {
        page: visit.page("/runs"),
        title: visible::excerpt(&record.summary.title, 200),
        day: day(record.summary.started_ms),
        status: locale.say(status(record.summary.status)),
        frame,
        results: String::from_utf8_lossy(&results).into_owned(),
        prompts: record.document["prompts"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(named)
            .filter(exists)
            .collect(),
        compares: evaluation.as_ref().is_some_and(|evaluation| !evaluation.comparisons.is_empty()),
        exports: if evaluation.is_some() { super::export::FORMATS.to_vec() } else { Vec::new() },
        id: run,
    })
}

/// The stored evaluation, when this version of the tool can read it.
pub fn evaluation(record: &RunRecord) -> Option<Evaluation> {
    serde_json::from_value(record.evaluation.clone()?).ok()
}

pub fn status(status: Status) -> &'static str {
    match status {
        Status::Running => "cli-status-running",
        Status::Abandoned => "cli-status-abandoned",
        Status::Ended(Ended::Completed) => "cli-status-completed",
        Status::Ended(Ended::Budget) => "cli-status-budget",
        Status::Ended(Ended::Interrupted) => "cli-status-interrupted",
        Status::Ended(Ended::Vendor) => "cli-status-vendor",
    }
}
