//! The beta law, hence the exact laws of shares.

use super::gamma::nonzero;
use super::{Tails, binomial, root};

/// Both tails at `x` of Beta(a, b), a and b > 0.
pub fn tails(x: f64, a: f64, b: f64) -> Tails {
    tails_of(x, 1.0 - x, a, b)
}

/// The same with `y` = 1 - x given apart, for an x so near to 1 that subtracting loses it.
pub(crate) fn tails_of(x: f64, y: f64, a: f64, b: f64) -> Tails {
    if x <= 0.0 {
        return Tails { lower: 0.0, upper: 1.0 };
    }
    if y <= 0.0 {
        return Tails { lower: 1.0, upper: 0.0 };
    }
    // x^a y^b / B(a, b) as a binomial probability, which keeps its precision when a and b are large
    let front = binomial::density(a, b, x, y) * a * b / (a + b);
    // how far x lies below the mean, from whichever of x and y is small
    let gap = if a > b { (a + b) * y - b } else { a - (a + b) * x };
    if gap > 0.0 {
        Tails::of_lower(front * fraction(x, y, a, b, gap))
    } else {
        Tails::of_lower(front * fraction(y, x, b, a, -gap)).swapped()
    }
}

/// I_x(a, b) B(a, b) / (x^a y^b) for x below the mean, `gap` = a - (a + b) x >= 0: the continued fraction of Didonato
/// and Morris (1992), whose terms do not cancel as those of DLMF 8.17.22 do for large a, by Lentz's method.
fn fraction(x: f64, y: f64, a: f64, b: f64, gap: f64) -> f64 {
    let first = a / (a + 1.0) * (gap + 1.0);
    let (mut c, mut d) = (1e300, 1.0 / nonzero(first));
    let mut h = d;
    for n in 1..100_000 {
        let n = f64::from(n);
        let odd = a + 2.0 * n - 1.0;
        let over = (a + n - 1.0) * (a + b + n - 1.0) * n * (b - n) * x * x / (odd * odd);
        let under = n + n * (b - n) * x / odd + (a + n) / (odd + 2.0) * (gap + 1.0 + n * (1.0 + y));
        d = 1.0 / nonzero(under + over * d);
        c = nonzero(under + over / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// The value of Beta(a, b) with probability `p` below it.
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return if p <= 0.0 { 0.0 } else { 1.0 };
    }
    // the smaller tail is the precise one
    if p <= 0.5 {
        root(0.0, 1.0, |x| tails(x, a, b).lower - p)
    } else {
        root(0.0, 1.0, |x| 1.0 - p - tails(x, a, b).upper)
    }
}
