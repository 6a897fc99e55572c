//! A run as JSON lines: one object a line, `type` says which.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};

use super::fault::Fault;
use super::pool::Reader;
use super::read::trials::{TRIALS, place};
use crate::{CallRecord, Evidence, LedgerError, RunId, RunRecord, Status, TrialFilter};

struct Lines<'a> {
    to: &'a mut dyn Write,
    count: u64,
}

impl Lines<'_> {
    fn put(&mut self, value: &Value) -> Result<(), Fault> {
        let failed = |detail: String| Fault::from(LedgerError::Export { detail });
        serde_json::to_writer(&mut self.to, value).map_err(|error| failed(error.to_string()))?;
        self.to.write_all(b"\n").map_err(|error| failed(error.to_string()))?;
        self.count += 1;
        Ok(())
    }
}

impl Reader<'_> {
    /// Writes the run, its trials in order, what people say of them, then the calls they rest on and those it sent; says how many lines.
    pub fn export(&self, id: RunId, to: &mut dyn Write) -> Result<u64, Fault> {
        let row = self.row_of(id)?;
        let mut lines = Lines { to, count: 0 };
        lines.put(&run_line(&self.record_of(id)?))?;
        let mut after = None;
        loop {
            let page = self.trials(row, TrialFilter::default(), after, TRIALS)?;
            let Some(last) = page.last() else { break };
            after = Some(place(last));
            for trial in &page {
                lines.put(&typed("trial", trial))?;
            }
        }
        for rating in self.ratings(row)? {
            lines.put(&typed("rating", &rating))?;
        }
        self.each_record(row, |call| lines.put(&call_line(&call)))?;
        lines.to.flush().map_err(|error| LedgerError::Export { detail: error.to_string() })?;
        Ok(lines.count)
    }
}

/// An object with its type.
fn typed(kind: &str, data: &impl Serialize) -> Value {
    // plain data always serialises
    let mut line = serde_json::to_value(data).unwrap_or_default();
    if let Some(object) = line.as_object_mut() {
        object.insert("type".to_owned(), kind.into());
    }
    line
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn run_line(run: &RunRecord) -> Value {
    let summary = &run.summary;
    let ended = match summary.status {
        Status::Ended(ended) => json!(ended),
        Status::Running | Status::Abandoned => Value::Null,
    };
    json!({
        "type": "run",
        "id": summary.id,
        "kind": summary.kind,
        "plan": hex(&summary.plan.0),
        "cases": hex(&summary.cases_hash),
        "title": summary.title,
        "started_ms": summary.started_ms,
        "ended_ms": summary.ended_ms,
        "ended": ended,
        "trials": summary.trials,
        "document": run.document,
        "evaluation": run.evaluation,
    })
}

fn call_line(call: &CallRecord) -> Value {
    let known = &call.known;
    json!({
        "type": "call",
        "key": known.key,
        "run": known.run,
        "model": call.model,
        "arm": call.arm,
        "state": known.state,
        "reply": known.reply,
        "error": known.error,
        "usage": known.usage,
        "cost": known.cost,
        "timing": known.timing,
        "tries": known.tries,
        "evidence": call.evidence.as_ref().map(evidence),
    })
}

fn evidence(evidence: &Evidence) -> Value {
    json!({
        "request_head": text(&evidence.request_head),
        "request_body": text(&evidence.request_body),
        "status": evidence.status,
        "response_head": text(&evidence.response_head),
        "response_body": text(&evidence.response_body),
    })
}

/// Text as it is; anything else as `{"base64": ...}`, so that the bytes can be had back.
fn text(bytes: &Bytes) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => json!({ "base64": STANDARD.encode(bytes) }),
    }
}
