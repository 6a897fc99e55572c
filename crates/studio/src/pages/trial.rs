//! One trial to its last byte: what was asked, what was answered, what was expected, why it passed or not.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Html;
use ledger::{CallRecord, RunRecord, TrialFilter};
use report::{Standing, brief, visible};
use serde::Deserialize;
use terms::evaluation::Trial;
use terms::{CallState, Message, Outcome};

use super::trials::{arms, class};
use crate::diff::{self, Piece};
use crate::fault::Fault;
use crate::page::{Page, Visit, encoded, html};

/// Trials of one case that can be compared: arms times repeats.
const SIDE: usize = 200;
/// Bytes of a message shown on the page; the export has them all.
const SHOWN: usize = 1 << 18;

#[derive(Deserialize)]
pub struct Asked {
    with: Option<usize>,
}

#[derive(Template)]
#[template(path = "trial.html")]
struct TrialPage {
    page: Page,
    run: String,
    here: String,
    case: String,
    /// Where the case is edited, when it belongs to a prompt of the project.
    table: Option<String>,
    arm: String,
    repeat: u32,
    standing: String,
    class: &'static str,
    answer: String,
    answered: bool,
    expect: Option<String>,
    checks: Vec<CheckView>,
    facts: Vec<(String, String)>,
    messages: Vec<(String, String)>,
    sendings: Vec<Sending>,
    others: Vec<(usize, String, bool)>,
    compared: Option<(String, Vec<Piece>)>,
}

struct CheckView {
    name: String,
    verdict: String,
    class: &'static str,
    reason: Option<String>,
}

pub struct Sending {
    pub state: String,
    pub error: Option<String>,
    pub parts: Vec<(String, String)>,
}

pub async fn show(
    visit: Visit,
    Path((id, case, arm, repeat)): Path<(String, u64, u32, u32)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let store = visit.app.store();
    let locale = visit.locale();
    let record = store.run(&id).await?;
    let run = record.summary.id;
    let filter = TrialFilter { case: Some(case), ..TrialFilter::default() };
    let all = store.trial_page(run, filter, None, SIDE).await?.trials;
    let is_this = |trial: &&Trial| trial.arm == arm && trial.repeat == repeat;
    let missing = || Fault::of(StatusCode::NOT_FOUND, Message::new("cli-no-trial").with("run", run.as_str()));
    let trial = all.iter().find(is_this).ok_or_else(missing)?;
    let names = arms(&visit, &record);
    let name = |trial: &Trial| {
        let arm = names.get(trial.arm as usize).cloned().unwrap_or_default();
        if trial.repeat == 0 { arm } else { format!("{arm} · {}", trial.repeat + 1) }
    };
    let compared = asked.with.and_then(|at| all.get(at)).and_then(|other| {
        let (a, b) = (other.text.as_deref()?, trial.text.as_deref()?);
        Some((name(other), diff::words(a, b)))
    });
    let sendings = match trial.call {
        Some(key) => store.call(key).await?,
        None => Vec::new(),
    };
    let mut facts = Vec::new();
    let mut fact = |key: &'static str, value: String| facts.push((locale.say(key), value));
    if let Some(cost) = &trial.cost {
        let cost_said = Message::new("cli-cost").with("cost", locale.money(cost));
        fact("studio-cost", locale.text(&cost_said.with("date", cost.catalogue.to_string())));
    }
    if let Some(ms) = trial.latency_ms {
        fact("studio-time", locale.duration(ms / 1000.0));
    }
    let known = sendings.first().map(|sending| &sending.known);
    if let Some(usage) = known.and_then(|k| k.usage) {
        let tokens = Message::new("cli-tokens").with("input", usage.input).with("output", usage.output);
        fact("studio-tokens", locale.text(&tokens));
    }
    if let Some(model) = known.and_then(|k| k.reply.as_ref()?.model.as_deref()) {
        fact("studio-dated-model", visible::excerpt(model, 120));
    }
    if trial.reused {
        fact("studio-reused", locale.say("cli-from-ledger"));
    }
    let messages = messages(&sendings);
    html(&TrialPage {
        page: visit.page("/runs"),
        here: format!("/run/{run}/trial/{case}/{arm}/{repeat}"),
        run: run.to_string(),
        case: visible::excerpt(&trial.case_id, 120),
        table: table(&visit, &record, &trial.case_id),
        arm: names.get(arm as usize).cloned().unwrap_or_default(),
        repeat: repeat + 1,
        standing: brief::standing(trial, locale),
        class: class(Standing::of(trial)),
        answered: trial.text.is_some(),
        answer: match (&trial.text, &trial.error) {
            (Some(text), _) => visible::lines(text).into_owned(),
            (None, Some(error)) => visit.text(error),
            (None, None) => locale.say("cli-trial-no-text"),
        },
        expect: trial.expect.as_deref().map(|text| visible::lines(text).into_owned()),
        checks: trial.scores.iter().map(|score| check(&visit, score)).collect(),
        facts,
        messages,
        sendings: sendings.iter().map(|record| sending(&visit, record)).collect(),
        others: all
            .iter()
            .enumerate()
            .filter(|(_, other)| !is_this(other) && other.text.is_some())
            .map(|(at, other)| (at, name(other), asked.with == Some(at)))
            .collect(),
        compared,
    })
}

