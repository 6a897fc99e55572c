//! The plan of [`Trim`] driven by a sequential test. A survey orders the parts; each shorter version is then asked
//! about block by block until it is shown to be not worse or is given up. What is left rehearses its proof on more items of
//! the search, and the shortest version that would likely pass is proved once on sealed items, against the original.

use std::collections::{BTreeMap, BTreeSet};

use prompt::tree::Tree;
use serde::{Deserialize, Serialize};
use terms::{Message, Version};

use super::gates::{Gates, Slice};
use super::rehearsal::would_pass;
use super::survey::Survey;
use super::test::Test;
use super::writing::{Writing, drafts};
use super::{Options, Shorter, Trim, names_labels, reads_well, sent_tokens, shorter};
use crate::accept::Judgement;
use crate::drive::Study;
use crate::outcome::{Effect, State};
use crate::shelf::Shelf;
use crate::{Letter, Log, Question, Step, Table};

/// Items asked between two looks.
const BLOCK: usize = 20;
/// Items of a rehearsal for each item of the proof, at most.
const REHEARSED: usize = 2;
/// Times a part that would not pass its proof is put back and the search goes on, at most.
const PUT_BACK: usize = 5;

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
    /// The shortest version less the original on sealed items, with its 90 % interval: not worse when the lower end is
    /// above the margin. `None` without a proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Effect>,
    /// The same for each slice of the sealed items with enough of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slices: Vec<Slice>,
}

/// What is asked about next.
enum Phase {
    /// Nothing yet.
    Start,
    /// Every part is left out in turn.
    Survey(Survey),
    /// Shorter versions are tested, one after the other.
    Search,
    /// A model was asked to write the best one shorter.
    Writing(Letter),
    /// One of those kept meets the original on items of the search: would it pass the proof? It is the `at`-th, and the
    /// `failing`-th would not.
    Rehearsal { at: usize, failing: usize },
    /// The last one kept that would meets it on sealed items.
    Proof,
}

/// A version kept, and the words it goes without.
struct Kept {
    tree: Tree,
    words: String,
}

/// The study.
pub struct TrimStudy<'a> {
    trim: Trim,
    asked: Asked,
    gates: Gates,
    allowed: Box<dyn Fn(&Tree) -> bool + Send + 'a>,
    original: Tree,
    writing: Writing,
    /// Versions that the model wrote: it is trusted with its grammar, a cut is not.
    written: BTreeSet<Version>,
    survey: usize,
    /// What shorter versions are measured against: the original, or a version kept that is better than it. Otherwise
    /// what a harmful part cost would pay for the loss of a useful one.
    reference: Version,
    shelf: Shelf,
    phase: Phase,
    /// The version being tested, and those that were kept, the shortest last.
    open: Option<Tree>,
    kept: Vec<Kept>,
    /// How many of those kept, from the first, would pass their proof; how often a part was put back.
    passing: usize,
    put_back: usize,
    test: Option<Test>,
    /// The slices of each item: its tags, its expected label.
    slices: BTreeMap<u64, Vec<String>>,
}

