//! Wald's sequential probability ratio test (1945) of a share `p0` against `p1`, and the least that any test needs.

use super::information::kl;
use super::walk::{Barriers, Look};
use crate::law::normal;

/// The test. Claims `p1` at the upper bound of the log likelihood ratio, gives `p1` up at the lower one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sprt {
    /// Share when there is nothing.
    pub p0: f64,
    /// Share of interest, above `p0`.
    pub p1: f64,
    /// Upper bound, nats.
    pub upper: f64,
    /// Lower bound, nats, below 0.
    pub lower: f64,
}

impl Sprt {
    /// Wald's bounds ln((1 - beta) / alpha) and ln(beta / (1 - alpha)): the walk jumps over them, so both errors
    /// mostly come out below `alpha` (claiming when `p0` is true) and `beta` (giving up when `p1` is).
    pub fn wald(p0: f64, p1: f64, alpha: f64, beta: f64) -> Sprt {
        Sprt { p0, p1, upper: ((1.0 - beta) / alpha).ln(), lower: (beta / (1.0 - alpha)).ln() }
    }

    /// Bounds for a walk of at most `horizon` tosses that keep both errors exactly: the upper one is Ville's ln(1 /
    /// alpha), which cannot err more often whatever the jumps and leaves error for a last look; the lower one is drawn in
    /// until the chance of giving `p1` up by mistake just stays below `beta`, so that no toss is spent on jumping over it.
    pub fn patient(p0: f64, p1: f64, alpha: f64, beta: f64, horizon: u64) -> Sprt {
        let mut test = Sprt { p0, p1, upper: -alpha.ln(), lower: beta.ln() };
        let (mut fails, mut kept) = (0.0, test.lower);
        for _ in 0..14 {
            test.lower = 0.5 * (fails + kept);
            let given_up = test.barriers(horizon).course(p1, horizon).low;
            if given_up <= beta { kept = test.lower } else { fails = test.lower }
        }
        Sprt { lower: kept, ..test }
    }

    /// Log likelihood ratio of `p1` to `p0` after these wins and losses.
    pub fn ratio(&self, wins: u64, losses: u64) -> f64 {
        wins as f64 * self.win() + losses as f64 * self.loss()
    }

    /// Where these wins and losses stand.
    pub fn look(&self, wins: u64, losses: u64) -> Look {
        let ratio = self.ratio(wins, losses);
        // sums reached by different roads differ in their last bits
        if ratio >= self.upper - 1e-9 {
            Look::High
        } else if ratio <= self.lower + 1e-9 {
            Look::Low
        } else {
            Look::Open
        }
    }

    /// The bounds as wins, for up to `horizon` tosses.
    pub fn barriers(&self, horizon: u64) -> Barriers {
        let (win, loss) = (self.win(), self.loss());
        let wins_at = move |bound: f64, n: i64| (bound - n as f64 * loss) / (win - loss);
        let (upper, lower) = (self.upper - 1e-9, self.lower + 1e-9);
        Barriers::new(
            horizon,
            |n| if n == 0 { 1 } else { wins_at(upper, n).ceil() as i64 },
            |n| if n == 0 { -1 } else { wins_at(lower, n).floor() as i64 },
        )
    }

    fn win(&self) -> f64 {
        (self.p1 / self.p0).ln()
    }

    fn loss(&self) -> f64 {
        ((1.0 - self.p1) / (1.0 - self.p0)).ln()
    }
}

/// Wald's lower bound on the expected number of tosses of *any* test with these errors: when `p0` is true, and when
/// `p1` is.
pub fn least_expected(p0: f64, p1: f64, alpha: f64, beta: f64) -> (f64, f64) {
    (kl(alpha, 1.0 - beta) / kl(p0, p1), kl(beta, 1.0 - alpha) / kl(p1, p0))
}

/// Tosses of the one-sided test of fixed size with these errors, by the normal law.
pub fn fixed(p0: f64, p1: f64, alpha: f64, beta: f64) -> f64 {
    let spread = |p: f64| (p * (1.0 - p)).sqrt();
    let reach = normal::quantile(1.0 - alpha) * spread(p0) + normal::quantile(1.0 - beta) * spread(p1);
    (reach / (p1 - p0)).powi(2)
}
