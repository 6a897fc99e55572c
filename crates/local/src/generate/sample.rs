//! Choosing the next token.

use std::hash::{BuildHasher, RandomState};

/// How tokens are chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampling {
    /// 0: the likeliest token, always.
    pub temperature: f32,
    /// Only the likeliest tokens that together have this probability.
    pub top_p: f32,
    /// Only this many of the likeliest; 0: all.
    pub top_k: usize,
    /// The same seed gives the same answer, whatever else runs; `None` draws one.
    pub seed: Option<u64>,
}

impl Default for Sampling {
    fn default() -> Sampling {
        Sampling { temperature: 0.0, top_p: 1.0, top_k: 0, seed: None }
    }
}

/// A token with its log-probability (natural logarithm) and the likeliest alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The token.
    pub token: u32,
    /// ln P(token | what precedes), of the model itself: temperature and schema change nothing in it.
    pub logprob: f32,
    /// The likeliest tokens, best first, as many as were asked for.
    pub top: Vec<(u32, f32)>,
}

/// Draws of one answer.
pub(super) struct Draws(u64);

impl Draws {
    pub(super) fn new(seed: Option<u64>) -> Draws {
        Draws(seed.unwrap_or_else(|| RandomState::new().hash_one(0)))
    }

    /// A number in [0, 1). Splitmix64: <https://prng.di.unimi.it/splitmix64.c>
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 40) as f32 / (1_u64 << 24) as f32
    }
}

/// Chooses among the tokens that are allowed; `None` when none is.
pub(super) fn choose(
    logits: &[f32],
    sampling: &Sampling,
    draws: &mut Draws,
    allowed: Option<&dyn Fn(u32) -> bool>,
) -> Option<u32> {
    if sampling.temperature <= 0.0 {
        return likeliest(logits, allowed);
    }
    let mut kept: Vec<(u32, f32)> = (0..).zip(logits.iter().copied()).filter(|(_, l)| !l.is_nan()).collect();
    if let Some(allowed) = allowed {
        kept.retain(|(token, _)| allowed(*token));
    }
    let best_first = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if sampling.top_k > 0 && sampling.top_k < kept.len() {
        kept.select_nth_unstable_by(sampling.top_k - 1, best_first);
        kept.truncate(sampling.top_k);
    }
    kept.sort_unstable_by(best_first);
    let most = kept.first()?.1;
    let mut total = 0.0;
    for (_, weight) in &mut kept {
        *weight = ((*weight - most) / sampling.temperature).exp();
        total += *weight;
    }
    if sampling.top_p < 1.0 {
        let mut mass = 0.0;
        // the token that passes the mark is kept too
        let needed = kept.iter().position(|(_, weight)| {
            mass += weight;
            mass >= sampling.top_p * total
        });
        kept.truncate(needed.map_or(kept.len(), |n| n + 1));
        total = kept.iter().map(|(_, weight)| weight).sum();
    }
    let mut left = draws.next() * total;
    for (token, weight) in &kept {
        left -= weight;
        if left < 0.0 {
            return Some(*token);
        }
    }
    kept.last().map(|(token, _)| *token)
}

/// The likeliest token that is allowed: candidates are tried from the best on, so that a schema is asked about few.
fn likeliest(logits: &[f32], allowed: Option<&dyn Fn(u32) -> bool>) -> Option<u32> {
    let mut best: Option<(u32, f32)> = None;
    for (token, logit) in (0..).zip(logits.iter().copied()) {
        if !logit.is_nan() && best.is_none_or(|(_, most)| logit > most) {
            best = Some((token, logit));
        }
    }
    let (token, _) = best?;
    let Some(allowed) = allowed else { return Some(token) };
    if allowed(token) {
        return Some(token);
    }
    let mut order: Vec<u32> = (0..logits.len() as u32).filter(|t| !logits[*t as usize].is_nan()).collect();
    order.sort_by(|a, b| logits[*b as usize].total_cmp(&logits[*a as usize]).then(a.cmp(b)));
    order.into_iter().find(|token| allowed(*token))
}

