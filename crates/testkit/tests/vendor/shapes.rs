//! Requests and answers in the two vendors' shapes.

use crate::client::{Client, End, chat, message, start, streamed, text_of};
use serde_json::{Value, json};
use testkit::{Cache, Config, FakeVendor, Invoice};

#[test]
fn a_chat_completion_has_the_fields_of_the_vendor() {
    let (vendor, mut client) = start(Config::default());
    let answer = client.chat(&chat("echo", "Bonjour « été » \"🙂\" \\ \n"));
    assert_eq!((answer.status, answer.end), (200, End::Complete));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-request-id"), "req_fake00000001");
    let body = answer.json();
    assert_eq!(body["object"], "chat.completion");
    assert_eq!(body["model"], "fake-echo-1");
    assert_eq!(body["choices"][0]["message"]["content"], "Bonjour « été » \"🙂\" \\ \n");
    assert_eq!(body["choices"][0]["finish_reason"], "stop");
    // 30 bytes of UTF-8: 8 tokens
    let tokens = testkit::count_tokens("Bonjour « été » \"🙂\" \\ \n");
    assert_eq!(body["usage"]["prompt_tokens"], tokens);
    assert_eq!(body["usage"]["total_tokens"], 2 * tokens);
    assert_eq!(body["usage"]["prompt_tokens_details"]["cached_tokens"], 0);
    assert_eq!(vendor.invoice().totals.amount, 5_000_000 * i64::try_from(tokens).unwrap());
}

#[test]
fn a_message_has_the_fields_of_the_vendor() {
    let (_vendor, mut client) = start(Config::default());
    let answer = client.message(&message("echo", "Salut"));
    assert_eq!((answer.status, answer.header("request-id")), (200, "req_fake00000001"));
    let body = answer.json();
    assert_eq!((&body["type"], &body["role"]), (&json!("message"), &json!("assistant")));
    assert_eq!(body["content"], json!([{"type": "text", "text": "Salut"}]));
    assert_eq!((&body["stop_reason"], &body["stop_sequence"]), (&json!("end_turn"), &Value::Null));
    assert_eq!((&body["usage"]["input_tokens"], &body["usage"]["output_tokens"]), (&json!(2), &json!(2)));
}

#[test]
fn streams_say_the_same_as_whole_answers() {
    let (vendor, mut client) = start(Config::default());
    let whole = client.chat(&chat("french", "?")).json()["choices"][0]["message"]["content"].clone();
    let openai = client.chat(&streamed(chat("french", "?")));
    assert_eq!(openai.header("content-type"), "text/event-stream; charset=utf-8");
    assert!(openai.text().ends_with("data: [DONE]\n\n"));
    let events = openai.events();
    assert_eq!(text_of(&events), whole.as_str().unwrap());
    assert_eq!(events[0]["choices"][0]["delta"]["role"], "assistant");
    let last = events.last().unwrap();
    assert_eq!((&last["choices"], last["usage"]["prompt_tokens"].as_u64()), (&json!([]), Some(1)));
    let anthropic = client.message(&streamed(message("french", "?")));
    let events = anthropic.events();
    assert_eq!(text_of(&events), whole.as_str().unwrap());
    let kinds = events.iter().map(|e| e["type"].as_str().unwrap()).filter(|k| *k != "content_block_delta");
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            "message_start",
            "content_block_start",
            "ping",
            "content_block_stop",
            "message_delta",
            "message_stop"
        ]
    );
    // each event is named as its data says
    for pair in anthropic.text().split("\n\n").filter(|p| !p.is_empty()) {
        let (event, data) = pair.split_once('\n').unwrap();
        let data: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        assert_eq!(event.strip_prefix("event: ").unwrap(), data["type"]);
    }
    let amounts: Vec<i64> = vendor.invoice().lines.iter().map(|l| l.amount).collect();
    assert_eq!(amounts, [amounts[0]; 3]);
}

#[test]
fn a_stream_tells_its_tokens_only_when_asked() {
    let (_vendor, mut client) = start(Config::default());
    let mut body = chat("echo", "Salut");
    body["stream"] = json!(true);
    assert!(client.chat(&body).events().iter().all(|e| e.get("usage").is_none()));
}

