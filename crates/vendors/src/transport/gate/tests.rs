//! The gate against pretend vendors in virtual time: thousands of calls take milliseconds.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::FutureExt;
use tokio::time::{advance, sleep};

use super::*;
use crate::transport::bucket::Bucket;
use crate::transport::retry::full_jitter;

fn limits(concurrency: u32) -> Limits {
    Limits { concurrency, ..Limits::default() }
}

fn gate(limits: &Limits) -> Gate {
    let origin = Instant::now();
    Gate::new("pretend", limits, Arc::new(move || origin.elapsed().as_millis() as i64), 7)
}

/// What a pretend vendor says to a call that arrives now: `Err` refuses, perhaps with a delay.
trait Pretend {
    fn arrive(&self) -> Result<(), Option<Duration>>;
    fn leave(&self) {}
}

#[derive(Debug, Default)]
struct Tally {
    sent: u32,
    refused: u32,
    peak: u32,
    elapsed: f64,
}

impl Tally {
    fn refused_share(&self) -> f64 {
        f64::from(self.refused) / f64::from(self.sent)
    }
}

/// `callers` at once send `calls` in all; an answer takes `latency`, a refusal a millisecond.
async fn drive(gate: &Gate, callers: u32, calls: u32, latency: Duration, vendor: &dyn Pretend) -> Tally {
    let left = Cell::new(calls);
    let tally = RefCell::new(Tally::default());
    let flying = Cell::new(0);
    let began = Instant::now();
    let one_caller = || async {
        while left.get() > 0 {
            left.set(left.get() - 1);
            let (ticket, mut before) = (gate.ticket(), 0);
            loop {
                let permit = gate.admit(ticket, 0, Duration::MAX).await.unwrap();
                flying.set(flying.get() + 1);
                assert!(
                    flying.get() <= gate.limit().max(gate.in_flight()),
                    "more calls than the gate let through"
                );
                {
                    let mut tally = tally.borrow_mut();
                    tally.sent += 1;
                    tally.peak = tally.peak.max(flying.get());
                }
                let answer = vendor.arrive();
                sleep(if answer.is_ok() { latency } else { Duration::from_millis(1) }).await;
                flying.set(flying.get() - 1);
                match answer {
                    Ok(()) => {
                        vendor.leave();
                        permit.done(Outcome::Success { tokens: None });
                        break;
                    }
                    Err(asked) => {
                        tally.borrow_mut().refused += 1;
                        if let Refusal::Alone(wait) = permit.refused(asked, before) {
                            sleep(wait).await;
                        }
                        before += 1;
                    }
                }
            }
        }
    };
    futures_util::future::join_all((0..callers).map(|_| one_caller())).await;
    let mut tally = tally.into_inner();
    tally.elapsed = began.elapsed().as_secs_f64();
    tally
}

struct Rate {
    bucket: RefCell<Bucket>,
    origin: Instant,
    asks: Option<Duration>,
}

impl Rate {
    fn new(rate: f64, burst: f64, asks: Option<Duration>) -> Rate {
        Rate { bucket: RefCell::new(Bucket::new(rate, burst, Duration::ZERO)), origin: Instant::now(), asks }
    }
}

impl Pretend for Rate {
    fn arrive(&self) -> Result<(), Option<Duration>> {
        let now = self.origin.elapsed();
        let mut bucket = self.bucket.borrow_mut();
        if bucket.ready(1.0, now) > now {
            return Err(self.asks);
        }
        bucket.take(1.0);
        Ok(())
    }
}

struct AtOnce {
    most: u32,
    now: Cell<u32>,
}

impl Pretend for AtOnce {
    fn arrive(&self) -> Result<(), Option<Duration>> {
        if self.now.get() >= self.most {
            return Err(None);
        }
        self.now.set(self.now.get() + 1);
        Ok(())
    }
    fn leave(&self) {
        self.now.set(self.now.get() - 1);
    }
}

