//! Two arms on the same cases until one may say which is better, never past the planned number of cases.

use super::betting::{Bet, Counts, TwoSided};
use super::futility::{chance_of_a_claim, predictive_power};
use super::mixture::{self, CONCENTRATION};
use super::sprt::Sprt;
use super::walk::{Barriers, Look};
use crate::law::{normal, student};
use crate::power::Plan;
use crate::{Interval, PairedTable};

/// More pairs than this and the barriers are Ville's: exact ones take longer to compute than they save.
const EXACT: u64 = 10_000;
/// A claim less likely than this by the end is not waited for.
const FUTILE: f64 = 0.02;
/// Futility is looked at every so many cases.
const LOOKS: u64 = 10;

/// What a sequential comparison of A and B is to find out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// Chance of a false claim.
    pub alpha: f64,
    /// With an effect of interest: chance of giving up although it is there.
    pub beta: f64,
    /// The gain of A over B that would matter, as a difference of scores. Stated, the question is one-sided ("is A
    /// better by about this?") and takes about a third fewer cases.
    pub effect: Option<f64>,
    /// Differences within +- this count as the same.
    pub margin: Option<f64>,
    /// Cases at most: the planned fixed number, or all there are.
    pub most: u64,
}

impl Goal {
    /// Errors of 5 %, no effect stated, no margin.
    pub fn within(most: u64) -> Goal {
        Goal { alpha: 0.05, beta: 0.05, effect: None, margin: None, most }
    }
}

/// How a sequential comparison ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// A is better.
    Better,
    /// A is worse (asked only when no effect is stated).
    Worse,
    /// The difference lies within the margin.
    Equivalent,
    /// A is not better by the effect of interest.
    NoGain,
    /// Going on to the last case would hardly lead to a claim.
    Futile,
    /// The last case is in and nothing may be claimed.
    Exhausted,
}

/// The comparison, fed one case at a time in an order fixed beforehand. A pure function of what it is fed.
///
/// The tests: without a stated effect the exact beta-mixture barriers of [`mixture::exact`]; with one Wald's test, its
/// win rate set from how many of the first cases differ (not from which arm wins them: that would spend error). When the last case is in, what is left of the error is spent on one last look. Graded differences take bets
/// instead of barriers. Every part keeps `alpha` by itself or by sharing it; the margin's claim has an error of its own.
#[derive(Clone, Debug)]
pub struct UntilSure {
    goal: Goal,
    design: Option<Design>,
    /// Differences before the design is made.
    waiting: Vec<f64>,
    seen: Counts,
    items: u64,
    wins: u64,
    losses: u64,
    graded: bool,
    two_sided: TwoSided,
    margin: Option<(Bet, Bet)>,
    ended: Option<(Conclusion, u64)>,
}

/// What is fixed before the first look.
#[derive(Clone, Debug)]
struct Design {
    /// Cases at most.
    most: u64,
    barriers: Barriers,
    /// With an effect: what a graded comparison bets on it, the bet against it, and the win rate it means.
    one_sided: Option<OneSided>,
}

#[derive(Clone, Debug)]
struct OneSided {
    share: f64,
    ln_capital: f64,
    against: Bet,
    win_rate: f64,
}

impl UntilSure {
    /// Ready for the first case. Values of `goal` out of range are brought into it.
    pub fn new(goal: Goal) -> UntilSure {
        let most = goal.most.max(1);
        let effect = goal.effect.map(|e| e.clamp(1e-4, 0.99));
        let margin = goal.margin.filter(|m| *m > 0.0 && *m < 1.0);
        let goal = Goal { effect, margin, most, ..goal };
        UntilSure {
            goal,
            design: goal.effect.is_none().then(|| Design::two_sided(&goal)),
            waiting: Vec::new(),
            seen: Counts::default(),
            items: 0,
            wins: 0,
            losses: 0,
            graded: false,
            two_sided: TwoSided::new(CONCENTRATION),
            margin: margin.map(|m| (Bet::above(-m), Bet::below(m))),
            ended: None,
        }
    }

    /// Adds a case: score of A less score of B, in -1 to 1. Once there is a conclusion, further cases (paid for
    /// already) only sharpen the estimate.
    pub fn push(&mut self, difference: f64) -> Option<Conclusion> {
        let difference = if difference.is_finite() { difference.clamp(-1.0, 1.0) } else { 0.0 };
        self.seen.push(difference);
        if self.ended.is_some() {
            return self.conclusion();
        }
        if self.design.is_none() {
            self.waiting.push(difference);
            if (self.waiting.len() as u64) < self.pilot() {
                return None;
            }
            self.start();
        } else {
            self.step(difference);
        }
        self.conclusion()
    }

    /// Says that no more cases come.
    pub fn finish(&mut self) -> Conclusion {
        if self.design.is_none() {
            self.start();
        }
        if self.ended.is_none() {
            self.last_look();
        }
        self.conclusion().unwrap_or(Conclusion::Exhausted)
    }

    /// The conclusion, once there is one.
    pub fn conclusion(&self) -> Option<Conclusion> {
        self.ended.map(|(conclusion, _)| conclusion)
    }

