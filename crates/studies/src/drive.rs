//! Runs a study: asks what it wants answered, within the meters, and keeps every answer.

use terms::{Message, Version};

use crate::evaluator::{Asked, Wrote};
use crate::log::Entry;
use crate::{Evaluator, Letter, Log, Meters, Question, Step, StudyError, Table, Trial, Written};

/// A question about prompts as a pure function of the trials seen.
pub trait Study {
    /// What it finds.
    type Outcome;

    /// The next questions, or what was found. Decisions go into the log. Only the table decides: on a table that
    /// already holds the answers the same decisions are taken.
    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Self::Outcome>;

    /// What may be said when the next questions cannot be afforded.
    fn out_of_budget(&mut self, seen: &Table, log: &mut Log) -> Self::Outcome;

    /// How it stands, on one line, for whoever watches.
    fn standing(&self, seen: &Table) -> Option<Message> {
        let _ = seen;
        None
    }
}

/// Where trials are written down as they become known, so that a killed study loses none.
pub trait Journal {
    /// A trial that was not in the table before.
    fn trial(&mut self, question: &Question, trial: &Trial);

    /// A letter answered that was not in the table before.
    fn written(&mut self, letter: Version, written: &Written) {
        let _ = (letter, written);
    }

    /// Decisions taken since the last ones.
    fn decided(&mut self, entries: &[Entry]) {
        let _ = entries;
    }

    /// How the study stands after what was asked last.
    fn standing(&mut self, now: Message) {
        let _ = now;
    }
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
        let (before, step) = (log.entries().len(), study.step(&seen, log));
        journal.decided(&log.entries()[before..]);
        let given = match step {
            Step::Done(outcome) => return Ok(outcome),
            Step::Ask(questions) => ask(&questions, &mut seen, known, evaluator, meters, journal).await?,
            Step::Write(letters) => write(&letters, &mut seen, known, evaluator, meters, journal).await?,
        };
        if given == Given::OutOfBudget {
            let (before, outcome) = (log.entries().len(), study.out_of_budget(&seen, log));
            journal.decided(&log.entries()[before..]);
            return Ok(outcome);
        }
        if let Some(now) = study.standing(&seen) {
            journal.standing(now);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    All,
    OutOfBudget,
}

async fn ask(
    questions: &[Question],
    seen: &mut Table,
    known: &mut Table,
    evaluator: &mut dyn Evaluator,
    meters: &mut Meters,
    journal: &mut dyn Journal,
) -> Result<Given, StudyError> {
    let Some(promise) = meters.reserve(questions.len() as u64, evaluator.most_per_call()) else {
        return Ok(Given::OutOfBudget);
    };
    let missing: Vec<Question> = questions.iter().copied().filter(|q| known.get(q).is_none()).collect();
    let asked = if missing.is_empty() { Asked::default() } else { evaluator.ask(&missing).await };
    for (question, trial) in asked.trials {
        if known.insert(question, trial.clone()) {
            journal.trial(&question, &trial);
        }
    }
    let (mut answered, mut money) = (0, 0);
    for question in questions {
        if let Some(trial) = known.get(question) {
            seen.insert(*question, trial.clone());
            answered += 1;
            money += trial.cost.max(0) as u64;
        }
    }
    meters.settle(promise, answered, money);
    over(asked.stopped, asked.out_of_budget, questions.len() as u64 - answered)
}

async fn write(
    letters: &[Letter],
    seen: &mut Table,
    known: &mut Table,
    evaluator: &mut dyn Evaluator,
    meters: &mut Meters,
    journal: &mut dyn Journal,
) -> Result<Given, StudyError> {
    let Some(promise) = meters.reserve_letters(letters.len() as u64, evaluator.most_per_call()) else {
        return Ok(Given::OutOfBudget);
    };
    let missing: Vec<Letter> =
        letters.iter().filter(|letter| known.written(letter.id()).is_none()).cloned().collect();
    let wrote = if missing.is_empty() { Wrote::default() } else { evaluator.write(&missing).await };
    for (letter, written) in wrote.written {
        if known.keep(letter, written.clone()) {
            journal.written(letter, &written);
        }
    }
    let (mut answered, mut money) = (0, 0);
    for letter in letters.iter().map(Letter::id) {
        if let Some(written) = known.written(letter) {
            seen.keep(letter, written.clone());
            answered += 1;
            money += written.cost.max(0) as u64;
        }
    }
    meters.settle_letters(promise, answered, money);
    over(wrote.stopped, wrote.out_of_budget, letters.len() as u64 - answered)
}

/// Whether the study may go on after what came back.
fn over(stopped: Option<StudyError>, out_of_budget: bool, missing: u64) -> Result<Given, StudyError> {
    match stopped {
        Some(error) => Err(error),
        None if out_of_budget => Ok(Given::OutOfBudget),
        None if missing > 0 => Err(StudyError::Unanswered { missing }),
        None => Ok(Given::All),
    }
}
