//! Killed and resumed: the same decisions to the byte, and nothing asked twice.

#![expect(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is the failure message")]

use std::collections::BTreeSet;

use crate::simulated::{Model, run, run_on, version};
use stats::draws::Draws;
use stats::sequential::Goal;
use studies::compare::{Compare, When};
use studies::drive::Journal;
use studies::meters::Meters;
use studies::race::{Field, Race, Rule};
use studies::{Log, Question, Study, Table, Trial};

/// A journal on paper: one line per trial, as it becomes known.
#[derive(Default)]
struct Paper(Vec<String>);

impl Journal for Paper {
    fn trial(&mut self, question: &Question, trial: &Trial) {
        self.0.push(serde_json::to_string(&(question, trial)).unwrap());
    }
}

impl Paper {
    fn table(&self) -> Table {
        self.0.iter().map(|line| serde_json::from_str::<(Question, Trial)>(line).unwrap()).collect()
    }
}

/// Runs a study that is killed after so many answers, again and again, reading the journal anew each time.
fn killed<S: Study>(make: impl Fn() -> S, model: &Model, kills: &[u64]) -> (S::Outcome, Log, u64, Meters) {
    let (mut paper, mut asked) = (Paper::default(), 0);
    for dies_after in kills.iter().map(|k| Some(*k)).chain([None]) {
        let mut alive = model.clone();
        alive.dies_after = dies_after;
        let (mut study, mut table, mut log) = (make(), paper.table(), Log::default());
        let mut meters = Meters::capped(Some(2_000), None);
        let ended = run_on(&mut study, &mut table, &mut alive, &mut meters, &mut log, &mut paper);
        asked += alive.asked;
        assert_eq!(paper.0.len() as u64, asked, "what was answered is on paper");
        if let Ok(outcome) = ended {
            return (outcome, log, asked, meters);
        }
    }
    panic!("the last life is never cut short");
}

fn same_as_uninterrupted<S: Study>(make: impl Fn() -> S, model: &Model)
where
    S::Outcome: serde::Serialize,
{
    let (outcome, table, log) = run(make(), &mut model.clone(), &mut Meters::capped(Some(2_000), None));
    let (outcome, log) = (serde_json::to_string(&outcome).unwrap(), serde_json::to_string(&log).unwrap());
    let mut draws = Draws::new(50);
    for _ in 0..50 {
        // up to three lives, each ending anywhere
        let kills: Vec<u64> = (0..=draws.below(3)).map(|_| draws.below(table.len()) as u64).collect();
        let (again, again_log, asked, meters) = killed(&make, model, &kills);
        assert_eq!(serde_json::to_string(&again_log).unwrap(), log, "{kills:?}");
        assert_eq!(serde_json::to_string(&again).unwrap(), outcome, "{kills:?}");
        assert_eq!(asked, table.len() as u64, "{kills:?}: a call was paid twice");
        assert_eq!(meters.calls.spent, asked, "{kills:?}");
    }
}

#[test]
fn a_comparison_resumes_where_it_was_killed() {
    let make = || {
        let (pair, items) = ((version(0), version(1)), (0..400).collect());
        Compare::new(pair, items, BTreeSet::new(), 2, When::UntilSure(Goal::within(400))).unwrap()
    };
    same_as_uninterrupted(make, &Model::new(&[0.75, 0.65], 21));
}

#[test]
fn races_resume_where_they_were_killed() {
    for rule in [Rule::SuccessiveRejects, Rule::SequentialHalving, Rule::UntilSure { alpha: 0.1 }] {
        let make = || {
            let candidates = (0..5).map(version).collect();
            let field = Field { candidates, items: (0..120).collect(), repeats: 1, calls: 400 };
            Race::new(field, rule, 3).unwrap()
        };
        same_as_uninterrupted(make, &Model::new(&[0.6, 0.7, 0.65, 0.8, 0.6], 22));
    }
}

#[test]
fn what_another_study_has_asked_is_not_asked_again() {
    let mut model = Model::new(&[0.75, 0.65], 23);
    let when = When::Fixed { margin: 0.02 };
    let make = |items: u64| {
        Compare::new((version(0), version(1)), (0..items).collect(), BTreeSet::new(), 1, when).unwrap()
    };
    let (_, mut table, _) = run(make(50), &mut model, &mut Meters::default());
    let (mut log, mut paper) = (Log::default(), Paper::default());
    let outcome =
        run_on(&mut make(80), &mut table, &mut model, &mut Meters::default(), &mut log, &mut paper).unwrap();
    assert_eq!((outcome.items, model.asked, paper.0.len()), (80, 160, 60));
}
