//! What the commands that are studies share.

use engine::Plan;
use report::visible::lines;
use serde::Serialize;
use serde_json::Value;
use studies::document;
use terms::Message;
use terms::evaluation::Ended;

use super::{DONE, RESUMABLE};
use crate::failure::Failure;
use crate::session::Session;

/// The plan without the bare requests.
pub fn without_bare(mut plan: Plan) -> Result<Plan, Failure> {
    plan.keep_arms(|arm| !arm.bare)?;
    Ok(plan)
}

/// The document on stdout with `--json`, its sentences otherwise.
pub fn say(session: &Session, document: &impl Serialize, sentences: &[Message]) {
    if session.printer.json() {
        session.printer.document(document);
        return;
    }
    let text: Vec<String> = sentences.iter().map(|sentence| session.locale.text(sentence)).collect();
    session.printer.out(&lines(&text.join("\n")));
}

/// Shows what a study left in the ledger; whether it was one.
pub fn show(session: &Session, stored: Option<&Value>) -> bool {
    let Some(stored) = stored else { return false };
    let sentences = match stored["schema"].as_str() {
        Some(document::COMPARE) => {
            serde_json::from_value(stored.clone()).ok().map(|d: document::CompareDocument| d.lines())
        }
        Some(document::RACE) => {
            serde_json::from_value(stored.clone()).ok().map(|d: document::RaceDocument| d.lines())
        }
        _ => None,
    };
    let Some(sentences) = sentences else { return false };
    say(session, stored, &sentences);
    true
}

/// A study that its budget ended can be taken up with more.
pub fn exit_code(ended: Ended) -> u8 {
    if ended == Ended::Completed { DONE } else { RESUMABLE }
}
