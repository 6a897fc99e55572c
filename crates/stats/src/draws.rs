//! Randomness as a function of a seed and a draw number, so that a replay is exact.

/// A counter-based generator: draw `i` of a seed is a mix of the two (SplitMix64: Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Draws {
    key: u64,
    number: u64,
}

/// 2^64 divided by the golden ratio, odd: successive numbers fall far apart.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl Draws {
    /// The draws of this seed, from number 0.
    pub fn new(seed: u64) -> Draws {
        // mixed first, so that seeds 1 and 2 do not give overlapping stretches of one sequence
        Draws { key: mix(seed ^ STEP), number: 0 }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.number = self.number.wrapping_add(1);
        mix(self.key.wrapping_add(self.number.wrapping_mul(STEP)))
    }

    /// Uniform on [0, 1), 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (0.5_f64).powi(53)
    }

    /// Uniform on 0..n (Lemire's multiplication; the bias, n / 2^64, is below notice).
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }
}
