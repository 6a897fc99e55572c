//! Proposers that need no model: what they propose fits the prompt, comes from train cases only, and is never refused
//! by what a prompt must keep.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeSet;

use prompt::parse;
use prompt::tree::{Edit, Level, Part, Tree};
use serde_json::{Map, Value};
use stats::draws::Draws;
use studies::propose::{
    Answered, Attempt, Brief, Draft, Drafts, ExampleSets, LeakGuard, Lexicon, Merge, Parent, Proposer,
    Refusal, Screen, Shown, Slots, Strategy, Structure, Surrogate, View, all, choices::Choices, leak::Leak,
    twins,
};
use terms::{Case, Split};

const PROMPT: &str = "---
task: Classe le message du client.
constraints:
  - une seule étiquette par message
  - rien d’autre que l’étiquette
lang: fr
inputs:
  message: string
output: {format: labels, labels: [facturation, livraison, technique]}
---
::: system
Tu classes les messages d’une boutique. Réponds seulement par une étiquette.

::: user
{{ message }}
";

const TRAIN: [(&str, &str); 12] = [
    ("facturation", "Ma facture de mars compte deux fois le remboursement"),
    ("facturation", "Le remboursement promis n’arrive pas sur ma facture"),
    ("facturation", "Pourquoi cette facture est-elle si élevée ?"),
    ("facturation", "Un remboursement partiel serait juste"),
    ("livraison", "Mon colis attend chez le transporteur"),
    ("livraison", "Le colis est arrivé ouvert"),
    ("livraison", "Quel transporteur apporte mon colis ?"),
    ("livraison", "Le transporteur a perdu la boîte"),
    ("technique", "L’application refuse ma connexion"),
    ("technique", "La connexion coupe toutes les heures"),
    ("technique", "Votre application affiche une page blanche"),
    ("technique", "Connexion impossible depuis la mise à jour"),
];
const DEV: [(&str, &str); 3] = [
    ("facturation", "Madame Quentin demande un avoir de 4521 euros pour sa commande"),
    ("livraison", "Le paquet laissé chez la voisine du troisième étage a disparu"),
    ("technique", "Mon écran reste noir quand je lance le programme"),
];

fn case(number: u64, (expected, text): (&str, &str), split: Split) -> Case {
    let mut values = Map::new();
    values.insert("message".to_owned(), Value::String(text.to_owned()));
    Case {
        number,
        id: format!("{}-{number}", split.name()),
        line: 1,
        values,
        expect: [(String::new(), expected.to_owned())].into(),
        tags: Vec::new(),
        weight: 1.0,
        cluster: None,
        split,
    }
}

fn cases() -> Vec<Case> {
    let train = TRAIN.iter().zip(0..).map(|(row, i)| case(i, *row, Split::Train));
    let dev = DEV.iter().zip(100..).map(|(row, i)| case(i, *row, Split::Dev));
    train.chain(dev).collect()
}

fn tree(text: &str) -> Tree {
    Tree::of(&parse("p.mot.md", text).0)
}

/// A seed prompt with its data, and what the seed answered to the train cases.
struct Desk {
    parents: Vec<Parent>,
    train: Vec<Shown>,
    brief: Brief,
    lexicon: Lexicon,
    screen: Screen<'static>,
}

impl Desk {
    fn new(text: &str, reply: impl Fn(&str, &str) -> String) -> Desk {
        let tree = tree(text);
        let parent = Parent::new(tree.clone(), Some(0.5));
        let shown = |case: Case| {
            let mut shown = Shown::train(case)?;
            let (expected, text) = (shown.expected()?.to_owned(), shown.text());
            let reply = reply(&expected, &text);
            let score = if reply == expected { 1.0 } else { 0.0 };
            shown.answers.insert(parent.version, Answered { reply, score });
            Some(shown)
        };
        let train = cases().into_iter().filter_map(shown).collect();
        let screen = Screen::of(&tree, LeakGuard::new(&tree, &cases())).unwrap();
        let brief = Brief::of(parse("p.mot.md", text).0.meta());
        Desk { parents: vec![parent], train, brief, lexicon: Lexicon::ours(), screen }
    }

