use super::Tails;

/// ln sqrt(2 pi).
const LN_SQRT_TAU: f64 = 0.918_938_533_204_672_8;

/// ln Gamma(x) - [(x - 1/2) ln x - x + ln sqrt(2 pi)] for x >= 10: Stirling's series (DLMF 5.11.1), its next term
/// is below 3e-17 there.
fn stirling_tail(x: f64) -> f64 {
    let r = 1.0 / (x * x);
    let series = 1.0 / 1188.0 + r * (-691.0 / 360_360.0 + r / 156.0);
    let series = 1.0 / 12.0 + r * (-1.0 / 360.0 + r * (1.0 / 1260.0 + r * (-1.0 / 1680.0 + r * series)));
    series / x
}

/// Natural logarithm of the gamma function, x > 0: Stirling's series after moving x above 10 by the recurrence.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    let (mut y, mut product) = (x, 1.0);
    while y < 10.0 {
        product *= y;
        y += 1.0;
    }
    (y - 0.5) * y.ln() - y + LN_SQRT_TAU + stirling_tail(y) - product.ln()
}

/// What Stirling's formula lacks: ln x! - [(x + 1/2) ln x - x + ln sqrt(2 pi)], x > 0 not only whole (Loader 2000).
pub(crate) fn stirling_error(x: f64) -> f64 {
    // x! = Gamma(x) x, so from x = 10 the two series are one
    if x >= 10.0 { stirling_tail(x) } else { ln_gamma(x + 1.0) - (x + 0.5) * x.ln() + x - LN_SQRT_TAU }
}

/// The regularised incomplete gamma function: P(shape, x) below, Q(shape, x) above. Series under the mean,
/// continued fraction over it (DLMF 8.11.4, 8.9.2).
pub(crate) fn tails(shape: f64, x: f64) -> Tails {
    if x <= 0.0 {
        return Tails { lower: 0.0, upper: 1.0 };
    }
    let front = (shape * x.ln() - x - ln_gamma(shape)).exp();
    if x < shape + 1.0 {
        let (mut term, mut sum, mut a) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..10_000 {
            a += 1.0;
            term *= x / a;
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return Tails::of_lower(sum * front);
    }
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut h = d;
    for i in 1..10_000 {
        let i = f64::from(i);
        let numerator = -i * (i - shape);
        b += 2.0;
        d = 1.0 / nonzero(numerator * d + b);
        c = nonzero(b + numerator / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    Tails::of_lower(front * h).swapped()
}

/// Keeps Lentz's continued fractions away from a division by zero.
pub(crate) fn nonzero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}
