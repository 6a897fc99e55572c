//! Quantiles of times in bounded memory: counts in buckets 2 % wide.

use terms::evaluation::Latency;

const RATIO: f64 = 1.02;

/// Times seen, in microseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Times {
    buckets: Vec<u64>,
    count: u64,
}

impl Times {
    pub fn push(&mut self, micros: u64) {
        let bucket = ((micros.max(1) as f64).ln() / RATIO.ln()) as usize;
        if self.buckets.len() <= bucket {
            self.buckets.resize(bucket + 1, 0);
        }
        self.buckets[bucket] += 1;
        self.count += 1;
    }

    pub fn finish(&self) -> Option<Latency> {
        Some(Latency { p50: self.quantile(0.5)? / 1000.0, p95: self.quantile(0.95)? / 1000.0 })
    }

    /// Middle of the bucket in which the quantile falls: within 1 % of the true value.
    fn quantile(&self, q: f64) -> Option<f64> {
        let rank = (q * self.count as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        let bucket = self.buckets.iter().position(|n| {
            seen += n;
            seen >= rank
        })?;
        Some(RATIO.powf(bucket as f64 + 0.5))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_a_hundredth() {
        let mut times = Times::default();
        assert_eq!(times.finish(), None);
        (1..=10_000).for_each(|i| times.push(i * 100));
        let found = times.finish().unwrap();
        assert!((found.p50 / 500.0 - 1.0).abs() < 0.011, "{found:?}");
        assert!((found.p95 / 950.0 - 1.0).abs() < 0.011, "{found:?}");
    }
}
