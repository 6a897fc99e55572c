//! Runs a study: asks what it wants answered, within the meters, and keeps every answer.

use crate::evaluator::Asked;
use crate::{Evaluator, Log, Meters, Question, Step, StudyError, Table, Trial};

/// A question about prompts as a pure function of the trials seen.
pub trait Study {
    /// What it finds.
    type Outcome;

    /// The next questions, or what was found. Decisions go into the log. Only the table decides: on a table that
    /// already holds the answers the same decisions are taken.
    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Self::Outcome>;

    /// What may be said when the next questions cannot be afforded.
    fn out_of_budget(&mut self, seen: &Table, log: &mut Log) -> Self::Outcome;
}

/// Where trials are written down as they become known, so that a killed study loses none.
pub trait Journal {
    /// A trial that was not in the table before.
    fn trial(&mut self, question: &Question, trial: &Trial);
}

/// No journal: the evaluator keeps what it answers, as the engine does in the ledger.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeptElsewhere;

impl Journal for KeptElsewhere {
    fn trial(&mut self, _: &Question, _: &Trial) {}
}

/// Runs a study to its end. `known` holds what earlier runs left, and at the end also what this one asked.
///
/// The study sees an answer only once it has asked for it, whether it was known or not: a resumed study therefore takes
/// the very decisions of one that was never stopped, and asks nothing twice.
///
/// # Errors
/// What stopped the evaluator. `known` then holds everything that was answered: run again to go on.
pub async fn drive<S: Study>(
    study: &mut S,
    known: &mut Table,
    evaluator: &mut dyn Evaluator,
    meters: &mut Meters,
    log: &mut Log,
    journal: &mut dyn Journal,
) -> Result<S::Outcome, StudyError> {
    let mut seen = Table::default();
    loop {
        let questions = match study.step(&seen, log) {
            Step::Done(outcome) => return Ok(outcome),
            Step::Ask(questions) => questions,
        };
        let Some(promise) = meters.reserve(questions.len() as u64, evaluator.most_per_call()) else {
            return Ok(study.out_of_budget(&seen, log));
        };
        let missing: Vec<Question> = questions.iter().copied().filter(|q| known.get(q).is_none()).collect();
        let asked = if missing.is_empty() { Asked::default() } else { evaluator.ask(&missing).await };
        for (question, trial) in asked.trials {
            if known.insert(question, trial) {
                journal.trial(&question, &trial);
            }
        }
        let (mut answered, mut money) = (0, 0);
        for question in &questions {
            if let Some(trial) = known.get(question) {
                seen.insert(*question, *trial);
                answered += 1;
                money += trial.cost.max(0) as u64;
            }
        }
        meters.settle(promise, answered, money);
        if let Some(error) = asked.stopped {
            return Err(error);
        }
        if asked.out_of_budget {
            return Ok(study.out_of_budget(&seen, log));
        }
        if answered < questions.len() as u64 {
            return Err(StudyError::Unanswered { missing: questions.len() as u64 - answered });
        }
    }
}
