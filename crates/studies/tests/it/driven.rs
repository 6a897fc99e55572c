//! Trim and ablate driven as studies on a planted model, killed and resumed.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use futures_util::FutureExt;
use prompt::parse;
use prompt::tree::{Level, Tree};
use stats::draws::Draws;
use studies::ablate::{Effect, LeaveOneOut, pieces};
use studies::drive::{KeptElsewhere, drive};
use studies::evaluator::{Answers, Asked as Answered, Evaluator};
use studies::meters::Meters;
use studies::shelf::Shelf;
use studies::trim::{Asked, Options, TrimStudy, Trimmed};
use studies::whole::{Grid, Whole};
use studies::{Log, Question, State, StudyError, Table, Trial};
use terms::{Kind, Message, Version};

const PROMPT: &str = "::: system
You sort the messages of a shop.

Rules:
- Billing is about payments.
- Thank you so much for your kind and precious help with this.
- Please be so nice as to take all the time that you may need.

Answer with a label only.

::: user
{{ message }}
";

fn tree() -> Tree {
    Tree::of(&parse("p.mot.md", PROMPT).0)
}

/// The model: right when a case is easier than the prompt is good. It reads the trees that are put on the shelf.
struct Planted {
    shelf: Shelf,
    asked: Vec<Question>,
    dies_after: Option<usize>,
}

fn chance(tree: &Tree) -> f64 {
    let text = tree.text();
    let says = |words: &str, worth: f64| if text.contains(words) { worth } else { 0.0 };
    0.1 + says("sort the messages", 0.3) + says("about payments", 0.2) + says("a label only", 0.3)
}

impl Evaluator for Planted {
    fn ask<'a>(&'a mut self, questions: &'a [Question]) -> Answers<'a> {
        let mut asked = Answered::default();
        for question in questions {
            if self.dies_after.is_some_and(|most| self.asked.len() >= most) {
                asked.stopped =
                    Some(StudyError::Stopped { kind: Kind::Cancelled, what: Message::new("cli-hint") });
                break;
            }
            self.asked.push(*question);
            let difficulty = Draws::new(100 + question.item).uniform();
            let right = difficulty < chance(&self.shelf.get(question.candidate).unwrap());
            let trial = Trial { score: Some(f64::from(u8::from(right))), ..Trial::default() };
            asked.trials.push((*question, trial));
        }
        Box::pin(async { asked })
    }
}

fn study() -> TrimStudy<'static> {
    let asked = Asked {
        dev: (0..600).collect(),
        sealed: (1_000..1_600).collect(),
        repeats: 1,
        margin: 0.03,
        alpha: 0.05,
        proof_alpha: 0.05,
    };
    let keeps_case = |tree: &Tree| tree.text().contains("{{ message }}");
    TrimStudy::new(tree(), Options::default(), asked, keeps_case)
}

/// Runs on a table until the end or until the model dies.
fn run(
    table: &mut Table,
    dies_after: Option<usize>,
    calls: Option<u64>,
) -> (Option<Trimmed>, Log, Vec<Question>, Tree) {
    let mut study = study();
    let shelf = study.shelf();
    let mut model = Planted { shelf: shelf.clone(), asked: Vec::new(), dies_after };
    let (mut log, mut meters) = (Log::default(), Meters::capped(calls, None));
    let mut journal = KeptElsewhere;
    let driven = drive(&mut study, table, &mut model, &mut meters, &mut log, &mut journal);
    let outcome = driven.now_or_never().unwrap().ok();
    let best =
        outcome.as_ref().map_or_else(tree, |outcome| Tree::clone(&shelf.get(outcome.version).unwrap()));
    (outcome, log, model.asked, best)
}

