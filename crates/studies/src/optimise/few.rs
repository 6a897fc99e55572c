//! A search on so few cases that none can be put aside for a proof. The whole search is made again for each of five
//! folds, on the cases of the other four; what it finds there meets the person's version on the fold, which it has never
//! seen. The gain of all folds together is what may be promised of a search like this one; the version handed over is
//! that of a search on all cases.

use stats::PairedSummary;
use terms::{Message, Version};

use super::{CrossFitted, Optimise, Optimised};
use crate::document::percent;
use crate::drive::Study;
use crate::outcome::State;
use crate::trial::Scored;
use crate::{Log, Question, Step, Table};

/// The share of the calls that the search on all cases gets, against that of one fold.
const WHOLE: u64 = 2;
/// Calls below which the search of a fold finds nothing: no fold is searched, and no gain promised.
const LEAST: u64 = 40;
/// Level of the interval.
const LEVEL: f64 = 0.95;

/// A fold: the search on the other cases, and the items kept from it.
pub struct Fold<'s> {
    /// The search; its own cap on calls is not used.
    pub search: Optimise<'s>,
    /// Items it may not ask about.
    pub items: Vec<u64>,
}

enum Phase {
    /// The search on all cases.
    Whole,
    /// The search of a fold.
    Search(usize),
    /// What a fold's search found meets the person's version on the fold.
    Measure(usize, Version),
    /// Everything is known that the calls buy.
    Over,
}

/// The study.
pub struct Few<'s> {
    whole: Optimise<'s>,
    folds: Vec<Fold<'s>>,
    repeats: u32,
    /// Calls in all, and letters.
    calls: u64,
    letters: u64,
    phase: Phase,
    found: Option<Optimised>,
    pairs: PairedSummary,
    measured: usize,
}

impl<'s> Few<'s> {
    /// A search on all cases and one for each fold, within so many calls in all.
    pub fn new(whole: Optimise<'s>, folds: Vec<Fold<'s>>, calls: u64) -> Few<'s> {
        let (repeats, letters) = (whole.repeats(), whole.asked.letters);
        let mut few = Few {
            whole,
            folds,
            repeats,
            calls,
            letters,
            phase: Phase::Whole,
            found: None,
            pairs: PairedSummary::default(),
            measured: 0,
        };
        if few.share(0) < LEAST * u64::from(repeats) {
            few.folds.clear();
        }
        let weight = if few.folds.is_empty() { 1 } else { WHOLE };
        let (calls, letters) = (few.share(0) * weight, few.letters * weight / few.searches());
        few.whole.within(calls, letters);
        few
    }

    /// Calls below which no gain can be promised on so many items in so many folds.
    pub fn least(items: u64, folds: u64, repeats: u32) -> u64 {
        (2 * items + (WHOLE + folds) * LEAST) * u64::from(repeats.max(1))
    }

    /// Searches still to be made, the one on all cases counted for more.
    fn searches(&self) -> u64 {
        let left = self.folds.len().saturating_sub(self.measured) as u64;
        let whole = if self.folds.is_empty() { 1 } else { WHOLE };
        (left + if self.found.is_none() { whole } else { 0 }).max(1)
    }

    /// Calls that one of them may spend, so many being spent: what measuring takes is kept.
    fn share(&self, spent: u64) -> u64 {
        let left = self.folds.iter().skip(self.measured);
        let measuring: u64 = left.map(|fold| 2 * fold.items.len() as u64).sum();
        self.calls.saturating_sub(spent + measuring * u64::from(self.repeats)) / self.searches()
    }

    /// The next fold is searched, or all is over.
    fn next(&mut self, seen: &Table) {
        let (spent, written) = (seen.len() as u64, seen.letters() as u64);
        let calls = spent + self.share(spent);
        let letters = written + self.letters.saturating_sub(written) / self.searches();
        self.phase = match self.folds.get_mut(self.measured) {
            Some(fold) => {
                fold.search.within(calls, letters);
                Phase::Search(self.measured)
            }
            None => Phase::Over,
        };
    }

    /// What is not known yet of two versions on a fold.
    fn questions(&self, fold: usize, version: Version, seen: &Table) -> Vec<Question> {
        if version == self.whole.seed {
            return Vec::new();
        }
        let items = &self.folds[fold].items;
        let of = |candidate| self.whole.questions(candidate, items);
        let all = [version, self.whole.seed].into_iter().flat_map(of);
        all.filter(|question| seen.get(question).is_none()).collect()
    }

    fn measure(&mut self, fold: usize, version: Version, seen: &Table, log: &mut Log) {
        let before = self.pairs.n();
        for item in &self.folds[fold].items {
            if version == self.whole.seed {
                // nothing was found: nothing is gained, and nothing lost
                self.pairs.push(0.0, 0.0, 1.0, None);
            } else if let Some(Scored::Mean(own)) = seen.score(self.whole.seed, *item, self.repeats)
                && let Some(Scored::Mean(gain)) =
                    seen.difference(version, self.whole.seed, *item, self.repeats)
            {
                self.pairs.push(own + gain, own, 1.0, None);
            }
        }
        self.measured = fold + 1;
        let what = Message::new("studies-log-fold")
            .with("fold", fold + 1)
            .with("folds", self.folds.len())
            .with("cases", self.pairs.n() - before);
        log.say(seen.len(), what);
    }

    /// What may be said: the gain of all folds together, when every fold was measured.
    fn end(&mut self, log: &mut Log, seen: &Table) -> Optimised {
        let found = self.found.take().unwrap_or_else(|| self.whole.found(seen, State::BudgetEnded, None));
        let whole = !self.folds.is_empty() && self.measured == self.folds.len();
        let compared = self.pairs.compare(self.whole.asked.seed).filter(|_| whole);
        let fitted = compared.as_ref().zip(self.pairs.interval(LEVEL)).map(|(compared, (interval, _))| {
            let (low, high) = (interval.low.max(-1.0), interval.high.min(1.0));
            CrossFitted { gain: compared.difference, low, high, n: compared.n, folds: self.folds.len() }
        });
        let promised = fitted.is_some_and(|fitted| fitted.low > 0.0)
            && compared.is_some_and(|compared| compared.p < self.whole.asked.alpha)
            && found.best != found.seed;
        let said = match (fitted, promised) {
            (Some(fitted), true) => Message::new("studies-log-promised").with("gain", percent(fitted.gain)),
            (Some(_), false) => Message::new("studies-log-not-promised"),
            (None, _) => Message::new("studies-log-not-folded"),
        };
        log.say(seen.len(), said);
        let state = if promised { State::Better } else { found.state };
        Optimised { state, cross_fitted: fitted, ..found }
    }
}

