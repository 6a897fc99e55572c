//! The search for a better version, on a model of known response: it finds what helps, claims nothing where nothing
//! does, keeps to its calls and its cases, and goes on where it was stopped.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeSet;

use futures_util::FutureExt;
use prompt::parse;
use prompt::tree::Tree;
use serde_json::{Map, Value};
use stats::draws::Draws;
use studies::drive::{KeptElsewhere, drive};
use studies::evaluator::{Answers, Asked as Answered, Evaluator};
use studies::meters::Meters;
use studies::optimise::{Asked, Few, Fold, Optimise, Optimised, Rule, Workshop};
use studies::propose::{self, Brief, LeakGuard, Lexicon, Screen, Shown};
use studies::shelf::Shelf;
use studies::splits::{Dev, Train, folds};
use studies::{Log, Question, State, Study, StudyError, Table, Trial};
use terms::{Case, Kind, Message, Split};

const PROMPT: &str = "---
task: Classe le message du client.
lang: fr
inputs:
  message: string
output: {format: labels, labels: [facturation, livraison]}
---
::: system
Tu es un assistant.

::: user
De quoi parle ce message ? {{ message }}
";

fn cases() -> Vec<Case> {
    let words =
        ["facture", "remboursement", "prélèvement", "avoir", "colis", "transporteur", "retard", "adresse"];
    (0..40)
        .map(|number: u64| {
            let place = number as usize % words.len();
            let text = format!("Bonjour, une question sur {} de ma commande", words[place]);
            let label = if place < 4 { "facturation" } else { "livraison" };
            Case {
                number,
                id: number.to_string(),
                line: 2,
                values: Map::from_iter([("message".to_owned(), Value::String(text))]),
                expect: [(String::new(), label.to_owned())].into(),
                tags: Vec::new(),
                weight: 1.0,
                cluster: None,
                split: Split::Train,
            }
        })
        .collect()
}

/// Right when a case is easier than the version is good; `luck` is the share that each version draws for itself.
struct Planted {
    shelf: Shelf,
    chance: fn(&str) -> f64,
    luck: f64,
    seed: u64,
    asked: Vec<Question>,
    dies_after: Option<usize>,
}

impl Evaluator for Planted {
    fn ask<'a>(&'a mut self, questions: &'a [Question]) -> Answers<'a> {
        let mut answered = Answered::default();
        for question in questions {
            if self.dies_after.is_some_and(|most| self.asked.len() >= most) {
                let what = Message::new("cli-hint");
                answered.stopped = Some(StudyError::Stopped { kind: Kind::Cancelled, what });
                break;
            }
            self.asked.push(*question);
            let text = self.shelf.get(question.candidate).unwrap().text();
            let mut case = Draws::new(self.seed.wrapping_mul(1_000_003) ^ question.item);
            let mut own = Draws::new(self.seed ^ question.item.rotate_left(32) ^ text.len() as u64);
            let difficulty = if case.uniform() < self.luck { own.uniform() } else { case.uniform() };
            let score = f64::from(u8::from(difficulty < (self.chance)(&text)));
            answered.trials.push((*question, Trial { score: Some(score), ..Trial::default() }));
        }
        Box::pin(async { answered })
    }
}

struct World {
    model: Planted,
    known: Table,
    log: Log,
}

impl World {
    fn new(chance: fn(&str) -> f64, luck: f64, seed: u64) -> World {
        let model =
            Planted { shelf: Shelf::default(), chance, luck, seed, asked: Vec::new(), dies_after: None };
        World { model, known: Table::default(), log: Log::default() }
    }

