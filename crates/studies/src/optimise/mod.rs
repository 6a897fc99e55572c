//! optimise: a better version of a prompt, found on dev and proved on sealed cases.
//!
//! Rounds: a strategy, chosen by what its drafts have brought per cost, drafts versions of the best ones so far, maybe
//! with the help of a model that writes; the drafts meet the leader on the dev items; whoever ends above it leads. When
//! the budget of the search or the ideas end, the leader meets the person's own version on sealed items, once, and only
//! that is claimed.

mod asked;
mod contest;
mod crossfit;
mod few;
mod found;
mod turn;

use prompt::tree::Tree;
use stats::sequential::Goal;
use terms::{Message, Version};

use crate::archive::{Archive, Front, scores};
use crate::compare::{Compare, Compared, When};
use crate::decision;
use crate::document::percent;
use crate::drive::Study;
use crate::outcome::State;
use crate::propose::choices::Choices;
use crate::propose::{Answered, Attempt, Draft, Parent, Portfolio, Proposer, Told};
use crate::shelf::Shelf;
use crate::{Candidate, Lineage, Log, Pool, Question, Step, Table};

pub use asked::{Asked, Workshop};
use contest::Contest;
pub use contest::Rule;
pub use crossfit::{CrossFitted, cross_fitted};
pub use few::{Few, Fold};
pub(crate) use found::strategy;
pub use found::{Optimised, Tried};
use turn::{Turn, tree, view};

/// Items that the person's own version answers before anything is drafted; the others follow when a draft gets that far.
const FIRST: usize = 20;
/// Drafts of a round.
const DRAFTS: usize = 4;
/// Drafts of the first round, and the calls each must find: many unlike versions at once, of which halving leaves the
/// best for little. What a search starts from decides more than what it does afterwards.
const OPENING: (usize, u64) = (16, 16);
/// Share of the calls left that a look at replies to train cases may take from a strategy that asks no model.
const LOOK: u64 = 10;
/// Versions a round builds on.
const PARENTS: usize = 3;
/// Rounds in a row without a new leader after which the search ends, for each strategy.
const PATIENCE: usize = 4;
/// Level of the band shown while it runs.
const LEVEL: f64 = 0.95;

enum Phase {
    /// The person's own version answers dev.
    Start,
    /// A strategy is to be chosen.
    Choose,
    /// A strategy's turn: what it needs is asked for, then it drafts.
    Turn(Turn),
    /// Drafts meet the leader.
    Contest(Contest, Turn),
    /// The leader meets the person's version on sealed items.
    Proof(Box<Compare>),
}

/// The study.
pub struct Optimise<'s> {
    asked: Asked,
    shop: Workshop<'s>,
    proposers: Vec<Box<dyn Proposer>>,
    shelf: Shelf,
    phase: Phase,
    seed: Version,
    leader: Version,
    /// The person's own version first.
    tried: Vec<Attempt>,
    pool: Pool,
    front: Front,
    portfolio: Portfolio,
    led: Vec<Version>,
    rounds: u64,
    /// Rounds since the leader changed.
    idle: usize,
    /// Turns in a row without a draft.
    silent: usize,
}

