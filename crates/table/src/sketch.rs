//! Counts over streams in fixed memory.

use std::collections::BTreeSet;

/// About how many different things were seen: exact up to 1,024, then within some 3 % (one standard error), from
/// the 1,024 smallest hashes ("k minimum values", Bar-Yossef et al. 2002).
#[derive(Clone, Debug, Default)]
pub(crate) struct Distinct {
    smallest: BTreeSet<u64>,
}

impl Distinct {
    const KEPT: usize = 1024;

    pub(crate) fn add(&mut self, hash: u64) {
        if self.smallest.len() < Self::KEPT {
            self.smallest.insert(hash);
        } else if self.smallest.last().is_some_and(|last| hash < *last) && self.smallest.insert(hash) {
            self.smallest.pop_last();
        }
    }

    pub(crate) fn count(&self) -> u64 {
        match self.smallest.last() {
            Some(last) if self.smallest.len() == Self::KEPT => {
                let share = (*last as f64 + 1.0) / 2f64.powi(64);
                ((Self::KEPT - 1) as f64 / share).round() as u64
            }
            _ => self.smallest.len() as u64,
        }
    }
}

/// Lengths: exact up to 1,024, then in classes 1/64 wide.
#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    counts: Vec<u64>,
    total: u64,
    min: u64,
    max: u64,
}

impl Default for Histogram {
    fn default() -> Histogram {
        Histogram { counts: vec![0; Self::EXACT + Self::CLASSES * 64], total: 0, min: u64::MAX, max: 0 }
    }
}

impl Histogram {
    const EXACT: usize = 1024;
    /// Powers of two above the exact part.
    const CLASSES: usize = 54;

    pub(crate) fn add(&mut self, length: u64) {
        self.counts[Self::class(length)] += 1;
        self.total += 1;
        self.min = self.min.min(length);
        self.max = self.max.max(length);
    }

    fn class(length: u64) -> usize {
        if length < Self::EXACT as u64 {
            return length as usize;
        }
        let power = length.ilog2() as usize;
        // the six bits after the leading one
        let step = (length >> (power - 6)) as usize & 63;
        Self::EXACT + (power - 10) * 64 + step
    }

    /// The smallest length of a class.
    fn floor(class: usize) -> u64 {
        if class < Self::EXACT {
            return class as u64;
        }
        let (power, step) = ((class - Self::EXACT) / 64 + 10, (class - Self::EXACT) % 64);
        (64 + step as u64) << (power - 6)
    }

    pub(crate) fn min(&self) -> u64 {
        if self.total == 0 { 0 } else { self.min }
    }

    pub(crate) fn max(&self) -> u64 {
        self.max
    }

    /// The lower median.
    pub(crate) fn median(&self) -> u64 {
        let mut before = 0;
        for (class, count) in self.counts.iter().enumerate() {
            before += count;
            if 2 * before >= self.total {
                return Self::floor(class).clamp(self.min(), self.max);
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(i: u64) -> u64 {
        let mut out = [0; 8];
        out.copy_from_slice(&blake3::hash(&i.to_le_bytes()).as_bytes()[..8]);
        u64::from_le_bytes(out)
    }

    #[test]
    fn distinct_things_are_counted_exactly_then_nearly() {
        let mut distinct = Distinct::default();
        for i in 0..3000 {
            distinct.add(hash(i % 1000));
        }
        assert_eq!(distinct.count(), 1000);
        for i in 0..100_000 {
            distinct.add(hash(i));
        }
        // four standard errors of 1/sqrt(1022)
        assert!((distinct.count() as f64 / 100_000.0 - 1.0).abs() < 0.125, "{}", distinct.count());
    }

    #[test]
    fn the_median_is_exact_for_short_texts_and_near_for_long_ones() {
        let mut lengths = Histogram::default();
        (1..=101).for_each(|n| lengths.add(n));
        assert_eq!((lengths.min(), lengths.median(), lengths.max()), (1, 51, 101));
        let mut long = Histogram::default();
        (0..1001).for_each(|n| long.add(1_000_000 + n * 1000));
        assert!((long.median() as f64 / 1_500_000.0 - 1.0).abs() < 1.0 / 64.0, "{}", long.median());
        assert_eq!(long.max(), 2_000_000);
        assert_eq!(Histogram::default().median(), 0);
    }

    #[test]
    fn classes_begin_where_their_lengths_do() {
        for length in [0, 1023, 1024, 1025, 4095, 4096, 1 << 40, u64::MAX] {
            let floor = Histogram::floor(Histogram::class(length));
            assert!(floor <= length && length - floor <= length / 64, "{length} {floor}");
        }
    }
}