    fn view(&self) -> View<'_> {
        View {
            parents: &self.parents,
            train: &self.train,
            brief: &self.brief,
            lexicon: &self.lexicon,
            screen: &self.screen,
            tried: &[],
            written: &[],
        }
    }

    /// Every edit of a strategy that applies and passes the screen, as the texts it makes.
    fn texts(&self, strategy: impl Strategy, seed: u64) -> Vec<String> {
        let parent = &self.parents[0];
        let edits = strategy.edits(parent, &self.view(), &mut Draws::new(seed));
        let trees = edits.into_iter().filter_map(|(edit, _)| Some(edit.apply(&parent.tree).ok()?.0));
        trees.filter(|tree| self.screen.check(&parent.tree, tree).is_ok()).map(|tree| tree.text()).collect()
    }
}

fn desk() -> Desk {
    // takes deliveries for bills, and sometimes talks
    Desk::new(PROMPT, |expected, text| match expected {
        "livraison" => "facturation".to_owned(),
        "technique" if text.starts_with("La") => "C’est technique, je crois.".to_owned(),
        right => right.to_owned(),
    })
}

#[test]
fn only_train_cases_can_be_shown() {
    assert!(Shown::train(case(1, TRAIN[0], Split::Train)).is_some());
    assert!(Shown::train(case(1, DEV[0], Split::Dev)).is_none());
    assert!(Shown::train(case(1, DEV[0], Split::Test)).is_none());
}

#[test]
fn every_proposer_finds_versions_that_may_be_tried_and_never_the_same_twice() {
    let desk = desk();
    let mut seen = BTreeSet::from([desk.parents[0].version]);
    for mut proposer in all().into_iter().filter(|proposer| !proposer.needs().tried) {
        let mut drafts: Vec<Draft> = Vec::new();
        for decision in 0..4 {
            drafts.extend(proposer.ask(&desk.view(), 3, &mut Draws::new(decision)));
        }
        assert!(drafts.len() >= 4, "{}: {}", proposer.name(), drafts.len());
        let mut own = BTreeSet::new();
        for draft in drafts {
            assert!(own.insert(draft.tree.version()), "{}: the same twice", proposer.name());
            assert_eq!(draft.edit.apply(&desk.parents[0].tree).unwrap().0, draft.tree);
            assert_eq!(draft.parents, [desk.parents[0].version]);
            assert_eq!(desk.screen.check(&desk.parents[0].tree, &draft.tree), Ok(()));
            for lang in terms::Lang::ALL {
                let said = locale::Locale::new(lang).text(&draft.why);
                assert!(!said.starts_with("studies-") && !said.is_empty(), "{said}");
            }
        }
        seen.extend(own);
    }
    assert!(seen.len() > 40, "{}", seen.len());
}

#[test]
fn the_labels_and_the_form_are_said_at_once_and_the_keys_of_an_object_are_named() {
    let desk = desk();
    let parent = &desk.parents[0];
    let edits = Slots.edits(parent, &desk.view(), &mut Draws::new(1));
    let (first, _) = edits.first().unwrap();
    let both = first.apply(&parent.tree).unwrap().0.text();
    assert!(both.contains("Étiquettes") && both.matches("étiquette").count() >= 1, "{both}");
    assert!(!both.contains("Réponds seulement par une étiquette. Réponds"), "the form is said once: {both}");
    let object = PROMPT.replace(
        "{format: labels, labels: [facturation, livraison, technique]}",
        "{schema: {total: string, date: string}}",
    );
    let desk = Desk::new(&object, |_, _| "?".to_owned());
    let edits = Slots.edits(&desk.parents[0], &desk.view(), &mut Draws::new(1));
    let named = edits.iter().filter_map(|(edit, _)| match edit {
        Edit::SetFormat { words } => Some(words.as_str()),
        _ => None,
    });
    assert!(
        named.clone().any(|words| words.contains("\"total\", \"date\"")),
        "{:?}",
        named.collect::<Vec<_>>()
    );
}

