//! Every fault of a script, seen by a plain socket.

use std::time::{Duration, Instant, SystemTime};

use crate::client::{Client, End, chat, message, scripted, start, streamed, text_of};
use serde_json::{Value, json};
use testkit::{
    Config, Cut, Delivered, Drip, Endpoint, Fault, How, Latency, Limits, Malformed, Of, RetryAfter, Script,
    UsageFault, When,
};

fn always(fault: Fault) -> Script {
    Script::new().rule(When::always(), fault)
}

#[test]
fn statuses_come_in_each_vendor_s_shape() {
    let (vendor, mut client) = scripted(Script::new());
    for (status, openai, anthropic) in [
        (401, "invalid_request_error", "authentication_error"),
        (403, "invalid_request_error", "permission_error"),
        (404, "invalid_request_error", "not_found_error"),
        (413, "invalid_request_error", "request_too_large"),
        (429, "requests", "rate_limit_error"),
        (500, "server_error", "api_error"),
        (503, "server_error", "overloaded_error"),
        (529, "server_error", "overloaded_error"),
    ] {
        vendor.set_script(always(Fault::status(status)));
        let answer = client.chat(&chat("echo", "x"));
        assert_eq!((answer.status, answer.end), (status, End::Complete));
        assert_eq!(answer.json()["error"]["type"], openai);
        let answer = client.message(&message("echo", "x"));
        assert_eq!((answer.status, &answer.json()["error"]["type"]), (status, &json!(anthropic)));
    }
    assert_eq!(vendor.stats().connections, 1, "refusals keep the connection");
    let totals = vendor.invoice().totals;
    assert_eq!((totals.refused, totals.amount), (16, 0));
}

#[test]
fn refusals_say_when_to_come_back_in_three_ways() {
    let (vendor, mut client) = scripted(Script::new());
    let mut ask = |retry| {
        vendor.set_script(always(Fault::rate_limited(retry)));
        let answer = client.chat(&chat("echo", "x"));
        assert_eq!(answer.status, 429);
        (answer.header("retry-after").to_owned(), answer.header("retry-after-ms").to_owned())
    };
    let none = String::new();
    assert_eq!(ask(None), (none.clone(), none.clone()));
    assert_eq!(ask(Some(RetryAfter::Seconds(7))), ("7".to_owned(), none.clone()));
    assert_eq!(ask(Some(RetryAfter::Ms(250))), (none.clone(), "250".to_owned()));
    let (date, _) = ask(Some(RetryAfter::DateIn(60)));
    let wait = httpdate::parse_http_date(&date).unwrap().duration_since(SystemTime::now()).unwrap();
    assert!((58..=60).contains(&wait.as_secs()), "{date}");
}

#[test]
fn headers_and_a_spent_quota_are_scripted() {
    let script = r#"{"rules": [{"when": {"nth": [2]}, "then": {"quota_spent": true}},
        {"then": {"headers": {"x-ratelimit-reset-tokens": "1m2s", "x-should-retry": "true"}}}]}"#;
    let (_vendor, mut client) = scripted(Script::from_json(script).unwrap());
    let answer = client.chat(&chat("echo", "x"));
    assert_eq!((answer.status, answer.header("x-ratelimit-reset-tokens")), (200, "1m2s"));
    let spent = client.chat(&chat("echo", "x"));
    assert_eq!((spent.status, spent.header("x-should-retry")), (429, "true"));
    assert_eq!(spent.json()["error"]["code"], "insufficient_quota");
    let (_vendor, mut client) = scripted(always(Fault { quota_spent: true, ..Fault::default() }));
    let spent = client.message(&message("echo", "x"));
    assert_eq!(spent.status, 400);
    assert!(spent.json()["error"]["message"].as_str().unwrap().contains("credit balance"));
}

#[test]
fn a_key_may_expire_in_the_middle_of_a_run() {
    let (vendor, mut client) = scripted(Script::new().rule(When::always().from(4), Fault::status(401)));
    let statuses: Vec<u16> = (0..6).map(|_| client.chat(&chat("echo", "x")).status).collect();
    assert_eq!(statuses, [200, 200, 200, 401, 401, 401]);
    assert_eq!(vendor.stats().fired, [3]);
    vendor.reset();
    assert_eq!(client.chat(&chat("echo", "x")).status, 200, "the script begins again");
}