impl<'a> TrimStudy<'a> {
    /// Shortens this prompt. `allowed` says which versions may be asked about at all; those that would not read well, or
    /// no longer name a promised label, never are.
    pub fn new(
        tree: Tree,
        options: Options,
        asked: Asked,
        allowed: impl Fn(&Tree) -> bool + Send + 'a,
    ) -> TrimStudy<'a> {
        let reference = tree.version();
        let shelf = Shelf::default();
        shelf.put(reference, tree.clone());
        let original = tree.clone();
        let margin = asked.margin;
        let usual = Gates::default();
        let gates = Gates {
            margin,
            slice_margin: usual.slice_margin.max(2.0 * margin),
            form_margin: usual.form_margin.max(margin / 2.0),
            ..usual
        };
        let survey = options.survey.min(asked.dev.len());
        let mut trim = Trim::new(tree.clone(), options);
        trim.rewrite_with(shorter);
        TrimStudy {
            trim,
            asked,
            gates,
            allowed: Box::new(move |short| names_labels(short, &tree) && allowed(short)),
            original,
            writing: Writing::default(),
            written: BTreeSet::new(),
            survey,
            reference,
            shelf,
            phase: Phase::Start,
            open: None,
            kept: Vec::new(),
            test: None,
            passing: 0,
            put_back: 0,
            slices: BTreeMap::new(),
        }
    }

    /// With the slices of the items, each of which the shorter prompt must serve as well.
    #[must_use]
    pub fn with_slices(mut self, slices: BTreeMap<u64, Vec<String>>) -> TrimStudy<'a> {
        self.slices = slices;
        self
    }

    /// With a model that is asked to write the prompt shorter, so many times at most.
    #[must_use]
    pub fn proposing(mut self, letters: u64) -> TrimStudy<'a> {
        self.writing = Writing::of(letters);
        self
    }

    /// The versions asked about so far, for whoever answers.
    pub fn shelf(&self) -> Shelf {
        self.shelf.clone()
    }

    fn repeats(&self) -> u32 {
        self.asked.repeats.max(1)
    }

    fn proving(&self) -> bool {
        matches!(self.phase, Phase::Proof)
    }

    fn rehearsing(&self) -> bool {
        matches!(self.phase, Phase::Rehearsal { .. })
    }

    fn items(&self) -> &[u64] {
        let Asked { dev, sealed, .. } = &self.asked;
        match self.phase {
            Phase::Proof => sealed,
            Phase::Rehearsal { .. } => &dev[..dev.len().min(REHEARSED * sealed.len())],
            _ => dev,
        }
    }

    /// The survey's questions, if there is to be one.
    fn begin(&mut self) -> Option<Vec<Question>> {
        self.phase = Phase::Search;
        if self.survey == 0 {
            return None;
        }
        let survey =
            Survey::of(&self.original, &|short| reads_well(short, &self.original) && (self.allowed)(short))?;
        survey.arms().iter().for_each(|arm| self.shelf.put(arm.version(), arm.clone()));
        let items = &self.asked.dev[..self.survey];
        let questions = survey.questions(self.original.version(), items, self.repeats());
        self.phase = Phase::Survey(survey);
        Some(questions)
    }

    fn surveyed(&mut self, survey: &Survey, seen: &Table, log: &mut Log) {
        let items = &self.asked.dev[..self.survey];
        let ranked = survey.read(seen, self.original.version(), items, self.repeats(), self.asked.margin);
        let what = Message::new("studies-log-surveyed")
            .with("parts", survey.arms().len())
            .with("items", items.len())
            .with("harmful", ranked.harmful)
            .with("idle", ranked.paths.len() - ranked.harmful);
        log.say(seen.len(), what);
        self.trim.rank(ranked);
    }

    /// The next version of the search.
    fn next(&mut self) -> Option<Shorter> {
        let TrimStudy { trim, allowed, original, written, .. } = self;
        trim.next(&|short| {
            (written.contains(&short.version()) || reads_well(short, original)) && allowed(short)
        })
    }

    /// What the model that writes is asked, once the search has nothing more to try.
    fn letter(&mut self) -> Option<Letter> {
        let ended = matches!(self.phase, Phase::Search) && self.next().is_none();
        if ended { self.writing.letter(self.trim.best()) } else { None }
    }

    /// What came back is offered to the plan.
    fn read_letter(&mut self, letter: &Letter, seen: &Table, log: &mut Log) {
        let Some(written) = seen.written(letter.id()) else { return };
        match drafts(self.trim.best(), written) {
            Ok(drafts) => {
                log.say(seen.len(), Message::new("studies-log-shortened").with("drafts", drafts.len()));
                self.written.extend(drafts.iter().map(|(tree, _)| tree.version()));
                self.trim.offer(drafts.into_iter().map(|(_, edit)| edit).collect());
            }
            Err(why) => log.say(seen.len(), why),
        }
    }

    /// Takes up the next version, its rehearsal or the proof. `None` when there is nothing left to test.
    fn open(&mut self) -> Option<()> {
        let Asked { margin, alpha, proof_alpha, .. } = self.asked;
        if let Phase::Search = self.phase {
            if let Some(shorter) = self.next() {
                let version = shorter.tree.version();
                let before = sent_tokens(self.trim.best());
                let saved = before.saturating_sub(shorter.tokens);
                self.open = Some(shorter.tree.clone());
                self.shelf.put(version, shorter.tree);
                let words = crate::propose::first_words(&shorter.removed.join(" "));
                self.test = Some(Test::new(version, self.reference, words, saved, margin, alpha));
                return Some(());
            }
            if self.asked.sealed.is_empty() {
                return None;
            }
            let last = self.kept.len();
            self.phase = if self.passing == last {
                Phase::Proof
            } else {
                Phase::Rehearsal { at: last, failing: last + 1 }
            };
        }
        let (at, alpha) = match self.phase {
            Phase::Rehearsal { at, .. } => (at, alpha),
            _ => (self.passing, proof_alpha),
        };
        let version = self.kept.get(at.checked_sub(1)?)?.tree.version();
        self.test = Some(Test::new(version, self.original.version(), String::new(), 0, margin, alpha));
        Some(())
    }

    /// The next block of questions of the version being tested.
    fn questions(&mut self, seen: &Table) -> Vec<Question> {
        let (items, repeats) = (self.items().to_vec(), self.repeats());
        self.test.as_mut().map_or_else(Vec::new, |test| test.questions(seen, &items, BLOCK, repeats))
    }

    /// What the version's answers say by now.
    fn read(&mut self, seen: &Table) -> Judgement {
        // a proof goes on to the last item, so that every slice is judged
        let (items, repeats) = (self.items().to_vec(), self.repeats());
        let to_the_end = self.proving() || self.rehearsing();
        let Some(test) = &mut self.test else { return Judgement::Undecided };
        test.read(seen, &items, repeats, to_the_end, &self.slices)
    }

    /// Settles the version tested; what was found, after a proof.
    fn settle(&mut self, kept: bool, seen: &Table, log: &mut Log) -> Option<Trimmed> {
        let test = self.test.take()?;
        // what is not worse on the whole may still lose the form, or a slice
        let short = if kept { self.gates.besides_whole(test.pairs()).into_iter().next() } else { None };
        let passed = kept && short.is_none();
        if self.proving() {
            let key = if passed { "studies-log-proof-passed" } else { "studies-log-proof-failed" };
            log.say(seen.len(), Message::new(key).with("items", test.asked()));
            short.iter().for_each(|short| log.say(seen.len(), short.message()));
            let state = if passed { State::NotWorseButShorter } else { State::NoEvidence };
            let slices = self.gates.slices(test.pairs());
            let proof = test.effect();
            return Some(Trimmed { proof, slices, ..self.outcome(state, test.asked() as u64) });
        }
        if let Phase::Rehearsal { at, failing } = self.phase {
            let sealed = self.asked.sealed.len();
            let would = passed && would_pass(test.pairs(), sealed, &self.gates, self.asked.proof_alpha);
            if !would {
                let said = Message::new("studies-log-rehearsal-failed").with("items", test.asked());
                log.say(seen.len(), said.with("sealed", sealed));
                short.iter().for_each(|short| log.say(seen.len(), short.message()));
            }
            self.rehearsed(at, failing, would, seen, log);
            return None;
        }
        let what =
            |key: &'static str| Message::new(key).with("words", test.words()).with("items", test.asked());
        log.say(
            seen.len(),
            match &short {
                Some(short) => what("studies-log-shorter-short").with("why", short.message()),
                None if kept => what("studies-log-shorter-kept").with("saved", test.saved()),
                None => what("studies-log-shorter-dropped"),
            },
        );
        self.trim.tell(passed);
        let words = test.words().to_owned();
        let open = self.open.take().filter(|_| passed);
        self.kept.extend(open.map(|tree| Kept { tree, words }));
        if passed && test.is_better() {
            self.reference = test.version();
            log.say(seen.len(), Message::new("studies-log-better-too"));
        }
        None
    }

    /// What a rehearsal says: the shortest version that would pass goes on to its proof. Where a version would not, the
    /// part that it fails for is looked for by halves among those kept, and put back; the search goes on without it.
    fn rehearsed(&mut self, at: usize, failing: usize, would: bool, seen: &Table, log: &mut Log) {
        let failing = if would { failing } else { at };
        self.passing = if would { at } else { self.passing };
        let found = failing - self.passing == 1;
        self.phase = match self.kept.get(self.passing) {
            None => Phase::Proof,
            Some(_) if !found => Phase::Rehearsal { at: (self.passing + failing) / 2, failing },
            Some(culprit) => {
                log.say(
                    seen.len(),
                    Message::new("studies-log-put-back").with("words", culprit.words.as_str()),
                );
                self.kept.truncate(self.passing);
                self.trim.take_back(self.passing);
                let is_reference = |kept: &Kept| kept.tree.version() == self.reference;
                if !self.kept.iter().any(is_reference) {
                    self.reference = self.original.version();
                }
                self.put_back += 1;
                if self.put_back < PUT_BACK { Phase::Search } else { Phase::Proof }
            }
        };
    }

    fn outcome(&self, state: State, proved_on: u64) -> Trimmed {
        // without a rehearsal, the shortest one there is
        let shortest = self.kept.last().map_or(&self.original, |kept| &kept.tree);
        Trimmed {
            version: match state {
                State::NotWorseButShorter => shortest.version(),
                _ => self.original.version(),
            },
            state,
            shortest: shortest.version(),
            tokens_before: sent_tokens(&self.original),
            tokens_after: sent_tokens(shortest),
            tried: self.trim.log().len() as u64,
            kept: self.kept.len() as u64,
            proved_on,
            proof: None,
            slices: Vec::new(),
        }
    }
}

impl Study for TrimStudy<'_> {
    type Outcome = Trimmed;

    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Trimmed> {
        match std::mem::replace(&mut self.phase, Phase::Search) {
            Phase::Start => {
                if let Some(questions) = self.begin() {
                    return Step::Ask(questions);
                }
            }
            Phase::Survey(survey) => self.surveyed(&survey, seen, log),
            Phase::Writing(letter) => self.read_letter(&letter, seen, log),
            phase => self.phase = phase,
        }
        loop {
            if self.test.is_none()
                && let Some(letter) = self.letter()
            {
                self.phase = Phase::Writing(letter.clone());
                return Step::Write(vec![letter]);
            }
            if self.test.is_none() && self.open().is_none() {
                if self.put_back > 0 && self.kept.is_empty() {
                    let none =
                        Message::new("studies-log-rehearsal-none").with("sealed", self.asked.sealed.len());
                    log.say(seen.len(), none);
                }
                return Step::Done(self.outcome(State::NoEvidence, 0));
            }
            match self.read(seen) {
                Judgement::Undecided => {
                    let questions = self.questions(seen);
                    if !questions.is_empty() {
                        return Step::Ask(questions);
                    }
                }
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
