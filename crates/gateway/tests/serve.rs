//! The port, over real TCP: the engine's own transport and protocol are the client, so that the two sides hold each
//! other to OpenAI's shape. The official SDKs drive it too: `tests/sdk/local_model.py`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is the failure message")]

use std::sync::Arc;

use local::{Models, Served};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

#[path = "../../local/tests/runtime/made.rs"]
#[expect(dead_code, reason = "shared with the tests of local")]
mod made;
#[path = "../../local/tests/runtime/tiny.rs"]
#[expect(dead_code, reason = "shared with the tests of local")]
mod tiny;

struct Port {
    address: std::net::SocketAddr,
    stop: CancellationToken,
}

impl Drop for Port {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A model with random weights on a free port.
async fn port() -> Port {
    let at = tempfile::tempdir().unwrap();
    let c = made::sizes();
    made::folder(at.path(), &c, &tiny::Weights::random(&c, tiny::Extras::default(), 11), "llama", true);
    let model = local::files::Model::open(at.path()).unwrap();
    let models = Arc::new(Models::only(Served::new("tiny", model)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    tokio::spawn(async move { gateway::serve(listener, models, "tiny", stopped).await });
    Port { address, stop }
}

/// Status and body of one exchange.
async fn call(port: &Port, method: &str, path: &str, body: &Value) -> (u16, String) {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(port.address).await.unwrap();
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    if !head.to_lowercase().contains("transfer-encoding: chunked") {
        return (status, body.to_owned());
    }
    let mut plain = String::new();
    let mut rest = body;
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        plain.push_str(&after[..size]);
        rest = after[size..].trim_start_matches("\r\n");
    }
    (status, plain)
}

async fn json_of(port: &Port, path: &str, body: &Value) -> Value {
    let (status, text) = call(port, "POST", path, body).await;
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn hello(extra: Value) -> Value {
    let mut body =
        json!({"model": "tiny", "max_tokens": 6, "messages": [{"role": "user", "content": "le total ?"}]});
    body.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    body
}

#[tokio::test]
async fn models_are_listed() {
    let port = port().await;
    let (_, list) = call(&port, "GET", "/v1/models", &Value::Null).await;
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!((&list["object"], &list["data"][0]["id"]), (&json!("list"), &json!("tiny")));
    assert_eq!(call(&port, "GET", "/v1/models/tiny", &Value::Null).await.0, 200);
    assert_eq!(call(&port, "GET", "/v1/models/other", &Value::Null).await.0, 404);
}

#[tokio::test]
async fn chat_answers_streamed_and_whole_are_the_same() {
    let port = port().await;
    let whole =
        json_of(&port, "/v1/chat/completions", &hello(json!({"logprobs": true, "top_logprobs": 2}))).await;
    let text = whole["choices"][0]["message"]["content"].as_str().unwrap();
    assert_eq!(whole["object"], "chat.completion");
    let logprobs = whole["choices"][0]["logprobs"]["content"].as_array().unwrap();
    assert!(logprobs.iter().all(|t| t["top_logprobs"].as_array().unwrap().len() == 2));
    let asked = hello(json!({"stream": true, "stream_options": {"include_usage": true}}));
    let (status, events) = call(&port, "POST", "/v1/chat/completions", &asked).await;
    assert_eq!(status, 200);
    let events: Vec<&str> = events.split("\n\n").filter_map(|e| e.strip_prefix("data: ")).collect();
    assert_eq!(events.last(), Some(&"[DONE]"));
    let events: Vec<Value> =
        events[..events.len() - 1].iter().map(|e| serde_json::from_str(e).unwrap()).collect();
    let said: String = events.iter().filter_map(|e| e["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(said, text);
    assert_eq!(events[0]["choices"][0]["delta"]["role"], "assistant");
    let counts = &events.last().unwrap()["usage"];
    assert_eq!(counts["prompt_tokens"], whole["usage"]["prompt_tokens"]);
}

#[tokio::test]
async fn texts_go_on_and_are_scored() {
    let port = port().await;
    let body = json!({"model": "tiny", "prompt": "le total", "max_tokens": 3, "echo": true, "logprobs": 1});
    let answer = json_of(&port, "/v1/completions", &body).await;
    let choice = &answer["choices"][0];
    assert!(choice["text"].as_str().unwrap().starts_with("le total"));
    let logprobs = choice["logprobs"]["token_logprobs"].as_array().unwrap();
    assert!(logprobs[0].is_null() && logprobs[1..].iter().all(|p| p.as_f64().unwrap() < 0.0));
    let tokens = choice["logprobs"]["tokens"].as_array().unwrap();
    assert_eq!(tokens.len(), logprobs.len());
    // scored only
    let body = json!({"model": "tiny", "prompt": "le total", "max_tokens": 0, "echo": true, "logprobs": 0});
    let scored = json_of(&port, "/v1/completions", &body).await;
    assert_eq!(scored["choices"][0]["text"], "le total");
    assert_eq!(scored["usage"]["completion_tokens"], 0);
    let scored = scored["choices"][0]["logprobs"]["token_logprobs"].as_array().unwrap();
    assert_eq!(scored[..], logprobs[..scored.len()]);
}

#[tokio::test]
async fn texts_are_embedded_each_alone() {
    let port = port().await;
    let both = json_of(&port, "/v1/embeddings", &json!({"model": "tiny", "input": ["le total", "x"]})).await;
    let one = json_of(&port, "/v1/embeddings", &json!({"model": "tiny", "input": "x"})).await;
    assert_eq!(both["data"][1]["embedding"], one["data"][0]["embedding"]);
    assert_eq!(one["data"][0]["embedding"].as_array().unwrap().len(), 32);
    assert_ne!(both["data"][0]["embedding"], both["data"][1]["embedding"]);
}

#[tokio::test]
async fn mistakes_are_said_as_openai_says_them() {
    let port = port().await;
    let check = async |path: &str, body: Value, status: u16, code: Value| {
        let (got, text) = call(&port, "POST", path, &body).await;
        let error: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((got, &error["error"]["code"]), (status, &code), "{text}");
        assert!(!error["error"]["message"].as_str().unwrap().contains("local-"), "{text}");
    };
    let chat = "/v1/chat/completions";
    check(chat, json!({"model": "tiny"}), 400, Value::Null).await;
    check(chat, hello(json!({"n": 2})), 400, Value::Null).await;
    check(chat, hello(json!({"temperature": 3.0})), 400, Value::Null).await;
    check(chat, hello(json!({"response_format": {"type": "json_schema", "json_schema": {"schema": {"type": "string", "pattern": "x"}}}})), 400, Value::Null).await;
    // the name in a request never opens a file
    check(chat, hello(json!({"model": "/etc/passwd"})), 404, json!("model_not_found")).await;
    let long = json!({"role": "user", "content": "le total de la facture ".repeat(60)});
    check(chat, hello(json!({"messages": [long]})), 400, json!("context_length_exceeded")).await;
    check("/v1/nothing", json!({}), 404, Value::Null).await;
}
