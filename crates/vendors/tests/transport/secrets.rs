//! A planted key must be found nowhere: not in evidence, replies, errors, attempts, notices or streamed text.

use super::raw::{Raw, http};
use super::*;

/// Everything an exchange leaves behind, as text.
fn everything(bench: &Bench, tape: &Tape, exchange: &Exchange) -> String {
    let message = exchange.outcome.as_ref().err().map(ToString::to_string);
    let bytes: String = tape
        .0
        .lock()
        .unwrap()
        .iter()
        .map(|e| String::from_utf8_lossy(&e.response_body).into_owned())
        .collect();
    let sent = String::from_utf8_lossy(&exchange.evidence.request_body).into_owned();
    format!(
        "{exchange:?} {message:?} {bytes} {sent} {:?} {:?} {:?} {:?}",
        tape.0.lock().unwrap(),
        bench.notices.lock().unwrap(),
        bench.events.lock().unwrap(),
        bench.target,
    )
}

async fn check(
    name: &str,
    text: &str,
    stream: bool,
    answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
) -> Exchange {
    // given a server that proves it got the key
    let server = Raw::start(move |request| {
        assert!(request.contains(&format!("authorization: Bearer {CANARY}")), "{request}");
        answer(request)
    })
    .await;
    let tape = Arc::new(Tape::default());
    let recording = Options { record: Some(tape.clone()), max_attempts: 2, ..options() };
    let bench = Bench::new(recording, target_at(&server.base_url, "openai-chat", "m"));
    let exchange = bench.ask(text, stream).await;
    assert!(server.requests() > 0, "{name}");
    let left = everything(&bench, &tape, &exchange);
    assert!(!left.contains("canary"), "{name}: {left}");
    assert!(exchange.evidence.request_head.contains("authorization: [redacted]\n"), "{name}");
    exchange
}

fn reply(content: &str) -> String {
    format!(
        r#"{{"id":"{CANARY}","model":"m","choices":[{{"message":{{"content":"{content}"}},"finish_reason":"stop"}}]}}"#
    )
}

#[tokio::test]
async fn the_key_is_found_nowhere() {
    let exchange = check("echoed by a 401", "bonjour", false, |request| {
        let body = format!(
            r#"{{"error":{{"message":"Incorrect API key provided: {CANARY}","code":"invalid_api_key"}}}}"#
        );
        http(
            "401 Unauthorized",
            &format!("x-echo: {}\r\nset-cookie: s={CANARY}\r\n", request.replace("\r\n", " ")),
            &body,
        )
    })
    .await;
    assert!(exchange.evidence.response_head.contains("set-cookie: [redacted]"));

    let exchange = check("echoed by a 200", "bonjour", false, |_| http("200 OK", "", &reply(CANARY))).await;
    assert_eq!(exchange.outcome.unwrap().text, "[redacted]");

    check("as a request id", "bonjour", false, |_| {
        http("500 Oops", &format!("x-request-id: {CANARY}\r\nretry-after-ms: 1\r\n"), "")
    })
    .await;
    check("in the question", &format!("my key is {CANARY}"), false, |_| http("200 OK", "", &reply("ok")))
        .await;
    check("in noise", "bonjour", false, |_| http("200 OK", "", &format!("<html>{CANARY}"))).await;
    check("cut", "bonjour", false, |_| {
        format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{CANARY}").into_bytes()
    })
    .await;

    let kind = "content-type: text/event-stream\r\n";
    let event = |text: &str| format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
    let whole = event(CANARY) + "data: [DONE]\n\n";
    check("streamed", "bonjour", true, move |_| http("200 OK", kind, &whole)).await;
    // in pieces: each delta is shown as it comes, but nothing that is kept joins to the key
    let (head, tail) = CANARY.split_at(5);
    let pieces = event(head) + &event(tail) + "data: [DONE]\n\n";
    let server = Raw::start(move |_| http("200 OK", kind, &pieces)).await;
    let bench = Bench::new(options(), target_at(&server.base_url, "openai-chat", "m"));
    let exchange = bench.ask("bonjour", true).await;
    assert_eq!(exchange.outcome.unwrap().text, "[redacted]");
    assert_eq!(&exchange.evidence.response_body[..], b"[redacted]");
}
