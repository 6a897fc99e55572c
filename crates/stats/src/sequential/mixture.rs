//! Two-sided sequential test of a fair coin: an e-value that averages the likelihood ratio over a symmetric beta law
//! of the chance of a win (Robbins 1970; Howard et al. 2021).
//!
//! Bought at any look, an e-value of 1/alpha or more is evidence at level alpha whatever the rule that decided to look
//! (Ville). When the most pairs there can be are known, as in a study with a planned end, Ville's 1/alpha is more than
//! needed: [`exact`] draws the bar down to where the exact chance of ever crossing it is alpha.

use super::walk::Barriers;
use crate::law::ln_gamma;

/// Concentration of the beta law: effects of interest in prompts are win rates of .55 to .8 among the cases that
/// differ. 1 is the flat law; above 8 large effects are found too late (`docs/statistics.md`).
pub const CONCENTRATION: f64 = 4.0;

/// ln of the e-value of `wins` and `losses` under Beta(a, a).
pub fn ln_e(wins: u64, losses: u64, a: f64) -> f64 {
    let (w, l) = (wins as f64, losses as f64);
    let ln_beta = |x: f64, y: f64| ln_gamma(x) + ln_gamma(y) - ln_gamma(x + y);
    ln_beta(w + a, l + a) - ln_beta(a, a) + (w + l) * std::f64::consts::LN_2
}

/// The e-value under Beta(a, a); with a = 1, B(w + 1, l + 1) 2^(w + l).
pub fn e_value(wins: u64, losses: u64, a: f64) -> f64 {
    ln_e(wins, losses, a).exp()
}

/// Barriers at a bar for the e-value, for up to `horizon` pairs.
pub fn barriers(a: f64, bar: f64, horizon: u64) -> Barriers {
    let ln_bar = bar.ln();
    // the fewest wins of the leading side rise with the pairs, by at most one each: one pass over both
    let mut fewest = Vec::with_capacity(horizon as usize + 1);
    let mut wins = 1_u64;
    for n in 0..=horizon {
        wins = wins.max(n / 2 + 1);
        while wins <= n && ln_e(wins, n - wins, a) < ln_bar {
            wins += 1;
        }
        // not reached with n pairs: looked for again with n + 1
        fewest.push(wins.min(n + 1) as i64);
        wins = wins.min(n + 1);
    }
    Barriers::symmetric(horizon, |n| fewest[n as usize])
}

/// Barriers whose exact chance of being crossed within `horizon` pairs by a fair coin is at most `alpha`, and as near to
/// it as the steps of the walk let it be.
pub fn exact(a: f64, alpha: f64, horizon: u64) -> Barriers {
    let crossed = |barriers: &Barriers| {
        let course = barriers.course(0.5, horizon);
        course.high + course.low
    };
    // Ville's bar always keeps
    let (mut fails, mut kept) = (0.0_f64, -alpha.ln());
    for _ in 0..14 {
        let middle = 0.5 * (fails + kept);
        if crossed(&barriers(a, middle.exp(), horizon)) <= alpha { kept = middle } else { fails = middle }
    }
    barriers(a, kept.exp(), horizon)
}
