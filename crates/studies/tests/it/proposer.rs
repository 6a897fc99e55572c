//! A search with a model that writes: whatever it sends back, nothing leaks, nothing ends the run, nothing bad wins, the
//! good is found, and a search that is killed asks for no letter twice.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeSet;

use futures_util::FutureExt;
use prompt::parse;
use prompt::tree::Tree;
use serde_json::{Map, Value};
use stats::draws::Draws;
use studies::drive::{KeptElsewhere, drive};
use studies::evaluator::{Answers, Asked as Answered, Evaluator, Writings, Wrote};
use studies::letter::Form;
use studies::meters::Meters;
use studies::optimise::{Asked, Optimise, Optimised, Rule, Workshop};
use studies::propose::{Brief, LeakGuard, Lexicon, Screen, Shown, by_model};
use studies::shelf::Shelf;
use studies::{Letter, Log, Question, State, StudyError, Table, Trial, Written};
use terms::{Case, Kind, Message, Split, Version};

const PROMPT: &str = "---
task: Classe le message du client.
lang: fr
inputs:
  message: string
output: {format: labels, labels: [facturation, livraison]}
---
::: user
De quoi parle ce message ? {{ message }}
";

fn case(number: u64, text: String, label: &str, split: Split) -> Case {
    Case {
        number,
        id: number.to_string(),
        line: 2,
        values: Map::from_iter([("message".to_owned(), Value::String(text))]),
        expect: [(String::new(), label.to_owned())].into(),
        tags: Vec::new(),
        weight: 1.0,
        cluster: None,
        split,
    }
}

/// 24 train cases, one of them with an address; 60 dev cases with names and numbers of their own.
fn cases() -> Vec<Case> {
    let things = ["facture", "remboursement", "colis", "transporteur"];
    let train = (0..24_u64).map(|number| {
        let (thing, label) =
            (things[number as usize % 4], ["facturation", "livraison"][number as usize % 4 / 2]);
        let text =
            format!("Bonjour, le {thing} numéro {number} reste introuvable malgré mes appels, {ADDRESS}");
        case(number, text, label, Split::Train)
    });
    let dev = (1_000..1_060_u64).map(|number| {
        let (thing, label) =
            (things[number as usize % 4], ["facturation", "livraison"][number as usize % 4 / 2]);
        let name = if number == 1_002 { " Quentin" } else { "" };
        let text = format!("Madame{name} attend depuis longtemps son {thing} du dossier {}", number * 7);
        case(number, text, label, Split::Dev)
    });
    train.chain(dev).collect()
}

const ADDRESS: &str = "zoe.martin@exemple.fr";

/// What each kind of reply looks like.
const GOOD: &str = "Classe le message : facturation ou livraison. Réponds par un seul mot.\n{{ message }}";
const BAD: &str = "Bavarde longuement sur ce message, en vers. {{ message }}";
const COPIES: &str = "Comme dans : le colis numéro 2 reste introuvable malgré mes appels. {{ message }}";
const LEAKS: [&str; 3] = [
    "Madame attend depuis longtemps son colis du dossier : livraison. {{ message }}",
    "Un message de Madame Quentin parle de livraison. {{ message }}",
    "Le dossier 7014 parle de livraison. {{ message }}",
];

fn reply(kind: usize) -> Option<String> {
    let marked = |text: &str| Some(format!("Voici.\n<prompt>\n{text}\n</prompt>\n"));
    match kind {
        0 => marked(GOOD),
        1 | 2 => marked(BAD),
        3..=5 => marked(LEAKS[kind - 3]),
        6 => marked(COPIES),
        7 => marked("Classe le message."),
        8 => marked("Classe {{ message }} selon {{ humeur }}."),
        9 => marked("::: system\nObéis.\n::: user\n{{ message }}"),
        10 => marked("{% for x in %} {{ message }}"),
        11 => marked(""),
        12 => Some("Voici un meilleur prompt : classe le message.".to_owned()),
        13 => Some(String::new()),
        14 => Some("Désolé, je ne peux pas vous aider.".to_owned()),
        15 => Some("<prompt>coupé avant la f".to_owned()),
        16 => marked("De quoi parle ce message ? {{ message }}"),
        _ => None,
    }
}
const KINDS: usize = 18;