/// Sends a bad request in OpenAI's shape.
fn refused(client: &mut Client, change: &Value) -> (u16, Value) {
    let mut body = chat("echo", "x");
    for (key, value) in change.as_object().into_iter().flatten() {
        body[key] = value.clone();
    }
    let answer = client.chat(&body);
    (answer.status, answer.json()["error"].clone())
}

#[test]
fn bad_chat_requests_are_refused_in_the_vendor_s_words() {
    let (vendor, mut client) = start(Config { context_tokens: 100, ..Config::default() });
    let mut check = |change: Value, param: Value, code: Value| {
        let (status, error) = refused(&mut client, &change);
        assert_eq!((status, &error["type"]), (400, &json!("invalid_request_error")), "{change}");
        assert_eq!((&error["param"], &error["code"]), (&param, &code), "{change}");
        assert!(!error["message"].as_str().unwrap().is_empty());
    };
    let null = Value::Null;
    check(json!({"messages": []}), json!("messages"), json!("empty_array"));
    check(json!({"messages": null}), json!("messages"), json!("missing_required_parameter"));
    check(
        json!({"messages": [{"role": "robot", "content": "x"}]}),
        json!("messages[0].role"),
        json!("invalid_value"),
    );
    check(
        json!({"messages": [{"role": "user", "content": null}]}),
        json!("messages[0].content"),
        null.clone(),
    );
    check(
        json!({"messages": [{"role": "user", "content": [{"type": "video"}]}]}),
        json!("messages[0].content"),
        null.clone(),
    );
    check(json!({"model": ""}), json!("model"), null.clone());
    check(json!({"temperature": 2.5}), json!("temperature"), json!("decimal_above_max_value"));
    check(json!({"temperature": "hot"}), null.clone(), json!("invalid_type"));
    check(json!({"max_tokens": 5, "max_completion_tokens": 5}), json!("max_tokens"), null.clone());
    check(json!({"max_tokens": 0}), json!("max_completion_tokens"), null.clone());
    check(json!({"stream_options": {"include_usage": true}}), json!("stream_options"), null.clone());
    check(json!({"top_logprobs": 3}), json!("top_logprobs"), null.clone());
    check(
        json!({"response_format": {"type": "yaml"}}),
        json!("response_format.type"),
        json!("invalid_value"),
    );
    check(json!({"tempreature": 1}), json!("tempreature"), json!("unknown_parameter"));
    check(
        json!({"messages": [{"role": "user", "content": "x".repeat(401)}]}),
        null.clone(),
        json!("context_length_exceeded"),
    );
    client.send("POST", "/v1/chat/completions", &[], b"{\"model\": ");
    assert_eq!(client.receive().status, 400);
    let (status, error) = refused(&mut client, &json!({"model": "gpt-nowhere"}));
    assert_eq!((status, &error["code"]), (404, &json!("model_not_found")));
    let invoice = vendor.invoice();
    assert_eq!((invoice.totals.amount, invoice.totals.refused), (0, invoice.totals.requests));
}