#[test]
fn latency_delays_the_first_byte() {
    let (_vendor, mut client) = scripted(always(Fault::latency(Latency::FixedMs(40.0))));
    let start = Instant::now();
    let answer = client.chat(&chat("echo", "x"));
    assert_eq!(answer.status, 200);
    assert!(answer.first.unwrap() - start >= Duration::from_millis(40));
}

#[test]
fn a_body_is_cut_at_every_byte_and_only_whole_answers_are_billed() {
    let (vendor, mut client) = scripted(Script::new());
    let body = client.chat(&chat("french", "x")).body;
    let price = vendor.invoice().totals.amount;
    for at in (0..body.len()).step_by(41).chain([body.len() - 1]) {
        vendor.set_script(always(Fault::cut(at)));
        let answer = client.chat(&chat("french", "x"));
        assert_eq!((answer.status, answer.body.len(), answer.end), (200, at, End::Closed));
        client = Client::new(vendor.address());
    }
    vendor.set_script(always(Fault::cut(body.len())));
    let whole = client.chat(&chat("french", "x"));
    assert_eq!((whole.body.len(), whole.end), (body.len(), End::Complete));
    let invoice = vendor.invoice();
    assert_eq!((invoice.totals.full, invoice.totals.amount), (2, 2 * price));
    assert_eq!(invoice.totals.cut, vendor.stats().cut);
    assert!(
        invoice.lines[1..invoice.lines.len() - 1].iter().all(|l| l.delivered == Delivered::Cut && !l.billed)
    );
}

#[test]
fn a_stream_is_cut_at_every_byte_of_its_text_in_both_shapes() {
    let (vendor, mut client) = scripted(Script::new());
    let openai = streamed(chat("fixed:%C3%A9t%C3%A9%20%F0%9F%99%82", "x"));
    let anthropic = streamed(message("fixed:%C3%A9t%C3%A9%20%F0%9F%99%82", "x"));
    for (path, body) in [("/v1/chat/completions", openai), ("/v1/messages", anthropic)] {
        let version = [("anthropic-version", "2023-06-01")];
        let whole = client.ask(path, &version, &body);
        assert_eq!(text_of(&whole.events()), "été 🙂");
        // the same answer, but for the numbers of the ids and the dates
        let id = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(|c: char| c.is_ascii_digit(), "0");
        for at in (0..whole.body.len()).step_by(7) {
            vendor.set_script(always(Fault::cut(at)));
            let cut = client.ask(path, &version, &body);
            assert_eq!((cut.body.len(), cut.end), (at, End::Closed));
            assert_eq!(id(&cut.body), id(&whole.body[..at]));
            client = Client::new(vendor.address());
        }
        vendor.set_script(Script::new());
    }
}

#[test]
fn a_cut_may_close_reset_or_hang_before_any_byte() {
    let cut = |at, of, how| always(Fault { cut: Some(Cut { at, of, how }), ..Fault::default() });
    for (how, end) in [(How::Close, End::Closed), (How::Reset, End::Reset), (How::Hang, End::Silence)] {
        let (vendor, mut client) = scripted(cut(0, Of::Response, how));
        client.send("POST", "/v1/chat/completions", &[], chat("echo", "x").to_string().as_bytes());
        let answer = client.receive_within(Duration::from_millis(150), usize::MAX);
        assert_eq!((answer.wire, answer.end), (0, end), "{how:?}");
        drop(client);
        let line = wait_for(|| vendor.invoice().lines.first().cloned());
        assert_eq!((line.status, line.delivered), (0, Delivered::Cut));
    }
    let (_vendor, mut client) = scripted(cut(20, Of::Response, How::Close));
    assert_eq!(client.chat(&chat("echo", "x")).wire, 20);
    // what was sent before a reset may be lost with it; what was sent before a silence is there
    let (_vendor, mut client) = scripted(cut(10, Of::Body, How::Hang));
    client.send("POST", "/v1/chat/completions", &[], chat("echo", "x").to_string().as_bytes());
    let answer = client.receive_within(Duration::from_millis(150), usize::MAX);
    assert_eq!((answer.body.len(), answer.end), (10, End::Silence));
}

/// Asks until there is an answer, at most a minute.
fn wait_for<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "nothing came");
        std::thread::yield_now();
    }
}

