use proptest::prelude::*;

use super::*;

const MS: Duration = Duration::from_millis(1);

/// A controller and its clock.
struct Bench {
    control: Control,
    now: Duration,
}

impl Bench {
    fn new(cap: u32) -> Bench {
        Bench { control: Control::new(cap), now: Duration::ZERO }
    }

    /// So many answers to calls admitted now, `gap` apart, the limit being reached.
    fn answers(&mut self, count: u32, gap: Duration, signal: Signal) {
        for _ in 0..count {
            self.now += gap;
            self.control.filled();
            self.control.learn(signal, self.control.epoch(), self.now);
        }
    }

    fn succeed(&mut self, count: u32, gap: Duration, took: Duration) {
        self.answers(count, gap, Signal::Success(took));
    }
}

#[test]
fn starts_with_a_quarter_at_least_sixteen_at_most_all() {
    for (cap, start) in [(1_000, 250), (64, 16), (16, 16), (5, 5), (1, 1), (0, 1)] {
        assert_eq!(Control::new(cap).limit(), start, "{cap}");
    }
}

#[test]
fn grows_fourfold_until_the_first_refusal_then_grows_a_twentieth_a_round() {
    let mut bench = Bench::new(4_000);
    bench.control.limit = 100.0;
    bench.succeed(100, MS, 500 * MS);
    assert_eq!(bench.control.limit(), 400);
    bench.answers(1, MS, Signal::Refused);
    assert_eq!(bench.control.limit(), 320, "a fifth less at once");
    // a second refusal of the same episode cuts nothing more
    bench.answers(10, MS, Signal::Refused);
    assert_eq!(bench.control.limit(), 320);
    // given measures in which one answer in ten is a refusal, and then none
    for _ in 0..200 {
        bench.succeed(9, 10 * MS, 500 * MS);
        bench.answers(1, 10 * MS, Signal::Refused);
    }
    let kept = bench.control.limit();
    assert!(kept < 320, "{kept}");
    bench.succeed(2_000, 10 * MS, 500 * MS);
    let before = bench.control.limit;
    bench.succeed(bench.control.limit() + 1, 10 * MS, 500 * MS);
    let growth = bench.control.limit / before;
    assert!((growth - 1.05).abs() < 1e-9 || (growth - 1.05 * 1.05).abs() < 1e-9, "{growth}");
}

#[test]
fn a_lone_refusal_in_a_hundred_is_forgiven() {
    let mut bench = Bench::new(64);
    bench.answers(1, MS, Signal::Refused);
    assert_eq!(bench.control.limit(), 12);
    bench.succeed(120, 10 * MS, 100 * MS);
    assert!(bench.control.limit() >= 16, "{}", bench.control.limit());
    assert_eq!(bench.control.pace(), None);
}

#[test]
fn fast_answers_under_a_slow_rate_are_spaced() {
    let mut bench = Bench::new(64);
    // given a vendor that lets 100 a second through, each in 1 ms, and refuses as many
    for _ in 0..60 {
        bench.succeed(1, 5 * MS, MS);
        bench.answers(1, 5 * MS, Signal::Refused);
    }
    let pace = bench.control.pace().unwrap();
    // then calls leave at four fifths of what was let through
    assert!((70.0..90.0).contains(&pace), "{pace}");
}

#[test]
fn slow_answers_are_not_spaced_but_fewer_leave_at_once() {
    let mut bench = Bench::new(64);
    // given 20 at once of 1 s each, and a refusal for every success
    for _ in 0..80 {
        bench.succeed(1, 25 * MS, 1_000 * MS);
        bench.answers(1, 25 * MS, Signal::Refused);
    }
    assert_eq!(bench.control.pace(), None);
    assert!(bench.control.limit() <= 25);
}

#[test]
fn a_cut_that_does_not_help_is_taken_back() {
    let mut bench = Bench::new(64);
    // given refusals by chance, one in four, of answers that take 1 ms, whatever the pace
    let gap = |pace: Option<f64>| pace.map_or(5 * MS, |p| Duration::from_secs_f64(1.0 / p));
    let mut immune = false;
    for i in 0..2_000 {
        let every = gap(bench.control.pace());
        let signal = if i % 4 == 3 { Signal::Refused } else { Signal::Success(MS) };
        bench.answers(1, every, signal);
        immune |= matches!(bench.control.phase, Phase::Immune { .. });
    }
    assert!(immune, "{:?}", bench.control);
    assert!(bench.control.pace().is_none_or(|pace| pace > 20.0), "no spiral: {:?}", bench.control);
}

#[test]
fn answers_to_calls_of_before_a_change_do_not_count() {
    let mut bench = Bench::new(64);
    let before = bench.control.epoch();
    bench.control.paused(10 * MS, false);
    assert_ne!(bench.control.epoch(), before);
    bench.control.learn(Signal::Refused, before, 11 * MS);
    assert_eq!(bench.control.limit(), 16, "a late refusal of before the pause cuts nothing");
}

proptest! {
    #[test]
    fn whatever_comes_the_limit_and_the_pace_stay_usable(
        cap in 0u32..300,
        steps in prop::collection::vec((0u8..5, 0u32..3_000, 0u32..5_000, prop::bool::ANY), 0..600),
    ) {
        let mut bench = Bench::new(cap);
        let mut stamp = bench.control.epoch();
        for (what, gap, took, fresh) in steps {
            bench.now += gap * MS;
            let epoch = if fresh { bench.control.epoch() } else { stamp };
            stamp = bench.control.epoch();
            match what {
                0 | 1 => bench.control.learn(Signal::Success(took * MS), epoch, bench.now),
                2 => bench.control.learn(Signal::Refused, epoch, bench.now),
                3 => bench.control.learn(Signal::Trouble, epoch, bench.now),
                _ => bench.control.paused(bench.now + took * MS, fresh),
            }
            bench.control.filled();
            bench.control.paced();
            prop_assert!(bench.control.limit() >= 1 && bench.control.limit() <= cap.max(1));
            prop_assert!(bench.control.pace().is_none_or(|pace| pace.is_finite() && pace > 0.0));
        }
    }
}
