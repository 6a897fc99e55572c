//! A model of known response instead of a real one: each prompt is right on a case when the case is easier than the
//! prompt is good, so that prompts agree on most cases as real ones do.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "test code: a panic is the failure message")]

use futures_util::FutureExt;
use stats::draws::Draws;
use studies::drive::{Journal, KeptElsewhere, drive};
use studies::evaluator::{Answers, Asked, Evaluator};
use studies::meters::Meters;
use studies::{Log, Question, Study, StudyError, Table, Trial};
use terms::{Kind, Message, Version};

/// The version of the n-th prompt.
pub fn version(n: usize) -> Version {
    Version::of(&format!("prompt {n}"))
}

/// Answers questions and counts them.
#[derive(Clone, Debug)]
pub struct Model {
    shares: Vec<(Version, f64)>,
    seed: u64,
    /// Questions answered.
    pub asked: u64,
    /// Questions answered until it dies; afterwards nothing is answered.
    pub dies_after: Option<u64>,
    /// Every prompt gives the same reply, and the check tosses a coin about it.
    pub same_replies: bool,
    /// Every so many-th case cannot be scored (0: all can).
    pub unscored_every: u64,
    /// What a call costs, and may cost at most.
    pub cost: i64,
    pub most: u64,
}

impl Model {
    /// The n-th prompt is right on this share of cases.
    pub fn new(shares: &[f64], seed: u64) -> Model {
        Model {
            shares: shares.iter().enumerate().map(|(n, share)| (version(n), *share)).collect(),
            seed,
            asked: 0,
            dies_after: None,
            same_replies: false,
            unscored_every: 0,
            cost: 1,
            most: 1,
        }
    }

    /// What the question is answered with: a function of the question, not of when it is asked.
    pub fn answer(&self, question: &Question) -> Trial {
        let place = self.shares.iter().position(|(version, _)| *version == question.candidate).unwrap();
        let mut case = Draws::new(self.seed.wrapping_add(question.item));
        // two thirds of what decides is the case, one third is luck
        let difficulty =
            if case.uniform() < 0.66 { case.uniform() } else { luck(self.seed, question, place) };
        let right = difficulty < self.shares[place].1;
        let unscored = self.unscored_every > 0 && question.item.is_multiple_of(self.unscored_every);
        let coin = luck(self.seed, question, place) < 0.5;
        let right = if self.same_replies { coin } else { right };
        Trial {
            score: (!unscored).then_some(f64::from(u8::from(right))),
            answer: Some(if self.same_replies || right { 1 } else { 2 + place as u64 }),
            cost: self.cost,
            tokens: 10,
            reply: None,
            formed: None,
        }
    }
}

fn luck(seed: u64, question: &Question, place: usize) -> f64 {
    let place = (place as u64 + 1) << 40;
    Draws::new(seed ^ question.item.wrapping_mul(7919) ^ place ^ u64::from(question.repeat) << 50).uniform()
}

impl Evaluator for Model {
    fn ask<'a>(&'a mut self, questions: &'a [Question]) -> Answers<'a> {
        let mut asked = Asked::default();
        // answers come in an order of their own, as from a real vendor
        for question in questions.iter().rev() {
            if self.dies_after.is_some_and(|most| self.asked >= most) {
                let what = Message::new("cli-hint");
                asked.stopped = Some(StudyError::Stopped { kind: Kind::Cancelled, what });
                break;
            }
            self.asked += 1;
            asked.trials.push((*question, self.answer(question)));
        }
        Box::pin(async { asked })
    }

    fn most_per_call(&self) -> u64 {
        self.most
    }
}

/// Runs a study to its end on an empty table.
pub fn run<S: Study>(mut study: S, model: &mut Model, meters: &mut Meters) -> (S::Outcome, Table, Log) {
    let (mut table, mut log) = (Table::default(), Log::default());
    let outcome = run_on(&mut study, &mut table, model, meters, &mut log, &mut KeptElsewhere).unwrap();
    (outcome, table, log)
}

/// Runs a study on a table; the simulated model answers at once, so nothing is waited for.
pub fn run_on<S: Study>(
    study: &mut S,
    table: &mut Table,
    model: &mut Model,
    meters: &mut Meters,
    log: &mut Log,
    journal: &mut dyn Journal,
) -> Result<S::Outcome, StudyError> {
    drive(study, table, model, meters, log, journal).now_or_never().expect("the simulated model never waits")
}
