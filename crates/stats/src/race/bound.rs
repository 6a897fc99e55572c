//! The least expected number of calls to find the best of several right-or-wrong arms with a chosen certainty, for any
//! method (Garivier and Kaufmann 2016): kl(delta, 1 - delta) times the characteristic time T*.

use crate::law::root;
use crate::sequential::information::kl;

/// What the best possible method would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Characteristic {
    /// T*: calls per nat of certainty. Infinite when two arms are best.
    pub time: f64,
    /// Share of the calls that each arm should get, in the order given.
    pub shares: Vec<f64>,
}

impl Characteristic {
    /// Of arms with these true shares of right answers, each strictly between 0 and 1. `None` below two arms.
    pub fn of(means: &[f64]) -> Option<Characteristic> {
        let best = (0..means.len()).max_by(|a, b| means[*a].total_cmp(&means[*b]))?;
        let others: Vec<usize> = (0..means.len()).filter(|arm| *arm != best).collect();
        let top = means[best];
        if others.is_empty() {
            return None;
        }
        let nearest = others.iter().map(|arm| means[*arm]).fold(0.0, f64::max);
        if nearest >= top {
            return Some(Characteristic {
                time: f64::INFINITY,
                shares: vec![1.0 / means.len() as f64; means.len()],
            });
        }
        // at the optimum every rival costs the same y; the balance of the best arm's own share fixes y
        let balance =
            |y: f64| others.iter().map(|arm| Rival::at(top, means[*arm], y).pull()).sum::<f64>() - 1.0;
        let most = kl(top, nearest);
        let y = root(0.0, most * (1.0 - 1e-12), balance);
        let mut shares = vec![0.0; means.len()];
        shares[best] = 1.0;
        for arm in &others {
            shares[*arm] = Rival::at(top, means[*arm], y).x;
        }
        let all: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= all);
        Some(Characteristic { time: all / y, shares })
    }

    /// The least expected number of calls to be wrong with probability at most `delta`.
    pub fn least_calls(&self, delta: f64) -> f64 {
        kl(delta, 1.0 - delta) * self.time
    }
}

/// A rival of the best arm at the cost y of telling the two apart.
struct Rival {
    top: f64,
    mean: f64,
    /// Calls to the rival per call to the best arm.
    x: f64,
}

impl Rival {
    fn at(top: f64, mean: f64, y: f64) -> Rival {
        let cost = |x: f64| {
            let middle = (top + x * mean) / (1.0 + x);
            kl(top, middle) + x * kl(mean, middle)
        };
        // the cost rises with x from 0 to kl(top, mean)
        let mut far = 1.0;
        while cost(far) < y && far < 1e15 {
            far *= 2.0;
        }
        Rival { top, mean, x: root(0.0, far, |x| cost(x) - y) }
    }

    /// What the best arm gains over this rival by one more call, relative to what the rival's call gains.
    fn pull(&self) -> f64 {
        if self.x == 0.0 {
            return 0.0;
        }
        let middle = (self.top + self.x * self.mean) / (1.0 + self.x);
        let gain = kl(self.mean, middle);
        if gain > 0.0 { kl(self.top, middle) / gain } else { f64::INFINITY }
    }
}