/// The first prompt of the run that is still there: the cases are those beside it.
fn table(visit: &Visit, record: &RunRecord, case: &str) -> Option<String> {
    let prompts = record.document["prompts"].as_array()?;
    let names = prompts.iter().filter_map(|entry| entry["name"].as_str());
    let name = names.into_iter().find(|name| crate::files::read(&visit.app, name).is_ok())?;
    Some(format!("/cases/{}?case={}#case", encoded(name), encoded(case)))
}

fn check(visit: &Visit, score: &terms::Score) -> CheckView {
    let (key, class) = match score.outcome {
        Outcome::Pass => ("report-passed", "good"),
        Outcome::Fail => ("report-failed", "bad"),
        Outcome::Unscored => ("report-unscored", "warn"),
    };
    CheckView {
        name: visible::excerpt(&score.check, 120),
        verdict: visit.locale().say(key),
        class,
        reason: score.reason.as_ref().map(|reason| visit.text(reason)),
    }
}

/// The messages of the newest sending whose bytes are kept, harmless: role and text.
pub fn messages(sendings: &[CallRecord]) -> Vec<(String, String)> {
    let evidence = sendings.iter().find_map(|sending| sending.evidence.as_ref());
    let messages = evidence.map(|e| vendors::sent_messages(&e.request_body)).unwrap_or_default();
    let harmless =
        |(role, text): (String, String)| (visible::excerpt(&role, 40), visible::lines(&text).into_owned());
    messages.into_iter().map(harmless).collect()
}

pub fn sending(visit: &Visit, record: &CallRecord) -> Sending {
    let locale = visit.locale();
    let state = match record.known.state {
        CallState::Sent => "cli-call-sent",
        CallState::Done => "cli-call-done",
        CallState::Failed => "cli-call-failed",
        CallState::Unknown => "cli-call-unknown",
    };
    let text = |bytes: &[u8]| {
        let cut = &bytes[..bytes.len().min(SHOWN)];
        let mut text = visible::lines(&String::from_utf8_lossy(cut)).into_owned();
        if bytes.len() > SHOWN {
            text.push('…');
        }
        text
    };
    let parts = record.evidence.as_ref().map(|evidence| {
        [
            ("studio-request-head", &evidence.request_head),
            ("studio-request-body", &evidence.request_body),
            ("studio-response-head", &evidence.response_head),
            ("studio-response-body", &evidence.response_body),
        ]
        .map(|(key, bytes)| (locale.say(key), text(bytes)))
        .to_vec()
    });
    Sending {
        state: locale.say(state),
        error: record.known.error.as_ref().map(|error| visit.text(error)),
        parts: parts.unwrap_or_default(),
    }
}
