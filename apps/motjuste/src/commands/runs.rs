//! `runs`: what the ledger holds; prune it, check it, export a run.

use std::path::Path;

use ledger::{Depth, Prune as Pruning, RunSummary, Scope, Select, Status, Store};
use report::visible::one_line;
use serde_json::{Value, json};
use studies::took::{Took, whole_runs};
use terms::evaluation::Ended;
use terms::{Kind, Message};

use super::{DONE, Outcome};
use crate::cli::{Export, Prune, Runs, RunsAction};
use crate::failure::Failure;
use crate::session::Session;
use crate::{columns, output, progress};

/// Runs listed when `--last` is not given.
const LAST: usize = 20;
const DAY_MS: i64 = 86_400_000;

pub fn run(session: &Session, args: &Runs) -> Outcome {
    match &args.action {
        None => list(session, args.last.unwrap_or(LAST)),
        Some(RunsAction::Prune(prune)) => pruned(session, prune),
        Some(RunsAction::Check(_)) => check(session),
        Some(RunsAction::Export(export)) => exported(session, export),
    }
}

fn list(session: &Session, last: usize) -> Outcome {
    let store = session.store(&session.project(None)?)?;
    session.wait(async {
        let mut runs = Vec::new();
        for run in newest(store.as_ref(), last).await? {
            let record = store.run(run.id.as_str()).await?;
            runs.push((Took::of(&run, record.evaluation.as_ref()), run));
        }
        let totals = store.totals(Scope::All).await?;
        if session.printer.json() {
            let runs: Vec<_> = runs.iter().map(|(took, run)| document(run, took)).collect();
            session.printer.document(&json!({
                "schema": "motjuste/runs/1",
                "runs": runs,
                "spent": totals.spent,
                "at_risk": totals.at_risk,
                "calls": {"done": totals.done, "failed": totals.failed, "unknown": totals.unknown},
            }));
            return Ok(DONE);
        }
        let locale = &session.locale;
        if runs.is_empty() {
            session.printer.out(&locale.say("cli-runs-none"));
            return Ok(DONE);
        }
        let rows = runs.iter().map(|(took, run)| {
            let cost: Vec<String> = took.cost.iter().map(|cost| locale.money(cost)).collect();
            vec![
                run.id.to_string(),
                progress::day(run.started_ms),
                run.kind.clone(),
                locale.say(status(run.status)),
                locale.integer(took.trials as i64),
                took.calls.map_or_else(|| "–".to_owned(), |calls| locale.integer(calls as i64)),
                if cost.is_empty() { "–".to_owned() } else { cost.join(" + ") },
                one_line(&run.title).into_owned(),
            ]
        });
        let heads = [
            "cli-runs-id",
            "cli-runs-when",
            "cli-runs-kind",
            "cli-runs-status",
            "cli-runs-trials",
            "cli-runs-calls",
            "cli-runs-cost",
            "cli-runs-title",
        ];
        let heads = heads.map(|key| locale.say(key)).to_vec();
        let mut out = columns::draw(heads, rows.collect(), &[4, 5, 6]);
        for spent in &totals.spent {
            let line =
                Message::new("cli-runs-spent").with("spent", locale.money(spent)).with("calls", totals.done);
            out.push('\n');
            out.push_str(&locale.text(&line));
        }
        for risk in &totals.at_risk {
            let line = Message::new("cli-runs-at-risk")
                .with("count", totals.unknown)
                .with("amount", locale.money(risk));
            out.push('\n');
            out.push_str(&locale.text(&line));
        }
        session.printer.out(&out);
        Ok(DONE)
    })
}

/// The newest runs, without the parts that studies are made of.
pub async fn newest(store: &dyn Store, last: usize) -> Result<Vec<RunSummary>, Failure> {
    Ok(store.runs(whole_runs(), None, last).await?.runs)
}

fn document(run: &RunSummary, took: &Took) -> Value {
    json!({
        "id": run.id,
        "kind": run.kind,
        "title": run.title,
        "started_ms": run.started_ms,
        "ended_ms": run.ended_ms,
        "status": match run.status {
            Status::Running => "running".to_owned(),
            Status::Abandoned => "abandoned".to_owned(),
            Status::Ended(ended) => serde_json::to_value(ended).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default(),
        },
        "trials": took.trials,
        "calls": took.calls,
        "cost": took.cost,
        "pruned": run.pruned,
    })
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

fn pruned(session: &Session, args: &Prune) -> Outcome {
    let store = session.store(&session.project(None)?)?;
    let select = match (args.older_than, args.keep) {
        (Some(days), _) => {
            let age = i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(DAY_MS);
            Select::Before(engine::now_ms().saturating_sub(age))
        }
        (None, keep) => Select::KeepLast(keep.unwrap_or(u64::MAX)),
    };
    let depth = if args.payloads_only { Depth::Replies } else { Depth::Runs };
    session.wait(async {
        let report = store.prune(Pruning { select, depth }).await?;
        if session.printer.json() {
            session.printer.document(&json!({
                "schema": "motjuste/prune/1",
                "runs": report.runs,
                "calls": report.calls,
                "trials": report.trials,
                "bytes_before": report.bytes_before,
                "bytes_after": report.bytes_after,
            }));
        } else {
            let freed = report.bytes_before.saturating_sub(report.bytes_after);
            let line = Message::new("cli-pruned").with("runs", report.runs).with("calls", report.calls);
            session.printer.out(&session.locale.text(&line.with("bytes", freed)));
        }
        Ok(DONE)
    })
}

fn check(session: &Session) -> Outcome {
    let store = session.store(&session.project(None)?)?;
    session.wait(async {
        let report = store.check().await?;
        let problems: Vec<String> = report.problems.iter().map(|p| session.locale.text(p)).collect();
        if session.printer.json() {
            session.printer.document(&json!({
                "schema": "motjuste/check/1",
                "problems": problems,
                "runs": report.runs,
                "calls": report.calls,
                "trials": report.trials,
            }));
        } else {
            problems.iter().for_each(|p| session.printer.out(p));
            let key = if problems.is_empty() { "cli-check-sound" } else { "cli-check-unsound" };
            let line = Message::new(key).with("calls", report.calls).with("trials", report.trials);
            session.printer.out(&session.locale.text(&line.with("problems", problems.len())));
        }
        Ok(if problems.is_empty() { DONE } else { Kind::Store.exit_code() })
    })
}

fn exported(session: &Session, args: &Export) -> Outcome {
    let store = session.store(&session.project(None)?)?;
    let record = session.wait(async { Ok(store.run(&args.run).await?) })?;
    match &args.to {
        Some(path) => {
            output::whole(path, |mut out| Ok(store.export(record.summary.id, &mut out).map(drop)?))?;
            said(session, path);
        }
        None => {
            let mut out = std::io::stdout().lock();
            store.export(record.summary.id, &mut out)?;
        }
    }
    Ok(DONE)
}

fn said(session: &Session, path: &Path) {
    let written = Message::new("cli-written").with("file", path.display().to_string());
    session.printer.remark(&session.locale.text(&written));
}
