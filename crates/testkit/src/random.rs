//! Draws that depend on nothing but what they are made from, so that a run can be played again.

/// Mixes two numbers into one with every bit depending on every bit (SplitMix64's finaliser).
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let mut z = a ^ b.wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_add(a.rotate_left(23));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Folds bytes into a running hash (FNV-1a, 64 bits).
pub(crate) fn hash(start: u64, bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(start ^ 0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

/// A number in [0, 1) from 53 bits of a hash.
pub(crate) fn unit(bits: u64) -> f64 {
    (mix(bits, 0x5eed) >> 11) as f64 / (1u64 << 53) as f64
}

/// A standard normal draw (Box-Muller) from a hash.
pub(crate) fn normal(bits: u64) -> f64 {
    let radius = (-2.0 * (1.0 - unit(mix(bits, 1))).ln()).sqrt();
    radius * (std::f64::consts::TAU * unit(mix(bits, 2))).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uniform_draws_fill_the_unit_interval_evenly() {
        let n = 20_000;
        let mut cells = [0u32; 10];
        for i in 0..n {
            cells[(unit(mix(7, i)) * 10.0) as usize] += 1;
        }
        // chi-square with 9 degrees of freedom: 27.9 is its 99.9 % quantile
        let expected = n as f64 / 10.0;
        let chi2: f64 = cells.iter().map(|c| (f64::from(*c) - expected).powi(2) / expected).sum();
        assert!(chi2 < 27.9, "{cells:?}");
    }

    #[test]
    fn normal_draws_have_mean_0_and_deviation_1() {
        let draws: Vec<f64> = (0..20_000).map(|i| normal(mix(11, i))).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / draws.len() as f64;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }
}