#[test]
fn a_hanging_request_ends_when_the_client_leaves() {
    let (vendor, mut client) = scripted(always(Fault { hang: true, ..Fault::default() }));
    client.send(
        "POST",
        "/v1/messages",
        &[("anthropic-version", "2023-06-01")],
        message("echo", "x").to_string().as_bytes(),
    );
    assert_eq!(client.receive_within(Duration::from_millis(100), usize::MAX).end, End::Silence);
    assert_eq!((vendor.stats().in_flight, vendor.invoice().totals.requests), (1, 0));
    drop(client);
    wait_for(|| (vendor.stats().in_flight == 0).then_some(()));
    assert_eq!(vendor.invoice().lines[0].delivered, Delivered::Cut);
}

#[test]
fn a_client_that_leaves_while_it_waits_is_not_billed() {
    let (vendor, mut client) = scripted(always(Fault::latency(Latency::FixedMs(60_000.0))));
    client.send("POST", "/v1/chat/completions", &[], chat("echo", "x").to_string().as_bytes());
    wait_for(|| (vendor.stats().in_flight == 1).then_some(()));
    drop(client);
    wait_for(|| (vendor.stats().in_flight == 0).then_some(()));
    let totals = vendor.invoice().totals;
    assert_eq!((totals.cut, totals.amount), (1, 0));
}

#[test]
fn spoiled_bodies_arrive_whole_and_are_not_billed() {
    let (vendor, mut client) = scripted(Script::new());
    for (malformed, stream) in [
        (Malformed::Json, false),
        (Malformed::Html, false),
        (Malformed::Empty, false),
        (Malformed::Utf8, false),
        (Malformed::Json, true),
        (Malformed::Sse, true),
        (Malformed::Utf8, true),
    ] {
        vendor.set_script(always(Fault { malformed: Some(malformed), ..Fault::default() }));
        let body = chat("echo", "un deux trois quatre");
        let answer = client.chat(&if stream { streamed(body) } else { body });
        assert_eq!((answer.status, answer.end), (200, End::Complete), "{malformed:?}");
        let text = String::from_utf8_lossy(&answer.body);
        let data: Vec<&str> =
            text.lines().filter_map(|l| l.strip_prefix("data: ")).filter(|d| *d != "[DONE]").collect();
        let broken = data.iter().filter(|d| serde_json::from_str::<Value>(d).is_err()).count();
        match (malformed, stream) {
            (_, false) => assert!(serde_json::from_slice::<Value>(&answer.body).is_err()),
            (Malformed::Sse, _) => assert!(data.is_empty() && !text.is_empty()),
            (Malformed::Json, _) => assert_eq!((broken, data.len()), (1, 7)),
            _ => assert!(text.contains('\u{fffd}') && data.len() == 7),
        }
    }
    let totals = vendor.invoice().totals;
    assert_eq!((totals.cut, totals.full, totals.amount), (7, 0, 0));
    assert_eq!(vendor.stats().connections, 1);
}

#[test]
fn usage_may_be_missing_or_wrong_while_the_invoice_is_right() {
    let (vendor, mut client) = scripted(Script::new());
    let usage = |fault| always(Fault { usage: Some(fault), ..Fault::default() });
    vendor.set_script(usage(UsageFault::Missing));
    assert!(client.chat(&chat("echo", "x")).json().get("usage").is_none());
    assert!(client.message(&message("echo", "x")).json().get("usage").is_none());
    assert!(client.chat(&streamed(chat("echo", "x"))).events().iter().all(|e| e["usage"].is_null()));
    let events = client.message(&streamed(message("echo", "x"))).events();
    assert!(events.iter().all(|e| e.get("usage").is_none() && e["message"].get("usage").is_none()));
    vendor.set_script(usage(UsageFault::Wrong { input: 1_000, output: 2_000 }));
    assert_eq!(client.chat(&chat("echo", "x")).json()["usage"]["total_tokens"], 3_000);
    assert_eq!(client.message(&message("echo", "x")).json()["usage"]["output_tokens"], 2_000);
    let invoice = vendor.invoice();
    assert!(invoice.lines.iter().all(|l| (l.tokens.input, l.tokens.output, l.amount) == (1, 1, 5_000_000)));
}