fn chance(text: &str) -> f64 {
    match text {
        text if text.contains("un seul mot") => 0.95,
        text if text.contains("en vers") => 0.1,
        _ => 0.5,
    }
}

struct Model {
    shelf: Shelf,
    seed: u64,
    asked: Vec<Question>,
    letters: Vec<Letter>,
    /// Kinds of the replies given.
    kinds: BTreeSet<usize>,
    /// Questions and letters it answers before it dies.
    dies_after: Option<usize>,
}

impl Model {
    fn dead(&self) -> Option<StudyError> {
        let answered = self.asked.len() + self.letters.len();
        let what = Message::new("cli-hint");
        let dead = self.dies_after.is_some_and(|most| answered >= most);
        dead.then_some(StudyError::Stopped { kind: Kind::Cancelled, what })
    }
}

impl Evaluator for Model {
    fn ask<'a>(&'a mut self, questions: &'a [Question]) -> Answers<'a> {
        let mut answered = Answered::default();
        for question in questions {
            answered.stopped = self.dead();
            if answered.stopped.is_some() {
                break;
            }
            self.asked.push(*question);
            let text = self.shelf.get(question.candidate).unwrap().text();
            let right = Draws::new(self.seed ^ question.item.wrapping_mul(0x9e37)).uniform() < chance(&text);
            let reply =
                (question.item < 1_000).then(|| if right { "facturation" } else { "Bonjour !" }.into());
            let trial = Trial { score: Some(f64::from(u8::from(right))), reply, ..Trial::default() };
            answered.trials.push((*question, trial));
        }
        Box::pin(async { answered })
    }

    fn write<'a>(&'a mut self, letters: &'a [Letter]) -> Writings<'a> {
        let mut wrote = Wrote::default();
        for letter in letters {
            wrote.stopped = self.dead();
            if wrote.stopped.is_some() {
                break;
            }
            let mut draws = Draws::new(self.seed ^ u64::from_str_radix(&letter.id().short(), 16).unwrap());
            let kind = if draws.uniform() < 0.1 { 0 } else { 1 + draws.below(KINDS - 1) };
            self.kinds.insert(kind);
            self.letters.push(letter.clone());
            let text = reply(kind);
            let why_not = text.is_none().then(|| Message::new("cli-hint"));
            wrote.written.push((letter.id(), Written { text, why_not, ..Written::default() }));
        }
        Box::pin(async { wrote })
    }
}

struct World {
    model: Model,
    known: Table,
    log: Log,
}

impl World {
    fn new(seed: u64) -> World {
        let model = Model {
            shelf: Shelf::default(),
            seed,
            asked: Vec::new(),
            letters: Vec::new(),
            kinds: BTreeSet::new(),
            dies_after: None,
        };
        World { model, known: Table::default(), log: Log::default() }
    }

    fn run(&mut self, letters: u64) -> Result<Optimised, StudyError> {
        let file = parse("p.mot.md", PROMPT).0;
        let tree = Tree::of(&file);
        let shop = Workshop {
            proposers: by_model::all(),
            train: cases().into_iter().filter_map(Shown::train).collect(),
            brief: Brief::of(file.meta()),
            lexicon: Lexicon::ours(),
            screen: Screen::of(&tree, LeakGuard::new(&tree, &cases())).unwrap(),
        };
        let asked = Asked {
            dev: (1_000..1_060).collect(),
            train: (0..24).collect(),
            sealed: Vec::new(),
            repeats: 1,
            calls: Some(2_000),
            letters,
            rule: Rule::Gate,
            alpha: 0.05,
            seed: self.model.seed,
        };
        let mut meters = Meters::capped(asked.calls, None).proposing(Some(letters));
        let mut study = Optimise::new(tree, asked, shop, self.model.shelf.clone());
        self.log = Log::default();
        let (known, model, log) = (&mut self.known, &mut self.model, &mut self.log);
        drive(&mut study, known, model, &mut meters, log, &mut KeptElsewhere).now_or_never().unwrap()
    }

    fn texts(&self, found: &Optimised) -> Vec<String> {
        let text = |version: Version| self.model.shelf.get(version).unwrap().text();
        found.tried.iter().map(|tried| text(tried.version)).collect()
    }
}

const SEEDS: u64 = 30;

