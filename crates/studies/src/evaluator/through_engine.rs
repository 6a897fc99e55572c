//! Questions answered by the engine, hence through the guard, the budget and the ledger. Each block of questions is a
//! part of the study's plan; what the ledger holds already is not asked again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engine::plan::Arm;
use engine::{Engine, EngineError, Plan, Progress, Stop};
use ledger::{RunId, ScoreRow, TrialFilter};
use terms::evaluation::Ended;
use terms::{Explain, Kind, Message, Money, Score, Version};

use super::{Answers, Asked, Bill, Evaluator};
use crate::{Question, StudyError, Trial};

/// Name under which the parts of studies are kept in the ledger.
pub const KIND: &str = "study";

/// Replies by case, arm and repeat.
type Texts = BTreeMap<(u64, u32, u32), Arc<str>>;

/// The engine as an evaluator of the arms of a plan.
pub struct ThroughEngine<'a> {
    engine: &'a Engine,
    plan: &'a Plan,
    arms: BTreeMap<Version, usize>,
    progress: Arc<Progress>,
    stop: Stop,
    bill: Bill,
    /// Whether the study paid for calls before.
    begun: bool,
    /// Items whose replies are wanted with their scores.
    shown: BTreeSet<u64>,
}

/// The identity of an arm as a candidate: its prompt, and all that decides what its calls are.
pub fn candidate(arm: &Arm) -> Version {
    let content = (&arm.version, arm.bare, &arm.target.model, arm.target.endpoint());
    let asked = (&arm.parameters, &arm.format, &arm.inputs);
    // plain data: it can be written
    Version::of(&serde_json::to_string(&(content, asked)).unwrap_or_default())
}

impl<'a> ThroughEngine<'a> {
    /// Answers for the arms of `plan`, on its cases, at its repeats.
    pub fn new(engine: &'a Engine, plan: &'a Plan, progress: Arc<Progress>, stop: Stop) -> ThroughEngine<'a> {
        let arms = plan.arms.iter().enumerate().map(|(place, arm)| (candidate(arm), place)).collect();
        let (bill, shown) = (Bill::default(), BTreeSet::new());
        ThroughEngine { engine, plan, arms, progress, stop, bill, begun: false, shown }
    }

    /// The same, with the replies to these items, which must be of *train*.
    #[must_use]
    pub fn showing(mut self, items: BTreeSet<u64>) -> ThroughEngine<'a> {
        self.shown = items;
        self
    }

    async fn answer(&mut self, questions: &[Question]) -> Asked {
        let mut asked = Asked::default();
        // questions of a block mostly have the same arms for every item: one part of the plan each
        let mut by_item: BTreeMap<u64, BTreeSet<usize>> = BTreeMap::new();
        for question in questions {
            let Some(arm) = self.arms.get(&question.candidate) else { continue };
            by_item.entry(question.item).or_default().insert(*arm);
        }
        let mut parts: BTreeMap<BTreeSet<usize>, BTreeSet<u64>> = BTreeMap::new();
        for (item, arms) in by_item {
            parts.entry(arms).or_default().insert(item);
        }
        let wanted: BTreeSet<&Question> = questions.iter().collect();
        for (arms, items) in parts {
            let arms: Vec<usize> = arms.into_iter().collect();
            let ended = match self.part(&arms, items, &wanted, &mut asked).await {
                Ok(ended) => ended,
                Err(error) => {
                    asked.stopped = Some(stopped(&error));
                    return asked;
                }
            };
            match ended {
                Ended::Completed => {}
                Ended::Budget => asked.out_of_budget = true,
                Ended::Interrupted | Ended::Vendor => {
                    let what = Message::new("studies-interrupted");
                    asked.stopped = Some(StudyError::Stopped { kind: Kind::Cancelled, what });
                }
            }
            if ended != Ended::Completed {
                return asked;
            }
        }
        asked
    }

    /// The same, for a study that has paid for calls already, of this plan or of another.
    #[must_use]
    pub(super) fn begun(mut self, begun: bool) -> Self {
        self.begun = begun;
        self
    }

    /// Runs one part and takes its trials over.
    async fn part(
        &mut self,
        arms: &[usize],
        items: BTreeSet<u64>,
        wanted: &BTreeSet<&Question>,
        asked: &mut Asked,
    ) -> Result<Ended, EngineError> {
        let left = self.plan.budget.map(|cap| Money { pico: (cap.pico - self.bill.spent).max(0), ..cap });
        let part = Arc::new(self.plan.part(arms, items, left)?);
        let outcome = self.engine.evaluate(KIND, part, self.progress.clone(), self.stop.clone()).await?;
        let calls = outcome.evaluation.calls;
        self.bill.new += calls.new + calls.failed + calls.unknown;
        self.bill.reused += calls.reused;
        self.take(outcome.run, arms, wanted, asked)?;
        match outcome.stopped {
            // too little for one more call is the end of a study that has paid for some
            Some(EngineError::BudgetTooSmall { .. }) if self.begun || self.bill.spent > 0 => {
                Ok(Ended::Budget)
            }
            Some(error) => Err(error),
            None => Ok(outcome.evaluation.ended),
        }
    }

    fn take(
        &mut self,
        run: RunId,
        arms: &[usize],
        wanted: &BTreeSet<&Question>,
        asked: &mut Asked,
    ) -> Result<(), EngineError> {
        let texts = if wanted.iter().any(|question| self.shown.contains(&question.item)) {
            self.texts(run)?
        } else {
            Texts::new()
        };
        for row in self.engine.store().score_rows(run) {
            let row = row.map_err(EngineError::below)?;
            let Some(arm) = arms.get(row.at.arm as usize) else { continue };
            let candidate = candidate(&self.plan.arms[*arm]);
            let question = Question { item: row.at.case, candidate, repeat: row.at.repeat };
            if wanted.contains(&question) {
                let reply = texts.get(&(row.at.case, row.at.arm, row.at.repeat)).cloned();
                let trial = Trial { reply, ..trial(&row) };
                self.bill.spent += trial.cost;
                asked.trials.push((question, trial));
            }
        }
        Ok(())
    }

    /// The replies of a run to the items that may be shown.
    fn texts(&self, run: RunId) -> Result<Texts, EngineError> {
        let mut texts = Texts::new();
        for trial in self.engine.store().trials(run, TrialFilter::default()) {
            let trial = trial.map_err(EngineError::below)?;
            if let Some(text) = trial.text.filter(|_| self.shown.contains(&trial.case)) {
                texts.insert((trial.case, trial.arm, trial.repeat), text.into());
            }
        }
        Ok(texts)
    }
}

impl Evaluator for ThroughEngine<'_> {
    fn ask<'b>(&'b mut self, questions: &'b [Question]) -> Answers<'b> {
        Box::pin(self.answer(questions))
    }

    fn bill(&self) -> Bill {
        self.bill
    }
}

fn trial(row: &ScoreRow) -> Trial {
    Trial {
        score: row.error.is_none().then(|| Score::total(&row.scores)).flatten(),
        answer: row.answer,
        cost: row.cost.map_or(0, |cost| cost.pico),
        tokens: row.usage.map_or(0, |usage| usage.input + usage.output),
        reply: None,
        formed: (row.error.is_none() && !row.scores.is_empty()).then(|| !checks::breaks_form(&row.scores)),
    }
}

fn stopped(error: &EngineError) -> StudyError {
    StudyError::Stopped { kind: error.kind(), what: error.message() }
}
