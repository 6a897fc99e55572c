//! Gates: may a candidate stay, and may it become champion? Each reads paired differences in a fixed order and says so
//! as soon as it may.

use stats::sequential::betting::Bet;
use stats::sequential::{Conclusion, Goal, UntilSure, spending};

/// What a gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It may.
    Keep,
    /// It may not.
    Drop,
    /// Not yet known.
    Undecided,
}

/// Judges a candidate by its differences to the one it is measured against (candidate less reference), one item at a
/// time.
pub trait Acceptance {
    /// Adds an item.
    fn push(&mut self, difference: f64) -> Judgement;

    /// No more items come.
    fn finish(&mut self) -> Judgement;
}

/// May it become champion? A sequential test whose error is the share of this attempt in that of the whole run, so that
/// a long run promotes no more false champions than a short one.
#[derive(Clone, Debug)]
pub struct Promotion(UntilSure);

impl Promotion {
    /// The `attempt`-th (from 1) of a run that may err `alpha` in all, on at most `most` items.
    pub fn attempt(attempt: u64, alpha: f64, most: u64) -> Promotion {
        Promotion(UntilSure::new(Goal { alpha: spending::attempt(attempt, alpha), ..Goal::within(most) }))
    }

    /// The test inside, for its figures.
    pub fn test(&self) -> &UntilSure {
        &self.0
    }
}

impl Acceptance for Promotion {
    fn push(&mut self, difference: f64) -> Judgement {
        self.0.push(difference).map_or(Judgement::Undecided, promoted)
    }

    fn finish(&mut self) -> Judgement {
        promoted(self.0.finish())
    }
}

fn promoted(conclusion: Conclusion) -> Judgement {
    if conclusion == Conclusion::Better { Judgement::Keep } else { Judgement::Drop }
}

/// Is it not worse by more than a margin? For shorter prompts: kept once a bet on "not worse by the margin" has won
/// enough, dropped once one on "worse by the margin" has, or when the items end. A loss within the margin, however well
/// it is shown, is what the margin allows.
#[derive(Clone, Debug)]
pub struct NotWorse {
    alpha: f64,
    not_worse: Bet,
    worse: Bet,
}

impl NotWorse {
    /// With this margin ("at most 1 answer in 50 may get worse" is .02) and error. The reference must be the original,
    /// never the last step: losses would add up.
    pub fn within(margin: f64, alpha: f64) -> NotWorse {
        let margin = margin.clamp(1e-3, 0.99);
        NotWorse { alpha, not_worse: Bet::above(-margin), worse: Bet::below(-margin) }
    }

    /// Items below which it can never say that a candidate may stay, even one that answers every item as the reference
    /// does.
    pub fn least_items(mut self) -> u64 {
        if self.alpha <= 0.0 {
            return u64::MAX;
        }
        let mut items = 1;
        while self.push(0.0) != Judgement::Keep {
            items += 1;
        }
        items
    }
}

impl Acceptance for NotWorse {
    fn push(&mut self, difference: f64) -> Judgement {
        self.not_worse.push(difference.clamp(-1.0, 1.0));
        self.worse.push(difference.clamp(-1.0, 1.0));
        let bar = 1.0 / self.alpha;
        if self.not_worse.e_value() >= bar {
            Judgement::Keep
        } else if self.worse.e_value() >= bar {
            Judgement::Drop
        } else {
            Judgement::Undecided
        }
    }

    fn finish(&mut self) -> Judgement {
        if self.not_worse.e_value() >= 1.0 / self.alpha { Judgement::Keep } else { Judgement::Drop }
    }
}

/// Is it worth more items? The loose gate of a search: dropped when its chance of being better, given the wins and
/// losses so far, falls below a bar. It promises nothing and costs little.
#[derive(Clone, Copy, Debug)]
pub struct WorthMore {
    least: f64,
    /// The gain below which being better is of no use.
    useful: f64,
    wins: f64,
    losses: f64,
    items: f64,
}

impl WorthMore {
    /// Drops when the chance of being better is below `least` (.1 unless there is a reason).
    pub fn chance(least: f64) -> WorthMore {
        WorthMore { least, useful: 0.0, wins: 0.0, losses: 0.0, items: 0.0 }
    }

    /// The same, dropping also when a gain of this size has hardly a chance: one tie after the other says that nothing
    /// changes.
    #[must_use]
    pub fn useful(self, gain: f64) -> WorthMore {
        WorthMore { useful: gain, ..self }
    }

    /// Chance that it is better: of a win rate above 1/2 under a flat prior.
    pub fn better(&self) -> f64 {
        stats::law::beta::tails(0.5, self.wins + 1.0, self.losses + 1.0).upper
    }

    /// Chance that its mean gain is useful: normal about the mean of the items and two ties, with the spread of one
    /// more win or loss than there was.
    fn of_use(&self) -> f64 {
        let n = self.items + 2.0;
        let (mean, spread) = ((self.wins - self.losses) / n, (self.wins + self.losses + 1.0).sqrt() / n);
        stats::law::normal::tails((self.useful - mean) / spread).upper
    }
}

impl Acceptance for WorthMore {
    fn push(&mut self, difference: f64) -> Judgement {
        self.wins += difference.max(0.0);
        self.losses += (-difference).max(0.0);
        self.items += 1.0;
        let idle = self.useful > 0.0 && self.of_use() < self.least;
        if idle || self.better() < self.least { Judgement::Drop } else { Judgement::Undecided }
    }

    fn finish(&mut self) -> Judgement {
        if self.better() < 0.5 { Judgement::Drop } else { Judgement::Keep }
    }
}
