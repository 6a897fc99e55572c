//! Questions about versions that come up while a study runs, answered by the engine on the cases of a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engine::plan::Arm;
use engine::{Engine, Plan, Progress, Stop};
use terms::{Explain, Money, Version};

use super::writer::Writer;
use super::{Answers, Asked, Bill, Evaluator, ThroughEngine, Writings, Wrote, candidate};
use crate::shelf::Shelf;
use crate::{Letter, Question, StudyError};

/// The engine as an evaluator of the versions on a shelf: each is an arm of the plan with another text.
pub struct Growing<'a> {
    engine: &'a Engine,
    plan: &'a Plan,
    arm: &'a Arm,
    shelf: Shelf,
    progress: Arc<Progress>,
    stop: Stop,
    bill: Bill,
    shown: BTreeSet<u64>,
    strict: bool,
    writer: Option<Writer<'a>>,
}

impl<'a> Growing<'a> {
    /// Answers as `arm` of the plan would with the texts of the shelf.
    pub fn new(
        engine: &'a Engine,
        plan: &'a Plan,
        arm: &'a Arm,
        shelf: Shelf,
        progress: Arc<Progress>,
        stop: Stop,
    ) -> Growing<'a> {
        let (bill, shown) = (Bill::default(), BTreeSet::new());
        Growing { engine, plan, arm, shelf, progress, stop, bill, shown, strict: false, writer: None }
    }

    /// The same, where a reply that cannot be scored counts as wrong: a version that never gives the promised form is
    /// not to be spared.
    #[must_use]
    pub fn strict(mut self) -> Growing<'a> {
        self.strict = true;
        self
    }

    /// The same, with the replies to these items, which must be of *train*.
    #[must_use]
    pub fn showing(mut self, items: BTreeSet<u64>) -> Growing<'a> {
        self.shown = items;
        self
    }

    /// The same, with letters answered by the model of this arm.
    #[must_use]
    pub fn proposing(mut self, arm: Option<&'a Arm>) -> Growing<'a> {
        self.writer = arm.map(|arm| Writer::new(self.engine, arm, self.progress.clone(), self.stop.clone()));
        self
    }

    /// What is left of the budget.
    fn left(&self) -> Option<Money> {
        self.plan.budget.map(|cap| Money { pico: (cap.pico - self.bill().spent).max(0), ..cap })
    }

    async fn answer(&mut self, questions: &[Question]) -> Asked {
        let mut arms: Vec<Arm> = Vec::new();
        // for each version asked about, the candidate the engine knows it as
        let mut known: BTreeMap<Version, Version> = BTreeMap::new();
        for question in questions {
            if known.contains_key(&question.candidate) {
                continue;
            }
            let Some(tree) = self.shelf.get(question.candidate) else { continue };
            match self.arm.rewritten(&tree.text(), None) {
                Ok(arm) => {
                    known.insert(question.candidate, candidate(&arm));
                    arms.push(arm);
                }
                Err(error) => return stopped(&error),
            }
        }
        let mut plan = match self.plan.with_arms(arms) {
            Ok(plan) => plan,
            Err(error) => return stopped(&error),
        };
        plan.budget = self.left();
        let asked: Vec<Question> = questions
            .iter()
            .filter_map(|question| {
                Some(Question { candidate: *known.get(&question.candidate)?, ..*question })
            })
            .collect();
        let mut through = ThroughEngine::new(self.engine, &plan, self.progress.clone(), self.stop.clone())
            .showing(self.shown.clone());
        let mut answered = through.ask(&asked).await;
        let block = through.bill();
        self.bill.new += block.new;
        self.bill.reused += block.reused;
        self.bill.spent += block.spent;
        let back: BTreeMap<Version, Version> =
            known.into_iter().map(|(version, named)| (named, version)).collect();
        for (question, trial) in &mut answered.trials {
            if self.strict && trial.answer.is_some() {
                trial.score = trial.score.or(Some(0.0));
            }
            if let Some(version) = back.get(&question.candidate) {
                question.candidate = *version;
            }
        }
        answered
    }
}

fn stopped(error: &dyn Explain) -> Asked {
    let error = StudyError::Stopped { kind: error.kind(), what: error.message() };
    Asked { stopped: Some(error), ..Asked::default() }
}

impl Evaluator for Growing<'_> {
    fn ask<'q>(&'q mut self, questions: &'q [Question]) -> Answers<'q> {
        Box::pin(self.answer(questions))
    }

    fn write<'q>(&'q mut self, letters: &'q [Letter]) -> Writings<'q> {
        let left = self.left();
        Box::pin(async move {
            match &mut self.writer {
                Some(writer) => writer.write(letters, left).await,
                None => Wrote::default(),
            }
        })
    }

    fn bill(&self) -> Bill {
        let letters = self.writer.as_ref().map(Writer::bill).unwrap_or_default();
        Bill { spent: self.bill.spent + letters.spent, letters, ..self.bill }
    }
}
