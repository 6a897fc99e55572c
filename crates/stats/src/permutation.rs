//! The sign-flip test: if the two arms were alike, each difference could as well have had the other sign.

use crate::draws::Draws;

/// Up to this many non-zero differences every assignment of signs is counted (2^30 in halves of 2^15).
pub const EXACT: usize = 30;

/// Result of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignFlip {
    /// Two-sided p-value of "the differences are symmetric around 0".
    pub p: f64,
    /// Whether every assignment was counted; otherwise p = (k + 1) / (m + 1) over m random ones, never 0.
    pub exact: bool,
    /// Differences that are not 0: only these say anything.
    pub nonzero: usize,
}

/// Exact up to [`EXACT`] non-zero differences, else `resamples` random assignments drawn from `seed`.
pub fn sign_flip(differences: &[f64], resamples: u32, seed: u64) -> SignFlip {
    let sizes: Vec<f64> = differences.iter().map(|d| d.abs()).filter(|d| *d > 0.0).collect();
    let seen = differences.iter().sum::<f64>().abs();
    // equal sums reached by different roads differ in their last bits
    let slack = 1e-12 * sizes.iter().sum::<f64>();
    let exact = sizes.len() <= EXACT;
    let p = if seen <= slack {
        1.0
    } else if exact {
        exact_p(&sizes, seen - slack)
    } else {
        monte_carlo_p(&sizes, seen - slack, resamples, seed)
    };
    SignFlip { p, exact, nonzero: sizes.len() }
}

/// Twice the share of assignments whose sum is at least `bar` > 0, by meeting in the middle.
fn exact_p(sizes: &[f64], bar: f64) -> f64 {
    let (left, right) = sizes.split_at(sizes.len() / 2);
    let (left, right) = (sorted_sums(left), sorted_sums(right));
    // as the left sum grows, a smaller right sum suffices
    let (mut count, mut from) = (0_u64, right.len());
    for sum in &left {
        while from > 0 && sum + right[from - 1] >= bar {
            from -= 1;
        }
        count += (right.len() - from) as u64;
    }
    (2.0 * count as f64 * (0.5_f64).powi(sizes.len() as i32)).min(1.0)
}

/// All sums of +-sizes in ascending order, each size merging two shifted copies of what is there.
fn sorted_sums(sizes: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0];
    for size in sizes {
        let mut merged = Vec::with_capacity(2 * sums.len());
        // both copies are ascending: `down` waits to be lowered, `up` to be raised
        let (mut down, mut up) = (0, 0);
        while down < sums.len() {
            if sums[down] - size <= sums[up] + size {
                merged.push(sums[down] - size);
                down += 1;
            } else {
                merged.push(sums[up] + size);
                up += 1;
            }
        }
        merged.extend(sums[up..].iter().map(|sum| sum + size));
        sums = merged;
    }
    sums
}

fn monte_carlo_p(sizes: &[f64], bar: f64, resamples: u32, seed: u64) -> f64 {
    // eight signs at a time: the 256 sums of each group are made once
    let groups: Vec<[f64; 256]> = (sizes.chunks(8))
        .map(|group| {
            std::array::from_fn(|signs| {
                let signed = |(i, size): (usize, &f64)| if signs >> i & 1 == 1 { *size } else { -size };
                group.iter().enumerate().map(signed).sum()
            })
        })
        .collect();
    let mut draws = Draws::new(seed);
    let mut as_far = 0_u32;
    for _ in 0..resamples {
        let mut sum = 0.0;
        for eight in groups.chunks(8) {
            let signs = draws.bits().to_le_bytes();
            sum += eight.iter().zip(signs).map(|(group, byte)| group[byte as usize]).sum::<f64>();
        }
        as_far += u32::from(sum.abs() >= bar);
    }
    (f64::from(as_far) + 1.0) / (f64::from(resamples) + 1.0)
}
