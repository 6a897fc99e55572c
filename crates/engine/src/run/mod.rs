//! Runs a plan: producer -> known answers -> calls -> checks -> ledger -> evaluation.

mod answer;
mod drive;
mod pilot;
mod preflight;
mod produce;
mod single;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use guard::Guard;
use ledger::{Finished, NewRun, PlanHash, RunId, Scope, Store};
use serde_json::{Value, json};
use terms::evaluation::{Calls, Ended, Evaluation};
use terms::{Message, Outcome};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use vendors::transport::{Gate, Limits, Transport};

use crate::EngineError;
use crate::budget::Budget;
use crate::evaluate;
use crate::plan::{Arm, Plan};
use crate::progress::Progress;

pub use pilot::{Estimate, Range};
pub use preflight::Counted;
pub use single::{Answer, Single};

pub(crate) use produce::Pending;

/// The only thing that may call a model: every call passes the guard, the budget and the ledger.
pub struct Engine {
    store: Arc<dyn Store>,
    transport: Transport,
    guard: Guard,
}

/// How a person stops a run.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    /// No new call leaves; those in flight are waited for, since they are paid for.
    pub gently: CancellationToken,
    /// Calls in flight are given up too; their outcome is unknown.
    pub now: CancellationToken,
}

/// A run that ended, whatever the reason.
#[derive(Debug)]
pub struct RunOutcome {
    /// Its id.
    pub run: RunId,
    /// What it found.
    pub evaluation: Evaluation,
    /// What stopped it, when it was an error.
    pub stopped: Option<EngineError>,
}

/// What the tasks of one run share.
struct Ctx {
    plan: Arc<Plan>,
    store: Arc<dyn Store>,
    transport: Transport,
    guard: Guard,
    gates: Vec<Arc<Gate>>,
    progress: Arc<Progress>,
    budget: Budget,
    run: RunId,
    stop: Stop,
    ended: Mutex<(Ended, Option<EngineError>)>,
    failures: AtomicU64,
    /// Leave to have a call in flight, whichever vendor it goes to.
    flight: Semaphore,
    notes: Mutex<Vec<Message>>,
}

impl Engine {
    /// An engine over a ledger, a transport and the guard's rules.
    pub fn new(store: Arc<dyn Store>, transport: Transport, guard: Guard) -> Engine {
        Engine { store, transport, guard }
    }

    /// The ledger.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Answers every trial of the plan and says what they show. A finished run of the same plan is shown again
    /// without a call; an unfinished one is taken up where it stopped.
    ///
    /// # Errors
    /// What keeps the run from starting, or the ledger from being written. What stops it later (key, quota, budget, a
    /// person) is in [`RunOutcome`]: what was paid for is kept.
    pub async fn evaluate(
        &self,
        kind: &str,
        plan: Arc<Plan>,
        progress: Arc<Progress>,
        stop: Stop,
    ) -> Result<RunOutcome, EngineError> {
        if !plan.reads_files()
            && let Some(outcome) = self.same_again(plan.hash).await?
        {
            return Ok(outcome);
        }
        let counted = {
            let (plan, guard) = (plan.clone(), self.guard.clone());
            blocking(move || preflight::check(&plan, &guard)).await?
        };
        progress.plan(counted.cases * plan.per_case());
        let (run, resumed) = self.begin(kind, &plan).await?;
        progress.begun(run);
        let mut notes = plan.notes.clone();
        if !counted.expectations {
            notes.push(Message::new("engine-note-no-expectation"));
        }
        notes.extend(counted.familiarity.note());
        if counted.test > 0 && plan.may_see_test() {
            let dataset = plan.cases.content_hash()?;
            let looks = self.store.look(dataset, run).await.map_err(EngineError::below)?;
            if plan.cases.split.is_some() {
                notes.push(Message::new("engine-note-test-look").with("looks", looks));
            }
        }
        let flight = Semaphore::new(plan.concurrency);
        let ctx = Arc::new(Ctx {
            store: self.store.clone(),
            transport: self.transport.clone(),
            guard: self.guard.clone(),
            gates: plan.arms.iter().map(|arm| self.gate(arm, plan.concurrency)).collect(),
            budget: Budget::new(plan.budget),
            plan,
            progress,
            run,
            stop,
            ended: Mutex::new((Ended::Completed, None)),
            failures: AtomicU64::new(0),
            flight,
            notes: Mutex::new(notes),
        });
        if resumed {
            let totals = self.store.totals(Scope::Run(run)).await.map_err(EngineError::below)?;
            totals.spent.iter().chain(&totals.at_risk).for_each(|m| ctx.budget.already_spent(m.pico));
        }
        let driven = drive::drive(&ctx, resumed).await;
        conclude(&ctx, counted, driven).await
    }