    /// Cases after which it was reached.
    pub fn decided_after(&self) -> Option<u64> {
        self.ended.map(|(_, items)| items)
    }

    /// Cases seen.
    pub fn items(&self) -> u64 {
        self.seen.n()
    }

    /// Cases at most, as far as it is known: with an effect of interest the planned number follows from how many of
    /// the first cases differ.
    pub fn most(&self) -> u64 {
        self.design.as_ref().map_or(self.goal.most, |design| design.most)
    }

    /// Wins and losses of A up to the conclusion.
    pub fn pairs(&self) -> (u64, u64) {
        (self.wins, self.losses)
    }

    /// Mean difference over all cases seen.
    pub fn difference(&self) -> f64 {
        self.seen.mean()
    }

    /// Its interval, valid whenever one looks. A claim of better or worse is part of it: the other side of 0 is cut.
    pub fn interval(&self) -> Interval {
        let interval = self.seen.interval(1.0 - self.goal.alpha);
        match self.conclusion() {
            Some(Conclusion::Better) => interval.clamped(0.0, 1.0),
            Some(Conclusion::Worse) => interval.clamped(-1.0, 0.0),
            _ => interval,
        }
    }

    /// Two-sided evidence against "no difference": the live figure; 20 or more is evidence at 5 % at any moment.
    pub fn e_value(&self) -> f64 {
        if self.graded {
            self.two_sided.e_value()
        } else {
            mixture::e_value(self.wins, self.losses, CONCENTRATION)
        }
    }

    /// Exact chance of claiming "better" if the effect of interest is there and as many cases differ as did so far;
    /// `None` before the design is made or when no effect is stated.
    pub fn power(&self) -> Option<f64> {
        let design = self.design.as_ref()?;
        let win_rate = design.one_sided.as_ref()?.win_rate;
        let pairs = (self.differing() * design.most as f64).round() as u64;
        let pairs = pairs.min(design.barriers.horizon());
        let last = design.barriers.last_look(pairs, 0.5, self.goal.alpha);
        let course = design.barriers.course(win_rate, pairs);
        Some(course.high + course.open_from(last))
    }

    /// Cases answered before the design of a one-sided test is made.
    fn pilot(&self) -> u64 {
        (self.goal.most / 5).clamp(10, 50).min(self.goal.most)
    }

    /// Share of the cases seen that differ, with half an imaginary one on each side.
    fn differing(&self) -> f64 {
        let differing = if self.graded { self.seen.mean_square() * self.seen.n() as f64 } else { 0.0 };
        let differing = differing.max((self.wins + self.losses) as f64);
        (differing + 0.5) / (self.items as f64 + 1.0)
    }

    fn start(&mut self) {
        self.design = Some(Design::one_sided(&self.goal, &self.waiting));
        for difference in std::mem::take(&mut self.waiting) {
            if self.ended.is_none() {
                self.step(difference);
            }
        }
    }

    fn step(&mut self, difference: f64) {
        self.items += 1;
        self.graded |= difference != 0.0 && difference.abs() != 1.0;
        self.wins += u64::from(difference > 0.0);
        self.losses += u64::from(difference < 0.0);
        self.two_sided.push(difference);
        if let Some((above, below)) = &mut self.margin {
            above.push(difference);
            below.push(difference);
        }
        let one_sided = self.design.as_mut().and_then(|design| design.one_sided.as_mut());
        if let Some(OneSided { share, ln_capital, against, .. }) = one_sided {
            *ln_capital += (1.0 + *share * difference).ln();
            against.push(difference);
        }
        if let Some(conclusion) = self.look() {
            self.ended = Some((conclusion, self.items));
        } else if self.items >= self.most() {
            self.last_look();
        }
    }

    fn look(&self) -> Option<Conclusion> {
        let design = self.design.as_ref()?;
        // half of the margin's error; the other half is for the end
        let bar = 2.0 / self.goal.alpha;
        let at_barrier = if self.graded {
            self.graded_look(design)
        } else {
            match design.barriers.look(self.wins, self.losses) {
                Look::High => Some(Conclusion::Better),
                Look::Low if design.one_sided.is_none() => Some(Conclusion::Worse),
                Look::Low => Some(Conclusion::NoGain),
                // too few cases differ for such a gain, whoever wins them (a second way to give up: at half its error)
                Look::Open => design.gain_refuted(2.0 / self.goal.beta).then_some(Conclusion::NoGain),
            }
        };
        let same = |(above, below): &(Bet, Bet)| above.e_value() >= bar && below.e_value() >= bar;
        if at_barrier.is_some() {
            at_barrier
        } else if self.margin.as_ref().is_some_and(same) {
            Some(Conclusion::Equivalent)
        } else {
            self.hopeless(design).then_some(Conclusion::Futile)
        }
    }

    fn graded_look(&self, design: &Design) -> Option<Conclusion> {
        let Some(one_sided) = &design.one_sided else {
            let claim = if self.seen.mean() > 0.0 { Conclusion::Better } else { Conclusion::Worse };
            return (self.two_sided.e_value() >= 1.0 / self.goal.alpha).then_some(claim);
        };
        if one_sided.ln_capital >= -self.goal.alpha.ln() {
            return Some(Conclusion::Better);
        }
        design.gain_refuted(1.0 / self.goal.beta).then_some(Conclusion::NoGain)
    }

