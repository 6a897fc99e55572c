//! How far apart two shares are, in nats: what any test needs at least.

/// Kullback-Leibler divergence of a coin of chance `p` from one of chance `q`: the mean gain in log likelihood ratio
/// per toss when `p` is true.
pub fn kl(p: f64, q: f64) -> f64 {
    let part = |x: f64, y: f64| if x == 0.0 { 0.0 } else { x * (x / y).ln() };
    part(p, q) + part(1.0 - p, 1.0 - q)
}

/// Chernoff information of two coins: the best exponent with which both errors of a test of fixed size can fall.
pub fn chernoff(p: f64, q: f64) -> f64 {
    // ln of the sum of p^s q^(1-s) is convex in s with its least value inside (0, 1): golden sections
    let exponent = |s: f64| -(p.powf(s) * q.powf(1.0 - s) + (1.0 - p).powf(s) * (1.0 - q).powf(1.0 - s)).ln();
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if exponent(left) > exponent(right) { high = right } else { low = left }
    }
    exponent(0.5 * (low + high))
}
