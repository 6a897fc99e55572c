//! Drafts of one round against the leader, on the same items in the same order, in growing blocks: whoever has hardly a
//! chance any more is dropped, and costs nothing further.

use serde::{Deserialize, Serialize};
use terms::Version;

use crate::accept::{Acceptance, Judgement, WorthMore};
use crate::trial::Scored;
use crate::{Question, Table};

/// Chance of being better below which a draft is dropped.
const LEAST: f64 = 0.1;
/// Items of the first block; each block is twice the one before.
const FIRST: usize = 5;

/// How drafts leave a contest at the end of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Those that have hardly a chance of being better than the leader.
    #[default]
    Gate,
    /// Those, and the worse half of the others: successive halving (Karnin, Koren and Somekh 2013).
    Halving,
}

/// A draft in a contest.
#[derive(Clone, Debug)]
pub(super) struct Rival {
    pub version: Version,
    gate: WorthMore,
    /// Sum of the differences to the leader, and items scored in both.
    sum: f64,
    n: u64,
    /// Items asked, for its bill.
    pub asked: u64,
    pub dropped: bool,
}

impl Rival {
    /// Mean difference to the leader.
    pub fn gain(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum / self.n as f64 }
    }
}

/// The contest.
#[derive(Clone, Debug)]
pub(super) struct Contest {
    pub rivals: Vec<Rival>,
    leader: Version,
    rule: Rule,
    /// Items asked, and read.
    asked: usize,
    read: usize,
}

impl Contest {
    pub fn new(leader: Version, drafts: impl IntoIterator<Item = Version>, rule: Rule) -> Contest {
        let rival = |version| Rival {
            version,
            gate: WorthMore::chance(LEAST),
            sum: 0.0,
            n: 0,
            asked: 0,
            dropped: false,
        };
        Contest { rivals: drafts.into_iter().map(rival).collect(), leader, rule, asked: 0, read: 0 }
    }

    /// Reads the answers to what was asked; whether the contest is over.
    pub fn read(&mut self, seen: &Table, items: &[u64], repeats: u32) -> bool {
        for item in &items[self.read..self.asked] {
            for rival in self.rivals.iter_mut().filter(|rival| !rival.dropped) {
                // an item that cannot be scored says nothing
                if let Some(Scored::Mean(difference)) =
                    seen.difference(rival.version, self.leader, *item, repeats)
                {
                    rival.sum += difference;
                    rival.n += 1;
                    // judged at the end of a block, with the others
                    rival.dropped = rival.gate.push(difference) == Judgement::Drop;
                }
            }
        }
        if self.read < self.asked && self.rule == Rule::Halving {
            self.halve();
        }
        self.read = self.asked;
        self.read >= items.len() || self.rivals.iter().all(|rival| rival.dropped)
    }

    /// Drops the worse half of those that are left; one always stays.
    fn halve(&mut self) {
        let mut alive: Vec<&mut Rival> = self.rivals.iter_mut().filter(|rival| !rival.dropped).collect();
        alive.sort_by(|a, b| b.gain().total_cmp(&a.gain()).then(a.version.cmp(&b.version)));
        let keep = alive.len().div_ceil(2);
        alive.into_iter().skip(keep).for_each(|rival| rival.dropped = true);
    }

    /// The next block, of as many items as `most` calls allow; empty when none.
    pub fn questions(&mut self, items: &[u64], repeats: u32, most: u64) -> Vec<Question> {
        let alive = self.rivals.iter().filter(|rival| !rival.dropped).count() as u64;
        let affordable = most / (alive * u64::from(repeats)).max(1);
        let block = self.asked.max(FIRST).min(usize::try_from(affordable).unwrap_or(usize::MAX));
        let end = (self.asked + block).min(items.len());
        let block = &items[self.asked..end];
        let mut questions = Vec::new();
        for rival in self.rivals.iter_mut().filter(|rival| !rival.dropped) {
            rival.asked += block.len() as u64 * u64::from(repeats);
            for item in block {
                let candidate = rival.version;
                questions.extend((0..repeats).map(|repeat| Question { item: *item, candidate, repeat }));
            }
        }
        self.asked = end;
        questions
    }
}
