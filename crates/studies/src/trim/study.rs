//! The plan of [`Trim`] driven by a sequential test: each shorter version is asked about block by block, beside the
//! original, until it is shown to be not worse or is given up; what is left is proved once on sealed items.

use prompt::tree::Tree;
use serde::{Deserialize, Serialize};
use terms::{Message, Version};

use super::{Options, Trim};
use crate::accept::{Acceptance, Judgement, NotWorse};
use crate::drive::Study;
use crate::outcome::State;
use crate::shelf::Shelf;
use crate::trial::Scored;
use crate::{Log, Question, Step, Table};

/// Items asked between two looks.
const BLOCK: usize = 20;

/// What the study is to ask about.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Items of the search, in the order they are asked.
    pub dev: Vec<u64>,
    /// Items of the proof, opened for this study; none when there is to be no proof.
    pub sealed: Vec<u64>,
    /// Repeats of each question.
    pub repeats: u32,
    /// How much worse counts as not worse: "at most 1 answer in 50 may get worse" is .02.
    pub margin: f64,
    /// The error of each test of the search.
    pub alpha: f64,
    /// The error of the proof.
    pub proof_alpha: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trimmed {
    /// Not worse but shorter, no evidence, or the end of the budget.
    pub state: State,
    /// The version to take: the original unless the proof was had.
    pub version: Version,
    /// The shortest version of the search.
    pub shortest: Version,
    /// Estimated tokens of the original.
    pub tokens_before: u64,
    /// Of the shortest version.
    pub tokens_after: u64,
    /// Shorter versions asked about, and kept.
    pub tried: u64,
    /// Kept.
    pub kept: u64,
    /// Items of the proof.
    pub proved_on: u64,
}

/// The study.
pub struct TrimStudy<'a> {
    trim: Trim,
    asked: Asked,
    allowed: Box<dyn Fn(&Tree) -> bool + Send + 'a>,
    original: Version,
    tokens: u64,
    shelf: Shelf,
    test: Option<Test>,
    proving: bool,
    /// Items the original was asked about: its answers serve every test.
    known: usize,
}

/// A version being tested.
struct Test {
    version: Version,
    words: String,
    saved: u64,
    gate: NotWorse,
    /// Items asked, and read.
    asked: usize,
    read: usize,
}

