//! optimise: a better version of a prompt, found on dev and proved on sealed cases.
//!
//! Rounds: a strategy, chosen by what its drafts have brought per call, drafts versions of the best ones so far; the
//! drafts meet the leader on the dev items; whoever ends above it leads. When the budget of the search or
//! the ideas end, the leader meets the person's own version on sealed items, once, and only that is claimed.

mod contest;

use std::collections::BTreeMap;

use prompt::tree::Tree;
use serde::{Deserialize, Serialize};
use stats::sequential::Goal;
use terms::{Message, Version};

use crate::archive::{Archive, Front, scores};
use crate::compare::{Compare, Compared, When};
use crate::decision;
use crate::document::percent;
use crate::drive::Study;
use crate::outcome::State;
use crate::propose::{Brief, Lexicon, Parent, Portfolio, Proposer, Screen, Shown, Told, View};
use crate::shelf::Shelf;
use crate::{Candidate, Lineage, Log, Pool, Question, Step, Table};

use contest::Contest;

/// Drafts of a round.
const DRAFTS: usize = 4;
/// Versions a round builds on.
const PARENTS: usize = 3;
/// Rounds in a row without a new leader after which the search ends, for each strategy.
const PATIENCE: usize = 4;

/// What the study is to ask about.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Items of the search, in the order they are asked.
    pub dev: Vec<u64>,
    /// Items of the proof, opened for this study; none when there is to be no proof.
    pub sealed: Vec<u64>,
    /// Repeats of each question.
    pub repeats: u32,
    /// Calls in all, the proof's included; no cap when absent.
    pub calls: Option<u64>,
    /// The error of the proof.
    pub alpha: f64,
    /// Seed of everything drawn.
    pub seed: u64,
}

impl Asked {
    /// Calls below which no answer is sensible: the person's version and two drafts on dev, and the proof.
    pub fn least(&self) -> u64 {
        (3 * self.dev.len() as u64 + 2 * self.sealed.len() as u64) * u64::from(self.repeats.max(1))
    }
}

/// What drafts are made of.
pub struct Workshop<'s> {
    /// Strategies.
    pub proposers: Vec<Box<dyn Proposer>>,
    /// Train cases.
    pub train: Vec<Shown>,
    /// What the person asked for.
    pub brief: Brief,
    /// Known formulations.
    pub lexicon: Lexicon,
    /// What no draft may break.
    pub screen: Screen<'s>,
}

/// A version that was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The version.
    pub version: Version,
    /// Its text.
    #[serde(default)]
    pub text: String,
    /// Where it comes from.
    pub lineage: Lineage,
    /// Dev items it answered with a score.
    pub n: u64,
    /// Mean score over them; `None` when there is none.
    pub score: Option<f64>,
    /// Whether it led when its round ended.
    pub led: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optimised {
    /// What may be said of the version found, against the person's own.
    pub state: State,
    /// The person's own version.
    pub seed: Version,
    /// The best version on dev; the person's own when nothing was better.
    pub best: Version,
    /// Its text.
    pub text: String,
    /// The proof on sealed items; `None` when there was nothing to prove, or nothing to prove it on.
    pub proof: Option<Compared>,
    /// Mean score on dev of the person's own version; optimistic for neither.
    pub dev_before: Option<f64>,
    /// Of the best one: optimistic, since it was chosen by it.
    pub dev_after: Option<f64>,
    /// Rounds.
    pub rounds: u64,
    /// Every version tried, in the order they came.
    pub tried: Vec<Tried>,
}

enum Phase {
    /// The person's own version answers dev.
    Start,
    /// A strategy is to draft.
    Draft,
    /// Drafts meet the leader.
    Contest(Contest, usize),
    /// The leader meets the person's version on sealed items.
    Proof(Box<Compare>),
}

/// The study.
pub struct Optimise<'s> {
    asked: Asked,
    shop: Workshop<'s>,
    shelf: Shelf,
    phase: Phase,
    seed: Version,
    leader: Version,
    trees: BTreeMap<Version, Tree>,
    pool: Pool,
    front: Front,
    portfolio: Portfolio,
    led: Vec<Version>,
    rounds: u64,
    /// Rounds since the leader changed.
    idle: usize,
}

