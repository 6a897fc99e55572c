//! A client that sees everything: plain sockets, the bytes as they came, and how they ended.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a client of tests stops at the first surprise")]

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{Config, FakeVendor, Script};

/// How a response ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As its framing announced.
    Complete,
    /// The connection was closed before.
    Closed,
    /// The connection was reset before.
    Reset,
    /// Nothing came any more.
    Silence,
}

/// A response, whole or not.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    /// Transfer framing undone.
    pub body: Vec<u8>,
    pub end: End,
    /// Bytes on the wire, head included.
    pub wire: usize,
    /// When the first bytes came; `None` when they were there before.
    pub first: Option<Instant>,
}

impl Response {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
    /// The `data:` payloads of an event stream.
    pub fn events(&self) -> Vec<Value> {
        let text = self.text();
        let data = text.lines().filter_map(|l| l.strip_prefix("data: ")).filter(|d| *d != "[DONE]");
        data.map(|d| serde_json::from_str(d).unwrap()).collect()
    }
}

/// One connection.
pub struct Client {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Client {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Client { stream, rest: Vec::new() }
    }

    /// Sends a request without waiting for its answer.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        let bytes = [head.as_bytes(), b"\r\n", body].concat();
        self.raw(&bytes);
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    /// Reads one response, waiting at most 1 s for each of its bytes.
    pub fn receive(&mut self) -> Response {
        self.receive_within(Duration::from_secs(1), usize::MAX)
    }

    /// Reads one response, or `most` bytes of it.
    pub fn receive_within(&mut self, silence: Duration, most: usize) -> Response {
        self.stream.set_read_timeout(Some(silence)).unwrap();
        let mut wire = std::mem::take(&mut self.rest);
        let mut first = None;
        let mut buffer = [0; 64 << 10];
        loop {
            if let Some((response, used)) = complete(&wire) {
                self.rest = wire.split_off(used);
                return Response { first, wire: used, ..response };
            }
            let end = match self.stream.read(&mut buffer) {
                Ok(0) => End::Closed,
                Ok(n) => {
                    wire.extend_from_slice(&buffer[..n]);
                    first.get_or_insert_with(Instant::now);
                    if wire.len() < most {
                        continue;
                    }
                    End::Silence
                }
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => End::Silence,
                Err(e) if e.kind() == ErrorKind::ConnectionReset => End::Reset,
                Err(e) => panic!("{e}"),
            };
            return Response { end, first, ..partial(&wire) };
        }
    }

    pub fn ask(&mut self, path: &str, headers: &[(&str, &str)], body: &Value) -> Response {
        self.send("POST", path, headers, body.to_string().as_bytes());
        self.receive()
    }

    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Response {
        self.send("GET", path, headers, b"");
        self.receive()
    }

    /// A chat completion.
    pub fn chat(&mut self, body: &Value) -> Response {
        self.ask("/v1/chat/completions", &[], body)
    }

    /// A message, version 2023-06-01.
    pub fn message(&mut self, body: &Value) -> Response {
        self.ask("/v1/messages", &[("anthropic-version", "2023-06-01")], body)
    }
}

fn head(wire: &[u8]) -> Option<(u16, BTreeMap<String, String>, usize)> {
    let end = wire.windows(4).position(|w| w == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&wire[..end]).unwrap();
    let mut lines = text.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let pairs = lines.filter_map(|l| l.split_once(": "));
    Some((status, pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).collect(), end))
}

/// The chunks that are whole, and where the last one (of size 0) ends, if it came.
fn unchunk(wire: &[u8], mut at: usize) -> (Vec<u8>, Option<usize>) {
    let mut body = Vec::new();
    loop {
        let Some(line) = wire[at..].windows(2).position(|w| w == b"\r\n") else { return (body, None) };
        let size = usize::from_str_radix(std::str::from_utf8(&wire[at..at + line]).unwrap(), 16).unwrap();
        let data = at + line + 2;
        let got = wire.len().saturating_sub(data).min(size);
        body.extend_from_slice(&wire[data..data + got]);
        if wire.len() < data + size + 2 {
            return (body, None);
        }
        at = data + size + 2;
        if size == 0 {
            return (body, Some(at));
        }
    }
}

fn response(
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
    end: End,
    wire: usize,
) -> Response {
    Response { status, headers, body, end, wire, first: None }
}

fn complete(wire: &[u8]) -> Option<(Response, usize)> {
    let (status, headers, at) = head(wire)?;
    if headers.get("transfer-encoding").is_some_and(|v| v == "chunked") {
        let (body, end) = unchunk(wire, at);
        return end.map(|end| (response(status, headers, body, End::Complete, end), end));
    }
    if status < 200 {
        return Some((response(status, headers, Vec::new(), End::Complete, at), at));
    }
    let length: usize = headers["content-length"].parse().unwrap();
    let body = wire.get(at..at + length)?.to_vec();
    Some((response(status, headers, body, End::Complete, at + length), at + length))
}

fn partial(wire: &[u8]) -> Response {
    let Some((status, headers, at)) = head(wire) else {
        return response(0, BTreeMap::new(), Vec::new(), End::Closed, wire.len());
    };
    let body = match headers.get("transfer-encoding") {
        Some(_) => unchunk(wire, at).0,
        None => wire[at..].to_vec(),
    };
    response(status, headers, body, End::Closed, wire.len())
}

/// A vendor of these settings and a connection to it.
pub fn start(config: Config) -> (FakeVendor, Client) {
    let vendor = FakeVendor::start_blocking(config).unwrap();
    let client = Client::new(vendor.address());
    (vendor, client)
}

/// A vendor of this script.
pub fn scripted(script: Script) -> (FakeVendor, Client) {
    start(Config { script, ..Config::default() })
}

/// The body of a question in OpenAI's shape.
pub fn chat(model: &str, text: &str) -> Value {
    json!({"model": model, "messages": [{"role": "user", "content": text}]})
}

/// The body of a question in Anthropic's shape.
pub fn message(model: &str, text: &str) -> Value {
    json!({"model": model, "max_tokens": 1000, "messages": [{"role": "user", "content": text}]})
}

/// The same question, streamed, with the tokens at the end.
pub fn streamed(mut body: Value) -> Value {
    body["stream"] = json!(true);
    if body.get("max_tokens").is_none() {
        body["stream_options"] = json!({"include_usage": true});
    }
    body
}

/// The text of a streamed answer in either shape.
pub fn text_of(events: &[Value]) -> String {
    let pieces = events
        .iter()
        .filter_map(|e| e["choices"][0]["delta"]["content"].as_str().or_else(|| e["delta"]["text"].as_str()));
    pieces.collect()
}