/// Versions made by every strategy from the person's own, scored by what they hold: examples and definitions help.
fn attempts(desk: &Desk) -> Vec<Attempt> {
    let worth = |tree: &Tree| {
        let defined = tree.text().contains("remboursement");
        0.4 + if tree.shots().len() >= 3 { 0.2 } else { 0.0 } + if defined { 0.15 } else { 0.0 }
    };
    let own = &desk.parents[0].tree;
    let attempt = |tree: &Tree, choices: Choices| Attempt {
        version: tree.version(),
        tree: tree.clone(),
        choices,
        mean: worth(tree),
        n: 40,
        kept: true,
    };
    let mut tried = vec![attempt(own, Choices::default())];
    for mut proposer in all() {
        for draft in proposer.ask(&desk.view(), 12, &mut Draws::new(1)) {
            tried.push(attempt(&draft.tree, Choices::default().with(&draft.edit)));
        }
    }
    tried
}

#[test]
fn a_version_is_what_its_choices_make_of_the_persons_own() {
    let desk = desk();
    let own = &desk.parents[0].tree;
    let tried = attempts(&desk);
    assert!(tried.len() > 12, "{}", tried.len());
    for attempt in &tried {
        assert_eq!(attempt.choices.apply(own).unwrap().version(), attempt.version, "{:?}", attempt.choices);
    }
    // two sets of examples are two choices of one slot, and the later one stands
    let sets: Vec<Edit> =
        tried.iter().filter_map(|attempt| attempt.choices.get("examples").cloned()).take(2).collect();
    let both = Choices::default().with(&sets[0]).with(&sets[1]);
    assert_eq!((both.iter().count(), both.get("examples")), (1, Some(&sets[1])));
}

#[test]
fn choices_that_did_well_alone_are_combined() {
    let desk = desk();
    let tried = attempts(&desk);
    let best = tried.iter().max_by(|a, b| a.mean.total_cmp(&b.mean)).unwrap();
    let parents = [Parent::new(best.tree.clone(), Some(best.mean))];
    let both = |draft: &Draft| draft.tree.shots().len() >= 3 && draft.tree.text().contains("Étiquettes");
    let view = View { parents: &parents, tried: &tried, ..desk.view() };
    for mut proposer in [Box::<Merge>::default() as Box<dyn Proposer>, Box::<Surrogate>::default()] {
        let drafts: Vec<Draft> = (0..4).flat_map(|d| proposer.ask(&view, 4, &mut Draws::new(d))).collect();
        let texts: Vec<String> = drafts.iter().map(|draft| draft.tree.text()).collect();
        assert!(drafts.iter().any(both), "{}: {texts:#?}", proposer.name());
        let known: BTreeSet<_> = tried.iter().map(|attempt| attempt.version).collect();
        for draft in &drafts {
            assert!(!known.contains(&draft.tree.version()));
            assert_eq!(draft.parents[0], tried[0].version);
            assert_eq!(draft.edit.apply(&tried[0].tree).unwrap().0.version(), draft.tree.version());
            assert_eq!(view.screen.check(&tried[0].tree, &draft.tree), Ok(()));
        }
    }
}

#[test]
fn the_same_draws_propose_the_same() {
    let desk = desk();
    let run = || -> Vec<String> {
        let drafts = all().into_iter().flat_map(|mut p| p.ask(&desk.view(), 5, &mut Draws::new(3)));
        drafts.map(|draft| draft.tree.text()).collect()
    };
    assert_eq!(run(), run());
    let mut told = Drafts::of(Structure);
    let first = told.ask(&desk.view(), 1, &mut Draws::new(3)).remove(0);
    let mut fresh = Drafts::of(Structure);
    fresh.tell(&[studies::propose::Told { version: first.tree.version(), kept: false, gain: 0.0, calls: 9 }]);
    let others = fresh.ask(&desk.view(), 20, &mut Draws::new(3));
    assert!(
        others.iter().all(|draft| draft.tree.version() != first.tree.version()),
        "heard of, so not proposed"
    );
}

