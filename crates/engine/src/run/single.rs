//! One question, answered as it is written: what `run` does. It passes the same guard and the same ledger.

use ledger::{Claim, Evidence, Intent, NewRun, NewTrial, PlanHash, Settled, TrialAt};
use local::Familiarity;
use serde_json::{Map, Value, json};
use terms::evaluation::Ended;
use terms::{CallKey, CallState, Message, Money, Reply, Timing};
use vendors::StreamEvent;
use vendors::transport::{CallControl, Notice};

use super::answer::upper_bound;
use super::{Engine, Stop, now_ms};
use crate::plan::Arm;
use crate::{EngineError, Progress};

/// One question to one model.
pub struct Single<'a> {
    /// Prompt, model and parameters.
    pub arm: &'a Arm,
    /// Values of the inputs.
    pub values: &'a Map<String, Value>,
    /// Ask again even if the ledger holds an answer.
    pub again: bool,
}

/// Its answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The model's words; hostile.
    pub reply: Reply,
    /// Cost, when the price is known.
    pub cost: Option<Money>,
    /// When it was bought, and how long it took.
    pub timing: Timing,
    /// Identity of the call: `motjuste show KEY` has its bytes.
    pub key: CallKey,
    /// Whether it came from the ledger.
    pub reused: bool,
    /// Knobs dropped or translated; words that the embedded model does not know.
    pub notes: Vec<Message>,
}

impl Engine {
    /// Asks once; `on_text` sees the answer as it comes.
    ///
    /// # Errors
    /// The prompt, the guard, the vendor or the ledger.
    pub async fn single(
        &self,
        question: Single<'_>,
        stop: &Stop,
        on_text: &mut (dyn FnMut(&str) + Send),
        on_wait: &(dyn Fn(Notice) + Sync),
    ) -> Result<Answer, EngineError> {
        self.once("run", question, stop, on_text, on_wait).await
    }

    /// Asks once as a part of something greater, kept under this kind.
    ///
    /// # Errors
    /// As [`Engine::single`].
    pub async fn part(
        &self,
        kind: &str,
        question: Single<'_>,
        progress: &Progress,
        stop: &Stop,
    ) -> Result<Answer, EngineError> {
        self.once(kind, question, stop, &mut |_| {}, &|notice| progress.notice(notice)).await
    }

    /// The most a question can cost; `None` without a price.
    ///
    /// # Errors
    /// What the prompt says of the values.
    pub fn most(&self, question: &Single<'_>) -> Result<Option<Money>, EngineError> {
        let rendered = question.arm.render_values(question.values).map_err(EngineError::below)?;
        Ok(upper_bound(&question.arm.target, &question.arm.request(rendered, true)))
    }

    async fn once(
        &self,
        kind: &str,
        question: Single<'_>,
        stop: &Stop,
        on_text: &mut (dyn FnMut(&str) + Send),
        on_wait: &(dyn Fn(Notice) + Sync),
    ) -> Result<Answer, EngineError> {
        let arm = question.arm;
        let target = &arm.target;
        let rendered = arm.render_values(question.values).map_err(EngineError::below)?;
        let request = arm.request(rendered, true);
        self.guard.check(&request.messages).map_err(EngineError::below)?;
        let encoded = target.encode(&request).map_err(EngineError::below)?;
        let strange = arm.asks_petit().then(|| Familiarity::of_question(&request.messages).note());
        let notes: Vec<Message> = encoded.notes.into_iter().chain(strange.flatten()).collect();
        let mut repeat = 0;
        let key = loop {
            let key = CallKey::of(target.endpoint(), &request, repeat);
            let known =
                self.store.known(vec![key]).await.map_err(EngineError::below)?.into_iter().next().flatten();
            match known.filter(|k| k.state == CallState::Done) {
                Some(_) if question.again => repeat += 1,
                Some(known) => {
                    let reply = known.reply.unwrap_or_default();
                    on_text(&reply.text);
                    return Ok(Answer {
                        reply,
                        cost: known.cost,
                        timing: known.timing,
                        key,
                        reused: true,
                        notes,
                    });
                }
                None => break key,
            }
        };
        let run = self.store.begin(new_run(kind, arm, key)).await.map_err(EngineError::below)?;
        let reserved = upper_bound(target, &request);
        let intent = Intent { key, model: request.model.clone(), arm: 0, reserved, sent_ms: now_ms() };
        let claim = self.store.send(run, vec![intent]).await.map_err(EngineError::below)?.pop();
        if !matches!(claim, Some(Claim::Granted { .. })) {
            return Err(EngineError::InFlightElsewhere);
        }
        let mut on_event = |event: &StreamEvent| {
            if let StreamEvent::Text(text) = event {
                on_text(text);
            }
        };
        let control = CallControl {
            cancel: &stop.now,
            deadline: None,
            on_event: Some(&mut on_event),
            gate: &self.gate(arm, 1),
            notices: on_wait,
        };
        let exchange = self.transport.exchange(target, &encoded.http, true, control).await;
        let evidence = Evidence {
            request_head: exchange.evidence.request_head.into(),
            request_body: exchange.evidence.request_body,
            status: exchange.evidence.status,
            response_head: exchange.evidence.response_head.into(),
            response_body: exchange.evidence.response_body,
        };
        let usage = exchange.outcome.as_ref().ok().and_then(|reply| reply.usage);
        let cost = usage.and_then(|usage| Some(target.price.as_ref()?.cost(&usage)));
        let error = exchange.outcome.as_ref().err().map(terms::Explain::message);
        let state = match (&exchange.outcome, exchange.seen) {
            (Ok(_), _) => CallState::Done,
            (Err(_), vendors::transport::Seen::Unknown) => CallState::Unknown,
            (Err(_), _) => CallState::Failed,
        };
        let trial = NewTrial {
            at: TrialAt { case: 0, arm: 0, repeat: 0 },
            case_id: "1".to_owned(),
            weight: 1.0,
            cluster: None,
            expect: None,
            call: Some(key),
            scores: Vec::new(),
            error: error.clone(),
            answer: None,
            reused: false,
        };
        let settled = Settled {
            key,
            state,
            reply: exchange.outcome.as_ref().ok().cloned(),
            error,
            usage,
            cost,
            timing: exchange.timing,
            tries: exchange.tries,
            evidence,
            trial: Some(trial),
        };
        self.store.settle(run, vec![settled]).await.map_err(EngineError::below)?;
        let ended = if exchange.outcome.is_ok() { Ended::Completed } else { Ended::Vendor };
        self.store.finish(run, ended, Value::Null, now_ms()).await.map_err(EngineError::below)?;
        let reply = exchange.outcome.map_err(EngineError::below)?;
        Ok(Answer { reply, cost, timing: exchange.timing, key, reused: false, notes })
    }
}

fn new_run(kind: &str, arm: &Arm, key: CallKey) -> NewRun {
    let arms = json!([{
        "prompt": arm.name,
        "version": arm.version,
        "model": arm.target.model,
        "endpoint": arm.target.endpoint(),
        "parameters": arm.parameters,
    }]);
    let prompts = json!([{"name": arm.name, "version": arm.version, "text": arm.text.as_ref()}]);
    NewRun {
        kind: kind.to_owned(),
        // a single question is its own plan: it is looked up by call, never taken up as a run
        plan: PlanHash(key.0),
        cases_hash: [0; 16],
        title: arm.name.clone(),
        document: json!({"arms": arms, "prompts": prompts}),
        started_ms: now_ms(),
    }
}