impl Study for Few<'_> {
    type Outcome = Optimised;

    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Optimised> {
        loop {
            let step = match self.phase {
                Phase::Whole => self.whole.step(seen, log),
                Phase::Search(fold) => self.folds[fold].search.step(seen, &mut Log::default()),
                Phase::Measure(fold, version) => {
                    let missing = self.questions(fold, version, seen);
                    if !missing.is_empty() {
                        return Step::Ask(missing);
                    }
                    self.measure(fold, version, seen, log);
                    self.next(seen);
                    continue;
                }
                Phase::Over => return Step::Done(self.end(log, seen)),
            };
            match (step, &self.phase) {
                // another search may have asked the same: it is asked once
                (Step::Ask(questions), _) => {
                    let missing: Vec<Question> =
                        questions.into_iter().filter(|question| seen.get(question).is_none()).collect();
                    if !missing.is_empty() {
                        return Step::Ask(missing);
                    }
                }
                (Step::Write(letters), _) => {
                    let missing: Vec<_> =
                        letters.into_iter().filter(|letter| seen.written(letter.id()).is_none()).collect();
                    if !missing.is_empty() {
                        return Step::Write(missing);
                    }
                }
                (Step::Done(found), Phase::Search(fold)) => {
                    self.phase = Phase::Measure(*fold, found.best);
                }
                (Step::Done(found), _) => {
                    self.found = Some(found);
                    self.next(seen);
                }
            }
        }
    }

    fn out_of_budget(&mut self, seen: &Table, log: &mut Log) -> Optimised {
        let found = match self.found.take() {
            Some(found) => Optimised { state: State::BudgetEnded, ..found },
            None => self.whole.out_of_budget(seen, log),
        };
        // folds that were not measured promise nothing
        Optimised { cross_fitted: None, ..found }
    }

    fn standing(&self, seen: &Table) -> Option<Message> {
        self.whole.standing(seen)
    }
}