impl<'s> Optimise<'s> {
    /// Looks for a better version of this prompt. Versions are put on the shelf before they are asked about.
    pub fn new(tree: Tree, asked: Asked, shop: Workshop<'s>, shelf: Shelf) -> Optimise<'s> {
        let seed = tree.version();
        let mut pool = Pool::default();
        pool.insert(Candidate::written(seed, "", tree.text()));
        shelf.put(seed, tree.clone());
        Optimise {
            portfolio: Portfolio::of(shop.proposers.len()),
            trees: BTreeMap::from([(seed, tree)]),
            phase: Phase::Start,
            leader: seed,
            front: Front::default(),
            led: Vec::new(),
            rounds: 0,
            idle: 0,
            asked,
            shop,
            shelf,
            seed,
            pool,
        }
    }

    fn repeats(&self) -> u32 {
        self.asked.repeats.max(1)
    }

    fn mean(&self, seen: &Table, version: Version) -> (u64, Option<f64>) {
        let scores = scores(seen, version, &self.asked.dev, self.repeats());
        let n = scores.len() as u64;
        (n, (n > 0).then(|| scores.values().sum::<f64>() / n as f64))
    }

    /// Calls the search may still ask for: what the proof needs is kept.
    fn left(&self, seen: &Table) -> u64 {
        let proof = 2 * self.asked.sealed.len() as u64 * u64::from(self.repeats());
        self.asked.calls.map_or(u64::MAX, |all| all.saturating_sub(proof + seen.len() as u64))
    }

    fn start(&self) -> Vec<Question> {
        let of = |item: &u64| {
            let (item, candidate) = (*item, self.seed);
            (0..self.repeats()).map(move |repeat| Question { item, candidate, repeat })
        };
        self.asked.dev.iter().flat_map(of).collect()
    }

    /// A strategy drafts, and the contest begins; false when the search is over.
    fn draft(&mut self, seen: &Table, log: &mut Log) -> bool {
        let strategies = self.shop.proposers.len();
        // a draft is worth asking about when its first blocks can be paid
        let worth = 4 * DRAFTS as u64 * u64::from(self.repeats());
        let mut silent = 0;
        // nothing is better than no fault at all
        let perfect = self.mean(seen, self.leader).1.is_some_and(|mean| mean >= 1.0);
        while !perfect
            && silent < 2 * strategies
            && self.idle < PATIENCE * strategies
            && self.left(seen) >= worth
        {
            self.rounds += 1;
            let mut draws = decision::draws(self.asked.seed, self.rounds);
            let Some(which) = self.portfolio.next(&mut draws) else { break };
            let mut parents = vec![self.leader];
            let others = self.front.parents(PARENTS, &mut draws);
            parents.extend(others.into_iter().filter(|version| *version != self.leader));
            let parents: Vec<Parent> = parents
                .iter()
                .take(PARENTS)
                .map(|version| Parent::new(self.trees[version].clone(), self.mean(seen, *version).1))
                .collect();
            let view = View {
                parents: &parents,
                train: &self.shop.train,
                brief: &self.shop.brief,
                lexicon: &self.shop.lexicon,
                screen: &self.shop.screen,
            };
            let proposer = &mut self.shop.proposers[which];
            let drafts = proposer.ask(&view, DRAFTS, &mut draws);
            let mut versions = Vec::new();
            for draft in drafts {
                let version = draft.tree.version();
                let text = draft.tree.text();
                self.shelf.put(version, draft.tree.clone());
                let lineage = Lineage {
                    parents: draft.parents,
                    operator: proposer.name().to_owned(),
                    why: Some(draft.why),
                    decision: self.rounds,
                };
                if self.pool.insert(Candidate { version, name: String::new(), text: text.into(), lineage }) {
                    self.trees.insert(version, draft.tree);
                    versions.push(version);
                }
            }
            self.idle += 1;
            if versions.is_empty() {
                silent += 1;
                self.portfolio.tell(which, &[]);
                continue;
            }
            let told = Message::new("studies-log-drafted");
            log.say(
                seen.len(),
                told.with("variants", versions.len()).with("strategy", strategy(proposer.name())),
            );
            self.phase = Phase::Contest(Contest::new(self.leader, versions), which);
            return true;
        }
        false
    }

    /// What became of the drafts.
    fn settle(&mut self, contest: &Contest, which: usize, seen: &Table, log: &mut Log) {
        let before = self.mean(seen, self.leader).1.unwrap_or(0.0);
        let survivors: Vec<_> = contest.rivals.iter().filter(|rival| !rival.dropped).collect();
        let told: Vec<Told> = contest
            .rivals
            .iter()
            .map(|rival| Told {
                version: rival.version,
                kept: !rival.dropped && rival.gain() > 0.0,
                gain: rival.gain(),
                calls: rival.asked,
            })
            .collect();
        self.portfolio.tell(which, &told);
        self.shop.proposers.iter_mut().for_each(|proposer| proposer.tell(&told));
        for rival in &survivors {
            let scores = scores(seen, rival.version, &self.asked.dev, self.repeats());
            self.front.insert(rival.version, scores);
        }
        let best =
            survivors.iter().max_by(|a, b| a.gain().total_cmp(&b.gain()).then(b.version.cmp(&a.version)));
        let dropped = contest.rivals.len() - survivors.len();
        let what = Message::new("studies-log-contest")
            .with("variants", contest.rivals.len())
            .with("cases", contest.rivals.iter().map(|rival| rival.asked).max().unwrap_or(0))
            .with("dropped", dropped);
        log.say(seen.len(), what);
        if let Some(best) = best.filter(|best| best.gain() > 0.0) {
            self.leader = best.version;
            self.led.push(best.version);
            self.idle = 0;
            let now = self.mean(seen, best.version).1.unwrap_or(0.0);
            let lead = Message::new("studies-log-leader");
            let why = self.pool.get(best.version).and_then(|candidate| candidate.lineage.why.clone());
            let lead = lead.with("before", percent(before)).with("after", percent(now));
            log.say(seen.len(), lead.with("why", why.unwrap_or_else(|| Message::new("studies-why-unsaid"))));
        }
    }

    /// The proof, when there is something to prove and cases to prove it on.
    fn proof(&self) -> Option<Compare> {
        if self.leader == self.seed || self.asked.sealed.is_empty() {
            return None;
        }
        let most = self.asked.sealed.len() as u64;
        let goal = Goal { alpha: self.asked.alpha, ..Goal::within(most) };
        let (pair, sealed) = ((self.leader, self.seed), self.asked.sealed.clone());
        Compare::new(pair, sealed, Default::default(), self.repeats(), When::UntilSure(goal)).ok()
    }

    fn found(&self, seen: &Table, state: State, proof: Option<Compared>) -> Optimised {
        let tried = |version: &Version| {
            let (n, score) = self.mean(seen, *version);
            let known = self.pool.get(*version);
            let lineage = known.map_or_else(Lineage::default, |candidate| candidate.lineage.clone());
            let text = known.map_or_else(String::new, |candidate| candidate.text.to_string());
            Tried { version: *version, text, lineage, n, score, led: self.led.contains(version) }
        };
        Optimised {
            state,
            seed: self.seed,
            best: self.leader,
            text: self.trees[&self.leader].text(),
            proof,
            dev_before: self.mean(seen, self.seed).1,
            dev_after: self.mean(seen, self.leader).1,
            rounds: self.rounds,
            tried: self.pool.versions().iter().map(tried).collect(),
        }
    }
}

/// The strategy in words.
pub(crate) fn strategy(name: &str) -> Message {
    Message::new(match name {
        "example-sets" => "studies-strategy-example-sets",
        "slots" => "studies-strategy-slots",
        "structure" => "studies-strategy-structure",
        "phrases" => "studies-strategy-phrases",
        "decoding" => "studies-strategy-decoding",
        _ => "studies-strategy-other",
    })
}

impl Study for Optimise<'_> {
    type Outcome = Optimised;

    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Optimised> {
        loop {
            match std::mem::replace(&mut self.phase, Phase::Draft) {
                Phase::Start => {
                    let questions = self.start();
                    if questions.iter().any(|question| seen.get(question).is_none()) {
                        self.phase = Phase::Start;
                        return Step::Ask(questions);
                    }
                    let (n, mean) = self.mean(seen, self.seed);
                    self.front.insert(self.seed, scores(seen, self.seed, &self.asked.dev, self.repeats()));
                    let what = Message::new("studies-log-start").with("n", n);
                    log.say(seen.len(), what.with("score", percent(mean.unwrap_or(0.0))));
                }
                Phase::Draft => {
                    if !self.draft(seen, log) {
                        match self.proof() {
                            Some(proof) => self.phase = Phase::Proof(Box::new(proof)),
                            None => return Step::Done(self.found(seen, State::NoEvidence, None)),
                        }
                    }
                }
                Phase::Contest(mut contest, which) => {
                    let over = contest.read(seen, &self.asked.dev, self.repeats());
                    let questions = match over {
                        true => Vec::new(),
                        false => contest.questions(&self.asked.dev, self.repeats(), self.left(seen)),
                    };
                    if questions.is_empty() {
                        // rivals that could not be asked about to the end have not earned the lead
                        contest.rivals.iter_mut().for_each(|rival| rival.dropped |= !over);
                        self.settle(&contest, which, seen, log);
                    } else {
                        self.phase = Phase::Contest(contest, which);
                        return Step::Ask(questions);
                    }
                }
                Phase::Proof(mut proof) => match proof.step(seen, log) {
                    Step::Ask(questions) => {
                        self.phase = Phase::Proof(proof);
                        return Step::Ask(questions);
                    }
                    Step::Done(compared) => {
                        return Step::Done(self.found(seen, compared.state, Some(compared)));
                    }
                },
            }
        }
    }

    fn out_of_budget(&mut self, seen: &Table, log: &mut Log) -> Optimised {
        if let Phase::Proof(proof) = &mut self.phase {
            let compared = proof.out_of_budget(seen, log);
            return self.found(seen, compared.state, Some(compared));
        }
        self.found(seen, State::BudgetEnded, None)
    }
}