#[test]
fn examples_are_train_cases_as_the_model_will_read_them() {
    let desk = desk();
    let parent = &desk.parents[0];
    let known: BTreeSet<&str> = TRAIN.iter().map(|(_, text)| *text).collect();
    let mut sizes = BTreeSet::new();
    for seed in 0..10 {
        for (edit, why) in ExampleSets.edits(parent, &desk.view(), &mut Draws::new(seed)) {
            let Edit::SetExamples { shots } = edit else { panic!("{edit:?}") };
            sizes.insert(shots.len());
            assert!(shots.iter().all(|shot| known.contains(shot.given.as_str())));
            if why.key == "studies-why-examples-own" {
                // right answers only, in the model's own words
                assert!(shots.iter().all(|shot| shot.answered != "livraison"));
            }
            if why.key == "studies-why-examples-stratified" {
                // every label in turn: no one twice more often than another, while there are cases of it
                let count = |label: &str| shots.iter().filter(|shot| shot.answered == label).count();
                let counts = ["facturation", "livraison", "technique"].map(count);
                let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
                assert!(shots.len() > 8 || most - least <= 1, "{counts:?}");
            }
        }
    }
    assert!([2, 4, 8].iter().all(|size| sizes.contains(size)), "{sizes:?}");
}

#[test]
fn slots_are_filled_from_the_data() {
    let desk = desk();
    let texts = desk.texts(Slots, 1);
    let any = |words: &str| texts.iter().any(|text| text.contains(words));
    assert!(any("Étiquettes\u{a0}:\n- facturation\n- livraison\n- technique\n"));
    assert!(any("- facturation\u{a0}: facture, remboursement\n"), "{texts:#?}");
    assert!(any("Règles\u{a0}:\n- une seule étiquette par message\n"));
    assert!(any("Écris seulement l’étiquette."));
    // from the errors: deliveries taken for bills four times, one answer that is no label
    assert!(any("Ne confonds pas livraison (colis, transporteur) avec facturation (facture, remboursement)"));
    assert!(any("N’invente jamais d’étiquette"));
    // a prompt that makes no error gets no rule against one
    let right = Desk::new(PROMPT, |expected, _| expected.to_owned());
    assert!(!right.texts(Slots, 1).iter().any(|text| text.contains("Ne confonds pas")));
}

#[test]
fn words_of_measured_cases_are_blocked() {
    let desk = desk();
    let parent = &desk.parents[0].tree;
    let add = |words: &str| {
        let edit = Edit::Add { part: Part::Rules, title: None, lines: vec![words.to_owned()] };
        desk.screen.check(parent, &edit.apply(parent).unwrap().0)
    };
    assert_eq!(
        add("Un paquet laissé chez la voisine du troisième étage est une livraison."),
        Err(Refusal::Leak(Leak::Sealed("paquet laisse chez la voisine".to_owned())))
    );
    assert_eq!(add("Sois doux avec Quentin."), Err(Refusal::Leak(Leak::Name("Quentin".to_owned()))));
    assert_eq!(add("Un montant de 4521 est une somme."), Err(Refusal::Leak(Leak::Number("4521".to_owned()))));
    assert_eq!(
        add("Le remboursement promis n’arrive pas chez tous."),
        Err(Refusal::Leak(Leak::Train("le remboursement promis n arrive".to_owned())))
    );
    assert_eq!(add("Un avoir demandé est une question de facturation."), Ok(()));
    // as an example, a train case is where it belongs; a dev case is not
    let shot = |text: &str| {
        let shots = vec![prompt::tree::Shot { given: text.to_owned(), answered: "technique".to_owned() }];
        desk.screen.check(parent, &Edit::SetExamples { shots }.apply(parent).unwrap().0)
    };
    assert_eq!(shot(TRAIN[8].1), Ok(()));
    assert!(matches!(
        shot("Mon écran reste noir quand je lance le programme !"),
        Err(Refusal::Leak(Leak::Example(_)))
    ));
}