impl<'a> TrimStudy<'a> {
    /// Shortens this prompt. `allowed` says which versions may be asked about at all.
    pub fn new(
        tree: Tree,
        options: Options,
        asked: Asked,
        allowed: impl Fn(&Tree) -> bool + Send + 'a,
    ) -> TrimStudy<'a> {
        let original = tree.version();
        let shelf = Shelf::default();
        shelf.put(original, tree.clone());
        TrimStudy {
            tokens: prompt::tree::estimate_tokens(&tree.text()),
            shelf,
            trim: Trim::new(tree, options),
            asked,
            allowed: Box::new(allowed),
            original,
            test: None,
            proving: false,
            known: 0,
        }
    }

    /// The plan, to offer it rewrites or suspects before the study starts.
    pub fn plan(&mut self) -> &mut Trim {
        &mut self.trim
    }

    /// The versions asked about so far, for whoever answers.
    pub fn shelf(&self) -> Shelf {
        self.shelf.clone()
    }

    fn items(&self) -> &[u64] {
        if self.proving { &self.asked.sealed } else { &self.asked.dev }
    }

    /// Takes up the next version, or the proof. `None` when there is nothing left to test.
    fn open(&mut self) -> Option<()> {
        let (version, words, saved, alpha) = match self.trim.next(&*self.allowed) {
            Some(shorter) => {
                let version = shorter.tree.version();
                let before = prompt::tree::estimate_tokens(&self.trim.best().text());
                self.shelf.put(version, shorter.tree);
                let words = crate::propose::first_words(&shorter.removed.join(" "));
                (version, words, before.saturating_sub(shorter.tokens), self.asked.alpha)
            }
            None => {
                let shortest = self.trim.best().version();
                if self.proving || shortest == self.original || self.asked.sealed.is_empty() {
                    return None;
                }
                self.proving = true;
                self.known = 0;
                (shortest, String::new(), 0, self.asked.proof_alpha)
            }
        };
        let gate = NotWorse::within(self.asked.margin, alpha);
        self.test = Some(Test { version, words, saved, gate, asked: 0, read: 0 });
        Some(())
    }

    /// Reads the answers to the items asked; what the gate says.
    fn read(&mut self, seen: &Table) -> Judgement {
        let (items, repeats) = (self.items().to_vec(), self.asked.repeats.max(1));
        let Some(test) = &mut self.test else { return Judgement::Undecided };
        while test.read < test.asked {
            let item = items[test.read];
            test.read += 1;
            // an item that cannot be scored says nothing
            if let Some(Scored::Mean(difference)) =
                seen.difference(test.version, self.original, item, repeats)
            {
                let judged = test.gate.push(difference);
                if judged != Judgement::Undecided {
                    return judged;
                }
            }
        }
        if test.read == items.len() { test.gate.finish() } else { Judgement::Undecided }
    }

    fn questions(&mut self) -> Vec<Question> {
        let items = self.items().to_vec();
        let Some(test) = &mut self.test else { return Vec::new() };
        let end = (test.asked + BLOCK).min(items.len());
        let mut questions = Vec::new();
        for (place, item) in items.iter().enumerate().take(end).skip(test.asked) {
            let original = (place >= self.known).then_some(self.original);
            for candidate in original.into_iter().chain([test.version]) {
                let repeats = 0..self.asked.repeats.max(1);
                questions.extend(repeats.map(|repeat| Question { item: *item, candidate, repeat }));
            }
        }
        test.asked = end;
        self.known = self.known.max(end);
        questions
    }

    fn settle(&mut self, kept: bool, seen: &Table, log: &mut Log) -> Option<Trimmed> {
        let test = self.test.take()?;
        if self.proving {
            let key = if kept { "studies-log-proof-passed" } else { "studies-log-proof-failed" };
            log.say(seen.len(), Message::new(key).with("items", test.read));
            let state = if kept { State::NotWorseButShorter } else { State::NoEvidence };
            return Some(self.outcome(state, test.read as u64));
        }
        let key = if kept { "studies-log-shorter-kept" } else { "studies-log-shorter-dropped" };
        let mut what = Message::new(key).with("words", test.words).with("items", test.read);
        if kept {
            what = what.with("saved", test.saved);
        }
        log.say(seen.len(), what);
        self.trim.tell(kept);
        None
    }

    fn outcome(&self, state: State, proved_on: u64) -> Trimmed {
        let shortest = self.trim.best().version();
        let log = self.trim.log();
        Trimmed {
            version: if state == State::NotWorseButShorter { shortest } else { self.original },
            state,
            shortest,
            tokens_before: self.tokens,
            tokens_after: prompt::tree::estimate_tokens(&self.trim.best().text()),
            tried: log.len() as u64,
            kept: log.iter().filter(|judged| judged.not_worse).count() as u64,
            proved_on,
        }
    }
}

impl Study for TrimStudy<'_> {
    type Outcome = Trimmed;

    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Trimmed> {
        loop {
            if self.test.is_none() && self.open().is_none() {
                return Step::Done(self.outcome(State::NoEvidence, 0));
            }
            match self.read(seen) {
                Judgement::Undecided => return Step::Ask(self.questions()),
                judged => {
                    if let Some(outcome) = self.settle(judged == Judgement::Keep, seen, log) {
                        return Step::Done(outcome);
                    }
                }
            }
        }
    }

    fn out_of_budget(&mut self, _: &Table, _: &mut Log) -> Trimmed {
        self.outcome(State::BudgetEnded, 0)
    }
}
