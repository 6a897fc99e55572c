//! compare: is A better than B? On a number of cases fixed beforehand, or until it is sure and never past that number.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use stats::PairedSummary;
use stats::sequential::{Conclusion, Goal, UntilSure};
use terms::{Message, Verdict, Version};

use crate::drive::Study;
use crate::outcome::{Effect, State};
use crate::trial::Scored;
use crate::{Log, Question, Step, StudyError, Table};

/// Items asked between two looks: enough to keep several calls in flight, few enough to stop early.
const BLOCK: usize = 10;
/// Seed of the sign flips of a fixed comparison.
const SEED: u64 = 0x6d6f_746a;

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// After all items; equivalence within this margin.
    Fixed {
        /// The margin, a share of 1.
        margin: f64,
    },
    /// As soon as the goal's tests may say.
    UntilSure(Goal),
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// What may be said of A.
    pub state: State,
    /// How sure and how much; `None` when no item was scored in both.
    pub effect: Option<Effect>,
    /// How it ended, in words.
    pub why: Message,
    /// Items looked at until it could be said.
    pub items: u64,
    /// Items at most: what a fixed comparison would have asked.
    pub planned: u64,
    /// Items of which nothing could be scored in one of the two.
    pub unscored: u64,
    /// Items on which both ask exactly the same: a tie that costs nothing.
    pub same_question: u64,
    /// Two-sided evidence against "no difference" (20 is evidence at 5 % at any moment); sequential only.
    pub e_value: Option<f64>,
    /// p-value; fixed only.
    pub p: Option<f64>,
}

/// The study.
#[derive(Clone, Debug)]
pub struct Compare {
    a: Version,
    b: Version,
    items: Vec<u64>,
    same: BTreeSet<u64>,
    repeats: u32,
    when: When,
    /// Items read so far.
    cursor: usize,
    test: UntilSure,
    summary: PairedSummary,
    counts: Counts,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    n: u64,
    wins: u64,
    losses: u64,
    unscored: u64,
    same: u64,
    /// Of the last look.
    told: (u64, u64, u64),
}

impl Compare {
    /// Compares `a` with `b` on `items`, in their order, which must not depend on any answer. `same` holds the items on
    /// which both ask the very same question.
    ///
    /// # Errors
    /// No items, or twice the same candidate.
    pub fn new(
        (a, b): (Version, Version),
        items: Vec<u64>,
        same: BTreeSet<u64>,
        repeats: u32,
        when: When,
    ) -> Result<Compare, StudyError> {
        if a == b {
            return Err(StudyError::NoChoice);
        }
        if items.is_empty() {
            return Err(StudyError::NoItems);
        }
        let most = items.len() as u64;
        let goal = match when {
            When::UntilSure(goal) => Goal { most: goal.most.min(most), ..goal },
            When::Fixed { .. } => Goal::within(1),
        };
        Ok(Compare {
            a,
            b,
            items,
            same,
            repeats: repeats.max(1),
            when,
            cursor: 0,
            test: UntilSure::new(goal),
            summary: PairedSummary::default(),
            counts: Counts::default(),
        })
    }

    /// Items at most, as far as it is known.
    fn planned(&self) -> u64 {
        match self.when {
            When::Fixed { .. } => self.items.len() as u64,
            When::UntilSure(_) => self.test.most().min(self.items.len() as u64),
        }
    }

    /// Reads items in order as far as they are answered; whether the end is reached.
    fn read(&mut self, seen: &Table) -> bool {
        while (self.cursor as u64) < self.planned() {
            let item = self.items[self.cursor];
            let difference = if self.same.contains(&item) {
                self.counts.same += 1;
                Scored::Mean(0.0)
            } else {
                let Some(difference) = seen.difference(self.a, self.b, item, self.repeats) else {
                    return false;
                };
                difference
            };
            self.cursor += 1;
            let Scored::Mean(difference) = difference else {
                self.counts.unscored += 1;
                continue;
            };
            self.count(seen, item, difference);
            if matches!(self.when, When::UntilSure(_)) && self.test.push(difference).is_some() {
                return true;
            }
        }
        if matches!(self.when, When::UntilSure(_)) {
            self.test.finish();
        }
        true
    }

    fn count(&mut self, seen: &Table, item: u64, difference: f64) {
        self.counts.n += 1;
        self.counts.wins += u64::from(difference > 0.0);
        self.counts.losses += u64::from(difference < 0.0);
        let score = |version| match seen.score(version, item, self.repeats) {
            Some(Scored::Mean(score)) => score,
            _ => 0.0,
        };
        let b = score(self.b);
        self.summary.push(b + difference, b, 1.0, None);
    }