#[test]
fn what_a_prompt_must_keep_is_checked() {
    let named = PROMPT.replace("d’une boutique.", "d’une boutique : facturation, livraison, technique.");
    let desk = Desk::new(&named, |expected, _| expected.to_owned());
    let parent = &desk.parents[0].tree;
    let first = parent.walk().into_iter().find(|(_, node)| node.level == Level::Sentence).unwrap().0;
    let reword = |words: &str| {
        let edit = Edit::Reword { at: first.clone(), words: words.to_owned() };
        edit.apply(parent).unwrap().0
    };
    let check = |words: &str| desk.screen.check(parent, &reword(words));
    assert_eq!(check("Dis facturation ou livraison"), Err(Refusal::LosesLabel("technique".to_owned())));
    assert_eq!(check("Choisis Facturation, LIVRAISON ou technique"), Ok(()));
    assert!(matches!(check("Dis facturation, livraison, technique {{ x }}"), Err(Refusal::Broken(_))));
    let strict = Screen::of(parent, LeakGuard::default()).unwrap().forbid(["s’il te plaît"]).at_most(90);
    assert_eq!(
        strict.check(parent, &reword("S’il te plaît\u{a0}: facturation, livraison ou technique")),
        Err(Refusal::Forbidden("s'il te plait".to_owned()))
    );
    let long = format!("facturation, livraison, technique {}", "encore ".repeat(90));
    assert!(matches!(strict.check(parent, &reword(&long)), Err(Refusal::TooLong { most: 90, .. })));
}

#[test]
fn twins_across_splits_are_found_and_those_within_one_are_not() {
    let mut cases = cases();
    cases.push(case(200, ("technique", "mon ecran reste NOIR, quand je lance le programme !!"), Split::Test));
    cases.push(case(
        201,
        ("technique", "Mon écran reste noir quand je lance le jeu de mon fils"),
        Split::Test,
    ));
    cases.push(case(202, ("technique", TRAIN[8].1), Split::Train));
    let found = twins::across_splits(&cases);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].first.as_str(), found[0].second.as_str()), ("dev-102", "test-200"));
    assert_eq!(found[0].likeness, 1.0);
}

/// A planted model: what it gets right grows with what the prompt says; a climb by point estimates is enough here,
/// since its response has no noise.
#[test]
fn a_climb_over_the_portfolio_fills_a_poor_prompt() {
    let poor = PROMPT.replace(" Réponds seulement par une étiquette.", "");
    let value = |tree: &Tree| {
        let text = tree.text();
        let body = text.split("::: system").nth(1).unwrap().to_owned();
        let names = ["facturation", "livraison", "technique"].iter().filter(|l| body.contains(**l)).count();
        let mut value = 0.1 + 0.1 * names as f64;
        value += if body.contains("facture, remboursement") || tree.shots().len() >= 6 { 0.25 } else { 0.0 };
        let says_form = Lexicon::ours().idea("label-only").unwrap().say(terms::Lang::Fr, &Default::default());
        value += if says_form.iter().any(|words| body.contains(words)) { 0.2 } else { 0.0 };
        value - 0.02 * (tree.shots().len() as f64 / 6.0)
    };
    let mut desk = Desk::new(&poor, |_, _| "?".to_owned());
    let mut proposers = all();
    let mut tried = 0;
    for decision in 0..30 {
        let index = decision as usize % proposers.len();
        let drafts = proposers[index].ask(&desk.view(), 2, &mut Draws::new(decision));
        tried += drafts.len();
        let best = drafts.into_iter().max_by(|a, b| value(&a.tree).total_cmp(&value(&b.tree)));
        if let Some(draft) = best.filter(|draft| value(&draft.tree) > value(&desk.parents[0].tree)) {
            desk.parents = vec![Parent::new(draft.tree, None)];
        }
    }
    let reached = value(&desk.parents[0].tree);
    assert!(reached > 0.8, "{reached} after {tried}: {}", desk.parents[0].tree.text());
}