#[test]
fn a_slow_loris_gives_a_few_bytes_at_a_time() {
    let drip = Drip { bytes: 100, every_ms: 4 };
    let (vendor, mut client) = scripted(always(Fault { drip: Some(drip), ..Fault::default() }));
    let start = Instant::now();
    let answer = client.chat(&chat("echo", "x"));
    let took = start.elapsed();
    assert_eq!(answer.json()["choices"][0]["message"]["content"], "x");
    let writes = answer.wire.div_ceil(100) as u64;
    assert!(writes > 5 && took >= Duration::from_millis(4 * (writes - 1)), "{took:?} for {writes} writes");
    assert_eq!((answer.end, vendor.invoice().totals.full), (End::Complete, 1));
}

#[test]
fn a_paced_stream_gives_its_events_one_by_one() {
    let (_vendor, mut client) = scripted(always(Fault { pace_ms: Some(5), ..Fault::default() }));
    let start = Instant::now();
    let answer = client.message(&streamed(message("echo", "un deux trois")));
    let events = answer.events();
    assert_eq!((text_of(&events), events.len()), ("un deux trois".to_owned(), 9));
    // eight gaps of 5 ms between nine events
    assert!(start.elapsed() >= Duration::from_millis(8 * 5));
}

#[test]
fn an_error_event_comes_in_the_middle_of_a_stream() {
    let (vendor, mut client) = scripted(always(Fault { stream_error_after: Some(2), ..Fault::default() }));
    let openai = client.chat(&streamed(chat("echo", "un deux trois"))).events();
    assert_eq!(
        (text_of(&openai), &openai.last().unwrap()["error"]["type"]),
        ("un deux".to_owned(), &json!("server_error"))
    );
    let answer = client.message(&streamed(message("echo", "un deux trois")));
    assert!(answer.text().contains("event: error\n"));
    let anthropic = answer.events();
    assert_eq!(anthropic.last().unwrap()["error"]["type"], "overloaded_error");
    assert_eq!(vendor.invoice().totals.cut, 2);
}

#[test]
fn an_endless_answer_ends_with_its_client() {
    for stream in [true, false] {
        let (vendor, mut client) = scripted(always(Fault { endless: true, ..Fault::default() }));
        let mut body = chat("echo", "encore");
        body["stream"] = json!(stream);
        client.send("POST", "/v1/chat/completions", &[], body.to_string().as_bytes());
        let answer = client.receive_within(Duration::from_secs(1), 4 << 20);
        assert!(answer.wire >= 4 << 20 && answer.end == End::Silence);
        drop(client);
        wait_for(|| (vendor.stats().in_flight == 0).then_some(()));
        assert_eq!(vendor.invoice().totals.cut, 1);
    }
}

#[test]
fn a_rule_may_be_about_one_model_one_shape_or_one_text() {
    let script = Script::new()
        .rule(When::model("fixed:*"), Fault::status(503))
        .rule(When::always().endpoint(Endpoint::Messages), Fault::status(529))
        .rule(When::always().contains("piège"), Fault { reply: Some("pris".to_owned()), ..Fault::default() });
    let (vendor, mut client) = scripted(script);
    assert_eq!(client.chat(&chat("fixed:x", "x")).status, 503);
    assert_eq!(client.message(&message("echo", "x")).status, 529);
    assert_eq!(client.chat(&chat("echo", "un piège")).json()["choices"][0]["message"]["content"], "pris");
    assert_eq!(client.chat(&chat("echo", "rien")).json()["choices"][0]["message"]["content"], "rien");
    assert_eq!(vendor.stats().fired, [1, 1, 1]);
}

#[test]
fn the_rate_limiter_grants_its_burst_and_says_what_is_left() {
    let limits = Limits { requests_per_second: Some(20.0), burst: 3, ..Limits::default() };
    let (vendor, mut client) = start(Config { limits: limits.clone(), ..Config::default() });
    let first = client.chat(&chat("echo", "x"));
    assert_eq!(first.header("x-ratelimit-limit-requests"), "3");
    assert_eq!(first.header("x-ratelimit-remaining-requests"), "2");
    assert!(first.header("x-ratelimit-reset-requests").ends_with("ms"));
    let answers: Vec<_> = (0..4).map(|_| client.message(&message("echo", "x"))).collect();
    let refused = answers.iter().find(|a| a.status == 429).expect("a bucket of 3 refuses one of 5 at once");
    assert_eq!(
        (refused.header("retry-after"), refused.header("anthropic-ratelimit-requests-limit")),
        ("1", "3")
    );
    let wait: u64 = refused.header("retry-after-ms").parse().unwrap();
    assert!((1..=50).contains(&wait), "{wait}");
    let reset = refused.header("anthropic-ratelimit-requests-reset");
    assert!(reset.len() == 20 && reset.ends_with('Z') && reset.contains('T'), "{reset}");
    assert_eq!(vendor.stats().statuses[&429], answers.iter().filter(|a| a.status == 429).count() as u64);
    // silent when told to be
    let silent = Limits { retry_after: false, headers: false, requests_per_second: Some(0.001), ..limits };
    let (_vendor, mut client) = start(Config { limits: silent, ..Config::default() });
    let last = (0..4).map(|_| client.chat(&chat("echo", "x"))).last().unwrap();
    assert_eq!((last.status, last.header("retry-after"), last.header("retry-after-ms")), (429, "", ""));
    assert!(!last.headers.keys().any(|h| h.contains("ratelimit")));
}

