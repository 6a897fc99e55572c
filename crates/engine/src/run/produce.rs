//! The plan as a stream of trials, made on a thread of its own: read a case, render it for each arm, hash the
//! question. Memory holds a few chunks, whatever the number of cases.

use std::sync::Arc;

use ledger::{LedgerError, TrialAt};
use terms::{CallKey, Case, Message, Request};
use tokio::sync::mpsc::Sender;

use crate::plan::Plan;
use crate::{EngineError, Progress};

/// A trial to be answered.
pub struct Pending {
    /// Which one.
    pub at: TrialAt,
    /// Its case.
    pub case: Arc<Case>,
    /// The question, or why it cannot be asked.
    pub question: Result<(Request, CallKey), Message>,
}

/// Trials in one message; also bounded in bytes, for long prompts.
const CHUNK: usize = 128;
const CHUNK_BYTES: usize = 1 << 20;

/// Sends every trial that `done` does not hold, in order, until the receiver goes away; returns how many it held.
///
/// `done` is in the same order as the plan: the anti-join is a merge, nothing is rendered for what is there.
///
/// # Errors
/// A case or the ledger that cannot be read.
pub fn produce(
    plan: &Plan,
    done: &mut dyn Iterator<Item = Result<TrialAt, LedgerError>>,
    progress: &Progress,
    to: &Sender<Vec<Pending>>,
) -> Result<u64, EngineError> {
    let mut skipped = 0;
    let mut next_done = done.next().transpose().map_err(EngineError::below)?;
    let (mut chunk, mut bytes) = (Vec::with_capacity(CHUNK), 0);
    for case in plan.cases.open()? {
        let case = Arc::new(case?);
        for (index, arm) in plan.arms.iter().enumerate() {
            let mut request = None;
            for repeat in 0..plan.repeats {
                let at = TrialAt { case: case.number, arm: index as u32, repeat };
                while next_done.is_some_and(|d| d < at) {
                    next_done = done.next().transpose().map_err(EngineError::below)?;
                }
                if next_done == Some(at) {
                    skipped += 1;
                    progress.skip();
                    continue;
                }
                let made = request.take().unwrap_or_else(|| {
                    let rendered = arm.render(&case);
                    rendered.map(|r| arm.request(r, plan.stream)).map_err(|e| terms::Explain::message(&e))
                });
                if repeat + 1 < plan.repeats {
                    request = Some(made.clone());
                }
                let question = made.map(|request| {
                    let key = CallKey::of(arm.target.endpoint(), &request, repeat);
                    (request, key)
                });
                bytes += question.as_ref().map_or(0, |(request, _)| size(request));
                chunk.push(Pending { at, case: case.clone(), question });
                if chunk.len() >= CHUNK || bytes >= CHUNK_BYTES {
                    bytes = 0;
                    if to.blocking_send(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK))).is_err() {
                        return Ok(skipped);
                    }
                }
            }
        }
    }
    // an error here means that the receiver has stopped the run
    let _ = to.blocking_send(chunk);
    Ok(skipped)
}

fn size(request: &Request) -> usize {
    let part = |p: &terms::Part| match p {
        terms::Part::Text { text } => text.len(),
        terms::Part::Image { image: terms::Image::Data { base64, .. } } => base64.len(),
        terms::Part::Image { image: terms::Image::Url(url) } => url.len(),
    };
    request.messages.iter().flat_map(|m| &m.parts).map(part).sum()
}