    fn search(&self, asked: Asked) -> Optimise<'static> {
        let file = parse("p.mot.md", PROMPT).0;
        let tree = Tree::of(&file);
        let shop = Workshop {
            proposers: propose::all(),
            train: cases().into_iter().filter_map(Shown::train).collect(),
            brief: Brief::of(file.meta()),
            lexicon: Lexicon::ours(),
            screen: Screen::of(&tree, LeakGuard::new(&tree, &cases())).unwrap(),
        };
        Optimise::new(tree, asked, shop, self.model.shelf.clone())
    }

    fn drive(
        &mut self,
        mut study: impl Study<Outcome = Optimised>,
        calls: Option<u64>,
    ) -> Result<Optimised, StudyError> {
        let mut meters = Meters::capped(calls, None);
        self.log = Log::default();
        let (known, model, log) = (&mut self.known, &mut self.model, &mut self.log);
        drive(&mut study, known, model, &mut meters, log, &mut KeptElsewhere).now_or_never().unwrap()
    }

    fn run(&mut self, asked: Asked) -> Result<Optimised, StudyError> {
        let (study, calls) = (self.search(asked.clone()), asked.calls);
        self.drive(study, calls)
    }

    /// A search on 40 cases in five folds, within so many calls.
    fn run_few(&mut self, calls: u64) -> Result<Optimised, StudyError> {
        let all: Vec<u64> = (1_000..1_040).collect();
        let search = |dev| self.search(Asked { dev, sealed: Vec::new(), ..asked(self.model.seed) });
        let fold = |(Train(rest), Dev(items))| Fold { search: search(rest), items };
        let few = Few::new(search(all.clone()), folds(&all, 5).into_iter().map(fold).collect(), calls);
        self.drive(few, Some(calls))
    }
}

fn asked(seed: u64) -> Asked {
    let (dev, sealed) = ((1_000..1_060).collect(), (2_000..2_120).collect());
    Asked {
        dev,
        sealed,
        train: Vec::new(),
        repeats: 1,
        calls: Some(1_500),
        letters: 0,
        rule: Rule::Gate,
        alpha: 0.05,
        seed,
    }
}

/// Examples are worth forty points.
fn examples_help(text: &str) -> f64 {
    if text.contains("example=2") { 0.9 } else { 0.5 }
}

#[test]
fn what_helps_is_found_and_proved_on_cases_the_search_never_saw() {
    let mut world = World::new(examples_help, 0.3, 1);
    let found = world.run(asked(1)).unwrap();
    assert_eq!(found.state, State::Better, "{found:?}");
    assert!(found.text.contains("example=2"), "{}", found.text);
    let proof = found.proof.unwrap();
    let effect = proof.effect.unwrap();
    assert!(effect.low >= 0.0 && (0.2..0.6).contains(&effect.difference), "{effect:?}");
    assert!(found.dev_after.unwrap() > found.dev_before.unwrap() + 0.2);
    // then no call was spent beyond the cap, none twice, and sealed cases were asked of two versions only
    assert!(world.model.asked.len() <= 1_500);
    let different: BTreeSet<&Question> = world.model.asked.iter().collect();
    assert_eq!(different.len(), world.model.asked.len());
    let on_sealed: BTreeSet<_> =
        world.model.asked.iter().filter(|q| q.item >= 2_000).map(|q| q.candidate).collect();
    assert_eq!(on_sealed, BTreeSet::from([found.seed, found.best]));
    // and every version tried says where it comes from
    assert!(
        found.tried.iter().skip(1).all(|t| !t.lineage.operator.is_empty() && !t.lineage.parents.is_empty())
    );
}

#[test]
fn where_nothing_helps_little_is_claimed() {
    // given versions that are all right on half of the cases, each on cases of its own
    let claims = (0..40_u64).filter(|seed| {
        let mut world = World::new(|_| 0.5, 0.8, *seed);
        let found = world.run(Asked { calls: Some(700), ..asked(*seed) }).unwrap();
        found.state == State::Better
    });
    // 5 in 100 are allowed: 7 or more of 40 would happen once in 300 such tests
    let claims = claims.count();
    println!("{claims} claims in 40 worlds where nothing helps");
    assert!(claims <= 6, "{claims}");
}