/// The token with its log-probability and those of the likeliest.
pub(super) fn explained(logits: &[f32], token: u32, top: usize) -> Chosen {
    let total = log_total(logits);
    let of = |token: u32| logits.get(token as usize).map_or(f32::NEG_INFINITY, |l| l - total);
    let mut order: Vec<u32> = (0..logits.len() as u32).collect();
    let best_first = |a: &u32, b: &u32| logits[*b as usize].total_cmp(&logits[*a as usize]).then(a.cmp(b));
    let top = top.min(order.len());
    if top > 0 && top < order.len() {
        order.select_nth_unstable_by(top - 1, best_first);
    }
    order.truncate(top);
    order.sort_unstable_by(best_first);
    Chosen { token, logprob: of(token), top: order.into_iter().map(|t| (t, of(t))).collect() }
}

/// ln of the sum of the exponentials.
fn log_total(logits: &[f32]) -> f32 {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    most + logits.iter().map(|l| (l - most).exp()).sum::<f32>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(sampling: &Sampling, logits: &[f32], allowed: Option<&dyn Fn(u32) -> bool>) -> Vec<f32> {
        let mut draws = Draws::new(Some(7));
        let mut counts = vec![0.0; logits.len()];
        for _ in 0..20_000 {
            counts[choose(logits, sampling, &mut draws, allowed).unwrap() as usize] += 1.0 / 20_000.0;
        }
        counts
    }

    fn close(got: &[f32], expected: &[f32]) {
        got.iter().zip(expected).for_each(|(a, b)| assert!((a - b).abs() < 0.015, "{got:?} {expected:?}"));
    }

    #[test]
    fn tokens_are_drawn_with_their_probabilities() {
        let logits = [0.5_f32.ln(), 0.3_f32.ln(), 0.2_f32.ln()];
        let sampling = Sampling { temperature: 1.0, ..Sampling::default() };
        close(&shares(&sampling, &logits, None), &[0.5, 0.3, 0.2]);
        close(&shares(&Sampling { top_k: 2, ..sampling.clone() }, &logits, None), &[0.625, 0.375, 0.0]);
        close(&shares(&Sampling { top_p: 0.6, ..sampling.clone() }, &logits, None), &[0.625, 0.375, 0.0]);
        close(&shares(&Sampling { top_p: 0.5, ..sampling.clone() }, &logits, None), &[1.0, 0.0, 0.0]);
        let not_the_first = |token: u32| token != 0;
        close(&shares(&sampling, &logits, Some(&not_the_first)), &[0.0, 0.6, 0.4]);
        // half the temperature squares the odds
        let half = Sampling { temperature: 0.5, ..sampling };
        close(&shares(&half, &logits, None), &[25.0 / 38.0, 9.0 / 38.0, 4.0 / 38.0]);
    }

    #[test]
    fn without_temperature_the_likeliest_is_chosen_and_the_first_of_equals() {
        let greedy = Sampling::default();
        let mut draws = Draws::new(None);
        assert_eq!(choose(&[1.0, 3.0, 3.0], &greedy, &mut draws, None), Some(1));
        assert_eq!(choose(&[1.0, 3.0, 3.0], &greedy, &mut draws, Some(&|t| t != 1)), Some(2));
        assert_eq!(choose(&[1.0, f32::NAN], &greedy, &mut draws, None), Some(0));
        assert_eq!(choose(&[1.0, 2.0], &greedy, &mut draws, Some(&|_| false)), None);
    }

    #[test]
    fn log_probabilities_are_those_of_the_model() {
        let chosen = explained(&[0.2_f32.ln() + 5.0, 0.5_f32.ln() + 5.0, 0.3_f32.ln() + 5.0], 2, 2);
        assert!((chosen.logprob.exp() - 0.3).abs() < 1e-6);
        assert_eq!(chosen.top.iter().map(|(t, _)| *t).collect::<Vec<_>>(), [1, 2]);
    }
}
