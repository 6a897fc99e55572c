use prompt::tree::Tree;
use stats::{Interval, PairedSummary};
use terms::Message;

use super::{Arm, Piece, without};

/// The plan: the whole prompt, then the prompt without each piece.
#[derive(Clone, Debug)]
pub struct LeaveOneOut {
    pieces: Vec<Piece>,
    arms: Vec<Arm>,
}

/// What is known of a piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Earned {
    /// The piece.
    pub piece: Piece,
    /// Mean of (whole - without it) over the items: above 0 it helps.
    pub gain: f64,
    /// 95 % interval of the gain, paired.
    pub interval: Interval,
    /// Items.
    pub n: u64,
    /// What can be said.
    pub effect: Effect,
}

/// What the scores say of a piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// Without it the prompt is worse.
    Helps,
    /// Without it the prompt is better.
    Harms,
    /// Neither can be said: an effect beyond this, either way, would have shown.
    NotSeen(f64),
}

impl Effect {
    pub(super) fn of(interval: Interval) -> Effect {
        if interval.low > 0.0 {
            Effect::Helps
        } else if interval.high < 0.0 {
            Effect::Harms
        } else {
            Effect::NotSeen(interval.high.abs().max(interval.low.abs()))
        }
    }

    /// The sentence for a person.
    pub fn message(self, gain: f64) -> Message {
        let points = crate::document::percent;
        match self {
            Effect::Helps => Message::new("studies-piece-helps").with("points", points(gain)),
            Effect::Harms => Message::new("studies-piece-harms").with("points", points(-gain)),
            Effect::NotSeen(most) => Message::new("studies-piece-not-seen").with("points", points(most)),
        }
    }
}

impl LeaveOneOut {
    /// The plan for these pieces of a prompt.
    pub fn new(tree: &Tree, pieces: Vec<Piece>) -> LeaveOneOut {
        let mut arms = vec![Arm { tree: tree.clone(), without: Vec::new() }];
        let mut kept = Vec::with_capacity(pieces.len());
        for piece in pieces {
            if let Some(mut arm) = without(tree, std::slice::from_ref(&piece), &[0]) {
                arm.without = vec![kept.len()];
                arms.push(arm);
                kept.push(piece);
            }
        }
        LeaveOneOut { pieces: kept, arms }
    }

    /// The versions to score: the whole prompt first.
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// Reads the scores: for each arm, one score per item, the items in the same order. `None` when an arm or a score
    /// is missing. The pieces come in the order of the text.
    pub fn read(&self, scores: &[Vec<f64>]) -> Option<Vec<Earned>> {
        let (whole, others) = scores.split_first()?;
        if others.len() != self.pieces.len() {
            return None;
        }
        let earned = self.pieces.iter().zip(others).enumerate().map(|(i, (piece, scores))| {
            if scores.len() != whole.len() {
                return None;
            }
            let mut pairs = PairedSummary::default();
            whole.iter().zip(scores).for_each(|(with, without)| pairs.push(*with, *without, 1.0, None));
            let compared = pairs.compare(i as u64)?;
            let interval = compared.interval;
            let (gain, n) = (compared.difference, compared.n);
            Some(Earned { piece: piece.clone(), gain, interval, n, effect: Effect::of(interval) })
        });
        earned.collect()
    }
}
