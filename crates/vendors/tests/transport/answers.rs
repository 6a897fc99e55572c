//! What a call gives when all is well, and what it costs in connections.

use terms::Finish;
use testkit::Script;
use vendors::transport::{Limits, Seen};

use super::*;

#[tokio::test]
async fn an_answer_comes_with_its_evidence_and_its_timing() {
    let vendor = vendor(Script::new()).await;
    let bench = Bench::new(options(), target(&vendor));
    let exchange = bench.ask("Bonjour Maëlle 🙂", false).await;
    let reply = exchange.outcome.unwrap();
    assert_eq!((reply.text.as_str(), reply.finish), ("Bonjour Maëlle 🙂", Some(Finish::Stop)));
    assert_eq!((exchange.seen, exchange.tries, exchange.attempts.len()), (Seen::Answered, 1, 1));
    assert_eq!((exchange.attempts[0].status, exchange.attempts[0].error), (Some(200), None));
    assert!(exchange.attempts[0].request_id.is_some());
    let evidence = exchange.evidence;
    assert!(evidence.complete);
    assert!(evidence.request_head.starts_with("POST /v1/chat/completions HTTP/1.1\nhost: 127.0.0.1:"));
    assert!(evidence.response_head.starts_with("HTTP/1.1 200\n"), "{}", evidence.response_head);
    let sent: serde_json::Value = serde_json::from_slice(&evidence.request_body).unwrap();
    assert_eq!(sent["messages"][0]["content"], "Bonjour Maëlle 🙂");
    let received: serde_json::Value = serde_json::from_slice(&evidence.response_body).unwrap();
    assert_eq!(received["choices"][0]["message"]["content"], "Bonjour Maëlle 🙂");
    assert!(exchange.timing.total_us > 0 && exchange.timing.first_text_us.is_none());
    assert_eq!(vendor.invoice().totals.full, 1);
}

#[tokio::test]
async fn a_stream_is_seen_as_it_comes_and_joins_to_the_reply() {
    let vendor = vendor(Script::new()).await;
    for (protocol, base_url) in [("openai-chat", vendor.base_url()), ("anthropic-messages", vendor.origin())]
    {
        let bench = Bench::new(options(), target_at(&base_url, protocol, "echo"));
        let text = "L’été, ça va ? — 👩‍👧‍👦 oui, 1 234,50 € tout compris.";
        let exchange = bench.ask(text, true).await;
        let reply = exchange.outcome.unwrap();
        assert_eq!(reply.text, text, "{protocol}");
        assert_eq!(bench.streamed(), text, "{protocol}");
        assert!(bench.events.lock().unwrap().len() > 1, "{protocol}: in pieces");
        assert!(reply.usage.is_some(), "{protocol}");
        let first = exchange.timing.first_text_us.unwrap();
        assert!(first <= exchange.timing.total_us);
        assert_eq!(
            exchange.evidence.response_body.first(),
            Some(if protocol == "openai-chat" { &b'd' } else { &b'e' })
        );
    }
}

#[tokio::test]
async fn calls_share_their_connections() {
    let vendor = vendor(Script::new()).await;
    let bench = Bench::new(options(), target(&vendor));
    for i in 0..40 {
        // given plain answers, streams and refusals one after the other
        let exchange = bench.ask("bonjour", i % 3 == 0).await;
        exchange.outcome.unwrap();
    }
    assert_eq!(vendor.stats().connections, 1);
    let eight = (0..8).map(|_| bench.ask("ensemble", false));
    futures_util::future::join_all(eight).await;
    assert!(vendor.stats().connections <= 8, "{:?}", vendor.stats());
}

#[tokio::test]
async fn one_gate_serves_one_vendor_key_and_address() {
    let transport = Transport::new(options()).unwrap();
    let (a, b) = (
        target_at("http://127.0.0.1:1/v1", "openai-chat", "m"),
        target_at("http://127.0.0.1:2/v1", "openai-chat", "m"),
    );
    let limits = Limits::default();
    let again = target_at("http://127.0.0.1:1/v1", "openai-chat", "another-model");
    assert!(Arc::ptr_eq(&transport.gate(&a, &limits), &transport.clone().gate(&again, &limits)));
    assert!(!Arc::ptr_eq(&transport.gate(&a, &limits), &transport.gate(&b, &limits)));
    let mut other_key = a.clone();
    other_key.key = Some(vendors::Secret::new("another key".to_owned()));
    assert!(!Arc::ptr_eq(&transport.gate(&a, &limits), &transport.gate(&other_key, &limits)));
}

#[tokio::test]
async fn an_answer_in_one_piece_to_a_stream_is_read_all_the_same() {
    let body = r#"{"id":"x","model":"m","choices":[{"message":{"role":"assistant","content":"oui"},"finish_reason":"stop"}]}"#;
    let server =
        raw::Raw::start(move |_| raw::http("200 OK", "content-type: application/json\r\n", body)).await;
    let bench = Bench::new(options(), target_at(&server.base_url, "openai-chat", "m"));
    assert_eq!(bench.ask("oui ?", true).await.outcome.unwrap().text, "oui");
}
