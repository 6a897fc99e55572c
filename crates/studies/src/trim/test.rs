//! One shorter version under test against its reference, block by block.

use std::collections::BTreeMap;

use stats::PairedSummary;
use terms::Version;

use super::gates::Pair;
use crate::accept::{Acceptance, Judgement, NotWorse};
use crate::outcome::Effect;
use crate::trial::Scored;
use crate::{Question, Table};

/// Confidence of the interval of a difference: one-sided 5 % at each end.
const SURE: f64 = 0.90;

/// A version being tested.
#[derive(Clone, Debug)]
pub(super) struct Test {
    version: Version,
    reference: Version,
    /// The words taken away, and the tokens that saves.
    words: String,
    saved: u64,
    gate: NotWorse,
    /// The gate has said that it may stay.
    passed: bool,
    /// Items asked, and read.
    asked: usize,
    read: usize,
    pairs: Vec<Pair>,
}

impl Test {
    pub fn new(
        version: Version,
        reference: Version,
        words: String,
        saved: u64,
        margin: f64,
        alpha: f64,
    ) -> Test {
        let gate = NotWorse::within(margin, alpha);
        Test { version, reference, words, saved, gate, passed: false, asked: 0, read: 0, pairs: Vec::new() }
    }

    pub fn version(&self) -> Version {
        self.version
    }

    pub fn words(&self) -> &str {
        &self.words
    }

    pub fn saved(&self) -> u64 {
        self.saved
    }

    pub fn asked(&self) -> usize {
        self.asked
    }

    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Reads the answers to the items asked; what the gate says. With `to_the_end`, what may stay is asked about every
    /// item all the same.
    pub fn read(
        &mut self,
        seen: &Table,
        items: &[u64],
        repeats: u32,
        to_the_end: bool,
        slices: &BTreeMap<u64, Vec<String>>,
    ) -> Judgement {
        while self.read < self.asked {
            let item = items[self.read];
            self.read += 1;
            let of_reference = match seen.score(self.reference, item, repeats) {
                Some(Scored::Mean(score)) => score,
                _ => 0.0,
            };
            let formed = |version| formed(seen, version, item, repeats);
            let difference = match seen.difference(self.version, self.reference, item, repeats) {
                Some(Scored::Mean(difference)) => difference,
                // no score for want of the promised form is a wrong answer
                _ if !formed(self.version) => -of_reference,
                // any other item that cannot be scored says nothing
                _ => continue,
            };
            self.pairs.push(Pair {
                scores: (of_reference + difference, of_reference),
                formed: (formed(self.version), formed(self.reference)),
                slices: slices.get(&item).cloned().unwrap_or_default(),
            });
            if self.passed {
                continue;
            }
            match self.gate.push(difference) {
                Judgement::Keep if to_the_end => self.passed = true,
                Judgement::Undecided => {}
                judged => return judged,
            }
        }
        match (self.read == items.len(), self.passed) {
            (false, _) => Judgement::Undecided,
            (true, true) => Judgement::Keep,
            (true, false) => self.gate.finish(),
        }
    }

    /// The next block, of the version and of its reference: what has been answered before is not asked again.
    pub fn questions(&mut self, seen: &Table, items: &[u64], block: usize, repeats: u32) -> Vec<Question> {
        let end = (self.asked + block).min(items.len());
        let mut questions = Vec::new();
        for item in &items[self.asked..end] {
            for candidate in [self.reference, self.version] {
                questions.extend((0..repeats).map(|repeat| Question { item: *item, candidate, repeat }));
            }
        }
        self.asked = end;
        questions.retain(|question| seen.get(question).is_none());
        questions
    }

    /// Whether it is better than its reference, by the lower end of the interval.
    pub fn is_better(&self) -> bool {
        self.effect().is_some_and(|effect| effect.low > 0.0)
    }

    /// The version less its reference, with its 90 % interval; `None` without a scored item.
    pub fn effect(&self) -> Option<Effect> {
        let mut summary = PairedSummary::default();
        self.pairs.iter().for_each(|pair| summary.push(pair.scores.0, pair.scores.1, 1.0, None));
        let (interval, _) = summary.interval(SURE)?;
        let differences = || self.pairs.iter().map(|pair| pair.scores.0 - pair.scores.1);
        let n = self.pairs.len() as u64;
        Some(Effect {
            difference: differences().sum::<f64>() / n as f64,
            low: interval.low,
            high: interval.high,
            n,
            wins: differences().filter(|d| *d > 0.0).count() as u64,
            losses: differences().filter(|d| *d < 0.0).count() as u64,
        })
    }
}

/// Whether every reply of a version to an item has the promised form, as far as anything says.
fn formed(seen: &Table, version: Version, item: u64, repeats: u32) -> bool {
    let of = |repeat| seen.get(&Question { item, candidate: version, repeat })?.formed;
    (0..repeats).all(|repeat| of(repeat) != Some(false))
}
