//! Studies on a plan of the engine: its arms are the candidates, its cases the items, the ledger keeps it all.

mod ablate;
mod optimise;
mod proposer;
mod trim;
mod vary;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engine::plan::Arm;
use engine::{Engine, Plan, Progress, Stop};
use ledger::{NewRun, PlanHash, RunId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stats::sequential::Goal;
use terms::evaluation::Ended;
use terms::{CallKey, Case, Explain, Kind, Message, Money, Split};

use crate::compare::{Compare, When};
use crate::decision;
use crate::document::{COMPARE, CompareDocument, Cost, Document, Named, RACE, RaceDocument};
use crate::drive::{Study, drive};
use crate::evaluator::{Bill, ThroughEngine, candidate};
use crate::live::Live;
use crate::meters::Meters;
use crate::race::{Field, Race, Rule, least_calls};
use crate::splits::{FEW, Look, Sealed, stratified};
use crate::{Evaluator, Log, StudyError, Table};

/// The error of a claim.
const ALPHA: f64 = 0.05;
/// More different expectations than this are no labels.
const LABELS: usize = 20;

pub use ablate::{ABLATE, AblateDocument, By, EarnedRow, HeatRun, OrderRow, Parts};
pub use optimise::{OPTIMISE, OptimiseAsk, OptimiseDocument};
pub use proposer::proposer;
pub use trim::{TRIM, TrimAsk, TrimDocument};
pub use vary::{FormRow, VARY, VaryDocument};

/// A plan about to be studied.
pub struct Bench<'a> {
    engine: &'a Engine,
    plan: &'a Plan,
    progress: Arc<Progress>,
    stop: Stop,
    live: Live,
}

/// How a sequential comparison is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ask {
    /// The gain that would matter, as a share of 1.
    pub effect: Option<f64>,
    /// Differences within it count as the same.
    pub margin: Option<f64>,
}

/// What the cases say before anything is asked.
struct Cases {
    /// In the order they are asked.
    items: Vec<u64>,
    /// On which the first two arms ask the very same.
    same: BTreeSet<u64>,
    sealed: bool,
}

/// A study that is kept in the ledger.
struct Kept {
    run: RunId,
    alpha: f64,
    notes: Vec<Message>,
}

