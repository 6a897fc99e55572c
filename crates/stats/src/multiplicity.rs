//! Several p-values at once. Each function returns adjusted p-values in the order given: compare them with .05.

/// p-values in ascending order with their places.
fn ranked(p: &[f64]) -> Vec<(usize, f64)> {
    let mut ranked: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    ranked
}

/// Holm (1979): no false claim at all with probability 1 - alpha, whatever the dependence.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut floor = 0.0_f64;
    for (rank, (place, value)) in ranked(p).into_iter().enumerate() {
        floor = floor.max((value * (p.len() - rank) as f64).min(1.0));
        adjusted[place] = floor;
    }
    adjusted
}

/// Benjamini and Hochberg (1995): at most a share alpha of the claims is false, for independent tests.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    step_up(p, 1.0)
}

/// Benjamini and Yekutieli (2001): the same under any dependence.
pub fn benjamini_yekutieli(p: &[f64]) -> Vec<f64> {
    step_up(p, (1..=p.len()).map(|i| 1.0 / i as f64).sum())
}

fn step_up(p: &[f64], factor: f64) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut ceiling = 1.0_f64;
    for (rank, (place, value)) in ranked(p).into_iter().enumerate().rev() {
        ceiling = ceiling.min(value * factor * p.len() as f64 / (rank + 1) as f64);
        adjusted[place] = ceiling;
    }
    adjusted
}
