//! Drafts of one round against the leader, on the same items in the same order, in growing blocks: whoever has hardly a
//! chance any more is dropped, and costs nothing further.

use serde::{Deserialize, Serialize};
use terms::Version;

use crate::accept::{Acceptance, Judgement, WorthMore};
use crate::trial::Scored;
use crate::{Question, Table};

/// Chance of being better below which a draft is dropped.
const LEAST: f64 = 0.1;
/// A gain that is of use: below it a draft is as good as the leader.
const USEFUL: f64 = 0.06;
/// Chance of being better from which a draft leads without answering the other items, and the items it takes at least.
const CLEAR: (f64, u64) = (0.995, 15);
/// Chance of being better from which a draft leads when the calls end before the items.
const LIKELY: f64 = 0.95;
/// Items below which nobody is halved away, five saying too little; of more drafts than a few the worse half leaves all
/// the same, for more are tried with the same calls.
const HALVED: usize = 10;
const A_FEW: usize = 4;
/// Items of the first block; each block is twice the one before.
const FIRST: usize = 5;

/// How drafts leave a contest at the end of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Those that have hardly a chance of being better than the leader.
    Gate,
    /// Those, and the worse half of the others: successive halving (Karnin, Koren and Somekh 2013). On the embedded model
    /// it tries twice as many versions with the same calls.
    #[default]
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

    /// Whether it is better beyond doubt already.
    fn clear(&self) -> bool {
        !self.dropped && self.n >= CLEAR.1 && self.gate.better() >= CLEAR.0
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
            gate: WorthMore::chance(LEAST).useful(USEFUL),
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
        if self.read < self.asked {
            // whose calls all fail (too long for the model, refused) has nothing to be judged by
            self.rivals.iter_mut().for_each(|rival| rival.dropped |= rival.n == 0);
            let alive = self.rivals.iter().filter(|rival| !rival.dropped).count();
            if self.rule == Rule::Halving && (self.asked >= HALVED || alive > A_FEW) {
                self.halve();
            }
        }
        self.read = self.asked;
        let settled = self.rivals.iter().all(|rival| rival.dropped) || self.rivals.iter().any(Rival::clear);
        self.read >= items.len() || settled
    }

    /// The calls end before the contest does: only who is likely better may still lead.
    pub fn cut(&mut self) {
        for rival in &mut self.rivals {
            rival.dropped |= rival.gate.better() < LIKELY;
        }
    }

    /// Drops the worse half of those that are left; one always stays.
    fn halve(&mut self) {
        let mut alive: Vec<&mut Rival> = self.rivals.iter_mut().filter(|rival| !rival.dropped).collect();
        alive.sort_by(|a, b| b.gain().total_cmp(&a.gain()).then(a.version.cmp(&b.version)));
        let keep = alive.len().div_ceil(2);
        alive.into_iter().skip(keep).for_each(|rival| rival.dropped = true);
    }

    /// The next block, of as many items as `most` calls allow; empty when none. The leader answers what it has not
    /// answered yet.
    pub fn questions(&mut self, seen: &Table, items: &[u64], repeats: u32, most: u64) -> Vec<Question> {
        let alive = self.rivals.iter().filter(|rival| !rival.dropped).count() as u64;
        let missing = |item: &u64| seen.score(self.leader, *item, repeats).is_none();
        let asked = alive + u64::from(items[self.asked..].iter().any(missing));
        let affordable = most / (asked * u64::from(repeats)).max(1);
        let block = self.asked.max(FIRST).min(usize::try_from(affordable).unwrap_or(usize::MAX));
        let end = (self.asked + block).min(items.len());
        let block = &items[self.asked..end];
        let of = |candidate: Version, item: u64| {
            (0..repeats).map(move |repeat| Question { item, candidate, repeat })
        };
        let mut questions: Vec<Question> =
            block.iter().filter(|item| missing(item)).flat_map(|item| of(self.leader, *item)).collect();
        for rival in self.rivals.iter_mut().filter(|rival| !rival.dropped) {
            rival.asked += block.len() as u64 * u64::from(repeats);
            questions.extend(block.iter().flat_map(|item| of(rival.version, *item)));
        }
        self.asked = end;
        questions
    }
}
