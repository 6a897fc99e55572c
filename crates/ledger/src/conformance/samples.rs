//! Things to put in a ledger.

use bytes::Bytes;
use serde_json::json;
use terms::{
    CallKey, CallState, Currency, Date, Finish, Message, ModelName, Money, Outcome, Reply, Score, Timing,
    Usage,
};

use crate::{Evidence, Intent, NewRun, NewTrial, PlanHash, Settled, TrialAt};

/// The instant at which tests begin.
pub const NOW: i64 = 1_790_000_000_000;

/// Keys that differ as hashes do.
pub fn key(n: u64) -> CallKey {
    let mut out = [0; 16];
    out[..8].copy_from_slice(&(n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    out[8..].copy_from_slice(&n.to_be_bytes());
    CallKey(out)
}

/// Dollars in 10^-12.
pub fn dollars(pico: i64) -> Money {
    Money { pico, currency: Currency::USD, catalogue: Date::new(2026, 11, 1).unwrap() }
}

/// Euros in 10^-12.
pub fn euros(pico: i64) -> Money {
    Money { pico, currency: Currency::EUR, catalogue: Date::new(2026, 10, 15).unwrap() }
}

/// A run of this plan.
pub fn new_run(plan: u8) -> NewRun {
    NewRun {
        kind: "eval".to_owned(),
        plan: PlanHash([plan; 16]),
        cases_hash: [plan ^ 0xff; 16],
        title: format!("tri.mot.md n° {plan}"),
        document: json!({"arms": [{"prompt": "tri.mot.md", "model": "fake/apprentice"}], "plan": plan}),
        started_ms: NOW,
    }
}

/// A call about to leave, which may cost 1,000 units.
pub fn intent(n: u64) -> Intent {
    let model = ModelName { vendor: "fake".to_owned(), model: "apprentice".to_owned() };
    Intent { key: key(n), model, arm: (n % 3) as u32, reserved: Some(dollars(1000)), sent_ms: NOW + n as i64 }
}

/// An answered call: text, bytes that are not all text, 10 + n units.
pub fn answered(n: u64) -> Settled {
    let usage = Some(Usage { input: 90 + n, output: 3, cached: n % 2, cache_write: 0, reasoning: 1 });
    Settled {
        key: key(n),
        state: CallState::Done,
        reply: Some(Reply {
            text: format!("réponse n° {n} 🙂"),
            finish: Some(if n.is_multiple_of(2) { Finish::Stop } else { Finish::Other("pause".to_owned()) }),
            model: Some("fake-apprentice-1".to_owned()),
            id: Some(format!("reply-{n}")),
            tool_calls: vec![json!({"n": n}); (n % 2) as usize],
            usage,
            ..Reply::default()
        }),
        error: None,
        usage,
        cost: Some(dollars(10 + n as i64)),
        timing: Timing {
            started_ms: NOW + n as i64,
            first_text_us: (n % 2 == 1).then_some(700),
            total_us: 1500 + n,
        },
        tries: 1 + (n % 2) as u32,
        evidence: Evidence {
            request_head: Bytes::from_static(b"POST /v1/chat/completions\r\nauthorization: [redacted]\r\n"),
            request_body: format!("{{\"n\":{n}}}").into(),
            status: Some(200),
            response_head: Bytes::from_static(b"content-type: application/json\r\n"),
            response_body: Bytes::copy_from_slice(&[0xff, 0x00, n as u8]),
        },
        trial: None,
    }
}

/// A call that failed; it cost nothing.
pub fn failed(n: u64) -> Settled {
    Settled {
        state: CallState::Failed,
        reply: None,
        error: Some(Message::new("vendors-refused").with("status", 503i64).with("vendor", "fake")),
        usage: None,
        cost: None,
        evidence: Evidence { status: Some(503), ..answered(n).evidence },
        ..answered(n)
    }
}

/// A call whose end was not seen by its own sender: the stream was cut.
pub fn cut(n: u64) -> Settled {
    Settled { state: CallState::Unknown, error: Some(Message::new("vendors-cut")), ..failed(n) }
}

/// A place.
pub fn at(case: u64, arm: u32, repeat: u32) -> TrialAt {
    TrialAt { case, arm, repeat }
}

/// A check's opinion; a failure says why.
pub fn score(check: &str, outcome: Outcome) -> Score {
    let value = match outcome {
        Outcome::Pass => Some(1.0),
        Outcome::Fail => Some(0.25),
        Outcome::Unscored => None,
    };
    let inner = Message::new("checks-spaces").with("count", 3i64);
    let reason =
        Message::new("checks-differs").with("found", "a « b »").with("because", inner).with("share", 0.5);
    let reason = (outcome != Outcome::Pass).then_some(reason);
    Score { check: check.to_owned(), outcome, value, weight: 1.0, reason }
}

/// A trial that passed, resting on a call or on none.
pub fn trial(place: TrialAt, call: Option<u64>) -> NewTrial {
    NewTrial {
        at: place,
        case_id: format!("case {}", place.case + 1),
        weight: 1.0 + place.case as f64,
        cluster: (place.case % 2 == 1).then(|| format!("cluster {}", place.case / 4)),
        expect: (!place.case.is_multiple_of(3)).then(|| "livraison".to_owned()),
        call: call.map(key),
        scores: vec![score("equals", Outcome::Pass), score("length", Outcome::Pass)],
        error: None,
        answer: Some(u64::MAX - place.case),
        reused: call.is_some() && place.arm == 1,
    }
}
