//! Whatever goes wrong: sent again only when it cannot be paid twice, and never silent about an unknown outcome.

use std::time::Instant;

use terms::Kind;
use testkit::{Cut, Drip, Fault, How, Latency, Of, RetryAfter, When};
use vendors::transport::{Reason, Seen};
use vendors::{VendorError, What};

use super::raw::{Raw, http};
use super::*;

fn first(fault: Fault) -> Script {
    Script::new().rule(When::always().nth(&[1]), fault)
}

fn cut(at: usize, of: Of, how: How) -> Fault {
    Fault { cut: Some(Cut { at, of, how }), ..Fault::default() }
}

fn soon(status: u16) -> Fault {
    Fault { status: Some(status), retry_after: Some(RetryAfter::Ms(5)), ..Fault::default() }
}

#[tokio::test]
async fn a_refusal_is_waited_out_and_told() {
    for (asked, at_least_ms) in
        [(RetryAfter::Ms(60), 60), (RetryAfter::Seconds(1), 1_000), (RetryAfter::DateIn(2), 900)]
    {
        let vendor = vendor(first(Fault::rate_limited(Some(asked)))).await;
        let bench = Bench::new(options(), target(&vendor));
        let began = Instant::now();
        let exchange = bench.ask("bonjour", false).await;
        assert_eq!(exchange.outcome.unwrap().text, "bonjour");
        let waited = began.elapsed();
        assert!(waited >= Duration::from_millis(at_least_ms), "{asked:?}: {waited:?}");
        assert!(waited < Duration::from_millis(at_least_ms + 20_000), "{asked:?}: {waited:?}");
        let statuses: Vec<_> = exchange.attempts.iter().map(|a| (a.status, a.error)).collect();
        assert_eq!(statuses, [(Some(429), Some(Kind::RateLimit)), (Some(200), None)]);
        assert!(exchange.attempts[1].waited_us >= at_least_ms * 1_000, "{asked:?}");
        let notices = bench.notices.lock().unwrap();
        assert!(
            matches!(&notices[..], [Notice::Waiting { vendor, reason: Reason::RateLimit, .. }] if vendor == "fake"),
            "{notices:?}"
        );
    }
}

#[tokio::test]
async fn a_refusal_without_a_word_is_tried_again_a_little_later() {
    let script = Script::new().rule(When::always().to(3), Fault::rate_limited(None));
    let vendor = vendor(script).await;
    let bench = Bench::new(options(), target(&vendor));
    let exchange = bench.ask("bonjour", false).await;
    assert_eq!(exchange.outcome.unwrap().text, "bonjour");
    assert_eq!((exchange.tries, vendor.stats().requests), (4, 4));
}

#[tokio::test]
async fn the_vendors_own_trouble_is_tried_again_up_to_a_limit() {
    for status in [500, 502, 503, 504, 529, 408] {
        let vendor = vendor(first(soon(status))).await;
        let bench = Bench::new(options(), target(&vendor));
        let exchange = bench.ask("bonjour", true).await;
        assert_eq!(exchange.outcome.unwrap().text, "bonjour", "{status}");
        assert_eq!(exchange.tries, 2, "{status}");
    }
    let vendor = vendor(Script::new().rule(When::always(), soon(500))).await;
    let bench = Bench::new(Options { max_attempts: 5, ..options() }, target(&vendor));
    let exchange = bench.ask("bonjour", false).await;
    assert!(
        matches!(exchange.outcome, Err(VendorError::Server { status: 500, .. })),
        "{:?}",
        exchange.outcome
    );
    assert_eq!((exchange.tries, exchange.seen, vendor.stats().requests), (5, Seen::Answered, 5));
}

#[tokio::test]
async fn what_asking_again_cannot_change_is_asked_once() {
    let spent = Fault { quota_spent: true, ..Fault::rate_limited(None) };
    let told = |status: u16, name: &str, value: &str| {
        let mut fault = soon(status);
        fault.headers.insert(name.to_owned(), value.to_owned());
        fault
    };
    let faults = [
        (Fault::status(400), Kind::Vendor),
        (Fault::status(401), Kind::Auth),
        (Fault::status(403), Kind::Auth),
        (Fault::status(404), Kind::Vendor),
        (Fault::status(413), Kind::Vendor),
        (spent, Kind::RateLimit),
        (told(500, "x-should-retry", "false"), Kind::Vendor),
        (told(429, "x-should-retry", "false"), Kind::RateLimit),
        (told(401, "x-should-retry", "true"), Kind::Auth),
    ];
    for (fault, kind) in faults {
        let vendor = vendor(first(fault.clone())).await;
        let bench = Bench::new(options(), target(&vendor));
        let exchange = bench.ask("bonjour", false).await;
        let error = exchange.outcome.unwrap_err();
        assert_eq!(terms::Explain::kind(&error), kind, "{fault:?}: {error:?}");
        assert_eq!((vendor.stats().requests, exchange.seen), (1, Seen::Answered), "{fault:?}");
    }
    // and the vendor's own "try again" is believed where a status alone would be final
    let vendor = vendor(first(told(400, "x-should-retry", "true"))).await;
    let bench = Bench::new(options(), target(&vendor));
    assert_eq!(bench.ask("bonjour", false).await.outcome.unwrap().text, "bonjour");
}

