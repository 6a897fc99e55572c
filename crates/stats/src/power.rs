//! How many cases, or how small a difference (Miller 2024, arXiv 2411.00640, section on power).
//!
//! Numbers of cases come back as they are computed, not rounded: round up.

use crate::law::{normal, root, student};

/// More cases than this nobody will run: [`more_cases`] says nothing instead.
pub const MOST_CASES: f64 = 1e7;

/// What a plan must satisfy: a two-sided test at `alpha` that finds a true difference with probability `power`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Chance of a false claim.
    pub alpha: f64,
    /// Chance of a true one.
    pub power: f64,
}

impl Default for Plan {
    /// 5 % and 80 %.
    fn default() -> Plan {
        Plan { alpha: 0.05, power: 0.8 }
    }
}

/// Where the variance of a graded comparison comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variances {
    /// Variance over cases of the difference of the two arms' expected scores (omega^2).
    pub between: f64,
    /// Variance of arm A within a case (sigma_A^2).
    pub within_a: f64,
    /// Repeats of each case in arm A; infinity is allowed.
    pub repeats_a: f64,
    /// Variance of arm B within a case.
    pub within_b: f64,
    /// Repeats of each case in arm B.
    pub repeats_b: f64,
}

impl Variances {
    /// Variance of one case's difference.
    pub fn of_a_case(&self) -> f64 {
        self.between + self.within_a / self.repeats_a + self.within_b / self.repeats_b
    }
}

impl Plan {
    /// (z of alpha/2 + z of power)^2.
    fn squared(&self) -> f64 {
        (normal::two_sided(1.0 - self.alpha) + normal::quantile(self.power)).powi(2)
    }

    /// Cases for a paired comparison of graded scores to find `delta`.
    pub fn paired(&self, variances: Variances, delta: f64) -> f64 {
        self.squared() * variances.of_a_case() / (delta * delta)
    }

    /// Smallest difference `n` cases find (the minimum detectable effect).
    pub fn detectable(&self, variances: Variances, n: f64) -> f64 {
        (self.squared() * variances.of_a_case() / n).sqrt()
    }

    /// Cases for a paired comparison of right-or-wrong scores, of which a share `discordant` differs.
    pub fn paired_binary(&self, discordant: f64, delta: f64) -> f64 {
        self.squared() * (discordant - delta * delta) / (delta * delta)
    }

    /// Cases *per arm* when each arm has its own cases, shares `p` and `q`.
    pub fn unpaired(&self, p: f64, q: f64) -> f64 {
        self.squared() * (p * (1.0 - p) + q * (1.0 - q)) / (p - q).powi(2)
    }

    /// The same by Cohen's h = 2 asin sqrt(p) - 2 asin sqrt(q), which steadies the variance.
    pub fn unpaired_arcsine(&self, p: f64, q: f64) -> f64 {
        let h = 2.0 * (p.sqrt().asin() - q.sqrt().asin());
        let bar = normal::two_sided(1.0 - self.alpha);
        // a significant result in the wrong direction counts as found here, as in the usual tables
        let found = |shift: f64| normal::cdf(shift - bar) + normal::cdf(-shift - bar);
        let shift = root(0.0, self.squared().sqrt() + 1.0, |shift| found(shift) - self.power);
        2.0 * shift * shift / (h * h)
    }

    /// Cases for Student's test of a mean difference of `d` standard deviations, by the noncentral t law.
    pub fn t_test(&self, d: f64) -> f64 {
        let normal_n = self.squared() / (d * d);
        root(2.0_f64.max(0.5 * normal_n), 2.0 * normal_n + 20.0, |n| t_power(d, n, self.alpha) - self.power)
    }
}

/// Power of the two-sided one-sample t test with `n` cases at an effect of `d` standard deviations.
pub fn t_power(d: f64, n: f64, alpha: f64) -> f64 {
    let df = n - 1.0;
    let (bar, shift) = (student::two_sided(1.0 - alpha, df), d.abs() * n.sqrt());
    // given the sample's standard deviation s (in true ones), t is normal: integrate over the law of s, which is
    // s^(df-1) exp(-df s^2 / 2) up to a constant, with mode near 1 and spread 1 / sqrt(2 df)
    let mode = ((df - 1.0).max(0.0) / df).sqrt();
    let reach = 12.0 / (2.0 * df).sqrt();
    let (from, to) = ((mode - reach).max(0.0), mode + reach);
    let log_density =
        |s: f64| if s > 0.0 || df <= 1.0 { (df - 1.0) * s.max(1e-300).ln() - 0.5 * df * s * s } else { -1e9 };
    let peak = log_density(mode.max(1e-12));
    // Simpson's rule, numerator and normalisation on the same grid
    let steps = 2000;
    let (mut hit, mut all) = (0.0, 0.0);
    for i in 0..=steps {
        let s = from + (to - from) * f64::from(i) / f64::from(steps);
        let simpson = if i == 0 || i == steps {
            1.0
        } else if i % 2 == 1 {
            4.0
        } else {
            2.0
        };
        let weight = simpson * (log_density(s) - peak).exp();
        all += weight;
        hit += weight * (normal::cdf(shift - bar * s) + normal::cdf(-shift - bar * s));
    }
    hit / all
}

/// How many more cases would settle a comparison with this plan, were the difference seen the true one: from the
/// `n` cases seen, their mean `difference` and the standard deviation `sd` of one case's difference (for clustered
/// cases sqrt(n) times the clustered standard error). `None` when no finite number or more than [`MOST_CASES`].
pub fn more_cases(plan: Plan, n: u64, difference: f64, sd: f64) -> Option<u64> {
    let needed = plan.squared() * sd * sd / (difference * difference);
    let more = (needed - n as f64).ceil().max(1.0);
    (difference != 0.0 && more <= MOST_CASES).then_some(more as u64)
}