impl<'a> Bench<'a> {
    /// Studies on this plan.
    pub fn new(engine: &'a Engine, plan: &'a Plan, progress: Arc<Progress>, stop: Stop) -> Bench<'a> {
        Bench { engine, plan, progress, stop, live: Live::default() }
    }

    /// The same, telling how the study stands while it runs.
    #[must_use]
    pub fn watched(mut self, live: Live) -> Bench<'a> {
        self.live = live;
        self
    }

    /// Is the first arm better than the second? Until it is sure, never past the last case.
    ///
    /// # Errors
    /// Not two different arms, no case, or whatever stops the engine: what was paid for is kept.
    pub async fn compare(&self, ask: Ask) -> Result<CompareDocument, StudyError> {
        let [a, b] = self.plan.arms.as_slice() else {
            return Err(StudyError::NotTwo { arms: self.plan.arms.len() });
        };
        let hash = self.hash("compare", &json!([ask.effect, ask.margin]));
        if let Some(mut known) = self.known::<CompareDocument>(hash).await? {
            note_known(&known.run, &mut known.cost, &mut known.notes);
            return Ok(known);
        }
        let cases = self.cases()?;
        let kept = self.begin("compare", hash, &cases).await?;
        let most = cases.items.len() as u64;
        let goal = Goal { alpha: kept.alpha, beta: ALPHA, effect: ask.effect, margin: ask.margin, most };
        let (pair, repeats) = ((candidate(a), candidate(b)), self.plan.repeats);
        let study = Compare::new(pair, cases.items, cases.same, repeats, When::UntilSure(goal))?;
        let (found, log, cost) = self.run(study, &kept).await?;
        let document = CompareDocument {
            schema: COMPARE.to_owned(),
            run: kept.run.to_string(),
            a: named(a),
            b: named(b),
            effect_of_interest: ask.effect,
            margin: ask.margin,
            alpha: kept.alpha,
            found,
            cost,
            log: log.entries().to_vec(),
            notes: kept.notes.clone(),
        };
        self.finish(&kept, document.ended(), json!(document)).await?;
        Ok(document)
    }

    /// Which arm is best, within so many calls? Half of what asking everything would take, when nothing is said.
    ///
    /// # Errors
    /// Fewer than two different arms, no case, too few calls, or whatever stops the engine: what was paid for is kept.
    pub async fn race(&self, rule: Rule, calls: Option<u64>) -> Result<RaceDocument, StudyError> {
        let hash = self.hash("race", &json!([rule, calls]));
        if let Some(mut known) = self.known::<RaceDocument>(hash).await? {
            note_known(&known.run, &mut known.cost, &mut known.notes);
            return Ok(known);
        }
        let cases = self.cases()?;
        let (arms, repeats) = (self.plan.arms.len(), self.plan.repeats);
        let all = arms as u64 * cases.items.len() as u64 * u64::from(repeats);
        let least = least_calls(arms, cases.items.len() as u64, repeats);
        let field = Field {
            candidates: self.plan.arms.iter().map(candidate).collect(),
            items: cases.items.clone(),
            repeats,
            calls: calls.unwrap_or((all / 2).max(least)),
        };
        // refused before anything is written down
        let race = Race::new(field, rule, self.seed()?)?;
        let kept = self.begin("race", hash, &cases).await?;
        let (found, log, cost) = self.run(race, &kept).await?;
        let document = RaceDocument {
            schema: RACE.to_owned(),
            run: kept.run.to_string(),
            rule,
            candidates: self.plan.arms.iter().map(named).collect(),
            found,
            cost,
            log: log.entries().to_vec(),
            notes: kept.notes.clone(),
        };
        self.finish(&kept, document.ended(), json!(document)).await?;
        Ok(document)
    }

    /// The document of the very same study, if it was brought to its end: to look again is not to look anew.
    async fn known<D: DeserializeOwned>(&self, hash: PlanHash) -> Result<Option<D>, StudyError> {
        if self.plan.reads_files() {
            return Ok(None);
        }
        let finished = self.engine.store().finished(hash).await.map_err(|error| stopped(&error))?;
        // one written by another version of the tool is made anew, from the calls
        Ok(finished.and_then(|finished| serde_json::from_value(finished.evaluation).ok()))
    }

    /// Runs a study of the plan's own arms.
    async fn run<S: Study>(&self, study: S, kept: &Kept) -> Result<(S::Outcome, Log, Cost), StudyError> {
        let mut through =
            ThroughEngine::new(self.engine, self.plan, self.progress.clone(), self.stop.clone());
        self.drive(study, &mut through, Meters::default(), kept).await
    }

    /// Drives a study to its end: what was found, its log, what it took. One that is stopped is left in the ledger as
    /// such.
    async fn drive<S: Study>(
        &self,
        mut study: S,
        evaluator: &mut dyn Evaluator,
        mut meters: Meters,
        kept: &Kept,
    ) -> Result<(S::Outcome, Log, Cost), StudyError> {
        let (mut table, mut log) = (Table::default(), Log::default());
        let mut live = self.live.clone();
        let driven = drive(&mut study, &mut table, evaluator, &mut meters, &mut log, &mut live).await;
        let Bill { new, reused, spent, letters } = evaluator.bill();
        let price = self.plan.arms.iter().find_map(|arm| arm.target.price.as_ref());
        let money = price.map(|price| Money { pico: spent, ..price.upper_bound(0, 0) });
        let letters = (meters.proposals.spent > 0).then_some(letters);
        let cost = Cost { trials: meters.calls.spent, new, reused, money, letters };
        match driven {
            Ok(found) => Ok((found, log, cost)),
            Err(error) => {
                let ended = if error.kind() == Kind::Cancelled { Ended::Interrupted } else { Ended::Vendor };
                // what was paid for is kept, and told
                self.finish(kept, ended, json!({"cost": cost})).await?;
                Err(error)
            }
        }
    }

    /// Identity of the study: its plan and what is asked of it. The same study again makes the same decisions.
    fn hash(&self, kind: &str, asked: &Value) -> PlanHash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"motjuste study 1\0");
        hasher.update(&self.plan.hash.0);
        hasher.update(kind.as_bytes());
        hasher.update(asked.to_string().as_bytes());
        let mut out = [0; 16];
        out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        PlanHash(out)
    }

    /// What draws are made from: the questions, not the address they are put to nor the kind of study.
    fn seed(&self) -> Result<u64, StudyError> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.plan.cases.content_hash().map_err(|error| stopped(&error))?);
        for arm in &self.plan.arms {
            let content = json!([arm.version, arm.bare, arm.target.model, arm.parameters]);
            hasher.update(content.to_string().as_bytes());
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Ok(u64::from_le_bytes(first))
    }

    fn cases(&self) -> Result<Cases, StudyError> {
        let (mut strata, mut same, mut sealed) = (BTreeMap::new(), BTreeSet::new(), false);
        for case in self.plan.cases.open().map_err(|error| stopped(&error))? {
            let case = case.map_err(|error| stopped(&error))?;
            sealed |= case.split == Split::Test;
            if self.asks_the_same(&case) {
                same.insert(case.number);
            }
            strata.insert(case.number, case.expect.get("").cloned().unwrap_or_default());
        }
        if strata.is_empty() {
            return Err(StudyError::NoItems);
        }
        if strata.values().collect::<BTreeSet<_>>().len() > LABELS {
            strata.values_mut().for_each(String::clear);
        }
        let items = stratified(strata, &mut decision::draws(self.seed()?, 0));
        Ok(Cases { items, same, sealed })
    }

    fn asks_the_same(&self, case: &Case) -> bool {
        let key = |arm: &Arm| {
            let rendered = arm.render(case).ok()?;
            Some(CallKey::of(arm.target.endpoint(), &arm.request(rendered, self.plan.stream), 0))
        };
        match self.plan.arms.as_slice() {
            [a, b] => key(a).is_some_and(|a| Some(a) == key(b)),
            _ => false,
        }
    }

    /// Begins the study's run, or takes up the one that was stopped, and counts its look at sealed cases.
    async fn begin(&self, kind: &str, hash: PlanHash, cases: &Cases) -> Result<Kept, StudyError> {
        let store = self.engine.store();
        let failed = |error: ledger::LedgerError| stopped(&error);
        let dataset = self.plan.cases.content_hash().map_err(|error| stopped(&error))?;
        let unfinished = store.unfinished(hash).await.map_err(failed)?;
        let adopted = match unfinished {
            // somebody else may have taken it in the meantime: then this is a run of its own
            Some(unfinished) => store.adopt(unfinished.id).await.ok(),
            None => None,
        };
        let run = match adopted {
            Some(adopted) => adopted.id,
            None => {
                let new = NewRun {
                    kind: kind.to_owned(),
                    plan: hash,
                    cases_hash: dataset,
                    title: self.plan.title.clone(),
                    document: json!({"arms": self.plan.arms.iter().map(named).collect::<Vec<_>>()}),
                    started_ms: engine::now_ms(),
                };
                store.begin(new).await.map_err(failed)?
            }
        };
        let (mut alpha, mut notes) = (ALPHA, self.plan.notes.clone());
        if cases.sealed && self.plan.may_see_test() {
            let number = store.look(dataset, run).await.map_err(failed)?;
            if self.plan.cases.split == Some(Split::Test) {
                let opened = Sealed::new(cases.items.clone()).open(Look { number }, ALPHA);
                alpha = opened.alpha;
                notes.extend(opened.note);
            }
        }
        if cases.items.len() < FEW {
            notes.push(Message::new("studies-few").with("n", cases.items.len()).with("few", FEW));
        }
        Ok(Kept { run, alpha, notes })
    }

    /// Opens sealed items for a proof, which counts as a look at them: the error it may have. Without any, it is noted
    /// that nothing will be proved.
    async fn unseal(&self, sealed: &[u64], kept: &mut Kept) -> Result<f64, StudyError> {
        if sealed.is_empty() {
            kept.notes.push(Message::new("studies-no-sealed"));
            return Ok(ALPHA);
        }
        let dataset = self.plan.cases.content_hash().map_err(|error| stopped(&error))?;
        let number = self.engine.store().look(dataset, kept.run).await.map_err(|error| stopped(&error))?;
        let opened = Sealed::new(sealed.to_vec()).open(Look { number }, ALPHA);
        kept.notes.extend(opened.note);
        Ok(opened.alpha)
    }

    async fn finish(&self, kept: &Kept, ended: Ended, document: Value) -> Result<(), StudyError> {
        let finished = self.engine.store().finish(kept.run, ended, document, engine::now_ms()).await;
        finished.map_err(|error| stopped(&error))
    }
}

fn named(arm: &Arm) -> Named {
    Named {
        candidate: candidate(arm),
        prompt: arm.name.clone(),
        version: arm.version,
        model: arm.target.model.to_string(),
        variant: arm.variant.clone(),
    }
}

fn note_known(run: &str, cost: &mut Cost, notes: &mut Vec<Message>) {
    (cost.new, cost.reused) = (0, cost.trials);
    notes.insert(0, Message::new("engine-note-same-run").with("run", run));
}

fn stopped(error: &dyn Explain) -> StudyError {
    StudyError::Stopped { kind: error.kind(), what: error.message() }
}