impl<'s> Optimise<'s> {
    /// Looks for a better version of this prompt. Versions are put on the shelf before they are asked about.
    pub fn new(tree: Tree, asked: Asked, mut shop: Workshop<'s>, shelf: Shelf) -> Optimise<'s> {
        let seed = tree.version();
        let mut pool = Pool::default();
        pool.insert(Candidate::written(seed, "", tree.text()));
        shelf.put(seed, tree.clone());
        let proposers = std::mem::take(&mut shop.proposers);
        let own = Attempt { version: seed, tree, choices: Choices::default(), mean: 0.0, n: 0, kept: true };
        Optimise {
            portfolio: Portfolio::of(proposers.len()),
            tried: vec![own],
            phase: Phase::Start,
            leader: seed,
            front: Front::default(),
            led: Vec::new(),
            rounds: 0,
            idle: 0,
            silent: 0,
            asked,
            shop,
            proposers,
            shelf,
            seed,
            pool,
        }
    }

    /// The same search with other caps, on calls and on letters, that count all there are in the table.
    fn within(&mut self, calls: u64, letters: u64) {
        (self.asked.calls, self.asked.letters) = (Some(calls), letters);
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

    fn questions(&self, candidate: Version, items: &[u64]) -> Vec<Question> {
        let of = |item: &u64| {
            let item = *item;
            (0..self.repeats()).map(move |repeat| Question { item, candidate, repeat })
        };
        items.iter().flat_map(of).collect()
    }

    /// What a leader without a fault so far has not answered yet: it ends the search only when it has no fault at all.
    fn doubts(&self, seen: &Table) -> Vec<Question> {
        if self.mean(seen, self.leader).1.is_none_or(|mean| mean < 1.0) {
            return Vec::new();
        }
        let missing = |item: &&u64| seen.score(self.leader, **item, self.repeats()).is_none();
        let missing: Vec<u64> = self.asked.dev.iter().filter(missing).copied().collect();
        let affordable = missing.len() as u64 * u64::from(self.repeats()) <= self.left(seen);
        if affordable { self.questions(self.leader, &missing) } else { Vec::new() }
    }

    /// Whose turn it is; `None` when the search is over.
    fn choose(&mut self, seen: &Table) -> Option<Turn> {
        let strategies = self.proposers.len();
        // a draft is worth asking about when its first blocks can be paid
        let worth = 4 * DRAFTS as u64 * u64::from(self.repeats());
        // nothing is better than no fault at all
        let perfect = self.mean(seen, self.leader).1.is_some_and(|mean| mean >= 1.0);
        let tired = self.silent >= 2 * strategies || self.idle >= PATIENCE * strategies;
        if perfect || tired || self.left(seen) < worth {
            return None;
        }
        self.rounds += 1;
        let mut draws = decision::draws(self.asked.seed, self.rounds);
        let letters = self.asked.letters > seen.letters() as u64;
        let may = |which: usize| letters || !self.proposers[which].needs().model;
        let which = self.portfolio.next(may)?;
        let front = self.front.parents(PARENTS, &mut draws);
        // a model mends any version that is best on some item; edits build on the best one
        let leader_first = !self.proposers[which].needs().model;
        let mut parents: Vec<Version> = leader_first.then_some(self.leader).into_iter().collect();
        for version in front.into_iter().chain([self.leader]) {
            if !parents.contains(&version) {
                parents.push(version);
            }
        }
        parents.truncate(PARENTS);
        let each = OPENING.1 * u64::from(self.repeats());
        let wanted = match self.rounds {
            1 => usize::try_from(self.left(seen) / each).unwrap_or(OPENING.0).clamp(DRAFTS, OPENING.0),
            _ => DRAFTS,
        };
        Some(Turn { which, wanted, parents, draws, letters: Vec::new(), from: seen.len() })
    }

    /// What the strategy needs before it can draft: replies first, then letters; `None` when it has all.
    fn prepare(&mut self, turn: &mut Turn, seen: &Table) -> Option<Step<Optimised>> {
        let needs = self.proposers[turn.which].needs();
        if needs.replies {
            let looks = turn.looks(&self.asked.train, self.repeats(), seen);
            if !looks.is_empty() && self.worth_a_look(turn, looks.len() as u64, seen) {
                return Some(Step::Ask(looks));
            }
            self.look(seen);
        }
        if !needs.model || !turn.letters.is_empty() {
            return None;
        }
        let parents = self.parents(&turn.parents, seen);
        let view = view(&self.shop, &parents, &self.tried, &[]);
        let mut letters = self.proposers[turn.which].letters(&view, turn.wanted, &mut turn.draws);
        let left = self.asked.letters.saturating_sub(seen.letters() as u64);
        letters.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        turn.letters = letters;
        (!turn.letters.is_empty()).then(|| Step::Write(turn.letters.clone()))
    }

    /// Whether replies to train cases are worth so many calls. A model that writes mends nothing without them; another
    /// strategy learns from them where some are right, and does without where calls are few.
    fn worth_a_look(&self, turn: &Turn, calls: u64, seen: &Table) -> bool {
        if self.proposers[turn.which].needs().model {
            return calls <= self.left(seen);
        }
        let sometimes_right = turn.parents.first().and_then(|first| self.mean(seen, *first).1);
        sometimes_right.is_some_and(|mean| mean > 0.0) && LOOK * calls <= self.left(seen)
    }

    /// Notes the replies to train cases that are known by now.
    fn look(&mut self, seen: &Table) {
        let versions: Vec<Version> = self.tried.iter().map(|attempt| attempt.version).collect();
        for shown in &mut self.shop.train {
            let item = shown.case().number;
            for candidate in &versions {
                let trial = seen.get(&Question { item, candidate: *candidate, repeat: 0 });
                let Some(reply) = trial.and_then(|trial| trial.reply.as_ref()) else { continue };
                let score = trial.and_then(|trial| trial.score).unwrap_or(0.0);
                shown.answers.insert(*candidate, Answered { reply: reply.to_string(), score });
            }
        }
    }

    fn parents(&self, versions: &[Version], seen: &Table) -> Vec<Parent> {
        let parent = |version: &Version| {
            Some(Parent::new(tree(&self.tried, *version)?.clone(), self.mean(seen, *version).1))
        };
        versions.iter().filter_map(parent).collect()
    }

    /// The strategy drafts; the versions to be tried, none when it has nothing to say.
    fn draft(&mut self, turn: &mut Turn, seen: &Table, log: &mut Log) -> Vec<Version> {
        let (parents, written) = (self.parents(&turn.parents, seen), turn.written(seen));
        let view = view(&self.shop, &parents, &self.tried, &written);
        let proposer = &mut self.proposers[turn.which];
        let drafts = proposer.ask(&view, turn.wanted, &mut turn.draws);
        let operator = proposer.name();
        for why in proposer.left_out() {
            let what = Message::new("studies-log-left-out").with("strategy", strategy(operator));
            log.say(seen.len(), what.with("why", why));
        }
        let versions: Vec<Version> =
            drafts.into_iter().filter_map(|draft| self.enter(draft, operator)).collect();
        if !versions.is_empty() {
            let told = Message::new("studies-log-drafted").with("variants", versions.len());
            log.say(seen.len(), told.with("strategy", strategy(operator)));
        }
        versions
    }

    /// Takes a draft in; `None` when it was there before.
    fn enter(&mut self, draft: Draft, operator: &str) -> Option<Version> {
        let (version, text) = (draft.tree.version(), draft.tree.text());
        let parent = draft.parents.first().copied();
        let lineage = Lineage {
            parents: draft.parents,
            operator: operator.to_owned(),
            why: Some(draft.why),
            decision: self.rounds,
        };
        if !self.pool.insert(Candidate { version, name: String::new(), text: text.into(), lineage }) {
            return None;
        }
        self.shelf.put(version, draft.tree.clone());
        let parent = self.tried.iter().find(|attempt| Some(attempt.version) == parent);
        let choices = parent.map(|parent| parent.choices.with(&draft.edit)).unwrap_or_default();
        self.tried.push(Attempt { version, tree: draft.tree, choices, mean: 0.0, n: 0, kept: false });
        Some(version)
    }

    /// What became of the drafts.
    fn settle(&mut self, contest: &Contest, turn: &Turn, seen: &Table, log: &mut Log) {
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
        self.portfolio.tell(turn.which, &told, turn.cost(seen));
        self.proposers.iter_mut().for_each(|proposer| proposer.tell(&told));
        self.note(&told, seen);
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

    /// Notes how the versions of a round did.
    fn note(&mut self, told: &[Told], seen: &Table) {
        for one in told {
            let (n, mean) = self.mean(seen, one.version);
            if let Some(attempt) = self.tried.iter_mut().find(|attempt| attempt.version == one.version) {
                (attempt.n, attempt.mean, attempt.kept) = (n, mean.unwrap_or(0.0), one.kept);
            }
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

    /// The gain on dev, the choice among all versions accounted for.
    fn cross_fitted(&self, seen: &Table) -> Option<CrossFitted> {
        let of = |version| scores(seen, version, &self.asked.dev, self.repeats());
        let others: Vec<_> = self.tried.iter().skip(1).map(|attempt| of(attempt.version)).collect();
        cross_fitted(&self.asked.dev, &of(self.seed), &others)
    }

    fn found(&self, seen: &Table, state: State, proof: Option<Compared>) -> Optimised {
        let tried = |version: &Version| {
            let (n, score) = self.mean(seen, *version);
            let known = self.pool.get(*version);
            let lineage = known.map_or_else(Lineage::default, |candidate| candidate.lineage.clone());
            let text = known.map_or_else(String::new, |candidate| candidate.text.to_string());
            Tried { version: *version, text, lineage, n, score, led: self.led.contains(version) }
        };
        // on the same items: those that both have answered
        let of = |version| scores(seen, version, &self.asked.dev, self.repeats());
        let (own, best) = (of(self.seed), of(self.leader));
        let both: Vec<(f64, f64)> =
            own.iter().filter_map(|(item, score)| Some((*score, *best.get(item)?))).collect();
        let mean = |sum: f64| (!both.is_empty()).then(|| sum / both.len() as f64);
        let before = mean(both.iter().map(|(own, _)| own).sum());
        let after = mean(both.iter().map(|(_, best)| best).sum());
        Optimised {
            state,
            seed: self.seed,
            best: self.leader,
            text: tree(&self.tried, self.leader).map(Tree::text).unwrap_or_default(),
            proof,
            dev_before: before,
            dev_after: after,
            cross_fitted: (self.leader != self.seed).then(|| self.cross_fitted(seen)).flatten(),
            rounds: self.rounds,
            tried: self.pool.versions().iter().map(tried).collect(),
        }
    }
}

impl Study for Optimise<'_> {
    type Outcome = Optimised;

    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Optimised> {
        loop {
            match std::mem::replace(&mut self.phase, Phase::Choose) {
                Phase::Start => {
                    let first = self.asked.dev.len().min(FIRST);
                    let questions = self.questions(self.seed, &self.asked.dev[..first]);
                    if questions.iter().any(|question| seen.get(question).is_none()) {
                        self.phase = Phase::Start;
                        return Step::Ask(questions);
                    }
                    let (n, mean) = self.mean(seen, self.seed);
                    (self.tried[0].n, self.tried[0].mean) = (n, mean.unwrap_or(0.0));
                    self.front.insert(self.seed, scores(seen, self.seed, &self.asked.dev, self.repeats()));
                    let what = Message::new("studies-log-start").with("n", n);
                    log.say(seen.len(), what.with("score", percent(mean.unwrap_or(0.0))));
                }
                Phase::Choose => {
                    let doubts = self.doubts(seen);
                    if !doubts.is_empty() {
                        return Step::Ask(doubts);
                    }
                    match (self.choose(seen), self.proof()) {
                        (Some(turn), _) => self.phase = Phase::Turn(turn),
                        (None, Some(proof)) => self.phase = Phase::Proof(Box::new(proof)),
                        (None, None) => return Step::Done(self.found(seen, State::NoEvidence, None)),
                    }
                }
                Phase::Turn(mut turn) => {
                    if let Some(step) = self.prepare(&mut turn, seen) {
                        self.phase = Phase::Turn(turn);
                        return step;
                    }
                    let versions = self.draft(&mut turn, seen, log);
                    self.idle += 1;
                    if versions.is_empty() {
                        // whoever wrote letters has tried, and its meter ends that
                        self.silent += usize::from(turn.letters.is_empty());
                        self.portfolio.tell(turn.which, &[], turn.cost(seen));
                    } else {
                        self.silent = 0;
                        let contest = Contest::new(self.leader, versions, self.asked.rule);
                        self.phase = Phase::Contest(contest, turn);
                    }
                }
                Phase::Contest(mut contest, turn) => {
                    let over = contest.read(seen, &self.asked.dev, self.repeats());
                    let questions = match over {
                        true => Vec::new(),
                        false => contest.questions(seen, &self.asked.dev, self.repeats(), self.left(seen)),
                    };
                    if questions.is_empty() {
                        if !over {
                            contest.cut();
                        }
                        self.settle(&contest, &turn, seen, log);
                    } else {
                        self.phase = Phase::Contest(contest, turn);
                        return Step::Ask(questions);
                    }
                }
                Phase::Proof(mut proof) => match proof.step(seen, log) {
                    Step::Done(compared) => {
                        return Step::Done(self.found(seen, compared.state, Some(compared)));
                    }
                    Step::Ask(questions) => {
                        self.phase = Phase::Proof(proof);
                        return Step::Ask(questions);
                    }
                    Step::Write(letters) => {
                        self.phase = Phase::Proof(proof);
                        return Step::Write(letters);
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

    fn standing(&self, seen: &Table) -> Option<Message> {
        let (n, mean) = self.mean(seen, self.leader);
        // a mean of graded scores varies no more than a proportion
        let band = stats::proportion::wilson((mean? * n as f64).round() as u64, n, LEVEL);
        let now = Message::new("studies-live")
            .with("score", percent(mean?))
            .with("low", percent(band.low))
            .with("high", percent(band.high))
            .with("calls", seen.len());
        Some(now.with("cap", self.asked.calls?))
    }
}
