use std::time::{Duration, Instant};

use crate::config::Limits;

/// A token bucket in real time.
#[derive(Debug)]
pub(crate) struct Bucket {
    level: f64,
    filled: Instant,
}

/// What the bucket says of one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Allowance {
    pub(crate) granted: bool,
    /// Whole requests left.
    pub(crate) remaining: u64,
    /// Until one more request is granted (zero when there is one left).
    pub(crate) next: Duration,
    /// Until the bucket is full.
    pub(crate) full: Duration,
}

impl Bucket {
    pub(crate) fn new(limits: &Limits, now: Instant) -> Bucket {
        Bucket { level: f64::from(limits.burst), filled: now }
    }

    /// Takes one request if there is one; `None` when nothing is limited.
    pub(crate) fn take(&mut self, limits: &Limits, now: Instant) -> Option<Allowance> {
        let rate = limits.requests_per_second?;
        let size = f64::from(limits.burst);
        let elapsed = now.saturating_duration_since(self.filled).as_secs_f64();
        self.level = (self.level + elapsed * rate).min(size);
        self.filled = self.filled.max(now);
        // an hour's refill times a slow rate leaves rounding dust just under a whole request
        let granted = self.level >= 1.0 - 1e-9;
        if granted {
            self.level = (self.level - 1.0).max(0.0);
        }
        let until =
            |missing: f64| Duration::try_from_secs_f64(missing.max(0.0) / rate).unwrap_or(Duration::MAX);
        Some(Allowance {
            granted,
            remaining: self.level as u64,
            next: until(1.0 - self.level),
            full: until(size - self.level),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_grants_its_burst_then_its_rate() {
        // given 10 requests per second and a burst of 3
        let limits = Limits { requests_per_second: Some(10.0), burst: 3, ..Limits::default() };
        let start = Instant::now();
        let mut bucket = Bucket::new(&limits, start);
        // when 100 requests come every 10 ms (one second in all)
        let granted = (0..100)
            .filter(|i| bucket.take(&limits, start + Duration::from_millis(10 * i)).unwrap().granted)
            .count();
        // then the burst and 0.99 s of refill are granted: 3 + 9
        assert_eq!(granted, 12);
    }

    #[test]
    fn a_refusal_says_when_to_come_back() {
        let limits = Limits { requests_per_second: Some(4.0), burst: 1, ..Limits::default() };
        let now = Instant::now();
        let mut bucket = Bucket::new(&limits, now);
        assert!(bucket.take(&limits, now).unwrap().granted);
        let refused = bucket.take(&limits, now).unwrap();
        assert_eq!((refused.granted, refused.next), (false, Duration::from_millis(250)));
        assert!(bucket.take(&limits, now + refused.next).unwrap().granted);
    }
}
