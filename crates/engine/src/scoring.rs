//! From a reply to a trial.

use checks::Observed;
use ledger::{Known, NewTrial};
use terms::{Message, Money, Reply, Timing};

use crate::plan::Plan;
use crate::run::Pending;

/// A trial that has no answer, and why.
pub(crate) fn unanswered(pending: &Pending, error: Message) -> NewTrial {
    NewTrial { error: Some(error), call: None, ..blank(pending) }
}

/// A trial answered by a call of the ledger.
pub(crate) fn scored_known(plan: &Plan, pending: &Pending, known: &Known) -> NewTrial {
    let Some(reply) = &known.reply else { return blank(pending) };
    NewTrial { reused: true, ..scored(plan, pending, reply, known.cost.as_ref(), &known.timing) }
}

/// A trial answered by this reply.
pub(crate) fn scored(
    plan: &Plan,
    pending: &Pending,
    reply: &Reply,
    cost: Option<&Money>,
    timing: &Timing,
) -> NewTrial {
    let arm = &plan.arms[pending.at.arm as usize];
    let seen = Observed {
        text: &reply.text,
        case: &pending.case,
        finish: reply.finish.as_ref(),
        latency_ms: Some(timing.total_us as f64 / 1000.0),
        cost,
        usage: reply.usage.as_ref(),
    };
    let answer = (plan.repeats > 1 || plan.part).then(|| fingerprint(&reply.text));
    NewTrial { scores: arm.checks.score(&seen), answer, ..blank(pending) }
}

fn blank(pending: &Pending) -> NewTrial {
    let case = &pending.case;
    NewTrial {
        at: pending.at,
        case_id: case.id.clone(),
        weight: case.weight,
        cluster: case.cluster.clone(),
        expect: case.expect.get("").cloned(),
        call: pending.question.as_ref().ok().map(|(_, key)| *key),
        scores: Vec::new(),
        error: None,
        answer: None,
        reused: false,
    }
}

/// Two repeats gave the same answer when their texts are equal up to the spaces around them.
fn fingerprint(text: &str) -> u64 {
    let hash = blake3::hash(text.trim().as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}
