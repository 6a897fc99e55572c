//! One trial: guard, reserve, claim, send, score, settle. Every path out gives its reservation back and leaves the
//! ledger true.

use std::sync::atomic::Ordering;
use std::time::Duration;

use ledger::{Claim, Evidence, Intent, Settled};
use terms::evaluation::Ended;
use terms::{CallKey, CallState, Explain, Message, Money, Part, Request};
use vendors::transport::{CallControl, Exchange, Seen};
use vendors::{Encoded, Target, VendorError};

use super::{Ctx, Pending, now_ms};
use crate::budget::Reserved;
use crate::progress::Answered;
use crate::{EngineError, scoring};

/// How often a call that another run has in flight is looked at again.
const BUSY: Duration = Duration::from_millis(50);
/// Calls that fail in a row before the run is given up.
const PATIENCE: u64 = 20;

/// Answers one trial and writes it down.
///
/// # Errors
/// The ledger cannot be written: the run must stop. Everything else is an outcome of the trial.
pub(super) async fn answer(ctx: &Ctx, pending: Pending) -> Result<(), EngineError> {
    let arm = &ctx.plan.arms[pending.at.arm as usize];
    let Ok((request, key)) = &pending.question else { return Ok(()) };
    let encoded = match prepare(ctx, &arm.target, request) {
        Ok(encoded) => encoded,
        Err(error) => return record(ctx, scoring::unanswered(&pending, error)).await,
    };
    let most = upper_bound(&arm.target, request);
    loop {
        let reserved = match ctx.budget.reserve(most.map_or(0, |m| m.pico)).await {
            Reserved::Granted(pico) => pico,
            Reserved::Exhausted => {
                out_of_budget(ctx, &arm.target, most);
                return Ok(());
            }
        };
        if ctx.stop.gently.is_cancelled() {
            ctx.budget.settle(reserved, 0);
            return Ok(());
        }
        let intent = Intent {
            key: *key,
            model: request.model.clone(),
            arm: pending.at.arm,
            reserved: most,
            sent_ms: now_ms(),
        };
        let claims = ctx.store.send(ctx.run, vec![intent]).await.map_err(EngineError::below);
        let claim = claims.inspect_err(|_| ctx.budget.settle(reserved, 0))?.pop();
        match claim {
            Some(Claim::Granted { .. }) => {
                return call(ctx, &pending, *key, request, &encoded, reserved, most).await;
            }
            Some(Claim::Done(known)) => {
                ctx.budget.settle(reserved, 0);
                ctx.progress.reused();
                return record(ctx, scoring::scored_known(&ctx.plan, &pending, &known)).await;
            }
            Some(Claim::Busy { .. }) | None => {
                ctx.budget.settle(reserved, 0);
                tokio::select! {
                    () = tokio::time::sleep(BUSY) => {}
                    () = ctx.stop.gently.cancelled() => return Ok(()),
                }
            }
        }
    }
}

/// The request in the vendor's shape, if it may leave.
fn prepare(ctx: &Ctx, target: &Target, request: &Request) -> Result<Encoded, Message> {
    ctx.guard.check(&request.messages).map_err(|blocked| blocked.message())?;
    let encoded = target.encode(request).map_err(|error| error.message())?;
    encoded.notes.iter().for_each(|note| ctx.note(note));
    Ok(encoded)
}

/// The most the call can cost: every byte may be a token, and the answer may be as long as the model allows.
pub(super) fn upper_bound(target: &Target, request: &Request) -> Option<Money> {
    let price = target.price.as_ref()?;
    let part = |part: &Part| match part {
        Part::Text { text } => text.len() as u64,
        // vendors count a picture at a few thousand tokens at most
        Part::Image { .. } => 20_000,
    };
    let message = |m: &terms::ChatMessage| 16 + m.parts.iter().map(part).sum::<u64>();
    let input = 64 + request.messages.iter().map(message).sum::<u64>();
    // no vendor writes more in one answer
    let output = target.output_limit(&request.parameters).unwrap_or(128_000);
    Some(price.upper_bound(input, u64::from(output)))
}

fn out_of_budget(ctx: &Ctx, target: &Target, most: Option<Money>) {
    // a budget that does not buy the first call is a mistake to be said, not an end
    let error = match (most, ctx.budget.spent()) {
        (Some(one_call), 0) => {
            Some(EngineError::BudgetTooSmall { model: target.model.to_string(), one_call })
        }
        _ => None,
    };
    ctx.halt(Ended::Budget, error);
}

