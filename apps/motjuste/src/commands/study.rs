//! What the commands that are studies share.

use engine::Plan;
use report::visible::lines;
use serde::Serialize;
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

/// A study that its budget ended can be taken up with more.
pub fn exit_code(ended: Ended) -> u8 {
    if ended == Ended::Completed { DONE } else { RESUMABLE }
}
