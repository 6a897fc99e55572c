//! Races in rounds planned beforehand: successive rejects, halving, equal shares.

use stats::race::Schedule;
use terms::{Message, Version};

use super::{Field, Left, Racing, Ranking, Rule, means};
use crate::decision;
use crate::schedule::{Scheduler, Step};
use crate::{Question, Table};

/// Rounds of a race.
#[derive(Clone, Debug)]
pub struct Rounds {
    field: Field,
    schedule: Schedule,
    seed: u64,
    round: usize,
    alive: Vec<Version>,
    left: Vec<Left>,
    news: Vec<Message>,
}

impl Rounds {
    /// The rounds that this rule makes of the field's calls; no round goes past the last item.
    pub fn new(field: &Field, rule: Rule, seed: u64) -> Rounds {
        let (arms, calls) = (field.candidates.len(), field.calls / u64::from(field.repeats));
        let schedule = match rule {
            Rule::SequentialHalving => Schedule::sequential_halving(arms, calls),
            Rule::Equal => Schedule::equal(arms, calls),
            _ => Schedule::successive_rejects(arms, calls),
        };
        Rounds {
            schedule: schedule.within(field.items.len() as u64),
            alive: field.candidates.clone(),
            field: field.clone(),
            seed,
            round: 0,
            left: Vec::new(),
            news: Vec::new(),
        }
    }

    /// Best first on the first `cases` items; equal means in an order drawn by the round.
    fn ranked(&self, seen: &Table, cases: u64) -> Vec<Version> {
        let mut draws = decision::draws(self.seed, self.round as u64);
        let mut ranked: Vec<(f64, u64, Version)> = means(&self.field, seen, &self.alive, cases)
            .into_iter()
            .map(|(mean, version)| (mean, draws.bits(), version))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().map(|(_, _, version)| version).collect()
    }

    fn end_of_round(&mut self, seen: &Table, cases: u64, keep: usize) {
        let ranked = self.ranked(seen, cases);
        let round = self.round as u32 + 1;
        let dropped = ranked.len() - keep.min(ranked.len());
        let what = Message::new("studies-log-round").with("variants", ranked.len()).with("cases", cases);
        self.news.push(what.with("dropped", dropped));
        self.left.extend(ranked[keep..].iter().rev().map(|version| Left { version: *version, round }));
        self.alive = ranked[..keep].to_vec();
        self.round += 1;
    }
}

impl Scheduler for Rounds {
    type Verdict = Ranking;

    fn next(&mut self, seen: &Table) -> Step<Ranking> {
        while let Some(round) = self.schedule.rounds.get(self.round).copied() {
            let items = &self.field.items[..round.cases as usize];
            let repeats = self.field.repeats;
            let missing: Vec<Question> = items
                .iter()
                .flat_map(|item| self.alive.iter().map(move |candidate| (*item, *candidate)))
                .flat_map(|(item, candidate)| {
                    (0..repeats).map(move |repeat| Question { item, candidate, repeat })
                })
                .filter(|question| seen.get(question).is_none())
                .collect();
            if !missing.is_empty() {
                return Step::Ask(missing);
            }
            self.end_of_round(seen, round.cases, round.keep);
        }
        Step::Done(self.ranking(seen))
    }
}

impl Racing for Rounds {
    fn news(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.news)
    }

    fn ranking(&self, seen: &Table) -> Ranking {
        // as far as everyone still in the race has come
        let answered = |item: &&u64| {
            self.alive.iter().all(|version| seen.score(*version, **item, self.field.repeats).is_some())
        };
        let cases = self.field.items.iter().take_while(answered).count() as u64;
        Ranking { ranked: self.ranked(seen, cases), left: self.left.clone() }
    }
}
