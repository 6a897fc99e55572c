/// A root of `f` between `a` and `b`, where it has opposite signs, to the last bits: Chandrupatla's method (1997),
/// inverse quadratic steps where they are safe, halving where they are not.
///
/// When the signs agree, the end where `f` is nearer to zero comes back: callers clamp to what is possible.
pub(crate) fn root(a: f64, b: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut x1, mut x2) = (a, b);
    let (mut f1, mut f2) = (f(x1), f(x2));
    if f1 * f2 > 0.0 {
        return if f1.abs() < f2.abs() { x1 } else { x2 };
    }
    let mut t = 0.5;
    for _ in 0..200 {
        let x = x1 + t * (x2 - x1);
        let fx = f(x);
        let (x3, f3);
        if (fx > 0.0) == (f1 > 0.0) {
            (x3, f3) = (x1, f1);
        } else {
            (x3, f3) = (x2, f2);
            (x2, f2) = (x1, f1);
        }
        (x1, f1) = (x, fx);
        let (best, value) = if f1.abs() < f2.abs() { (x1, f1) } else { (x2, f2) };
        let tolerance = 2.0 * f64::EPSILON * best.abs() + f64::MIN_POSITIVE;
        let share = tolerance / (x2 - x1).abs();
        if share > 0.5 || value == 0.0 {
            return best;
        }
        let xi = (x1 - x2) / (x3 - x2);
        let phi = (f1 - f2) / (f3 - f2);
        let safe = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        t = if safe {
            f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
        } else {
            0.5
        };
        t = t.clamp(share, 1.0 - share);
    }
    if f1.abs() < f2.abs() { x1 } else { x2 }
}