#[test]
fn whatever_a_model_writes_nothing_leaks_nothing_breaks_and_nothing_bad_wins() {
    let (mut kinds, mut good) = (BTreeSet::<usize>::new(), 0);
    for seed in 0..SEEDS {
        let mut world = World::new(seed);
        let found = world.run(24).unwrap();
        kinds.extend(&world.model.kinds);
        assert!(world.model.letters.len() <= 24, "seed {seed}");
        for text in world.texts(&found) {
            assert!(!text.contains("Quentin") && !text.contains("7014"), "{text}");
            assert!(!text.contains("attend depuis") && !text.contains("introuvable"), "{text}");
            assert!(text.contains("{{ message }}") && !text.contains("humeur"), "{text}");
        }
        assert!(!found.text.contains("en vers"), "{}", found.text);
        // given the good text, it is found; without it, nothing is
        let given = world.model.kinds.contains(&0);
        assert_eq!(found.text.contains("un seul mot"), given, "seed {seed}: {:#?}", world.log);
        good += usize::from(given);
        // without sealed cases nothing is claimed
        assert_eq!(found.state, State::NoEvidence);
    }
    // every kind of reply came up, and the good one often enough
    assert_eq!(kinds.len(), KINDS);
    assert!(good >= 15, "{good}");
}

#[test]
fn a_letter_shows_train_cases_only_and_no_personal_data() {
    let mut world = World::new(3);
    world.run(24).unwrap();
    let forms: BTreeSet<Form> = world.model.letters.iter().map(|letter| letter.form).collect();
    assert!(forms.contains(&Form::Reflect) && forms.contains(&Form::Induce), "{forms:?}");
    for letter in &world.model.letters {
        let said: String = letter.values.values().cloned().collect();
        assert!(!said.contains("Quentin") && !said.contains("dossier"), "{said}");
        assert!(!said.contains(ADDRESS), "{said}");
    }
    let all: String = world.model.letters.iter().flat_map(|letter| letter.values.values().cloned()).collect();
    assert!(all.contains("[e-mail]") && all.contains("{{ message }}"));
    // and each letter is another one
    let different: BTreeSet<Version> = world.model.letters.iter().map(Letter::id).collect();
    assert_eq!(different.len(), world.model.letters.len());
}

#[test]
fn a_search_with_a_proposer_that_is_killed_decides_the_same_and_asks_nothing_twice() {
    for seed in [4, 11] {
        let mut whole = World::new(seed);
        let found = whole.run(16).unwrap();
        let all = whole.model.asked.len() + whole.model.letters.len();
        assert!(whole.model.letters.len() > 2, "{}", whole.model.letters.len());
        let mut draws = Draws::new(seed);
        for _ in 0..15 {
            let mut world = World::new(seed);
            for _ in 0..=draws.below(3) {
                let before = world.model.asked.len() + world.model.letters.len();
                world.model.dies_after = Some(before + draws.below(all - before));
                let ended = world.run(16);
                assert!(ended.is_err() || ended == Ok(found.clone()));
            }
            world.model.dies_after = None;
            assert_eq!(world.run(16).unwrap(), found);
            assert_eq!(world.log, whole.log);
            assert_eq!(world.model.asked.len() + world.model.letters.len(), all, "seed {seed}");
        }
    }
}

#[test]
fn the_request_prompts_are_whole_in_both_languages() {
    for form in [Form::Reflect, Form::Induce, Form::History, Form::Critique, Form::Cross, Form::Shorten] {
        for lang in [terms::Lang::En, terms::Lang::Fr] {
            let (file, warnings) = parse("letter.mot.md", form.text(lang));
            assert!(warnings.is_empty(), "{form:?} {lang:?}: {warnings:?}");
            let compiled = prompt::Compiled::new(&file, &|_| Err(prompt::FileError::Unavailable)).unwrap();
            let required = compiled.inputs().iter().filter(|input| input.required);
            let values = required.map(|input| (input.name.clone(), Value::String("{{ x }}".to_owned())));
            let rendered = compiled.render(&values.collect::<Map<_, _>>()).unwrap();
            let text = format!("{:?}", rendered.messages);
            assert!(text.contains("<prompt>") && text.contains("{{ x }}") && !text.contains("{%"), "{text}");
        }
    }
}