#[test]
fn a_search_that_is_killed_takes_the_same_decisions_and_asks_nothing_twice() {
    let mut whole = World::new(examples_help, 0.3, 5);
    let found = whole.run(asked(5)).unwrap();
    let all = whole.model.asked.len();
    for kills in [1, 7, 13] {
        let mut world = World::new(examples_help, 0.3, 5);
        for kill in 1..=kills {
            world.model.dies_after = Some(all * kill / (kills + 1));
            assert!(world.run(asked(5)).is_err());
        }
        world.model.dies_after = None;
        assert_eq!(world.run(asked(5)).unwrap(), found);
        assert_eq!((&world.log, world.model.asked.len()), (&whole.log, all), "{kills} kills");
    }
}

#[test]
fn a_budget_too_small_for_the_search_leaves_the_prompt_as_it_is() {
    let mut world = World::new(examples_help, 0.3, 2);
    // given calls for a first look at the person's version and nothing more
    let found = world.run(Asked { calls: Some(20), sealed: Vec::new(), ..asked(2) }).unwrap();
    assert_eq!((found.best, found.state), (found.seed, State::NoEvidence));
    assert_eq!(world.model.asked.len(), 20);
}

#[test]
fn few_cases_promise_a_gain_that_is_there() {
    let mut promised = 0;
    for seed in 0..10_u64 {
        let mut world = World::new(examples_help, 0.3, seed);
        let found = world.run_few(700).unwrap();
        assert!(world.model.asked.len() <= 700, "{}", world.model.asked.len());
        let different: BTreeSet<&Question> = world.model.asked.iter().collect();
        assert_eq!(different.len(), world.model.asked.len(), "asked once, whichever search wants it");
        let fitted = found.cross_fitted.unwrap();
        assert_eq!((fitted.folds, fitted.n), (5, 40), "every case is measured once, unseen");
        // the version handed over is that of the search on all cases
        assert_eq!(found.state == State::Better, fitted.low > 0.0 && found.best != found.seed);
        promised += u32::from(found.state == State::Better);
    }
    assert!(promised >= 6, "{promised} of 10");
}

#[test]
fn few_cases_promise_little_where_nothing_helps() {
    // given versions that are all right on half of the cases, each on cases of its own
    let (mut promised, mut seen) = (0, 0.0);
    for seed in 0..30_u64 {
        let mut world = World::new(|_| 0.5, 0.8, seed);
        let found = world.run_few(600).unwrap();
        promised += u32::from(found.state == State::Better);
        seen += found.cross_fitted.unwrap().gain / 30.0;
    }
    // 5 in 100 are allowed: 6 or more of 30 would happen once in 300 such tests
    println!("{promised} promises in 30 worlds where nothing helps; mean gain {seen:.3}");
    assert!(promised <= 5, "{promised}");
    // and what is measured is not optimistic: its standard error is about two hundredths
    assert!(seen < 0.06, "{seen}");
}

#[test]
fn too_few_calls_for_folds_promise_nothing() {
    let mut world = World::new(examples_help, 0.3, 1);
    let found = world.run_few(150).unwrap();
    assert_eq!((found.state, found.cross_fitted), (State::NoEvidence, None));
    assert!(world.model.asked.len() <= 150 && found.best != found.seed, "{found:?}");
    let last = world.log.entries().last().unwrap();
    assert_eq!(last.what.key, "studies-log-not-folded");
}

#[test]
fn a_search_in_folds_that_is_killed_takes_the_same_decisions() {
    let mut whole = World::new(examples_help, 0.3, 7);
    let found = whole.run_few(600).unwrap();
    let all = whole.model.asked.len();
    let mut world = World::new(examples_help, 0.3, 7);
    for kill in 1..=9 {
        world.model.dies_after = Some(all * kill / 10);
        assert!(world.run_few(600).is_err());
    }
    world.model.dies_after = None;
    assert_eq!(world.run_few(600).unwrap(), found);
    assert_eq!((&world.log, world.model.asked.len()), (&whole.log, all));
}
