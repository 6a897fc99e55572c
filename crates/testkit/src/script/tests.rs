use super::*;
use crate::fault::{Cut, How, Latency, Of};

const SEEN: Seen<'static> = Seen { model: "echo", endpoint: Endpoint::Chat, stream: false, text: "bonjour" };

/// Numbers (from 1) of the requests among the first `n` for which the script does anything.
fn fires(when: When, n: u64) -> Vec<u64> {
    let mut playing = Playing::new(Script::new().rule(when, Fault::status(500)));
    (1..=n).filter(|_| playing.fault(1, &SEEN).is_some()).collect()
}

#[test]
fn counts_choose_requests() {
    assert_eq!(fires(When::always(), 3), [1, 2, 3]);
    assert_eq!(fires(When::always().nth(&[2, 5]), 9), [2, 5]);
    assert_eq!(fires(When::always().every(3), 9), [3, 6, 9]);
    assert_eq!(fires(When::always().from(3).to(4), 9), [3, 4]);
    assert_eq!(fires(When::model("echo").contains("jour"), 1), [1]);
    assert_eq!(fires(When::model("ec*").stream(false).endpoint(Endpoint::Chat), 1), [1]);
}

#[test]
fn conditions_that_do_not_hold_are_not_counted() {
    assert!(fires(When::model("other"), 3).is_empty());
    assert!(fires(When::always().contains("soir"), 3).is_empty());
    assert!(fires(When::always().stream(true), 3).is_empty());
    // the second request for `a` is the third of all
    let mut playing = Playing::new(Script::new().rule(When::model("a").nth(&[2]), Fault::status(500)));
    let mut ask = |model| playing.fault(1, &Seen { model, ..SEEN }).is_some();
    assert_eq!([ask("a"), ask("b"), ask("a")], [false, false, true]);
}

#[test]
fn a_probability_gives_its_share_and_the_same_requests_every_time() {
    let share = fires(When::always().probability(0.3), 10_000);
    // binomial(10,000, .3): standard deviation 46
    assert!((2_800..3_200).contains(&share.len()), "{}", share.len());
    assert_eq!(share, fires(When::always().probability(0.3), 10_000));
    assert!(fires(When::always().probability(0.0), 1_000).is_empty());
    assert_eq!(fires(When::always().probability(1.0), 1_000).len(), 1_000);
}

#[test]
fn rules_add_up_and_the_earlier_wins() {
    let script = Script::new()
        .rule(When::always().nth(&[2]), Fault::status(503))
        .rule(When::always(), Fault::status(429).and(&Fault::latency(Latency::FixedMs(5.0))));
    let mut playing = Playing::new(script);
    let statuses: Vec<_> = (0..3).map(|_| playing.fault(1, &SEEN).unwrap()).collect();
    assert_eq!(statuses.iter().map(|f| f.status).collect::<Vec<_>>(), [Some(429), Some(503), Some(429)]);
    assert!(statuses.iter().all(|f| f.latency.is_some()));
    assert_eq!(playing.fired(), [1, 3]);
}

#[test]
fn the_json_form_reads_every_fault_and_refuses_unknown_words() {
    let text = r#"{"rules": [
        {"when": {"model": "echo", "every": 3, "probability": 0.5, "endpoint": "messages"},
         "then": {"latency": {"lognormal_ms": {"median": 50, "sigma": 0.4}}}},
        {"then": {"status": 429, "retry_after": {"date_in": 2}, "headers": {"x-should-retry": "true"}}},
        {"then": {"cut": {"at": 12, "of": "response", "how": "reset"}, "drip": {"bytes": 1, "every_ms": 9}}},
        {"then": {"latency": {"uniform_ms": [1, 2]}, "malformed": "utf8", "usage": "missing", "endless": true}},
        {"then": {"usage": {"wrong": {"input": 1, "output": 2}}, "hang": true, "stream_error_after": 2}}
    ]}"#;
    let script = Script::from_json(text).unwrap();
    assert_eq!(script.rules.len(), 5);
    assert_eq!(script.rules[2].then.cut, Some(Cut { at: 12, of: Of::Response, how: How::Reset }));
    // what is written is what is read
    let again = Script::from_json(&serde_json::to_string(&script).unwrap()).unwrap();
    assert_eq!(again, script);
    assert!(Script::from_json(r#"{"rules": [{"then": {"statsu": 500}}]}"#).is_err());
}

#[test]
fn latencies_follow_their_law() {
    let draws = |latency: Latency| {
        let mut ms: Vec<f64> = (0..4_001).map(|i| latency.draw(mix(3, i)).as_secs_f64() * 1e3).collect();
        ms.sort_by(f64::total_cmp);
        ms
    };
    let uniform = draws(Latency::UniformMs(10.0, 20.0));
    assert!(uniform[0] >= 10.0 && uniform[4_000] < 20.0 && (uniform[2_000] - 15.0).abs() < 0.5);
    let lognormal = draws(Latency::LognormalMs { median: 50.0, sigma: 0.5 });
    assert!((lognormal[2_000] - 50.0).abs() < 2.5, "{}", lognormal[2_000]);
    // the 97.5 % quantile is median * exp(1.96 * sigma) = 133
    assert!((lognormal[3_900] - 133.0).abs() < 14.0, "{}", lognormal[3_900]);
}