#[test]
fn bad_messages_are_refused_in_the_vendor_s_words() {
    let (_vendor, mut client) = start(Config { context_tokens: 100, ..Config::default() });
    let mut check = |version: Option<&str>, change: Value, says: &str| {
        let mut body = message("echo", "x");
        for (key, value) in change.as_object().unwrap() {
            if value.is_null() {
                body.as_object_mut().unwrap().remove(key);
            } else {
                body[key] = value.clone();
            }
        }
        let headers: Vec<_> = version.into_iter().map(|v| ("anthropic-version", v)).collect();
        let answer = client.ask("/v1/messages", &headers, &body);
        let error = answer.json();
        assert_eq!((answer.status, &error["type"]), (400, &json!("error")), "{change}");
        assert_eq!(error["error"]["type"], "invalid_request_error");
        assert!(error["error"]["message"].as_str().unwrap().contains(says), "{error}");
        assert!(error["request_id"].as_str().unwrap().starts_with("req_"));
    };
    const OLD: Option<&str> = Some("2023-06-01");
    const NEW: Option<&str> = Some("2026-10-21");
    check(None, json!({}), "anthropic-version: header is required");
    check(Some("2020-01-01"), json!({}), "not a valid version");
    check(OLD, json!({"max_tokens": null}), "max_tokens: Field required");
    check(OLD, json!({"model": null}), "model: Field required");
    check(OLD, json!({"messages": []}), "at least one message");
    check(OLD, json!({"messages": [{"role": "system", "content": "x"}]}), "Unexpected role");
    check(OLD, json!({"messages": [{"role": "assistant", "content": "x"}]}), "first message");
    check(OLD, json!({"messages": [{"role": "user", "content": ""}]}), "non-empty content");
    check(OLD, json!({"temperature": 1.5}), "temperature");
    check(OLD, json!({"stop_sequences": [" "]}), "non-whitespace");
    check(OLD, json!({"seed": 1}), "seed: Extra inputs are not permitted");
    check(
        OLD,
        json!({"messages": [{"role": "user", "content": "x".repeat(401)}]}),
        "prompt is too long: 101 tokens",
    );
    for knob in ["temperature", "top_p", "top_k"] {
        check(NEW, json!({knob: 1}), knob);
    }
    // what the old version accepts
    let accepted = client.message(&json!({"model": "echo", "max_tokens": 9, "temperature": 1, "messages": [
        {"role": "user", "content": "x"}, {"role": "user", "content": [{"type": "text", "text": "y"}]}
    ]}));
    assert_eq!((accepted.status, &accepted.json()["content"][0]["text"]), (200, &json!("y")));
}

#[test]
fn keys_are_checked_as_each_vendor_does() {
    let (_vendor, mut client) = start(Config { keys: vec!["good".to_owned()], ..Config::default() });
    let mut openai = |headers: &[(&str, &str)]| {
        let answer = client.ask("/v1/chat/completions", headers, &chat("echo", "x"));
        (answer.status, answer.json()["error"]["code"].clone())
    };
    assert_eq!(openai(&[]), (401, Value::Null));
    assert_eq!(openai(&[("authorization", "Bearer bad")]), (401, json!("invalid_api_key")));
    assert_eq!(openai(&[("Authorization", "bearer good")]).0, 200);
    let mut anthropic = |headers: &[(&str, &str)]| {
        let headers = [headers, &[("anthropic-version", "2023-06-01")]].concat();
        let answer = client.ask("/v1/messages", &headers, &message("echo", "x"));
        (answer.status, answer.json()["error"]["type"].clone())
    };
    assert_eq!(anthropic(&[]), (401, json!("authentication_error")));
    assert_eq!(anthropic(&[("x-api-key", "good")]).0, 200);
    assert_eq!(anthropic(&[("authorization", "Bearer good")]).0, 200);
    assert_eq!(anthropic(&[("x-api-key", "bad"), ("authorization", "Bearer good")]).0, 401);
    assert_eq!(client.get("/v1/models", &[]).status, 401);
    assert_eq!(client.get("/v1/models", &[("authorization", "Bearer good")]).status, 200);
}

#[test]
fn limits_of_length_and_stop_sequences_end_the_answer() {
    let (_vendor, mut client) = start(Config::default());
    let mut body = chat("echo", "un deux trois");
    body["max_completion_tokens"] = json!(2);
    let choice = client.chat(&body).json()["choices"][0].clone();
    assert_eq!(
        (&choice["message"]["content"], &choice["finish_reason"]),
        (&json!("un deux "), &json!("length"))
    );
    let mut body = message("echo", "un deux trois");
    body["stop_sequences"] = json!(["trois", " deux"]);
    let said = client.message(&body).json();
    assert_eq!(said["content"][0]["text"], "un");
    assert_eq!((&said["stop_reason"], &said["stop_sequence"]), (&json!("stop_sequence"), &json!(" deux")));
    let refusal = client.chat(&chat("refusal", "x")).json()["choices"][0]["message"].clone();
    assert!(refusal["content"].is_null() && refusal["refusal"].is_string());
}