/// Refuses arrivals by their number.
struct Storm<F: Fn(u32) -> bool> {
    arrivals: Cell<u32>,
    refuses: F,
    asks: Option<Duration>,
}

impl<F: Fn(u32) -> bool> Pretend for Storm<F> {
    fn arrive(&self) -> Result<(), Option<Duration>> {
        self.arrivals.set(self.arrivals.get() + 1);
        if (self.refuses)(self.arrivals.get()) { Err(self.asks) } else { Ok(()) }
    }
}

/// Refuses everything until an instant.
struct Blackout(Instant, Option<Duration>);

impl Pretend for Blackout {
    fn arrive(&self) -> Result<(), Option<Duration>> {
        if Instant::now() < self.0 { Err(self.1) } else { Ok(()) }
    }
}

const MS: Duration = Duration::from_millis(1);

#[tokio::test(start_paused = true)]
async fn starts_with_a_quarter_and_grows_fourfold_each_clean_round() {
    let gate = gate(&limits(256));
    assert_eq!(gate.limit(), 64);
    let vendor = Storm { arrivals: Cell::new(0), refuses: |_| false, asks: None };
    let tally = drive(&gate, 256, 5_000, 50 * MS, &vendor).await;
    assert_eq!(tally.refused, 0);
    let limits: Vec<u32> = gate.history().iter().map(|(_, limit)| *limit).collect();
    assert_eq!(limits, [64, 256]);
    assert_eq!(tally.peak, 256);
    // 5,000 calls at 256 at once and 50 ms are 20 rounds of 50 ms: one round of warming up cost little
    assert!(tally.elapsed < 1.25, "{tally:?}");
}

