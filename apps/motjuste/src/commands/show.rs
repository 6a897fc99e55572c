//! `show`: a run's evaluation, its trials, or a call to its last byte.

use ledger::{CallRecord, RunRecord, Store, TrialFilter};
use report::visible::{lines, one_line};
use serde_json::json;
use terms::evaluation::{Evaluation, Trial};
use terms::{CallKey, CallState, Kind, Message, Outcome as Scored};

use super::{DONE, Outcome, runs, study};
use crate::cli::Show;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

pub fn run(session: &Session, args: &Show) -> Outcome {
    let writers = output::writers(&args.out)?;
    let store = session.store(&session.project(None)?)?;
    session.wait(async {
        if let Some(key) = call_key(store.as_ref(), &args.what).await? {
            return call(session, store.as_ref(), key).await;
        }
        let newest = match args.what.as_str() {
            // not the last part of the latest study
            "latest" => runs::newest(store.as_ref(), 1).await?.first().map(|run| run.id.to_string()),
            _ => None,
        };
        let record = store.run(newest.as_deref().unwrap_or(&args.what)).await?;
        if args.people {
            let found = studies::people::found(store.as_ref(), &record).await?;
            study::say(session, &found, &found.lines());
            for (path, exporter) in &writers {
                if exporter.name() != "html" {
                    return Err(Failure::of(Kind::User, Message::new("cli-study-html-only")));
                }
                study::page(session, Some(path), || found.page())?;
            }
            return Ok(DONE);
        }
        if args.case.is_some() || args.failing || args.arm.is_some() {
            return trials(session, store.as_ref(), &record, args);
        }
        if study::show(session, record.evaluation.as_ref()) {
            for (path, exporter) in &writers {
                study::export(session, record.evaluation.as_ref(), path, exporter.name())?;
            }
            return Ok(DONE);
        }
        let stored = record.evaluation.clone().filter(|value| !value.is_null());
        let Some(evaluation) = stored.and_then(|value| serde_json::from_value::<Evaluation>(value).ok())
        else {
            return trials(session, store.as_ref(), &record, args);
        };
        output::evaluation(session, &evaluation)?;
        let id = record.summary.id;
        output::write(session, &writers, &evaluation, &|| store.trials(id, TrialFilter::default()), None)?;
        Ok(DONE)
    })
}

/// A call's key in full; anything shorter is a run's id.
async fn call_key(store: &dyn Store, what: &str) -> Result<Option<CallKey>, Failure> {
    let Ok(key) = CallKey::try_from(what.to_ascii_lowercase()) else { return Ok(None) };
    Ok((!store.call(key).await?.is_empty()).then_some(key))
}

fn trials(session: &Session, store: &dyn Store, record: &RunRecord, args: &Show) -> Outcome {
    let filter = TrialFilter { arm: args.arm, ..TrialFilter::default() };
    let wanted = |trial: &Trial| {
        args.case.as_ref().is_none_or(|id| trial.case_id == *id) && (!args.failing || !passed(trial))
    };
    let mut found = 0_u64;
    let mut documents = Vec::new();
    for trial in store.trials(record.summary.id, filter) {
        let trial = trial?;
        if !wanted(&trial) {
            continue;
        }
        found += 1;
        match session.printer.json() {
            true => documents.push(serde_json::to_value(&trial).unwrap_or_default()),
            false => session.printer.out(&text(session, record, &trial)),
        }
    }
    if session.printer.json() {
        session.printer.document(&json!({
            "schema": "motjuste/trials/1",
            "run": record.summary.id,
            "trials": documents,
        }));
    } else if found == 0 {
        let message = Message::new("cli-no-trial").with("run", record.summary.id.as_str());
        return Err(Failure::of(Kind::Data, message));
    }
    Ok(DONE)
}

fn passed(trial: &Trial) -> bool {
    trial.error.is_none() && trial.scores.iter().filter(|s| s.weight > 0.0).all(|s| s.outcome == Scored::Pass)
}