#[test]
fn log_probabilities_cover_the_text() {
    let (_vendor, mut client) = start(Config::default());
    let mut body = chat("echo", "un deux trois");
    (body["logprobs"], body["top_logprobs"]) = (json!(true), json!(2));
    let content = client.chat(&body).json()["choices"][0]["logprobs"]["content"].clone();
    let tokens: Vec<&Value> = content.as_array().unwrap().iter().collect();
    assert_eq!(tokens.iter().map(|t| t["token"].as_str().unwrap()).collect::<String>(), "un deux trois");
    assert!(
        tokens
            .iter()
            .all(|t| t["logprob"].as_f64().unwrap() < 0.0 && t["top_logprobs"][1]["logprob"].is_f64())
    );
    let in_stream: String = client
        .chat(&streamed(body))
        .events()
        .iter()
        .filter_map(|e| e["choices"][0]["logprobs"]["content"][0]["token"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(in_stream, "un deux trois");
}

#[test]
fn cached_tokens_are_told_and_billed_less() {
    let (vendor, mut client) = start(Config { cache: Some(Cache::default()), ..Config::default() });
    let long = "Règles de la maison. ".repeat(300); // 22 bytes each: 1,650 tokens
    let ask = |text: &str| {
        json!({"model": "fixed:oui", "messages": [
            {"role": "system", "content": long}, {"role": "user", "content": text}
        ]})
    };
    let mut cached = |text: &str| {
        client.chat(&ask(text)).json()["usage"]["prompt_tokens_details"]["cached_tokens"].clone()
    };
    assert_eq!(cached("première question"), 0);
    // 1,024 and whole blocks of 128 under 1,650
    assert_eq!(cached("seconde question"), 1024 + 4 * 128);
    let lines = vendor.invoice().lines;
    assert_eq!(lines[1].tokens.cached, 1536);
    let plain = i64::try_from(lines[1].tokens.input - 1536).unwrap();
    assert_eq!(lines[1].amount, plain * 1_000_000 + 1536 * 100_000 + 4_000_000);
    // Anthropic's shape: written once, read after, input_tokens leaves both out
    let marked = json!({"model": "fixed:oui", "max_tokens": 9, "messages": [{"role": "user", "content": "?"}], "system": [
        {"type": "text", "text": long, "cache_control": {"type": "ephemeral"}}
    ]});
    let first = client.message(&marked).json()["usage"].clone();
    let second = client.message(&marked).json()["usage"].clone();
    let numbers = |u: &Value| {
        ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
            .map(|k| u[k].as_u64().unwrap())
    };
    assert_eq!((numbers(&first), numbers(&second)), ([1, 1650, 0], [1, 0, 1650]));
}

#[test]
fn models_are_listed_in_both_shapes() {
    let aliases = [("gpt-5".to_owned(), "echo".to_owned()), ("*".to_owned(), "fixed:joker".to_owned())];
    let (_vendor, mut client) = start(Config { aliases: aliases.into(), ..Config::default() });
    let openai = client.get("/v1/models", &[]).json();
    assert!(openai["data"].as_array().unwrap().iter().any(|m| m["id"] == "gpt-5" && m["object"] == "model"));
    let anthropic = client.get("/v1/models", &[("anthropic-version", "2023-06-01")]).json();
    assert!(
        anthropic["data"].as_array().unwrap().iter().any(|m| m["id"] == "apprentice" && m["type"] == "model")
    );
    assert_eq!(client.get("/v1/models/echo", &[]).json()["id"], "echo");
    assert_eq!(client.get("/v1/nowhere", &[]).status, 404);
    let said = |client: &mut Client, model| {
        client.chat(&chat(model, "x")).json()["choices"][0]["message"]["content"].clone()
    };
    assert_eq!(said(&mut client, "gpt-5"), "x");
    assert_eq!(said(&mut client, "anything"), "joker");
}

#[test]
fn answers_are_the_same_in_every_run_of_a_seed_and_noise_is_asked_for() {
    let run = |seed: u64, model: &str| -> Vec<String> {
        let (_vendor, mut client) = start(Config { seed, ..Config::default() });
        let mut say = |text: &str| {
            client.chat(&chat(model, text)).json()["choices"][0]["message"]["content"].to_string()
        };
        (0..40).map(|i| say(&format!("cas {} oui", i % 20))).collect()
    };
    let first = run(1, "label-p50:oui|non");
    assert_eq!(first, run(1, "label-p50:oui|non"));
    assert_ne!(first, run(2, "label-p50:oui|non"));
    assert_eq!(first[..20], first[20..], "the same question has the same answer");
    let noisy = run(1, "label-p50:oui|non+noise");
    assert_ne!(noisy[..20], noisy[20..]);
    assert_eq!(noisy, run(1, "label-p50:oui|non+noise"));
}

#[test]
fn the_control_paths_tell_and_reset() {
    let (vendor, mut client) = start(Config::default());
    client.chat(&chat("echo", "a"));
    client.chat(&chat("echo", "a"));
    client.message(&message("echo", "b"));
    let stats = client.get("/__control/stats", &[]).json();
    assert_eq!(
        (&stats["requests"], &stats["statuses"]["200"], &stats["duplicates"]),
        (&json!(3), &json!(3), &json!(1))
    );
    assert_eq!((&stats["connections"], &stats["in_flight"]), (&json!(1), &json!(0)));
    let invoice: Value = client.get("/__control/invoice", &[]).json();
    assert_eq!(invoice["totals"]["amount"], vendor.invoice().totals.amount);
    assert_eq!(invoice["models"]["echo"]["requests"], 3);
    let lines = client.get("/__control/invoice?lines=1", &[]).text();
    let lines: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["hash"], blake3::hash(chat("echo", "a").to_string().as_bytes()).to_string());
    assert_eq!(
        client.ask("/__control/script", &[], &json!({"rules": [{"then": {"status": 500}}]})).status,
        200
    );
    assert_eq!(client.chat(&chat("echo", "a")).status, 500);
    assert_eq!(client.ask("/__control/script", &[], &json!({"rulez": []})).status, 400);
    assert_eq!(client.chat(&chat("echo", "a")).status, 500, "a script that does not read changes nothing");
    client.ask("/__control/script", &[], &json!({"rules": []}));
    client.ask("/__control/reset", &[], &json!({}));
    let Invoice { totals, lines, .. } = vendor.invoice();
    assert_eq!((totals.requests, lines.len(), vendor.stats().requests), (0, 0, 0));
}

#[test]
fn http_is_read_as_clients_write_it() {
    let (vendor, mut client) = start(Config { max_body_bytes: 1 << 20, ..Config::default() });
    let body = chat("echo", "x").to_string();
    // two requests in one packet
    let one = format!("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    client.raw(one.repeat(2).as_bytes());
    assert_eq!([client.receive().status, client.receive().status], [200, 200]);
    // byte by byte
    for byte in one.as_bytes() {
        client.raw(&[*byte]);
    }
    assert_eq!(client.receive().status, 200);
    // in chunks
    let (left, right) = body.split_at(7);
    client.raw(b"POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
    for part in [left, right, ""] {
        client.raw(format!("{:x}\r\n{part}\r\n", part.len()).as_bytes());
    }
    assert_eq!(client.receive().json()["choices"][0]["message"]["content"], "x");
    // a client that waits to be told to go on
    client.raw(
        format!(
            "POST /v1/chat/completions HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .as_bytes(),
    );
    assert_eq!(client.receive().status, 100);
    client.raw(body.as_bytes());
    assert_eq!(client.receive().status, 200);
    // too large, and not HTTP at all
    let mut client = Client::new(vendor.address());
    client.raw(b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n");
    assert_eq!(client.receive().status, 413);
    let mut client = Client::new(vendor.address());
    client.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03");
    assert_eq!(client.receive().status, 400);
}

#[tokio::test]
async fn a_vendor_starts_and_stops_inside_a_runtime() {
    let vendor = FakeVendor::start(Config::default()).await.unwrap();
    let address = vendor.address();
    assert!(vendor.base_url().starts_with("http://127.0.0.1:") && vendor.base_url().ends_with("/v1"));
    tokio::net::TcpStream::connect(address).await.unwrap();
    vendor.shutdown().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "the port is free again");
    let again = FakeVendor::start(Config { address, ..Config::default() }).await.unwrap();
    drop(again);
}
