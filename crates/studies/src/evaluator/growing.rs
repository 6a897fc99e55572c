//! Questions about versions that come up while a study runs, answered by the engine on the cases of a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engine::plan::Arm;
use engine::{Engine, Plan, Progress, Stop};
use prompt::tree::Tree;
use terms::{Explain, Money, Version};

use super::writer::Writer;
use super::{Answers, Asked, Bill, Evaluator, ThroughEngine, Writings, Wrote, candidate};
use crate::shelf::Shelf;
use crate::vary::renderings;
use crate::{Letter, Question, StudyError};

/// Other forms of a version that mean the same: how many at most, drawn from which seed, and which are allowed.
struct Forms<'a> {
    count: usize,
    seed: u64,
    allowed: Box<dyn Fn(&Tree) -> bool + Send + 'a>,
    /// Those of each version asked about so far, itself first.
    known: BTreeMap<Version, Arc<[Tree]>>,
}

impl Forms<'_> {
    fn of(&mut self, version: Version, tree: &Tree) -> Arc<[Tree]> {
        let drawn = || {
            let others = renderings(tree, self.count, self.seed, &*self.allowed);
            std::iter::once(tree.clone()).chain(others.into_iter().map(|form| form.tree)).collect()
        };
        if let Some(known) = self.known.get(&version) {
            return known.clone();
        }
        let forms: Arc<[Tree]> = drawn();
        self.known.insert(version, forms.clone());
        forms
    }
}

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
    forms: Option<Forms<'a>>,
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
        let (strict, writer, forms) = (false, None, None);
        Growing { engine, plan, arm, shelf, progress, stop, bill, shown, strict, writer, forms }
    }

    /// The same, where each item is asked in another of a version's forms, those that `allowed` refuses left out: what a
    /// version scores is then its mean over forms. The same item is asked in the same place of every version's forms.
    #[must_use]
    pub fn in_forms(
        mut self,
        count: usize,
        seed: u64,
        allowed: impl Fn(&Tree) -> bool + Send + 'a,
    ) -> Growing<'a> {
        let forms = Forms { count, seed, allowed: Box::new(allowed), known: BTreeMap::new() };
        self.forms = (count > 0).then_some(forms);
        self
    }

    /// The tree that stands for a version on an item.
    fn tree(&mut self, version: Version, item: u64) -> Option<Tree> {
        let tree = self.shelf.get(version)?;
        let Some(forms) = &mut self.forms else { return Some((*tree).clone()) };
        let forms = forms.of(version, &tree);
        forms.get((item % forms.len() as u64) as usize).cloned()
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
        let mut arms: BTreeMap<Version, Arm> = BTreeMap::new();
        // what the engine is asked, and for which questions: two versions may have a form in common
        let mut asked: BTreeMap<Question, Vec<Question>> = BTreeMap::new();
        let mut known: BTreeMap<Version, Version> = BTreeMap::new();
        for question in questions {
            let Some(tree) = self.tree(question.candidate, question.item) else { continue };
            let version = tree.version();
            let named = match known.get(&version) {
                Some(named) => *named,
                None => match self.arm.rewritten(&tree.text(), None) {
                    Ok(arm) => {
                        let named = candidate(&arm);
                        known.insert(version, named);
                        arms.insert(named, arm);
                        named
                    }
                    Err(error) => return stopped(&error),
                },
            };
            asked.entry(Question { candidate: named, ..*question }).or_default().push(*question);
        }
        let mut plan = match self.plan.with_arms(arms.into_values().collect()) {
            Ok(plan) => plan,
            Err(error) => return stopped(&error),
        };
        plan.budget = self.left();
        let through = ThroughEngine::new(self.engine, &plan, self.progress.clone(), self.stop.clone());
        let mut through = through.showing(self.shown.clone()).begun(self.bill().spent > 0);
        let block: Vec<Question> = asked.keys().copied().collect();
        let answered = through.ask(&block).await;
        let block = through.bill();
        self.bill.new += block.new;
        self.bill.reused += block.reused;
        self.bill.spent += block.spent;
        let mut trials = Vec::with_capacity(questions.len());
        for (question, mut trial) in answered.trials {
            if self.strict && trial.answer.is_some() {
                trial.score = trial.score.or(Some(0.0));
            }
            let of = asked.remove(&question).unwrap_or_default();
            trials.extend(of.into_iter().map(|question| (question, trial.clone())));
        }
        Asked { trials, ..answered }
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
