//! A race until it is sure: a candidate leaves when a bet against it by any other one has won enough.

use std::collections::BTreeMap;

use stats::sequential::betting::Bet;
use terms::{Message, Version};

use super::{Field, Left, Racing, Ranking, means};
use crate::schedule::{Scheduler, Step};
use crate::trial::Scored;
use crate::{Question, Table};

/// Items asked between two looks.
const BLOCK: usize = 10;

/// A race with a fixed confidence.
///
/// Each ordered pair of candidates holds a bet that the one is better than the other. Were K the best one, it is dropped
/// only if one of the other bets against it reaches (candidates - 1) / alpha: with probability at most alpha, whenever
/// one looks.
#[derive(Clone, Debug)]
pub struct Sure {
    field: Field,
    bar: f64,
    /// (loser, winner): capital of "winner is better than loser".
    bets: BTreeMap<(Version, Version), Bet>,
    alive: Vec<Version>,
    left: Vec<Left>,
    cursor: usize,
    spent: u64,
    round: u32,
    news: Vec<Message>,
}

impl Sure {
    /// A race whose chance of dropping the best candidate is at most `alpha`.
    pub fn new(field: &Field, alpha: f64) -> Sure {
        let rivals = (field.candidates.len() - 1) as f64;
        Sure {
            bar: rivals / alpha.clamp(1e-6, 0.5),
            bets: BTreeMap::new(),
            alive: field.candidates.clone(),
            field: field.clone(),
            left: Vec::new(),
            cursor: 0,
            spent: 0,
            round: 0,
            news: Vec::new(),
        }
    }

    /// Lets every pair bet on the items answered since the last look; whether there were any.
    fn read(&mut self, seen: &Table) -> bool {
        let from = self.cursor;
        while let Some(item) = self.field.items.get(self.cursor).copied() {
            let answered = |version: &Version| seen.score(*version, item, self.field.repeats).is_some();
            if !self.alive.iter().all(answered) {
                break;
            }
            self.cursor += 1;
            for loser in &self.alive {
                for winner in self.alive.iter().filter(|winner| *winner != loser) {
                    let difference = seen.difference(*winner, *loser, item, self.field.repeats);
                    if let Some(Scored::Mean(difference)) = difference {
                        let bet = self.bets.entry((*loser, *winner)).or_insert_with(|| Bet::above(0.0));
                        bet.push(difference.clamp(-1.0, 1.0));
                    }
                }
            }
        }
        self.cursor > from
    }

    fn drop_the_beaten(&mut self) {
        self.round += 1;
        let beaten = |version: &Version| {
            let against = self.bets.iter().filter(|((loser, _), _)| loser == version);
            against.map(|(_, bet)| bet.e_value()).fold(0.0, f64::max)
        };
        let mut out: Vec<(f64, Version)> =
            self.alive.iter().map(|v| (beaten(v), *v)).filter(|(e, _)| *e >= self.bar).collect();
        out.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        // bets that contradict each other could empty the field: the least beaten stays
        out.truncate(self.alive.len() - 1);
        let what = Message::new("studies-log-round").with("variants", self.alive.len());
        self.news.push(what.with("cases", self.cursor).with("dropped", out.len()));
        for (_, version) in out {
            self.alive.retain(|alive| *alive != version);
            self.left.push(Left { version, round: self.round });
        }
    }
}

impl Scheduler for Sure {
    type Verdict = Ranking;

    fn next(&mut self, seen: &Table) -> Step<Ranking> {
        if self.read(seen) {
            self.drop_the_beaten();
        }
        let repeats = self.field.repeats;
        let to = (self.cursor + BLOCK).min(self.field.items.len());
        let items = &self.field.items[self.cursor..to];
        let each = self.alive.len() as u64 * u64::from(repeats);
        let affordable = ((self.field.calls - self.spent) / each).min(items.len() as u64);
        if self.alive.len() < 2 || affordable == 0 {
            return Step::Done(self.ranking(seen));
        }
        self.spent += affordable * each;
        let questions = items[..affordable as usize].iter().flat_map(|item| {
            let arms = self.alive.iter();
            arms.flat_map(move |candidate| {
                (0..repeats).map(move |repeat| Question { item: *item, candidate: *candidate, repeat })
            })
        });
        Step::Ask(questions.collect())
    }
}

impl Racing for Sure {
    fn news(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.news)
    }

    fn ranking(&self, seen: &Table) -> Ranking {
        let mut ranked = means(&self.field, seen, &self.alive, self.cursor as u64);
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Ranking { ranked: ranked.into_iter().map(|(_, version)| version).collect(), left: self.left.clone() }
    }
}