#[test]
fn what_does_nothing_goes_and_the_rest_is_proved_on_sealed_cases() {
    let (outcome, log, asked, best) = run(&mut Table::default(), None, None);
    let outcome = outcome.unwrap();
    assert_eq!(outcome.state, State::NotWorseButShorter);
    assert_eq!(
        best.text(),
        PROMPT
            .replace("- Thank you so much for your kind and precious help with this.\n", "")
            .replace("- Please be so nice as to take all the time that you may need.\n", "")
    );
    assert!(outcome.tokens_after as f64 <= 0.8 * outcome.tokens_before as f64, "{outcome:?}");
    assert!(outcome.proved_on > 0 && outcome.kept >= 1 && outcome.tried >= outcome.kept);
    // the survey, every version tried, the proof
    assert_eq!(log.entries().len() as u64, outcome.tried + 2);
    let proof = outcome.proof.unwrap();
    assert!(proof.n == outcome.proved_on && proof.low > -0.03, "{proof:?}");
    // sealed cases are asked about only at the end, and only for the two versions that matter
    let first_sealed = asked.iter().position(|question| question.item >= 1_000).unwrap();
    assert!(asked[first_sealed..].iter().all(|question| question.item >= 1_000));
}

#[test]
fn killed_and_resumed_it_decides_the_same_and_asks_nothing_twice() {
    let (outcome, log, asked, best) = run(&mut Table::default(), None, None);
    let mut draws = Draws::new(3);
    for _ in 0..20 {
        let mut table = Table::default();
        let dies_after = draws.below(asked.len());
        let (cut, _, before, _) = run(&mut table, Some(dies_after), None);
        assert!(cut.is_none());
        let (again, again_log, after, again_best) = run(&mut table, None, None);
        assert_eq!((&again, &again_log, &again_best), (&outcome, &log, &best));
        assert_eq!(before.len() + after.len(), asked.len(), "nothing is asked twice");
    }
}

#[test]
fn a_spent_budget_leaves_the_original() {
    let (outcome, _, asked, best) = run(&mut Table::default(), None, Some(200));
    let outcome = outcome.unwrap();
    assert_eq!((outcome.state, best.text().as_str()), (State::BudgetEnded, PROMPT));
    assert!(asked.len() <= 200);
}

#[test]
fn ablate_is_a_grid_of_every_version_on_every_case() {
    let tree = tree();
    let plan =
        LeaveOneOut::new(&tree, pieces(&tree, Level::Sentence, &|t| t.text().contains("{{ message }}")));
    let versions: Vec<Version> = plan.arms().iter().map(|arm| arm.tree.version()).collect();
    let shelf = Shelf::default();
    plan.arms().iter().for_each(|arm| shelf.put(arm.tree.version(), arm.tree.clone()));
    let mut model = Planted { shelf, asked: Vec::new(), dies_after: None };
    let run = |model: &mut Planted, table: &mut Table, calls: Option<u64>| -> Option<Grid> {
        let mut study = Whole::new(versions.clone(), (0..300).collect(), 1);
        let (mut log, mut meters) = (Log::default(), Meters::capped(calls, None));
        drive(&mut study, table, model, &mut meters, &mut log, &mut KeptElsewhere)
            .now_or_never()
            .unwrap()
            .ok()
    };
    let mut table = Table::default();
    let grid = run(&mut model, &mut table, None).unwrap();
    assert_eq!(model.asked.len() as u64, Whole::new(versions.clone(), (0..300).collect(), 1).calls());
    let earned = plan.read(&grid.scores).unwrap();
    let effects: Vec<bool> = earned.iter().map(|e| e.effect == Effect::Helps).collect();
    assert_eq!(effects, [true, true, false, false, true]);
    // asked again on what is known, it asks nothing
    model.asked.clear();
    assert_eq!(run(&mut model, &mut table, None), Some(grid));
    assert_eq!(model.asked.len(), 0);
    // on half a budget, whole rows of fewer cases
    let half = run(&mut model, &mut Table::default(), Some(900)).unwrap();
    assert!(
        half.items.len() >= 140 && half.items.len() <= 150 && half.unscored == 300 - half.items.len() as u64
    );
    assert!(half.scores.iter().all(|arm| arm.len() == half.items.len()));
}