#[tokio::test(start_paused = true)]
async fn a_small_limit_is_never_exceeded() {
    for cap in [1, 2, 5] {
        let gate = gate(&limits(cap));
        assert_eq!(gate.limit(), cap);
        let vendor = Storm { arrivals: Cell::new(0), refuses: |n| n % 7 == 0, asks: Some(20 * MS) };
        let tally = drive(&gate, 40, 300, 5 * MS, &vendor).await;
        assert!(tally.peak <= cap, "{tally:?}");
        assert_eq!(tally.sent - tally.refused, 300);
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_without_a_word_is_found_and_kept_to() {
    // rate, burst, callers, latency in milliseconds, share of the rate to be reached; a bucket of one token on a clock
    // of whole milliseconds refuses any two calls that fall together, so there the rate itself is out of reach
    let vendors = [
        (2_000.0, 2_000.0, 256, 2, 0.8),
        (2_000.0, 50.0, 64, 2, 0.8),
        (2_000.0, 1.0, 64, 20, 0.05),
        (50.0, 5.0, 32, 300, 0.5),
        (20.0, 1.0, 64, 5, 0.25),
        // slow enough that what is refused and what succeeds are told at different times
        (300.0, 30.0, 64, 50, 0.8),
        (50.0, 5.0, 64, 200, 0.8),
        (300.0, 30.0, 64, 200, 0.4),
    ];
    for (rate, burst, callers, latency, floor) in vendors {
        let gate = gate(&limits(callers));
        let vendor = Rate::new(rate, burst, None);
        let calls = if rate > 1_000.0 { 20_000 } else { 30.0_f64.mul_add(rate, 500.0) as u32 };
        let tally = drive(&gate, callers, calls, latency * MS, &vendor).await;
        let throughput = f64::from(calls) / tally.elapsed;
        println!(
            "rate {rate} burst {burst}: {:.1} % refused, {throughput:.0}/s",
            tally.refused_share() * 100.0
        );
        assert!(tally.refused_share() <= 0.20, "{rate} {burst}: {tally:?}");
        assert!(throughput > floor * rate, "{rate} {burst}: {throughput:.0} a second");
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_that_says_when_is_kept_to() {
    for (rate, burst, delay) in [(2_000.0, 2_000.0, 1_000), (2_000.0, 200.0, 100), (100.0, 20.0, 1_000)] {
        let gate = gate(&limits(64));
        let vendor = Rate::new(rate, burst, Some(delay * MS));
        let calls = if rate > 1_000.0 { 20_000 } else { 2_000 };
        let tally = drive(&gate, 64, calls, 5 * MS, &vendor).await;
        let throughput = f64::from(calls) / tally.elapsed;
        println!(
            "hinted rate {rate} burst {burst}: {:.1} % refused, {throughput:.0}/s",
            tally.refused_share() * 100.0
        );
        assert!(tally.refused_share() <= 0.20, "{rate} {burst}: {tally:?}");
        assert!(throughput > 0.3 * rate, "{rate} {burst}: {throughput:.0} a second");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_calls_at_once_is_found() {
    for (most, callers, latency) in [(20, 64, 50), (20, 256, 50), (3, 64, 200), (1, 32, 100)] {
        let gate = gate(&limits(callers));
        let vendor = AtOnce { most, now: Cell::new(0) };
        let tally = drive(&gate, callers, 3_000, latency * MS, &vendor).await;
        let ideal = 3_000.0 * f64::from(latency) / 1000.0 / f64::from(most);
        println!(
            "{most} at once: {:.1} % refused, {:.1} s for {ideal:.1} s, limit {}",
            tally.refused_share() * 100.0,
            tally.elapsed,
            gate.limit()
        );
        assert!(tally.refused_share() <= 0.20, "{most} {callers}: {tally:?}");
        assert!(tally.elapsed < 2.0 * ideal, "{most} {callers}: {tally:?} ideal {ideal:.1}");
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_by_chance_do_not_stop_the_run() {
    // given a vendor that refuses one call in six whatever the load
    let refuses =
        |n| full_jitter(Duration::from_secs(1), 0, Duration::MAX, 3, u64::from(n)).as_secs_f64() < 1.0 / 6.0;
    for asks in [None, Some(Duration::ZERO), Some(10 * MS)] {
        let gate = gate(&limits(64));
        let vendor = Storm { arrivals: Cell::new(0), refuses, asks };
        let tally = drive(&gate, 64, 20_000, 5 * MS, &vendor).await;
        println!("one in six, {asks:?}: {tally:?} limit {}", gate.limit());
        assert_eq!(tally.sent - tally.refused, 20_000);
        // without refusals 64 at once take 1.6 s
        assert!(tally.elapsed < 120.0, "{asks:?}: {tally:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_refusals_passes() {
    // given 10,000 refusals in a row in the middle of a run of 50,000 calls: nothing but them is sent in vain
    for (asks, at_most) in
        [(Some(Duration::from_secs(1)), 250.0), (Some(Duration::ZERO), 120.0), (None, 2_000.0)]
    {
        let gate = gate(&limits(256));
        let vendor = Storm { arrivals: Cell::new(0), refuses: |n| (1_000..11_000).contains(&n), asks };
        let tally = drive(&gate, 256, 50_000, 5 * MS, &vendor).await;
        println!("storm {asks:?}: {tally:?} limit {}", gate.limit());
        assert_eq!((tally.refused, tally.sent), (10_000, 60_000));
        assert!(tally.elapsed < at_most, "{asks:?}: {tally:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_blackout_is_waited_out_together() {
    // given a vendor that refuses everything for a minute
    for asks in [None, Some(Duration::from_secs(5))] {
        let gate = gate(&limits(64));
        let vendor = Blackout(Instant::now() + Duration::from_secs(60), asks);
        let tally = drive(&gate, 64, 2_000, 20 * MS, &vendor).await;
        println!("blackout {asks:?}: {tally:?}");
        // then it is not asked by each caller again and again, and work goes on soon after
        assert!(tally.refused < 800, "{asks:?}: {tally:?}");
        assert!(tally.elapsed < 85.0, "{asks:?}: {tally:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_refusal_holds_everyone_until_the_instant_named() {
    let gate = gate(&limits(16));
    let never = CancellationToken::new();
    let (first, second) = (gate.acquire(0, &never).await.unwrap(), gate.acquire(0, &never).await.unwrap());
    let began = Instant::now();
    assert_eq!(first.refused(Some(Duration::from_secs(3)), 0), Refusal::Together(Duration::from_secs(3)));
    drop(gate.acquire(0, &never).await.unwrap());
    assert_eq!(began.elapsed(), Duration::from_secs(3));
    // a call sent before that pause is refused late: its delay still counts, from now
    assert_eq!(second.refused(Some(Duration::from_secs(2)), 0), Refusal::Together(Duration::from_secs(2)));
    drop(gate.acquire(0, &never).await.unwrap());
    assert_eq!(began.elapsed(), Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_must_wait_too_long_is_told_so_even_in_the_queue() {
    let gate = Rc::new(gate(&limits(1)));
    let never = CancellationToken::new();
    let permit = gate.acquire(0, &never).await.unwrap();
    let minute = Duration::from_secs(60);
    let waiting = async {
        let (a, b) = (gate.admit(gate.ticket(), 0, minute), gate.admit(gate.ticket(), 0, minute));
        let (a, b) = futures_util::future::join(a, b).await;
        (a.err(), b.err())
    };
    let hour = async {
        advance(MS).await;
        permit.refused(Some(60 * minute), 0);
    };
    let ((a, b), ()) = futures_util::future::join(waiting, hour).await;
    assert_eq!((a, b), (Some(60 * minute), Some(60 * minute)));
    assert_eq!(gate.in_flight(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_first_to_come_is_the_first_served_and_a_refused_call_keeps_its_turn() {
    let gate = gate(&limits(1));
    let never = CancellationToken::new();
    let early = gate.ticket();
    let held = gate.acquire(0, &never).await.unwrap();
    let order = RefCell::new(Vec::new());
    let caller = |name: u32, ticket: u64| {
        let (gate, order) = (&gate, &order);
        async move {
            let permit = gate.admit(ticket, 0, Duration::MAX).await.unwrap();
            order.borrow_mut().push(name);
            sleep(MS).await;
            drop(permit);
        }
    };
    let later: Vec<_> = (1..=50).map(|name| caller(name, gate.ticket())).collect();
    let returning = async {
        // the call whose ticket is older than all comes back when the others already wait
        sleep(5 * MS).await;
        drop(held);
        caller(0, early).await;
    };
    futures_util::future::join(futures_util::future::join_all(later), returning).await;
    let order = order.into_inner();
    assert_eq!(order.len(), 51);
    let place = order.iter().position(|name| *name == 0).unwrap();
    assert!(place <= 1, "served among the first, not after the fifty: {place}");
    let others: Vec<u32> = order.into_iter().filter(|name| *name != 0).collect();
    assert_eq!(others, (1..=50).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_does_not_take_the_place_of_one_just_called() {
    let gate = gate(&limits(1));
    let never = CancellationToken::new();
    let held = gate.acquire(0, &never).await.unwrap();
    let mut waiting = std::pin::pin!(gate.acquire(0, &never));
    assert!(waiting.as_mut().now_or_never().is_none());
    // given a place that is free, its waiter called but not yet run
    drop(held);
    let mut newcomer = std::pin::pin!(gate.acquire(0, &never));
    assert!(newcomer.as_mut().now_or_never().is_none());
    assert!(waiting.as_mut().now_or_never().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_waiter_that_leaves_does_not_block_the_others() {
    let gate = gate(&limits(1));
    let never = CancellationToken::new();
    let held = gate.acquire(0, &never).await.unwrap();
    let cancel = CancellationToken::new();
    let first = gate.acquire(0, &cancel);
    let second = gate.acquire(0, &never);
    let script = async {
        sleep(MS).await;
        cancel.cancel();
        sleep(MS).await;
        drop(held);
    };
    let (first, second, ()) = tokio::join!(first, second, script);
    assert!(matches!(first, Err(VendorError::Cancelled)));
    assert!(second.is_ok());
    assert_eq!(gate.lock().queue.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn requests_and_tokens_a_minute_are_kept_to() {
    let minute = Limits { concurrency: 64, requests_per_minute: Some(600), tokens_per_minute: Some(6_000) };
    let gate = gate(&minute);
    let never = CancellationToken::new();
    let began = Instant::now();
    // 6,000 tokens a minute are 100 a second, 1,000 at once; estimates of 100 are corrected to 50
    for _ in 0..60 {
        gate.acquire(100, &never).await.unwrap().done(Outcome::Success { tokens: Some(50) });
    }
    // 60 x 50 tokens less the 1,000 at hand, the last of them estimated at 100: 20.5 s at 100 a second
    let elapsed = began.elapsed().as_secs_f64();
    assert!((20.0..21.0).contains(&elapsed), "{elapsed}");
}

#[tokio::test(start_paused = true)]
async fn a_call_larger_than_the_bucket_passes_when_it_is_full() {
    let minute = Limits { concurrency: 4, requests_per_minute: None, tokens_per_minute: Some(600) };
    let gate = gate(&minute);
    let never = CancellationToken::new();
    let began = Instant::now();
    gate.acquire(1_000_000, &never).await.unwrap().done(Outcome::Success { tokens: Some(200) });
    assert_eq!(began.elapsed(), Duration::ZERO);
    gate.acquire(10, &never).await.unwrap().done(Outcome::Success { tokens: Some(10) });
    // 100 at hand less 200 used: 110 missing at 10 a second
    assert_eq!(began.elapsed().as_secs(), 11);
}

#[tokio::test(start_paused = true)]
async fn trouble_stops_growth_and_cuts_nothing() {
    let gate = gate(&limits(64));
    let never = CancellationToken::new();
    for round in 0..20 {
        let mut permits = Vec::new();
        while gate.in_flight() < gate.limit() {
            permits.push(gate.acquire(0, &never).await.unwrap());
        }
        for (i, permit) in permits.into_iter().enumerate() {
            permit.done(if i == round % 3 { Outcome::Trouble } else { Outcome::Success { tokens: None } });
        }
    }
    assert_eq!(gate.limit(), 16);
}

#[tokio::test(start_paused = true)]
async fn the_history_is_bounded_and_notices_are_rare() {
    let gate = gate(&limits(64));
    {
        let mut state = gate.lock();
        for i in 0..10_000 {
            state.control.learn(
                if i % 2 == 0 { Signal::Refused } else { Signal::Success(MS) },
                i,
                Duration::from_secs(u64::from(i)),
            );
            state.note_limit(&(Arc::new(move || i64::from(i)) as Clock));
        }
        assert!(state.history.len() <= 1_000);
    }
    let shown = (0..10_000).filter(|ms| gate.may_notice(*ms)).count();
    assert_eq!(shown, 10, "10 seconds, one a second");
}

#[tokio::test(start_paused = true)]
async fn limits_told_later_widen_the_gate() {
    let gate = gate(&limits(1));
    let never = CancellationToken::new();
    let held = gate.acquire(0, &never).await.unwrap();
    // given a caller that waits because only one may pass
    let (waiting, ()) = tokio::join!(gate.acquire(0, &never), async { gate.widen(&limits(64)) });
    assert_eq!((gate.limit(), gate.in_flight()), (16, 2));
    drop((held, waiting));
    gate.widen(&limits(2));
    assert_eq!(gate.limit(), 16, "never narrower");
    let slow = Limits { requests_per_minute: Some(60), ..limits(2) };
    gate.widen(&slow);
    let began = Instant::now();
    for _ in 0..4 {
        drop(gate.acquire(0, &never).await.unwrap());
    }
    assert_eq!(began.elapsed().as_secs(), 3, "one at hand, then one a second");
}
