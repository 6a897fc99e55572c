//! Which strategy drafts next: the budget follows accepted gain per unit of cost.

use super::Told;

/// Share of the past that is remembered from one turn to the next.
const KEPT: f64 = 0.95;

/// A portfolio of strategies, by index: discounted upper confidence bounds of their gain per cost (Kocsis and Szepesvári
/// 2006), so that each is tried, none is starved by bad luck, and what was easy to gain at first is forgotten.
#[derive(Clone, Debug)]
pub struct Portfolio {
    arms: Vec<Arm>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Arm {
    tried: f64,
    gain: f64,
    /// In calls to the model under study; one to a proposing model counts for as many as it costs.
    cost: f64,
}

impl Portfolio {
    /// So many strategies, none tried.
    pub fn of(strategies: usize) -> Portfolio {
        Portfolio { arms: vec![Arm::default(); strategies] }
    }

    /// The strategy to ask next among those that may be: those never tried first, in their order; then the best bound.
    pub fn next(&self, may: impl Fn(usize) -> bool) -> Option<usize> {
        let fresh = (0..self.arms.len()).find(|i| may(*i) && self.arms[*i].tried == 0.0);
        if fresh.is_some() {
            return fresh;
        }
        let all: f64 = self.arms.iter().map(|arm| arm.tried).sum();
        // rates are tiny and their scale unknown: doubt is measured in the best one seen, and decides alone before any
        let scale = self.arms.iter().map(Arm::rate).fold(f64::MIN_POSITIVE.sqrt(), f64::max);
        let bound = |arm: &Arm| arm.rate() + scale * (0.5 * all.max(2.0).ln() / arm.tried).sqrt();
        (0..self.arms.len())
            .filter(|i| may(*i))
            .max_by(|a, b| bound(&self.arms[*a]).total_cmp(&bound(&self.arms[*b])))
    }

    /// Counts what became of a strategy's drafts and what it took to know; only kept ones gained anything.
    pub fn tell(&mut self, strategy: usize, outcomes: &[Told], cost: f64) {
        for arm in &mut self.arms {
            (arm.tried, arm.gain, arm.cost) = (KEPT * arm.tried, KEPT * arm.gain, KEPT * arm.cost);
        }
        let Some(arm) = self.arms.get_mut(strategy) else { return };
        arm.tried += 1.0;
        arm.cost += cost;
        for told in outcomes {
            arm.gain += if told.kept { told.gain.max(0.0) } else { 0.0 };
        }
    }

    /// Accepted gain per cost of a strategy so far.
    pub fn rate(&self, strategy: usize) -> f64 {
        self.arms.get(strategy).map_or(0.0, Arm::rate)
    }
}

impl Arm {
    fn rate(&self) -> f64 {
        self.gain / self.cost.max(1.0)
    }
}