    /// The evaluation of a finished run of the same plan, with its calls counted as reused.
    async fn same_again(&self, plan: PlanHash) -> Result<Option<RunOutcome>, EngineError> {
        let Some(Finished { summary, evaluation }) =
            self.store.finished(plan).await.map_err(EngineError::below)?
        else {
            return Ok(None);
        };
        // an evaluation written by another version of the tool is made anew from the calls
        let Ok(mut evaluation) = serde_json::from_value::<Evaluation>(evaluation) else { return Ok(None) };
        let failed = evaluation.arms.iter().any(|arm| arm.failed > 0);
        if failed || evaluation.schema != terms::evaluation::SCHEMA {
            return Ok(None);
        }
        let reused = evaluation.calls.new + evaluation.calls.reused;
        evaluation.calls = Calls { reused, ..Calls::default() };
        evaluation.spent.clear();
        let note = Message::new("engine-note-same-run").with("run", summary.id.as_str());
        evaluation.notes.retain(|n| n.key != note.key && n.key != "engine-note-resumed");
        evaluation.notes.insert(0, note);
        Ok(Some(RunOutcome { run: summary.id, evaluation, stopped: None }))
    }

    /// A new run, or an unfinished one of the same plan and whether it is one.
    async fn begin(&self, kind: &str, plan: &Plan) -> Result<(RunId, bool), EngineError> {
        if let Some(unfinished) = self.store.unfinished(plan.hash).await.map_err(EngineError::below)? {
            // somebody else may have taken it in the meantime: then this is a run of its own
            if let Ok(adopted) = self.store.adopt(unfinished.id).await {
                return Ok((adopted.id, true));
            }
        }
        let new = NewRun {
            kind: kind.to_owned(),
            plan: plan.hash,
            cases_hash: plan.cases.content_hash()?,
            title: plan.title.clone(),
            document: document(plan),
            started_ms: now_ms(),
        };
        Ok((self.store.begin(new).await.map_err(EngineError::below)?, false))
    }

    /// The gate of an arm's vendor: its limits are shared by every arm that goes there.
    fn gate(&self, arm: &Arm, concurrency: usize) -> Arc<Gate> {
        let concurrency = u32::try_from(concurrency).unwrap_or(u32::MAX);
        self.transport.gate(&arm.target, &Limits { concurrency, ..Limits::default() })
    }
}

impl Ctx {
    /// Stops the run for this reason; the first reason stands.
    fn halt(&self, ended: Ended, error: Option<EngineError>) {
        let mut state = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 == Ended::Completed {
            *state = (ended, error);
        }
        self.stop.gently.cancel();
    }

    fn note(&self, note: &Message) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if !notes.contains(note) && notes.len() < 100 {
            notes.push(note.clone());
        }
    }
}

/// Turns what the ledger holds of the run into its evaluation and closes it.
async fn conclude(
    ctx: &Arc<Ctx>,
    counted: Counted,
    driven: Result<(), EngineError>,
) -> Result<RunOutcome, EngineError> {
    if let Err(error) = driven {
        ctx.halt(Ended::Interrupted, Some(error));
    }
    ctx.store.fold();
    let (ended, stopped) = {
        let mut state = ctx.ended.lock().unwrap_or_else(PoisonError::into_inner);
        (state.0, state.1.take())
    };
    let totals = ctx.store.totals(Scope::Run(ctx.run)).await.map_err(EngineError::below)?;
    for risk in &totals.at_risk {
        let note = Message::new("engine-note-unknown-calls").with("count", totals.unknown);
        ctx.note(&note.with("amount", risk.amount()).with("currency", risk.currency.code()));
    }
    let notes = std::mem::take(&mut *ctx.notes.lock().unwrap_or_else(PoisonError::into_inner));
    let shared = ctx.clone();
    let evaluation = blocking(move || {
        let rows = shared.store.score_rows(shared.run);
        let facts = evaluate::Facts { run: shared.run, ended, cases: counted.cases, totals, notes };
        evaluate::evaluation(&shared.plan, rows, facts)
    })
    .await?;
    let stored = serde_json::to_value(&evaluation).unwrap_or(Value::Null);
    ctx.store.finish(ctx.run, ended, stored, now_ms()).await.map_err(EngineError::below)?;
    Ok(RunOutcome { run: ctx.run, evaluation, stopped })
}

/// What a reader of the ledger needs to understand the run's numbers.
fn document(plan: &Plan) -> Value {
    let arms: Vec<Value> = plan
        .arms
        .iter()
        .map(|arm| {
            json!({
                "prompt": arm.name,
                "version": arm.version,
                "bare": arm.bare,
                "model": arm.target.model,
                "endpoint": arm.target.endpoint(),
                "parameters": arm.parameters,
                "variant": arm.variant,
            })
        })
        .collect();
    let mut prompts: BTreeMap<String, Value> = BTreeMap::new();
    for arm in plan.arms.iter().filter(|arm| !arm.bare) {
        let version = arm.version.to_string();
        let entry = || json!({"name": arm.name, "version": version, "text": arm.text.as_ref()});
        prompts.entry(version.clone()).or_insert_with(entry);
    }
    json!({
        "arms": arms,
        "prompts": prompts.into_values().collect::<Vec<_>>(),
        "cases": plan.cases.name(),
        "split": plan.cases.split,
        "limit": plan.cases.limit,
        "repeats": plan.repeats,
        "margin": plan.margin,
    })
}

/// Milliseconds since the Unix epoch.
pub fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

/// Runs blocking work off the runtime's workers.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, EngineError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(_) => Err(EngineError::Bug { what: "blocking" }),
    }
}

/// Whether every check that counts passed.
pub(crate) fn passed(scores: &[terms::Score]) -> bool {
    scores.iter().filter(|s| s.weight > 0.0).all(|s| s.outcome == Outcome::Pass)
}
