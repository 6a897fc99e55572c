use std::collections::{BTreeMap, BinaryHeap};

use ledger::{LedgerError, Rated, Rating, RunId, Said, Scale, Store, TrialAt, TrialFilter, Vote};
use terms::evaluation::Trial;

use super::{Standing, Thing, newest, standing};

/// What somebody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To grade answers one by one.
    Grade(Scale),
    /// Which of two answers is better.
    Vote,
}

/// Somebody about to judge answers of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// The run.
    pub run: RunId,
    /// Who.
    pub rater: String,
    /// What is asked.
    pub asked: Asked,
    /// Answers or pairs, about.
    pub size: usize,
}

/// An answer, or two side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// One answer.
    Answer(TrialAt),
    /// Two answers to the same case.
    Pair {
        /// Position of the case.
        case: u64,
        /// 0-based repeat.
        repeat: u32,
        /// The arm on the left.
        left: u32,
        /// The arm on the right.
        right: u32,
    },
}

/// What is left for somebody to judge.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    items: Vec<Item>,
    /// What is left, in order: what was skipped comes last.
    left: Vec<Item>,
    last: Option<Rating>,
}

/// The next thing to judge.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Which.
    pub item: Item,
    /// The answer, or the one on the left and the one on the right.
    pub answers: Vec<Trial>,
}

/// A number from the run, a word and numbers: draws that need no memory.
fn draw(run: RunId, word: &str, numbers: &[u64]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(run.as_str().as_bytes()).update(&(word.len() as u64).to_le_bytes()).update(word.as_bytes());
    for number in numbers {
        hasher.update(&number.to_le_bytes());
    }
    let mut first = [0; 8];
    hasher.finalize_xof().fill(&mut first);
    u64::from_le_bytes(first)
}

impl Sitting {
    /// The things to judge, the same for every rater, in this one's order. `places` are those of the answers of the run
    /// ([`Store::done_trials`]), in their order; memory is the size's, not theirs.
    fn items(
        &self,
        places: impl Iterator<Item = Result<TrialAt, LedgerError>>,
    ) -> Result<Vec<Item>, LedgerError> {
        let least = if self.asked == Asked::Vote { 2 } else { 1 };
        let mut kept: BinaryHeap<(u64, u64, Vec<u32>)> = BinaryHeap::new();
        let mut keep = |case: u64, arms: Vec<u32>| {
            if arms.len() >= least {
                kept.push((draw(self.run, "case", &[case]), case, arms));
                if kept.len() > self.size {
                    kept.pop();
                }
            }
        };
        let mut current: Option<(u64, Vec<u32>)> = None;
        for place in places {
            let place = place?;
            if place.repeat != 0 {
                continue;
            }
            match &mut current {
                Some((case, arms)) if *case == place.case => arms.push(place.arm),
                _ => {
                    if let Some((case, arms)) = current.replace((place.case, vec![place.arm])) {
                        keep(case, arms);
                    }
                }
            }
        }
        if let Some((case, arms)) = current {
            keep(case, arms);
        }
        let mut items = Vec::new();
        for (_, case, arms) in kept.into_sorted_vec() {
            if items.len() >= self.size {
                break;
            }
            items.extend(self.of_case(case, &arms));
        }
        items.sort_by_key(|item| draw(self.run, &self.rater, &item.numbers()));
        Ok(items)
    }

    fn of_case(&self, case: u64, arms: &[u32]) -> Vec<Item> {
        if let Asked::Grade(_) = self.asked {
            return arms.iter().map(|arm| Item::Answer(TrialAt { case, arm: *arm, repeat: 0 })).collect();
        }
        let mut out = Vec::new();
        for (at, one) in arms.iter().enumerate() {
            for other in &arms[at + 1..] {
                // which side an arm is on tells nothing
                let turn = draw(self.run, &self.rater, &[case, u64::from(*one), u64::from(*other)]) & 1;
                let (left, right) = if turn == 0 { (*one, *other) } else { (*other, *one) };
                out.push(Item::Pair { case, repeat: 0, left, right });
            }
        }
        out
    }

    /// Whether a rating is one of this sitting.
    fn holds(&self, rating: &Rating) -> bool {
        rating.rater == self.rater
            && match (self.asked, &rating.of) {
                (Asked::Grade(scale), Rated::Answer { scale: other, .. }) => scale == *other,
                (Asked::Vote, Rated::Pair { .. }) => true,
                _ => false,
            }
    }

    /// What an item is rated as.
    fn thing(&self, item: Item) -> Thing {
        match (item, self.asked) {
            (Item::Pair { case, repeat, left, right }, _) => {
                Thing::Pair { case, repeat, arms: [left.min(right), left.max(right)] }
            }
            (Item::Answer(at), asked) => {
                let scale = if let Asked::Grade(scale) = asked { scale } else { Scale::PassFail };
                Thing::Answer { case: at.case, repeat: at.repeat, arm: at.arm, scale }
            }
        }
    }

    /// What is left of it. **Blocking** as `places` is.
    ///
    /// # Errors
    /// Those of `places`.
    pub fn queue(
        &self,
        places: impl Iterator<Item = Result<TrialAt, LedgerError>>,
        ratings: &[Rating],
    ) -> Result<Queue, LedgerError> {
        let items = self.items(places)?;
        let own: Vec<Rating> = ratings.iter().filter(|rating| self.holds(rating)).cloned().collect();
        let newest = newest(&own);
        let stands: BTreeMap<Thing, Standing> =
            newest.iter().map(|((thing, _), (_, rating))| (*thing, standing(rating))).collect();
        let of = |item: &Item| stands.get(&self.thing(*item)).copied();
        let (mut unsaid, mut skipped) = (Vec::new(), Vec::new());
        for item in &items {
            match of(item) {
                Some(Standing::Given) => {}
                Some(Standing::Skipped) => skipped.push(*item),
                None | Some(Standing::TakenBack) => unsaid.push(*item),
            }
        }
        let last = newest.values().filter(|(_, rating)| standing(rating) != Standing::TakenBack);
        let last = last.max_by_key(|(at, _)| *at).map(|(_, rating)| (*rating).clone());
        unsaid.append(&mut skipped);
        Ok(Queue { items, left: unsaid, last })
    }