/// Sends a granted call and settles it.
async fn call(
    ctx: &Ctx,
    pending: &Pending,
    key: CallKey,
    request: &Request,
    encoded: &Encoded,
    reserved: i64,
    most: Option<Money>,
) -> Result<(), EngineError> {
    let arm = &ctx.plan.arms[pending.at.arm as usize];
    let Some(flight) = ctx.stop.gently.run_until_cancelled(ctx.flight.acquire()).await else {
        // claimed while others were in flight, and stopped before it could leave
        ctx.budget.settle(reserved, 0);
        return ctx.store.withdraw(ctx.run, vec![key]).await.map_err(EngineError::below);
    };
    ctx.progress.sent();
    let control = CallControl {
        cancel: &ctx.stop.now,
        deadline: None,
        on_event: None,
        gate: &ctx.gates[pending.at.arm as usize],
        notices: &|notice| ctx.progress.notice(notice),
    };
    let exchange = ctx.transport.exchange(&arm.target, &encoded.http, request.stream, control).await;
    drop(flight);
    let ended = end(ctx, pending, key, exchange, &arm.target);
    let (cost, counted) = match (&ended.settled.state, ended.settled.cost) {
        (_, Some(cost)) => (cost.pico, Some(cost)),
        (CallState::Unknown, None) => (most.map_or(0, |m| m.pico), None),
        _ => (0, None),
    };
    ctx.budget.settle(reserved, cost);
    let answered = match ended.settled.state {
        CallState::Done => Answered::Done,
        CallState::Unknown => Answered::Unknown,
        _ => Answered::Failed,
    };
    let has_trial = ended.settled.trial.is_some();
    if ended.withdraw {
        ctx.progress.answered(Answered::Failed, None);
        return ctx.store.withdraw(ctx.run, vec![key]).await.map_err(EngineError::below);
    }
    ctx.store.settle(ctx.run, vec![ended.settled]).await.map_err(EngineError::below)?;
    ctx.progress.answered(answered, counted);
    if has_trial {
        ctx.progress.trial();
    }
    Ok(())
}

struct End {
    settled: Settled,
    withdraw: bool,
}

/// What an exchange means for the call, the trial and the run.
fn end(ctx: &Ctx, pending: &Pending, key: CallKey, exchange: Exchange, target: &Target) -> End {
    let answered = exchange.evidence.status.is_some_and(|status| (200..300).contains(&status));
    let evidence = Evidence {
        request_head: exchange.evidence.request_head.into(),
        request_body: exchange.evidence.request_body,
        status: exchange.evidence.status,
        response_head: exchange.evidence.response_head.into(),
        response_body: exchange.evidence.response_body,
    };
    let mut settled = Settled {
        key,
        state: CallState::Failed,
        reply: None,
        error: None,
        usage: None,
        cost: None,
        timing: exchange.timing,
        tries: exchange.tries,
        evidence,
        trial: None,
    };
    match exchange.outcome {
        Ok(reply) => {
            ctx.failures.store(0, Ordering::Relaxed);
            settled.state = CallState::Done;
            settled.usage = reply.usage;
            settled.cost = reply.usage.and_then(|usage| Some(target.price.as_ref()?.cost(&usage)));
            settled.trial =
                Some(scoring::scored(&ctx.plan, pending, &reply, settled.cost.as_ref(), &settled.timing));
            settled.reply = Some(reply);
            End { settled, withdraw: false }
        }
        Err(error) => {
            // an answer that cannot be read has no price to be read in it either, and is billed all the same
            let unread = answered && matches!(error, VendorError::Malformed { .. });
            let unseen = unread || exchange.seen == Seen::Unknown;
            settled.state = if unseen { CallState::Unknown } else { CallState::Failed };
            settled.error = Some(error.message());
            let stopped = matches!(error, VendorError::Cancelled);
            let last = error.message();
            // neither a stopped call nor one that no other call could pass is an outcome of the trial: it is asked
            // again when the run is taken up
            if !stopped && !halts(ctx, error) {
                settled.trial =
                    Some(ledger::NewTrial { call: Some(key), ..scoring::unanswered(pending, last) });
            }
            End { withdraw: exchange.seen == Seen::NotSent && settled.trial.is_none(), settled }
        }
    }
}

/// Whether the error ends the run: nothing sent after it could fare better.
fn halts(ctx: &Ctx, error: VendorError) -> bool {
    let final_for_all = matches!(
        error,
        VendorError::Auth { .. }
            | VendorError::NotFound { .. }
            | VendorError::RateLimited { quota_spent: true, .. }
    );
    if final_for_all {
        ctx.halt(Ended::Vendor, Some(EngineError::below(error)));
        return true;
    }
    // a study tries versions that may be too long: that says nothing of the next call
    if ctx.plan.part && matches!(error, VendorError::ContextTooLong { .. }) {
        return false;
    }
    let failures = ctx.failures.fetch_add(1, Ordering::Relaxed) + 1;
    if failures >= PATIENCE {
        ctx.halt(Ended::Vendor, Some(EngineError::GivingUp { failures, last: error.message() }));
    }
    false
}

async fn record(ctx: &Ctx, trial: ledger::NewTrial) -> Result<(), EngineError> {
    ctx.store.record(ctx.run, vec![trial]).await.map_err(EngineError::below)?;
    ctx.progress.trial();
    Ok(())
}
