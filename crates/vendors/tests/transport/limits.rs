//! Many calls at once against a vendor that refuses some: none lost, none sent in vain, little time.

use testkit::{Fault, Latency, Limits as VendorLimits, RetryAfter, When};
use vendors::transport::Limits;

use super::*;

async fn run(bench: &Bench, calls: u64, at_once: usize) -> Vec<Exchange> {
    use futures_util::StreamExt;
    let questions = (0..calls).map(|i| async move { bench.ask(&format!("question {i}"), false).await });
    futures_util::stream::iter(questions).buffer_unordered(at_once).collect().await
}

#[tokio::test]
async fn a_storm_of_refusals_costs_what_it_refuses_and_no_more() {
    for asked in [Some(RetryAfter::Ms(20)), Some(RetryAfter::Seconds(0))] {
        let script = Script::new().rule(When::always().from(101).to(700), Fault::rate_limited(asked));
        let vendor = vendor(script).await;
        let bench = Bench::new(options(), target(&vendor));
        let answers = run(&bench, 1_000, 64).await;
        assert!(answers.iter().all(|e| e.outcome.is_ok()), "{asked:?}");
        let stats = vendor.stats();
        assert_eq!((stats.requests, stats.duplicates), (1_600, 0), "{asked:?}");
        assert!(stats.in_flight_peak <= 64);
        let notices = bench.notices.lock().unwrap().len();
        assert!((1..=10).contains(&notices), "told, but not six hundred times: {notices}");
    }
}

/// How few refusals are had is shown in virtual time, by the gate's own tests; here, that a busy machine hammers nobody.
#[tokio::test]
async fn a_rate_limited_vendor_is_not_hammered() {
    let limits = VendorLimits {
        requests_per_second: Some(500.0),
        burst: 50,
        retry_after: false,
        ..VendorLimits::default()
    };
    let vendor = FakeVendor::start(Config { limits, ..Config::default() }).await.unwrap();
    let bench = Bench::new(options(), target(&vendor));
    let answers = run(&bench, 700, 64).await;
    assert!(answers.iter().all(|e| e.outcome.is_ok()));
    let stats = vendor.stats();
    let refused = stats.statuses.get(&429).copied().unwrap_or(0);
    println!("{refused} of {} refused", stats.requests);
    assert_eq!(stats.requests, 700 + refused);
    // 64 callers that come back at once would be refused nine times in ten
    assert!(refused < 700, "{refused} of {}", stats.requests);
}

#[tokio::test]
async fn no_more_calls_at_once_than_allowed() {
    let script = Script::new().rule(When::always(), Fault::latency(Latency::FixedMs(5.0)));
    let vendor = vendor(script).await;
    let transport = Transport::new(options()).unwrap();
    let target = target(&vendor);
    let gate = transport.gate(&target, &Limits { concurrency: 7, ..Limits::default() });
    let mut bench = Bench::over(Transport::new(options()).unwrap(), target);
    (bench.transport, bench.gate) = (transport, gate);
    run(&bench, 200, 50).await;
    let stats = vendor.stats();
    assert_eq!((stats.requests, stats.in_flight_peak), (200, 7));
    assert_eq!(stats.connections, 7);
}