    /// Says what the last block brought.
    fn tell(&mut self, seen: &Table, log: &mut Log) {
        let now = (self.counts.n, self.counts.wins, self.counts.losses);
        let (n, wins, losses) =
            (now.0 - self.counts.told.0, now.1 - self.counts.told.1, now.2 - self.counts.told.2);
        if n > 0 {
            let what = Message::new("studies-log-compared")
                .with("n", n)
                .with("wins", wins)
                .with("losses", losses)
                .with("same", n - wins - losses);
            log.say(seen.len(), what);
            self.counts.told = now;
        }
    }

    fn questions(&self, from: usize, to: usize) -> Vec<Question> {
        let items = self.items[from..to].iter().filter(|item| !self.same.contains(item));
        let of = |item: &u64| {
            let item = *item;
            let arms = [self.a, self.b].into_iter();
            arms.flat_map(move |candidate| {
                (0..self.repeats).map(move |repeat| Question { item, candidate, repeat })
            })
        };
        items.flat_map(of).collect()
    }

    fn conclude(&self, ended: Option<State>) -> Compared {
        let mut found = match self.when {
            When::Fixed { margin } => self.fixed(margin),
            When::UntilSure(_) => self.sequential(),
        };
        if let Some(state) = ended
            && found.state == State::NoEvidence
        {
            found.state = state;
            found.why = state.message();
        }
        found
    }

    fn found(&self, state: State, why: Message, interval: Option<(f64, f64, f64)>) -> Compared {
        let effect = interval.map(|(difference, low, high)| Effect {
            difference,
            low,
            high,
            n: self.counts.n,
            wins: self.counts.wins,
            losses: self.counts.losses,
        });
        Compared {
            state,
            effect,
            why,
            items: self.cursor as u64,
            planned: self.planned(),
            unscored: self.counts.unscored,
            same_question: self.counts.same,
            e_value: None,
            p: None,
        }
    }

    fn fixed(&self, margin: f64) -> Compared {
        let Some(compared) = self.summary.compare(SEED) else {
            return self.found(State::NoEvidence, Message::new("studies-why-unscored"), None);
        };
        let state = match compared.verdict(margin, compared.p) {
            Verdict::Better => State::Better,
            Verdict::Worse => State::Worse,
            Verdict::Equivalent => State::Equivalent,
            Verdict::NotEnoughEvidence => State::NoEvidence,
        };
        let interval = (compared.difference, compared.interval.low, compared.interval.high);
        let why = Message::new("studies-why-fixed").with("n", compared.n);
        Compared { p: Some(compared.p), ..self.found(state, why, Some(interval)) }
    }

    fn sequential(&self) -> Compared {
        let conclusion = self.test.conclusion().unwrap_or(Conclusion::Exhausted);
        let (state, key) = match conclusion {
            Conclusion::Better => (State::Better, "studies-why-sure"),
            Conclusion::Worse => (State::Worse, "studies-why-sure"),
            Conclusion::Equivalent => (State::Equivalent, "studies-why-equivalent"),
            Conclusion::NoGain => (State::NoEvidence, "studies-why-no-gain"),
            Conclusion::Futile => (State::NoEvidence, "studies-why-futile"),
            Conclusion::Exhausted => (State::NoEvidence, "studies-why-exhausted"),
        };
        let why = Message::new(key).with("n", self.cursor).with("most", self.planned());
        let (interval, difference) = (self.test.interval(), self.test.difference());
        let interval = (self.counts.n > 0).then_some((difference, interval.low, interval.high));
        Compared { e_value: Some(self.test.e_value()), ..self.found(state, why, interval) }
    }
}

impl Study for Compare {
    type Outcome = Compared;

    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Compared> {
        let end = self.read(seen);
        self.tell(seen, log);
        if end {
            let found = self.conclude(None);
            log.say(seen.len(), found.why.clone());
            return Step::Done(found);
        }
        let to = (self.cursor + BLOCK).min(self.planned() as usize);
        Step::Ask(self.questions(self.cursor, to))
    }

    fn out_of_budget(&mut self, seen: &Table, log: &mut Log) -> Compared {
        self.read(seen);
        self.tell(seen, log);
        if matches!(self.when, When::UntilSure(_)) {
            self.test.finish();
        }
        let found = self.conclude(Some(State::BudgetEnded));
        log.say(seen.len(), found.why.clone());
        found
    }
}