#[test]
fn the_most_in_flight_is_seen_and_may_be_limited() {
    let limits = Limits { in_flight: Some(2), ..Limits::default() };
    let slow = always(Fault::latency(Latency::FixedMs(150.0)));
    let (vendor, _) = start(Config { limits, script: slow, ..Config::default() });
    let mut clients: Vec<Client> = (0..3).map(|_| Client::new(vendor.address())).collect();
    for (i, client) in clients.iter_mut().enumerate() {
        client.send("POST", "/v1/chat/completions", &[], chat("echo", "x").to_string().as_bytes());
        wait_for(|| (vendor.stats().requests == i as u64 + 1).then_some(()));
    }
    let statuses: Vec<u16> = clients.iter_mut().map(|c| c.receive().status).collect();
    assert_eq!(statuses, [200, 200, 429]);
    assert_eq!(vendor.stats().in_flight_peak, 3);
    let mut seen: Vec<u64> = vendor.invoice().lines.iter().map(|l| l.in_flight).collect();
    seen.sort_unstable();
    assert_eq!(seen, [1, 2, 3]);
}

#[test]
fn the_invoice_adds_up_over_many_clients_and_faults() {
    let script = r#"{"rules": [
        {"when": {"probability": 0.1}, "then": {"status": 429, "retry_after": {"ms": 1}}},
        {"when": {"probability": 0.1}, "then": {"status": 500}},
        {"when": {"probability": 0.1}, "then": {"cut": {"at": 90}}}
    ]}"#;
    for bill_cut in [false, true] {
        let script = Script::from_json(script).unwrap();
        let (vendor, _) = start(Config { script, bill_cut, seed: 5, ..Config::default() });
        let address = vendor.address();
        let work = move |worker: usize| {
            let mut client = Client::new(address);
            let (mut full, mut whole_bytes) = (0u64, 0i64);
            for i in 0..100 {
                let text = format!("question {worker}-{i}");
                let body = chat("echo", &text);
                let answer = client.chat(&if i % 2 == 0 { streamed(body) } else { body });
                match (answer.status, answer.end) {
                    (200, End::Complete) => {
                        full += 1;
                        whole_bytes += i64::try_from(testkit::count_tokens(&text)).unwrap();
                    }
                    (429 | 500, End::Complete) => {}
                    (200 | 429 | 500, End::Closed) => client = Client::new(address),
                    other => panic!("{other:?}"),
                }
            }
            (full, whole_bytes)
        };
        let workers: Vec<_> = (0..8).map(|w| std::thread::spawn(move || work(w))).collect();
        let seen: Vec<_> = workers.into_iter().map(|w| w.join().unwrap()).collect();
        let full: u64 = seen.iter().map(|s| s.0).sum();
        let tokens: i64 = seen.iter().map(|s| s.1).sum();
        let invoice = vendor.invoice();
        assert_eq!((invoice.totals.requests, invoice.totals.full), (800, full));
        assert!(invoice.totals.cut > 20 && invoice.totals.refused > 80);
        assert_eq!(invoice.lines.iter().map(|l| l.amount).sum::<i64>(), invoice.totals.amount);
        if bill_cut {
            assert!(invoice.totals.amount > tokens * 5_000_000);
        } else {
            assert_eq!(invoice.totals.amount, tokens * 5_000_000, "what the clients hold is what is billed");
        }
        assert_eq!(vendor.stats().duplicates, 0);
    }
}
