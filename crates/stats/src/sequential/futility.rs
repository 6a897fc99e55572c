//! Stopping because going on would not help. It only takes claims away, so no error grows by it.

use super::walk::Barriers;
use crate::law::normal;

/// Chance that a test of fixed size ends with a claim, were the drift of its statistic `theta` (the expected z at the
/// end): `z` is the statistic after a share `t` of the cases, `bar` what the last z must reach (Lan and Wittes 1988).
pub fn conditional_power(z: f64, t: f64, theta: f64, bar: f64) -> f64 {
    if t >= 1.0 {
        return f64::from(u8::from(z >= bar));
    }
    let so_far = z * t.sqrt();
    normal::cdf((so_far + theta * (1.0 - t) - bar) / (1.0 - t).sqrt())
}

/// The same averaged over what the data seen so far say of the drift (flat prior; Spiegelhalter et al. 1986).
pub fn predictive_power(z: f64, t: f64, bar: f64) -> f64 {
    if t >= 1.0 {
        return f64::from(u8::from(z >= bar));
    }
    if t <= 0.0 {
        return 0.5;
    }
    normal::cdf((z - bar * t.sqrt()) / (1.0 - t).sqrt())
}

/// Chance that a walk now at these wins and losses ends with a claim in `steps` more pairs: by meeting a barrier or by
/// the last look, which asks for `last` wins of the leading side. Wins come as the pairs seen so far predict them, on
/// top of `a` imaginary wins and losses.
pub fn chance_of_a_claim(
    barriers: &Barriers,
    (wins, losses): (u64, u64),
    steps: u64,
    last: u64,
    a: f64,
) -> f64 {
    let course =
        barriers.course_from(wins, losses, steps, |w, l| (w as f64 + a) / ((w + l) as f64 + 2.0 * a));
    let n = wins + losses + steps;
    let at_last = if last <= n { course.open_from(last) + course.open_to(n - last) } else { 0.0 };
    course.high + course.low + at_last
}
