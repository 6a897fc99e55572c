//! Answers judged by people: which ones somebody is shown, in which order and without their arms; what everybody said;
//! what may be concluded.
//!
//! The same cases are shown to every rater, so that their agreement can be measured, in an order of each one's own. The
//! order is a function of the run and the rater: it needs no memory, and the queue goes on where it was left.

mod found;
mod queue;

pub use found::{
    Agreement, ArmGrade, ArmName, Checked, Graded, LeadRow, PEOPLE, PeopleDocument, Ranked, Voted, found,
};
pub use queue::{Asked, Item, Queue, Shown, Sitting};

use std::collections::BTreeMap;

use ledger::{Rated, Rating, Said, Scale};

/// What can be rated: one answer on a scale, or two answers whatever their sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Answer { case: u64, repeat: u32, arm: u32, scale: Scale },
    Pair { case: u64, repeat: u32, arms: [u32; 2] },
}

impl Thing {
    fn of(rating: &Rating) -> Thing {
        let (case, repeat) = (rating.case, rating.repeat);
        match rating.of {
            Rated::Answer { arm, scale, .. } => Thing::Answer { case, repeat, arm, scale },
            Rated::Pair { left, right, .. } => {
                Thing::Pair { case, repeat, arms: [left.min(right), left.max(right)] }
            }
        }
    }
}

/// How a rating stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Given,
    Skipped,
    TakenBack,
}

fn stands<T>(said: &Said<T>) -> Standing {
    match said {
        Said::Given(_) => Standing::Given,
        Said::Skipped => Standing::Skipped,
        Said::TakenBack => Standing::TakenBack,
    }
}

fn standing(rating: &Rating) -> Standing {
    match &rating.of {
        Rated::Answer { said, .. } => stands(said),
        Rated::Pair { said, .. } => stands(said),
    }
}

/// What each person has said last of each thing, with when they said it among all ratings.
fn newest(ratings: &[Rating]) -> BTreeMap<(Thing, &str), (usize, &Rating)> {
    let said = ratings.iter().enumerate();
    said.map(|(at, rating)| ((Thing::of(rating), rating.rater.as_str()), (at, rating))).collect()
}
