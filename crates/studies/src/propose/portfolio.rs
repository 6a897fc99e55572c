//! Which strategy drafts next: the budget follows accepted gain per call.

use stats::draws::Draws;

use super::Told;

/// A portfolio of strategies, by index: upper confidence bounds of their gain per call (Auer, Cesa-Bianchi and Fischer
/// 2002), so that each is tried and none is starved by bad luck.
#[derive(Clone, Debug)]
pub struct Portfolio {
    arms: Vec<Arm>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Arm {
    tried: u64,
    gain: f64,
    calls: u64,
}

impl Portfolio {
    /// So many strategies, none tried.
    pub fn of(strategies: usize) -> Portfolio {
        Portfolio { arms: vec![Arm::default(); strategies] }
    }

    /// The strategy to ask next: those never tried first, in an order drawn; then the best bound.
    pub fn next(&self, draws: &mut Draws) -> Option<usize> {
        let fresh: Vec<usize> = (0..self.arms.len()).filter(|i| self.arms[*i].tried == 0).collect();
        if !fresh.is_empty() {
            return Some(fresh[draws.below(fresh.len())]);
        }
        let all: u64 = self.arms.iter().map(|arm| arm.tried).sum();
        let most = self.arms.iter().map(Arm::rate).fold(0.0, f64::max);
        // rates are tiny and their scale unknown: doubt is measured in the best one seen
        let bound = |arm: &Arm| arm.rate() + most * (0.5 * (all as f64).ln() / arm.tried as f64).sqrt();
        (0..self.arms.len()).max_by(|a, b| bound(&self.arms[*a]).total_cmp(&bound(&self.arms[*b])))
    }

    /// Counts what became of a strategy's drafts; only kept ones gained anything.
    pub fn tell(&mut self, strategy: usize, outcomes: &[Told]) {
        let Some(arm) = self.arms.get_mut(strategy) else { return };
        arm.tried += 1;
        for told in outcomes {
            arm.calls += told.calls;
            arm.gain += if told.kept { told.gain.max(0.0) } else { 0.0 };
        }
    }

    /// Accepted gain per call of a strategy so far.
    pub fn rate(&self, strategy: usize) -> f64 {
        self.arms.get(strategy).map_or(0.0, Arm::rate)
    }
}

impl Arm {
    fn rate(&self) -> f64 {
        self.gain / self.calls.max(1) as f64
    }
}