    /// Whether a claim has become too unlikely. With an effect of interest the lower barrier says so; with a margin the
    /// last case may still show that the arms are the same.
    fn hopeless(&self, design: &Design) -> bool {
        if self.margin.is_some() {
            return false;
        }
        let early = self.items < (design.most / 4).max(2 * LOOKS) || !self.items.is_multiple_of(LOOKS);
        if early || design.one_sided.is_some() || design.most > EXACT {
            return false;
        }
        if self.graded {
            let (n, square) = (self.items as f64, self.seen.mean_square());
            let z = if square > 0.0 { self.seen.mean().abs() * (n / square).sqrt() } else { 0.0 };
            return predictive_power(z, n / design.most as f64, normal::two_sided(1.0 - self.goal.alpha))
                < FUTILE;
        }
        let left = (self.differing() * (design.most - self.items) as f64).ceil() as u64;
        let pairs = self.wins + self.losses + left;
        // the last look leaves at least as much as a test of fixed size would ask for
        let last =
            (0.5 * (pairs as f64 + normal::two_sided(1.0 - self.goal.alpha) * (pairs as f64).sqrt())) as u64;
        let now = (self.wins, self.losses);
        chance_of_a_claim(&design.barriers, now, left, last, CONCENTRATION) < FUTILE
    }

    fn last_look(&mut self) {
        let same = || self.same_at_the_end().then_some(Conclusion::Equivalent);
        let conclusion = self.at_the_end().or_else(same).unwrap_or(Conclusion::Exhausted);
        self.ended = Some((conclusion, self.items));
    }

    /// Two one-sided tests of the margin at the half of its error that was kept for the end.
    fn same_at_the_end(&self) -> bool {
        let Some(margin) = self.goal.margin else { return false };
        let level = 1.0 - self.goal.alpha;
        let interval = if self.graded {
            let (n, mean) = (self.items as f64, self.seen.mean());
            let variance = (self.seen.mean_square() - mean * mean) / (n - 1.0);
            Interval::around(mean, student::two_sided(level, n - 1.0) * variance.max(0.0).sqrt())
        } else {
            let both = self.items - self.wins - self.losses;
            PairedTable { both, only_a: self.wins, only_b: self.losses, neither: 0 }.interval(level)
        };
        self.items > 1 && interval.within(margin)
    }

    /// What is left of the error is spent at the end: the number of pairs says nothing of who wins them.
    fn at_the_end(&self) -> Option<Conclusion> {
        let design = self.design.as_ref()?;
        if self.graded || design.most > EXACT {
            return None;
        }
        let pairs = self.wins + self.losses;
        if design.one_sided.is_some() {
            let last = design.barriers.last_look(pairs, 0.5, self.goal.alpha);
            return (self.wins >= last).then_some(Conclusion::Better);
        }
        let last = design.barriers.last_look_two_sided(pairs, self.goal.alpha);
        if self.wins >= last {
            return Some(Conclusion::Better);
        }
        (self.losses >= last).then_some(Conclusion::Worse)
    }
}

impl Design {
    /// Whether the bet against the effect of interest has reached a bar.
    fn gain_refuted(&self, bar: f64) -> bool {
        self.one_sided.as_ref().is_some_and(|one_sided| one_sided.against.e_value() >= bar)
    }

    fn two_sided(goal: &Goal) -> Design {
        let most = goal.most;
        let barriers = if most <= EXACT {
            // were every case to differ; when fewer do, what is left is spent at the last look
            mixture::exact(CONCENTRATION, goal.alpha, most)
        } else {
            mixture::barriers(CONCENTRATION, 1.0 / goal.alpha, most)
        };
        Design { most, barriers, one_sided: None }
    }

    /// From the sizes of the first differences, never from their signs.
    fn one_sided(goal: &Goal, first: &[f64]) -> Design {
        let effect = goal.effect.unwrap_or(0.05);
        let squares: f64 = first.iter().map(|d| d * d).sum();
        let square = (squares + 0.5) / (first.len() as f64 + 1.0);
        let graded = first.iter().any(|d| *d != 0.0 && d.abs() != 1.0);
        // an effect larger than the share of cases that differ cannot be: then nearly every one of them is a win
        let spread = square.max(if graded { 2.0 * effect * effect } else { effect });
        let share = (effect / spread).clamp(0.01, 0.9);
        let planned = Plan { alpha: goal.alpha, power: 0.8 }.paired_binary(spread, effect);
        let most = goal.most.min(planned.ceil() as u64).max(first.len() as u64);
        let win_rate = 0.5 + 0.5 * share;
        let test = Sprt::patient(0.5, win_rate, goal.alpha, goal.beta, most.min(EXACT));
        let against = Bet::below(effect);
        Design {
            most,
            barriers: test.barriers(most),
            one_sided: Some(OneSided { share, ln_capital: 0.0, against, win_rate }),
        }
    }
}
