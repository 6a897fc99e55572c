use std::borrow::Cow;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::ask::{End, Speaker};
use crate::invoice::Tokens;

/// JSON of any shape, with the words of the requests often in it.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("user".to_owned()),
        Just("assistant".to_owned()),
        Just("text".to_owned()),
        Just("image".to_owned()),
        Just("echo".to_owned()),
        ".{0,8}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|v| json!(v)),
        word.clone().prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("role".to_owned()),
        Just("content".to_owned()),
        Just("type".to_owned()),
        Just("text".to_owned()),
        word,
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn answer(text: &str) -> Answer<'_> {
    let tokens = Tokens { input: 9, output: 4, cached: 2, cache_write: 1 };
    Answer {
        id: 7,
        created: 0,
        model: Cow::Borrowed("fake"),
        text: Cow::Borrowed(text),
        end: End::Stop,
        usage: Some(tokens),
        seed: 1,
    }
}

fn data(events: &Events) -> Vec<Value> {
    let text = std::str::from_utf8(&events.bytes).unwrap();
    let lines = text.lines().filter_map(|l| l.strip_prefix("data: ")).filter(|d| *d != "[DONE]");
    lines.map(|d| serde_json::from_str(d).unwrap()).collect()
}

proptest! {
    #[test]
    fn no_bytes_break_the_decoders(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = openai::decode(&bytes);
        let _ = anthropic::decode(Some("2023-06-01"), &bytes);
    }

    #[test]
    fn whatever_the_fields_hold_a_request_is_read_or_refused(
        messages in any_json(), other in any_json(), model in any_json(),
    ) {
        for key in ["system", "stop", "stop_sequences", "response_format", "output_config", "stream", "tempo"] {
            let body = json!({"model": model, "max_tokens": 5, "messages": messages, (key): other}).to_string();
            for result in [openai::decode(body.as_bytes()), anthropic::decode(Some("2026-10-21"), body.as_bytes())] {
                match result {
                    Ok(ask) => prop_assert!(!ask.model.is_empty() && !ask.turns.is_empty()),
                    Err(refusal) => prop_assert!(refusal.status == 400 && !refusal.message.is_empty()),
                }
            }
        }
    }

    #[test]
    fn a_question_is_read_as_it_was_written(texts in prop::collection::vec(".{1,40}", 1..5)) {
        let turns: Vec<Value> = texts.iter().map(|t| json!({"role": "user", "content": t})).collect();
        let parts: Vec<Value> = texts.iter().map(|t| json!({"type": "text", "text": t})).collect();
        for messages in [json!(turns), json!([{"role": "user", "content": parts}])] {
            let body = json!({"model": "echo", "max_tokens": 5, "messages": messages}).to_string();
            for ask in [openai::decode(body.as_bytes()), anthropic::decode(Some("2023-06-01"), body.as_bytes())] {
                let ask = ask.unwrap();
                let read: String = ask.turns.iter().map(|t| &*t.text).collect();
                prop_assert_eq!(&read, &texts.concat());
                prop_assert!(ask.turns.iter().all(|t| t.speaker == Speaker::User));
            }
        }
    }

    #[test]
    fn bodies_and_streams_carry_the_text(text in "(?s).{0,80}") {
        let ask = Ask { stream_usage: true, ..Ask::default() };
        let answer = answer(&text);
        let body: Value = serde_json::from_slice(&openai::body(&ask, &answer)).unwrap();
        prop_assert_eq!(body["choices"][0]["message"]["content"].as_str(), Some(&*text));
        prop_assert_eq!(body["usage"]["total_tokens"].as_u64(), Some(13));
        let body: Value = serde_json::from_slice(&anthropic::body(&answer)).unwrap();
        prop_assert_eq!(body["content"][0]["text"].as_str().unwrap_or(""), &text);
        prop_assert_eq!(body["usage"]["input_tokens"].as_u64(), Some(6));
        for events in [openai::events(&ask, &answer), anthropic::events(&answer)] {
            prop_assert_eq!(events.ends.last(), Some(&events.bytes.len()));
            let said: String = data(&events)
                .iter()
                .filter_map(|e| e["choices"][0]["delta"]["content"].as_str().or(e["delta"]["text"].as_str()))
                .collect();
            prop_assert_eq!(&said, &text);
        }
    }
}
