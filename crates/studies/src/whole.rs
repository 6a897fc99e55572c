//! Every version on every item: what ablate and vary ask for. Items one after the other, so that a study stopped early
//! has whole rows.

use serde::{Deserialize, Serialize};
use terms::{Message, Version};

use crate::drive::Study;
use crate::trial::Scored;
use crate::{Log, Question, Step, Table};

/// Questions asked at once, about.
const BLOCK: usize = 60;

/// The study.
#[derive(Clone, Debug)]
pub struct Whole {
    versions: Vec<Version>,
    items: Vec<u64>,
    repeats: u32,
    /// Items whose questions have been asked.
    asked: usize,
}

/// Scores of versions on items.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Items that every version answered with a score, in the order asked.
    pub items: Vec<u64>,
    /// For each version, in the order given, its score on each of these items (the mean of its repeats).
    pub scores: Vec<Vec<f64>>,
    /// Items left out: a version's answer to them could not be scored, or was never asked for.
    pub unscored: u64,
}

impl Whole {
    /// These versions on these items. A version given twice is asked once.
    pub fn new(versions: Vec<Version>, items: Vec<u64>, repeats: u32) -> Whole {
        Whole { versions, items, repeats: repeats.max(1), asked: 0 }
    }

    /// Calls it takes when nothing is known: versions x items x repeats.
    pub fn calls(&self) -> u64 {
        let mut versions = self.versions.clone();
        versions.sort_unstable();
        versions.dedup();
        versions.len() as u64 * self.items.len() as u64 * u64::from(self.repeats)
    }

    fn grid(&self, seen: &Table) -> Grid {
        let mut grid = Grid { scores: vec![Vec::new(); self.versions.len()], ..Grid::default() };
        for item in &self.items {
            let row = self.versions.iter().map(|version| match seen.score(*version, *item, self.repeats) {
                Some(Scored::Mean(score)) => Some(score),
                _ => None,
            });
            match row.collect::<Option<Vec<f64>>>() {
                Some(row) => {
                    grid.items.push(*item);
                    grid.scores.iter_mut().zip(row).for_each(|(scores, score)| scores.push(score));
                }
                None => grid.unscored += 1,
            }
        }
        grid
    }
}

impl Study for Whole {
    type Outcome = Grid;

    fn step(&mut self, seen: &Table, log: &mut Log) -> Step<Grid> {
        if self.asked >= self.items.len() {
            let grid = self.grid(seen);
            let what = Message::new("studies-log-whole");
            log.say(seen.len(), what.with("versions", self.versions.len()).with("items", grid.items.len()));
            return Step::Done(grid);
        }
        let mut versions = self.versions.clone();
        versions.sort_unstable();
        versions.dedup();
        let each = versions.len() * self.repeats as usize;
        let end = (self.asked + (BLOCK / each.max(1)).max(1)).min(self.items.len());
        let mut questions = Vec::new();
        for item in &self.items[self.asked..end] {
            for candidate in &versions {
                let repeats = 0..self.repeats;
                questions.extend(repeats.map(|repeat| Question {
                    item: *item,
                    candidate: *candidate,
                    repeat,
                }));
            }
        }
        self.asked = end;
        Step::Ask(questions)
    }

    fn out_of_budget(&mut self, seen: &Table, log: &mut Log) -> Grid {
        let grid = self.grid(seen);
        let why = Message::new("studies-log-whole-cut")
            .with("items", grid.items.len())
            .with("all", self.items.len());
        log.say(seen.len(), why);
        grid
    }
}
