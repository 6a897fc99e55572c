//! A token bucket whose level may be corrected afterwards: what a call really used is known late. Pure.

use std::time::Duration;

/// Refilled at a steady rate; times are measured from any fixed instant.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    rate: f64,
    capacity: f64,
    level: f64,
    at: Duration,
}

impl Bucket {
    /// `rate` units a second, at most `capacity` at once; starts full.
    pub(super) fn new(rate: f64, capacity: f64, now: Duration) -> Bucket {
        Bucket { rate, capacity, level: capacity, at: now }
    }

    /// Units a second.
    pub(super) fn rate(&self) -> f64 {
        self.rate
    }

    /// Another rate from now on; what is in the bucket stays, up to the new capacity.
    pub(super) fn set_rate(&mut self, rate: f64, capacity: f64, now: Duration) {
        self.refill(now);
        (self.rate, self.capacity) = (rate, capacity);
        self.level = self.level.min(capacity);
    }

    /// When this much can be taken: `now` or later. More than a bucketful waits for a full bucket.
    pub(super) fn ready(&mut self, amount: f64, now: Duration) -> Duration {
        self.refill(now);
        let missing = amount.min(self.capacity) - self.level;
        // a millionth of a unit forgives the rounding of times to whole nanoseconds
        if missing <= 1e-6 {
            return now;
        }
        now.saturating_add(Duration::try_from_secs_f64(missing / self.rate).unwrap_or(Duration::MAX))
    }

    /// Takes this much, whether or not it is there.
    pub(super) fn take(&mut self, amount: f64) {
        self.level -= amount;
    }

    /// Gives back what was taken too much; a negative amount takes what was taken too little.
    pub(super) fn give(&mut self, amount: f64) {
        self.level = (self.level + amount).min(self.capacity);
    }

    fn refill(&mut self, now: Duration) {
        let elapsed = now.saturating_sub(self.at);
        self.at = self.at.max(now);
        self.level = (self.level + elapsed.as_secs_f64() * self.rate).min(self.capacity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn an_empty_bucket_says_when() {
        let mut bucket = Bucket::new(10.0, 5.0, ms(0));
        assert_eq!(bucket.ready(5.0, ms(0)), ms(0));
        bucket.take(5.0);
        assert_eq!(bucket.ready(1.0, ms(0)), ms(100));
        assert_eq!(bucket.ready(1.0, ms(100)), ms(100));
        // more than a bucketful waits for a full bucket only
        assert_eq!(bucket.ready(50.0, ms(100)), ms(500));
    }

    #[test]
    fn a_correction_delays_or_frees_the_next_call() {
        let mut bucket = Bucket::new(100.0, 100.0, ms(0));
        bucket.take(50.0);
        bucket.give(-100.0);
        assert_eq!(bucket.ready(50.0, ms(0)), ms(1_000), "level -50, 50 wanted, 100 a second");
        bucket.give(1_000.0);
        assert_eq!(bucket.ready(100.0, ms(0)), ms(0), "never more than the capacity");
    }

    proptest! {
        #[test]
        fn never_gives_more_than_the_rate_allows(
            rate in 0.5f64..1e4, capacity in 1.0f64..100.0, steps in prop::collection::vec(0u64..200, 1..200),
        ) {
            let mut bucket = Bucket::new(rate, capacity, ms(0));
            let (mut now, mut taken) = (ms(0), 0.0);
            for step in steps {
                now += ms(step);
                if bucket.ready(1.0, now) <= now {
                    bucket.take(1.0);
                    taken += 1.0;
                }
                prop_assert!(taken <= capacity + rate * now.as_secs_f64() + 1e-3);
            }
        }
    }
}
