//! How likely the arm chosen is not the best one, by simulation on the scores seen.

use crate::draws::Draws;

/// Scores of a race: `scores[arm][case]`, cases in the order they were asked. An arm that left early has fewer.
pub type Scores = [Vec<f64>];

/// Chance that some other arm is truly better than `chosen`: the share of `draws` re-weightings of the cases (Bayesian
/// bootstrap, Rubin 1981) in which another arm's mean difference to it is above 0. Each pair of arms is compared on the
/// cases both have answered, plus one imaginary case half won and half lost, so that few cases do not look certain.
/// Two arms that never differ count as a tie, half.
pub fn wrong_choice(scores: &Scores, chosen: usize, draws: u32, seed: u64) -> f64 {
    let Some(best) = scores.get(chosen) else { return 1.0 };
    let mut random = Draws::new(seed);
    let mut wrong = 0.0;
    let mut weights = Vec::with_capacity(best.len() + 2);
    for _ in 0..draws {
        weights.clear();
        // exponential weights: a Dirichlet law up to their sum, which cancels
        weights.extend((0..best.len() + 2).map(|_| -(1.0 - random.uniform()).ln()));
        let imaginary = 0.5 * (weights[best.len()] - weights[best.len() + 1]);
        let worst = scores.iter().enumerate().filter(|(arm, _)| *arm != chosen).map(|(_, other)| {
            let pairs = other.iter().zip(best).zip(&weights);
            pairs.map(|((o, b), weight)| weight * (o - b)).sum::<f64>() + imaginary
        });
        let worst = worst.fold(f64::NEG_INFINITY, f64::max);
        wrong += if worst > 0.0 { 1.0 } else { 0.0 };
    }
    wrong / f64::from(draws.max(1))
}
