//! Any bytes at all: an error or a reply, never a panic, in time that grows with the bytes.
#![expect(clippy::unwrap_used, reason = "a fixture that does not read is a failed test")]

use proptest::prelude::*;
use terms::Message;
use vendors::{Catalogue, HttpResponse, Target, VendorError};

use crate::recorded::{self, environment};

fn targets() -> Vec<Target> {
    let names = ["openai/gpt-4o", "anthropic/claude-haiku-4-5", "mistral/mistral-small-latest", "ollama/x"];
    let catalogue = Catalogue::builtin();
    names.iter().map(|name| catalogue.resolve(&name.parse().unwrap(), &environment).unwrap()).collect()
}

fn feed(target: &Target, bytes: &[u8], size: usize) {
    let mut events = Vec::new();
    let mut decoder = target.stream_decoder();
    for piece in bytes.chunks(size.max(1)) {
        if decoder.push(piece, &mut events).is_err() {
            assert!(decoder.push(b"data: {}\n\n", &mut events).is_err(), "an error is final");
            break;
        }
    }
    let _ = decoder.finish();
    let response = HttpResponse { status: 200, headers: Vec::new(), body: bytes.to_vec().into() };
    let _ = target.decode(&response);
    for status in [0, 199, 200, 302, 400, 404, 418, 429, 500, 599, 999] {
        let response = HttpResponse { status, ..response.clone() };
        let error = target.error(&response);
        let said = Message::to_string(&terms::Explain::message(&error));
        assert!(said.len() < 8_000, "an error as long as the answer");
    }
}

/// JSON of the right words in the wrong places.
fn near_json() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("choices"),
        Just("delta"),
        Just("message"),
        Just("content"),
        Just("index"),
        Just("type"),
        Just("text"),
        Just("usage"),
        Just("prompt_tokens"),
        Just("input_tokens"),
        Just("error"),
        Just("tool_calls"),
        Just("function"),
        Just("arguments"),
        Just("text_delta"),
        Just("message_start"),
        Just("content_block"),
        Just("content_block_start"),
        Just("content_block_delta"),
        Just("logprobs"),
        Just("stop_details"),
        Just("top_logprobs"),
        Just("thinking"),
        Just("partial_json")
    ];
    let leaf = prop_oneof![
        word.clone().prop_map(|w| format!("\"{w}\"")),
        any::<i64>().prop_map(|n| n.to_string()),
        Just("1e999".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("\"\\ud800\"".to_owned()),
        Just("4294967295".to_owned())
    ];
    leaf.prop_recursive(6, 48, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|v| format!("[{}]", v.join(","))),
            prop::collection::vec((word.clone(), inner), 0..5).prop_map(|v| {
                let members: Vec<String> = v.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400), size in 1usize..50) {
        for target in &targets() {
            feed(target, &bytes, size);
        }
    }

    #[test]
    fn right_words_in_wrong_places_do_no_harm(documents in prop::collection::vec(near_json(), 1..6)) {
        let stream: String = documents.iter().map(|d| format!("data: {d}\n\n")).collect();
        for target in &targets() {
            feed(target, documents[0].as_bytes(), 16);
            feed(target, stream.as_bytes(), 16);
        }
    }

    #[test]
    fn a_damaged_recording_does_no_harm(which in 0usize..1000, at in 0usize..4000, byte in any::<u8>()) {
        thread_local! {
            static STREAMS: Vec<recorded::Exchange> = recorded::streams();
        }
        STREAMS.with(|streams| {
            let exchange = &streams[which % streams.len()];
            let mut bytes = exchange.stream.clone().unwrap();
            let at = at % bytes.len();
            bytes[at] = byte;
            feed(&exchange.target, &bytes, 64);
        });
    }
}

#[test]
fn deep_nests_are_refused_without_overflow() {
    for deep in ["[".repeat(300_000), "{\"choices\":".repeat(100_000), "{\"error\":".repeat(100_000)] {
        for target in &targets() {
            feed(target, deep.as_bytes(), 4096);
            feed(target, format!("data: {deep}\n\n").as_bytes(), 4096);
        }
    }
}

#[test]
fn bytes_that_are_not_utf8_are_an_error() {
    let target = &targets()[0];
    let mut decoder = target.stream_decoder();
    let bytes = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\xff\xfe\"}}]}\n\n";
    let error = decoder.push(bytes, &mut Vec::new()).unwrap_err();
    assert!(
        matches!(error, VendorError::Malformed { offset, .. } if offset == bytes.len() as u64),
        "{error}"
    );
}

#[test]
fn a_long_stream_takes_time_in_proportion() {
    // counts, not time: every event of 20,000 is seen once, however many pieces it comes in
    let target = &targets()[0];
    let one = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é\"}}]}\n\n";
    let mut decoder = target.stream_decoder();
    let mut events = Vec::new();
    for piece in one.repeat(20_000).as_bytes().chunks(11) {
        decoder.push(piece, &mut events).unwrap();
    }
    assert_eq!(events.len(), 20_000);
    assert_eq!(decoder.text().len(), 40_000);
    assert!(!decoder.ended());
}
