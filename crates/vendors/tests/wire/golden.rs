//! Each recorded exchange means what its files say.

use terms::Explain;
use vendors::{Retry, StreamEvent, VendorError};

use crate::recorded::{self, CANARY, Exchange};

fn retry(error: &VendorError) -> String {
    match error.retry() {
        Retry::Never => "never".to_owned(),
        Retry::Backoff => "backoff".to_owned(),
        Retry::After(delay) => format!("{} ms", delay.as_millis()),
    }
}

#[test]
fn requests_leave_byte_for_byte() {
    for Exchange { name, request, body, target, expected, .. } in recorded::all() {
        let encoded = target.encode(&request).unwrap();
        assert_eq!(String::from_utf8(encoded.http.body.to_vec()).unwrap(), body, "{name}");
        let notes: Vec<String> = encoded.notes.iter().map(ToString::to_string).collect();
        assert_eq!(notes, expected.notes, "{name}");
        assert_eq!(encoded.http.body, target.encode(&request).unwrap().http.body, "{name}: not stable");
        for (header, value) in &expected.headers {
            let found = encoded.http.headers.iter().find(|(n, _)| n == header).map(|(_, v)| v.as_ref());
            assert_eq!(found, Some(value.as_str()), "{name}: {header}");
        }
    }
}

#[test]
fn the_key_is_in_its_header_and_nowhere_else() {
    for Exchange { name, request, target, .. } in recorded::all() {
        let encoded = target.encode(&request).unwrap();
        let secret = encoded.http.secret_header.clone();
        match target.vendor.name.as_str() {
            "maison" => assert!(secret.is_none(), "{name}: a vendor without a key sends none"),
            "anthropic" | "nouveau" => {
                let (header, value) = secret.unwrap();
                assert_eq!((header, value.expose()), ("x-api-key", CANARY), "{name}");
            }
            _ => {
                let (header, value) = secret.unwrap();
                assert_eq!(
                    (header, value.expose()),
                    ("authorization", &*format!("Bearer {CANARY}")),
                    "{name}"
                );
            }
        }
        let shown = format!("{encoded:?} {target:?} {}", target.endpoint());
        assert!(!shown.contains(CANARY), "{name}: {shown}");
    }
}

#[test]
fn whole_answers_mean_what_they_say() {
    let mut decoded = 0;
    for Exchange { name, response, expected, target, .. } in recorded::all() {
        let Some(response) = response else { continue };
        if response.status != 200 {
            continue;
        }
        decoded += 1;
        match target.decode(&response) {
            Ok(reply) => {
                assert_eq!(Some(&reply), expected.reply.as_ref(), "{name}");
                let cost = target.price.as_ref().zip(reply.usage).map(|(price, usage)| price.cost(&usage));
                assert_eq!(cost.map(|c| c.pico), expected.cost_pico, "{name}");
                let currency = expected.currency.as_deref().unwrap_or("USD");
                assert!(cost.is_none_or(|c| c.currency.code() == currency), "{name}");
            }
            Err(error) => assert_eq!(Some(error.to_string()), expected.error, "{name}"),
        }
    }
    assert!(decoded >= 10, "only {decoded}");
}

#[test]
fn errors_are_told_apart() {
    let mut seen = 0;
    for Exchange { name, response, expected, target, .. } in recorded::all() {
        let Some(response) = response.filter(|r| r.status != 200) else { continue };
        seen += 1;
        let error = target.error(&response);
        assert_eq!(Some(error.to_string()), expected.error, "{name}");
        assert_eq!(Some(retry(&error)), expected.retry, "{name}");
        let told = format!("{error:?} {:?} {:?}", error.message(), error.hint());
        assert!(!told.contains(CANARY), "{name}: the key is in the error");
    }
    assert!(seen >= 15, "only {seen}");
}

#[test]
fn streams_mean_what_they_say() {
    for Exchange { name, stream, expected, target, .. } in recorded::streams() {
        let mut decoder = target.stream_decoder();
        let mut events = Vec::new();
        let pushed = decoder.push(&stream.unwrap(), &mut events);
        let mut reasoning = String::new();
        let mut text = String::new();
        for event in &events {
            match event {
                StreamEvent::Reasoning(thought) => reasoning.push_str(thought),
                StreamEvent::Text(piece) => text.push_str(piece),
                StreamEvent::ToolCall { .. } => {}
            }
        }
        assert_eq!(decoder.text(), text, "{name}");
        assert_eq!(reasoning, expected.reasoning, "{name}");
        match pushed.and_then(|()| decoder.finish()) {
            Ok(reply) => {
                assert_eq!(reply.text, text, "{name}");
                assert_eq!(Some(&reply), expected.reply.as_ref(), "{name}");
                if let Some(pico) = expected.cost_pico {
                    let cost = target.price.as_ref().unwrap().cost(&reply.usage.unwrap());
                    assert_eq!(cost.pico, pico, "{name}");
                }
            }
            Err(error) => {
                assert_eq!(Some(error.to_string()), expected.error, "{name}");
                assert_eq!(text, expected.text, "{name}");
            }
        }
    }
}