fn text(session: &Session, record: &RunRecord, trial: &Trial) -> String {
    let locale = &session.locale;
    let arm = &record.document["arms"][trial.arm as usize];
    let name = |key: &str| one_line(arm[key].as_str().unwrap_or("?")).into_owned();
    let heading = Message::new("cli-trial")
        .with("case", one_line(&trial.case_id).into_owned())
        .with("prompt", name("prompt"))
        .with("model", name("model"));
    let mut out = format!("── {}\n", locale.text(&heading.with("repeat", trial.repeat + 1)));
    if let Some(expected) = &trial.expect {
        let line = Message::new("cli-trial-expected").with("text", one_line(expected).into_owned());
        out.push_str(&locale.text(&line));
        out.push('\n');
    }
    match (&trial.text, &trial.error) {
        (Some(answer), _) => out.push_str(lines(answer).trim_end()),
        (None, Some(error)) => out.push_str(&locale.text(error)),
        (None, None) => out.push_str(&locale.say("cli-trial-no-text")),
    }
    out.push('\n');
    for score in &trial.scores {
        let sign = match score.outcome {
            Scored::Pass => "✓",
            Scored::Fail => "✗",
            Scored::Unscored => "?",
        };
        let reason = score.reason.as_ref().map_or(String::new(), |r| format!(" — {}", locale.text(r)));
        out.push_str(&format!("{sign} {}{}\n", one_line(&score.check), lines(&reason)));
    }
    if let Some(key) = trial.call {
        out.push_str(&locale.text(&Message::new("cli-call").with("key", key.to_string())));
        out.push('\n');
    }
    out
}

/// Every sending of a call with its bytes.
async fn call(session: &Session, store: &dyn Store, key: CallKey) -> Outcome {
    let records = store.call(key).await?;
    if session.printer.json() {
        let documents: Vec<_> = records.iter().map(document).collect();
        session.printer.document(&json!({"schema": "motjuste/call/1", "call": key, "sendings": documents}));
        return Ok(DONE);
    }
    for record in &records {
        session.printer.out(&bytes(session, record));
    }
    Ok(DONE)
}

fn document(record: &CallRecord) -> serde_json::Value {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    json!({
        "model": record.model,
        "run": record.known.run,
        "state": record.known.state,
        "cost": record.known.cost,
        "usage": record.known.usage,
        "timing": record.known.timing,
        "tries": record.known.tries,
        "error": record.known.error,
        "request_head": record.evidence.as_ref().map(|e| text(&e.request_head)),
        "request_body": record.evidence.as_ref().map(|e| text(&e.request_body)),
        "status": record.evidence.as_ref().and_then(|e| e.status),
        "response_head": record.evidence.as_ref().map(|e| text(&e.response_head)),
        "response_body": record.evidence.as_ref().map(|e| text(&e.response_body)),
    })
}

fn bytes(session: &Session, record: &CallRecord) -> String {
    let locale = &session.locale;
    let state = match record.known.state {
        CallState::Sent => "cli-call-sent",
        CallState::Done => "cli-call-done",
        CallState::Failed => "cli-call-failed",
        CallState::Unknown => "cli-call-unknown",
    };
    let mut out = format!("── {} · {} · {}\n", record.model, record.known.run, locale.say(state));
    if let Some(error) = &record.known.error {
        out.push_str(&locale.text(error));
        out.push('\n');
    }
    if let Some(cost) = &record.known.cost {
        let priced = Message::new("cli-cost")
            .with("cost", locale.money(cost))
            .with("date", cost.catalogue.to_string());
        out.push_str(&locale.text(&priced));
        out.push('\n');
    }
    let Some(evidence) = &record.evidence else {
        out.push_str(&locale.say("cli-call-no-bytes"));
        return out;
    };
    for part in
        [&evidence.request_head, &evidence.request_body, &evidence.response_head, &evidence.response_body]
    {
        let text = String::from_utf8_lossy(part);
        out.push('\n');
        out.push_str(lines(&text).trim_end());
        out.push('\n');
    }
    out
}
