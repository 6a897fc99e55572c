//! Attention of one position of one head over the positions read so far.

use pulp::{Simd, WithSimd};

use super::cache::{Cache, STEP};
use super::maths;

/// Attention of the queries of one position, all heads. Run by [`pulp::Arch::dispatch`].
pub(super) struct Attention<'a> {
    /// (heads, head)
    pub queries: &'a [f32],
    pub cache: &'a Cache,
    pub layer: usize,
    /// Positions attended to: this one and those before it.
    pub length: usize,
    pub head: usize,
    /// Heads of queries that share one head of keys.
    pub group: usize,
    pub scores: &'a mut Vec<f32>,
    /// (heads, head)
    pub out: &'a mut [f32],
}

impl WithSimd for Attention<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Attention { queries, cache, layer, length, head, group, scores, out } = self;
        let scale = 1.0 / (head as f32).sqrt();
        let padded = length.next_multiple_of(STEP);
        scores.clear();
        scores.resize(padded, 0.0);
        for (at, (query, out)) in queries.chunks_exact(head).zip(out.chunks_exact_mut(head)).enumerate() {
            let (keys, values) = cache.head(layer, at / group);
            score(simd, query, keys, cache.room(), scale, scores);
            let one_over = maths::softmax(&mut scores[..length]);
            weigh(simd, &scores[..length], values, one_over, out);
        }
    }
}

/// `scores[t] = scale * query . key[t]`, many positions at a time; those past the end get numbers nobody reads.
#[inline(always)]
fn score<S: Simd>(simd: S, query: &[f32], keys: &[f32], room: usize, scale: f32, scores: &mut [f32]) {
    let scale = simd.splat_f32s(scale);
    for (at, scores) in scores.chunks_exact_mut(STEP).enumerate() {
        let (scores, _) = S::as_mut_simd_f32s(scores);
        // two registers at a time: enough to hide the latency, few enough to stay in registers
        for (pair, scores) in scores.chunks_mut(2).enumerate() {
            let mut sums = [simd.splat_f32s(0.0); 2];
            let from = at * STEP + pair * 2 * S::F32_LANES;
            for (q, key) in query.iter().zip(keys.chunks_exact(room)) {
                let q = simd.splat_f32s(*q);
                let (key, _) = S::as_simd_f32s(&key[from..from + scores.len() * S::F32_LANES]);
                for (sum, key) in sums.iter_mut().zip(key) {
                    *sum = simd.mul_add_e_f32s(*key, q, *sum);
                }
            }
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score = simd.mul_f32s(sum, scale);
            }
        }
    }
}

/// `out = one_over * sum of weights[t] * values[t]`.
#[inline(always)]
fn weigh<S: Simd>(simd: S, weights: &[f32], values: &[f32], one_over: f32, out: &mut [f32]) {
    let head = out.len();
    let mut at = 0;
    while at < head {
        let wide = 4 * S::F32_LANES;
        if at + wide <= head {
            let mut sums = [simd.splat_f32s(0.0); 4];
            for (weight, value) in weights.iter().zip(values.chunks_exact(head)) {
                let weight = simd.splat_f32s(*weight);
                let (value, _) = S::as_simd_f32s(&value[at..at + wide]);
                for (sum, value) in sums.iter_mut().zip(value) {
                    *sum = simd.mul_add_e_f32s(*value, weight, *sum);
                }
            }
            let (place, _) = S::as_mut_simd_f32s(&mut out[at..at + wide]);
            for (place, sum) in place.iter_mut().zip(sums) {
                *place = simd.mul_f32s(sum, simd.splat_f32s(one_over));
            }
            at += wide;
        } else {
            let rest = &mut out[at..];
            rest.fill(0.0);
            for (weight, value) in weights.iter().zip(values.chunks_exact(head)) {
                for (out, value) in rest.iter_mut().zip(&value[at..]) {
                    *out += weight * value;
                }
            }
            rest.iter_mut().for_each(|out| *out *= one_over);
            at = head;
        }
    }
}