#[tokio::test]
async fn a_vendor_that_asks_for_an_hour_is_not_waited_for() {
    let vendor =
        vendor(Script::new().rule(When::always(), Fault::rate_limited(Some(RetryAfter::Seconds(3_600)))))
            .await;
    let bench = Bench::new(options(), target(&vendor));
    let began = Instant::now();
    let exchange = bench.ask("bonjour", false).await;
    let hour = Some(Duration::from_secs(3_600));
    assert!(
        matches!(&exchange.outcome, Err(VendorError::RateLimited { retry_after, .. }) if *retry_after == hour)
    );
    // and the next call does not even leave
    let next = bench.ask("bonjour", false).await;
    assert!(matches!(next.outcome, Err(VendorError::RateLimited { .. })));
    assert_eq!((next.seen, next.tries, vendor.stats().requests), (Seen::NotSent, 0, 1));
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn an_answer_cut_anywhere_is_unknown_and_never_asked_for_again() {
    for stream in [false, true] {
        for how in [How::Close, How::Reset] {
            for at in [1, 40, 120, 200] {
                let vendor = vendor(Script::new().rule(When::always(), cut(at, Of::Body, how))).await;
                let bench = Bench::new(options(), target(&vendor));
                let exchange = bench.ask("bonjour à tous, et merci encore pour hier soir", stream).await;
                let case = format!("stream {stream}, {how:?} at {at}: {:?}", exchange.outcome);
                assert!(matches!(exchange.outcome, Err(VendorError::CutStream { .. })), "{case}");
                assert_eq!(exchange.seen, Seen::Unknown, "{case}");
                assert_eq!(vendor.stats().requests, 1, "{case}");
                assert!(!exchange.evidence.complete, "{case}");
                if how == How::Close {
                    assert_eq!(exchange.evidence.response_body.len(), at, "{case}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_request_swallowed_without_an_answer_is_unknown() {
    for at in [0, 12] {
        let vendor = vendor(Script::new().rule(When::always(), cut(at, Of::Response, How::Close))).await;
        let bench = Bench::new(options(), target(&vendor));
        let exchange = bench.ask("bonjour", false).await;
        assert!(matches!(exchange.outcome, Err(VendorError::Connect { .. })), "{:?}", exchange.outcome);
        assert_eq!((exchange.seen, exchange.tries, vendor.stats().requests), (Seen::Unknown, 1, 1));
        assert_eq!(exchange.evidence.status, None);
    }
}

#[tokio::test]
async fn an_error_whose_body_is_cut_is_still_that_error() {
    let mut fault = soon(500);
    fault.cut = Some(Cut { at: 5, of: Of::Body, how: How::Close });
    let vendor = vendor(first(fault)).await;
    let bench = Bench::new(options(), target(&vendor));
    let exchange = bench.ask("bonjour", false).await;
    assert_eq!(exchange.outcome.unwrap().text, "bonjour");
    assert_eq!(exchange.attempts[0].status, Some(500));
}

#[tokio::test]
async fn a_server_that_is_not_there_was_sent_nothing() {
    // a port that was free a moment ago
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    // a seed whose three draws are short
    let quick = Options { seed: 17_542, ..options() };
    let bench = Bench::new(quick, target_at(&format!("http://127.0.0.1:{port}/v1"), "openai-chat", "m"));
    let exchange = bench.ask("bonjour", false).await;
    let Err(VendorError::Connect { vendor, url, detail }) = exchange.outcome else {
        panic!("{:?}", exchange.outcome)
    };
    assert_eq!((vendor.as_str(), url), ("fake", format!("http://127.0.0.1:{port}/v1")));
    assert!(detail.to_lowercase().contains("refused"), "{detail}");
    assert_eq!((exchange.seen, exchange.tries), (Seen::NotSent, 4));
    assert!(exchange.attempts.iter().all(|a| a.status.is_none() && a.error == Some(Kind::Network)));
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_not_asked_again() {
    // given one that answers a handshake in plain words
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let bench = Bench::new(options(), target_at(&url, "openai-chat", "m"));
    let exchange = bench.ask("bonjour", false).await;
    assert!(matches!(exchange.outcome, Err(VendorError::Connect { .. })), "{:?}", exchange.outcome);
    assert_eq!((exchange.seen, exchange.tries), (Seen::NotSent, 1));
}

#[tokio::test]
async fn a_dripping_answer_ends_at_the_deadline_and_a_silent_one_sooner() {
    let drip = Fault { drip: Some(Drip { bytes: 1, every_ms: 10 }), ..Fault::default() };
    let hang = cut(150, Of::Body, How::Hang);
    let silent = Fault { hang: true, ..Fault::default() };
    for (fault, stream) in [(&drip, false), (&drip, true), (&hang, true), (&silent, false)] {
        let vendor = vendor(Script::new().rule(When::always(), fault.clone())).await;
        let short = Options { deadline: Duration::from_millis(300), ..options() };
        let bench = Bench::new(short, target(&vendor));
        let began = Instant::now();
        let exchange = bench.ask("bonjour à tous", stream).await;
        let after = Duration::from_millis(300);
        assert_eq!(
            exchange.outcome,
            Err(VendorError::Timeout { vendor: "fake".to_owned(), after }),
            "{fault:?}"
        );
        assert_eq!((exchange.seen, exchange.tries), (Seen::Unknown, 1), "{fault:?}");
        assert!(began.elapsed() < Duration::from_secs(10), "{fault:?}: {:?}", began.elapsed());
    }
    let vendor = vendor(Script::new().rule(When::always(), hang)).await;
    let bench =
        Bench::new(Options { idle_timeout: Duration::from_millis(100), ..options() }, target(&vendor));
    let began = Instant::now();
    let exchange = bench.ask("bonjour à tous", true).await;
    assert!(matches!(exchange.outcome, Err(VendorError::Timeout { .. })));
    assert!(began.elapsed() < Duration::from_secs(60));
    assert_eq!(exchange.evidence.response_body.len(), 150, "what came is kept");
}

#[tokio::test]
async fn an_endless_answer_ends_at_the_limit() {
    let vendor =
        vendor(Script::new().rule(When::always(), Fault { endless: true, ..Fault::default() })).await;
    for stream in [true, false] {
        let bench = Bench::new(Options { max_response_bytes: 50_000, ..options() }, target(&vendor));
        let exchange = bench.ask("encore", stream).await;
        assert_eq!(exchange.outcome, Err(VendorError::TooLarge { vendor: "fake".to_owned(), limit: 50_000 }));
        assert_eq!((exchange.seen, exchange.evidence.response_body.len()), (Seen::Unknown, 50_000));
    }
    assert_eq!(vendor.stats().requests, 2);
}

#[tokio::test]
async fn a_cancellation_is_obeyed_wherever_the_call_stands() {
    let hang = Fault { hang: true, ..Fault::default() };
    let later = Fault::rate_limited(Some(RetryAfter::Seconds(600)));
    let drip = Fault { drip: Some(Drip { bytes: 1, every_ms: 20 }), ..Fault::default() };
    for (fault, stream, seen) in
        [(hang, false, Seen::Unknown), (later, false, Seen::Answered), (drip, true, Seen::Unknown)]
    {
        let vendor = vendor(Script::new().rule(When::always(), fault.clone())).await;
        let bench = Bench::new(options(), target(&vendor));
        let stop = async {
            tokio::time::sleep(Duration::from_millis(150)).await;
            bench.cancel.cancel();
            Instant::now()
        };
        let (exchange, stopped) = tokio::join!(bench.ask("bonjour", stream), stop);
        assert!(stopped.elapsed() < Duration::from_secs(10), "{fault:?}");
        assert_eq!((exchange.outcome, exchange.seen), (Err(VendorError::Cancelled), seen), "{fault:?}");
        // and nothing leaves afterwards
        let sent = vendor.stats().requests;
        let next = bench.ask("bonjour", stream).await;
        assert_eq!((next.outcome, next.seen), (Err(VendorError::Cancelled), Seen::NotSent));
        assert_eq!(vendor.stats().requests, sent);
        assert_eq!(bench.gate.in_flight(), 0);
    }
}

#[tokio::test]
async fn nonsense_with_a_200_is_reported_and_not_asked_for_again() {
    use testkit::Malformed;
    for (malformed, stream) in [
        (Malformed::Json, false),
        (Malformed::Html, false),
        (Malformed::Empty, false),
        (Malformed::Json, true),
    ] {
        let fault = Fault { malformed: Some(malformed), ..Fault::default() };
        let vendor = vendor(Script::new().rule(When::always(), fault)).await;
        let bench = Bench::new(options(), target(&vendor));
        let exchange = bench.ask("bonjour à tous", stream).await;
        assert!(
            matches!(exchange.outcome, Err(VendorError::Malformed { .. })),
            "{malformed:?}: {:?}",
            exchange.outcome
        );
        assert_eq!(vendor.stats().requests, 1, "{malformed:?}");
    }
}

#[tokio::test]
async fn an_error_inside_a_stream_is_the_vendors_last_word() {
    let fault = Fault { stream_error_after: Some(2), ..Fault::default() };
    let vendor = vendor(Script::new().rule(When::always(), fault)).await;
    let bench = Bench::new(options(), target(&vendor));
    let exchange = bench.ask("bonjour à tous et à toutes", true).await;
    assert!(exchange.outcome.is_err());
    assert_eq!((exchange.seen, vendor.stats().requests), (Seen::Answered, 1));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for (status, line) in [(302, "302 Found"), (307, "307 Temporary Redirect")] {
        let elsewhere = Raw::start(|_| http("200 OK", "", "{}")).await;
        let location = format!("location: {}/chat/completions\r\n", elsewhere.base_url);
        let server = Raw::start(move |_| http(line, &location, "")).await;
        let bench = Bench::new(options(), target_at(&server.base_url, "openai-chat", "m"));
        let exchange = bench.ask("bonjour", false).await;
        let unexpected =
            matches!(exchange.outcome, Err(VendorError::Unexpected { status: s, .. }) if s == status);
        assert!(unexpected, "{:?}", exchange.outcome);
        assert_eq!((server.requests(), elsewhere.requests()), (1, 0));
    }
}

#[tokio::test]
async fn headers_without_end_and_compression_unasked_for_are_refused() {
    let server = Raw::start(|_| {
        let mut bytes = b"HTTP/1.1 200 OK\r\n".to_vec();
        (0..200_000).for_each(|i| bytes.extend_from_slice(format!("x-{i}: filler\r\n").as_bytes()));
        bytes
    })
    .await;
    let bench = Bench::new(options(), target_at(&server.base_url, "openai-chat", "m"));
    let exchange = bench.ask("bonjour", false).await;
    assert!(exchange.outcome.is_err());
    assert_eq!(exchange.seen, Seen::Unknown);
    assert!(exchange.evidence.response_head.len() < 1 << 20);

    let server = Raw::start(|_| http("200 OK", "content-encoding: gzip\r\n", "\u{1f}rest")).await;
    let bench = Bench::new(options(), target_at(&server.base_url, "openai-chat", "m"));
    let exchange = bench.ask("bonjour", false).await;
    assert!(matches!(exchange.outcome, Err(VendorError::Malformed { what: What::Reply, .. })));
    assert!(!exchange.evidence.request_head.contains("accept-encoding"));
}

#[tokio::test]
async fn a_stream_that_ends_without_closing_does_not_hold_the_call() {
    // given a vendor that says [DONE] and keeps the connection open without the last chunk
    let slow_end = Fault { latency: Some(Latency::FixedMs(0.0)), ..Fault::default() };
    let vendor = vendor(Script::new().rule(When::always(), slow_end)).await;
    let bench = Bench::new(options(), target(&vendor));
    assert!(bench.ask("bonjour", true).await.outcome.is_ok());

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 8192]).await;
        let events = "data: {\"choices\":[{\"delta\":{\"content\":\"oui\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        let _ = stream.write_all(format!("{head}{:x}\r\n{events}\r\n", events.len()).as_bytes()).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
    });
    let bench = Bench::new(options(), target_at(&url, "openai-chat", "m"));
    let began = Instant::now();
    let exchange = bench.ask("oui ?", true).await;
    assert_eq!((exchange.outcome.unwrap().text.as_str(), exchange.seen), ("oui", Seen::Answered));
    let took = began.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
    // the connection was given a quarter of a second to end, which is not the answer's time
    let answer = Duration::from_micros(exchange.timing.total_us);
    assert!(took - answer >= Duration::from_millis(200), "{answer:?} of {took:?}");
}