    /// A name for an item that does not tell its arms.
    pub fn name(&self, item: Item) -> String {
        format!("{:016x}", draw(self.run, &self.rater, &item.numbers()))
    }

    /// A mark as people write it: `pass`, `fail`, `1` to `5`, `left`, `right`, `tie`, `both-bad`, `skip`; `None` when it is
    /// no answer to what this sitting asks.
    pub fn said(&self, item: Item, mark: &str) -> Option<Rated> {
        match (self.asked, item) {
            (Asked::Grade(scale), Item::Answer(at)) => {
                let said = match (scale, mark) {
                    (_, "skip") => Said::Skipped,
                    (Scale::PassFail, "fail") => Said::Given(0),
                    (Scale::PassFail, "pass") => Said::Given(1),
                    (Scale::PassFail, _) => return None,
                    (Scale::Stars, digit) => Said::Given(digit.parse().ok().filter(|n| scale.holds(*n))?),
                };
                Some(Rated::Answer { arm: at.arm, scale, said })
            }
            (Asked::Vote, Item::Pair { left, right, .. }) => {
                let said = match mark {
                    "skip" => Said::Skipped,
                    "left" => Said::Given(Vote::Left),
                    "right" => Said::Given(Vote::Right),
                    "tie" => Said::Given(Vote::Tie),
                    "both-bad" => Said::Given(Vote::BothBad),
                    _ => return None,
                };
                Some(Rated::Pair { left, right, said })
            }
            _ => None,
        }
    }
}

impl Queue {
    /// The item of this name ([`Sitting::name`]).
    pub fn named(&self, sitting: &Sitting, name: &str) -> Option<Item> {
        self.items.iter().find(|item| sitting.name(**item) == name).copied()
    }

    /// What is left, in the order it is asked.
    pub fn left(&self) -> &[Item] {
        &self.left
    }

    /// Things judged, and things in all.
    pub fn done(&self) -> (usize, usize) {
        (self.items.len() - self.left.len(), self.items.len())
    }

    /// What was said last, taken back; `None` when nothing stands.
    pub fn taken_back(&self) -> Option<Rating> {
        let last = self.last.as_ref()?;
        let of = match last.of {
            Rated::Answer { arm, scale, .. } => Rated::Answer { arm, scale, said: Said::TakenBack },
            Rated::Pair { left, right, .. } => Rated::Pair { left, right, said: Said::TakenBack },
        };
        Some(Rating { of, note: None, ..last.clone() })
    }

    /// The next thing worth a look, and how many pairs were passed over because both answers are the same text.
    ///
    /// # Errors
    /// Those of the ledger.
    pub async fn next(&self, store: &dyn Store, run: RunId) -> Result<(Option<Shown>, usize), LedgerError> {
        let mut same = 0;
        for item in &self.left {
            let answers = item.answers(store, run).await?;
            let texts: Vec<&str> =
                answers.iter().filter_map(|trial| Some(trial.text.as_deref()?.trim())).collect();
            match texts.as_slice() {
                [left, right] if left == right => same += 1,
                [_] | [_, _] if texts.len() == item.arms().len() => {
                    return Ok((Some(Shown { item: *item, answers }), same));
                }
                // its reply was pruned since
                _ => {}
            }
        }
        Ok((None, same))
    }
}

impl Item {
    /// The arms whose answers are judged.
    pub fn arms(&self) -> Vec<u32> {
        match *self {
            Item::Answer(at) => vec![at.arm],
            Item::Pair { left, right, .. } => vec![left, right],
        }
    }

    /// The case and the repeat.
    pub fn place(&self) -> (u64, u32) {
        match *self {
            Item::Answer(at) => (at.case, at.repeat),
            Item::Pair { case, repeat, .. } => (case, repeat),
        }
    }

    /// What tells it from the others, whatever the sides.
    fn numbers(&self) -> [u64; 4] {
        match *self {
            Item::Answer(at) => [at.case, u64::from(at.repeat), u64::from(at.arm), u64::from(at.arm)],
            Item::Pair { case, repeat, left, right } => {
                [case, u64::from(repeat), u64::from(left.min(right)), u64::from(left.max(right))]
            }
        }
    }

    async fn answers(&self, store: &dyn Store, run: RunId) -> Result<Vec<Trial>, LedgerError> {
        let (case, repeat) = self.place();
        let mut out = Vec::new();
        for arm in self.arms() {
            out.extend(trial(store, run, TrialAt { case, arm, repeat }).await?);
        }
        Ok(out)
    }
}

/// The trial of a place, with its text.
pub(super) async fn trial(store: &dyn Store, run: RunId, at: TrialAt) -> Result<Option<Trial>, LedgerError> {
    let filter = TrialFilter { arm: Some(at.arm), case: Some(at.case), outcome: None };
    let page = store.trial_page(run, filter, None, at.repeat as usize + 1).await?;
    Ok(page.trials.into_iter().find(|trial| trial.repeat == at.repeat))
}
