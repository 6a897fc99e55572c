//! Reads `tests/exchanges/<vendor>/<name>/`: `request.json` (our words), `body.json` (what must leave),
//! `response.http` or `stream.sse` (what comes back), `expected.json` (what it means), and a `motjuste.toml` where
//! the vendor is a person's own. Written by hand after the vendors' documented shapes.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use terms::{Reply, Request};
use vendors::{Catalogue, HttpResponse, Target};

/// Planted where keys are read: it may be found nowhere but in the secret header.
pub const CANARY: &str = "sk-test-canary-0123456789";

pub struct Exchange {
    pub name: String,
    pub request: Request,
    /// Compact, members in the order of the file.
    pub body: String,
    pub response: Option<HttpResponse>,
    pub stream: Option<Vec<u8>>,
    pub expected: Expected,
    pub target: Target,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expected {
    pub notes: Vec<String>,
    pub reply: Option<Reply>,
    pub reasoning: String,
    /// Text seen before an error.
    pub text: String,
    pub error: Option<String>,
    pub retry: Option<String>,
    pub cost_pico: Option<i64>,
    pub currency: Option<String>,
    pub headers: std::collections::BTreeMap<String, String>,
}

pub fn environment(name: &str) -> Option<String> {
    name.ends_with("_API_KEY").then(|| CANARY.to_owned())
}

/// Every recorded exchange, in the order of their names.
pub fn all() -> Vec<Exchange> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchanges");
    let mut folders: Vec<PathBuf> = Vec::new();
    for vendor in fs::read_dir(&root).unwrap() {
        folders.extend(fs::read_dir(vendor.unwrap().path()).unwrap().map(|f| f.unwrap().path()));
    }
    folders.sort();
    assert!(folders.len() >= 40, "exchanges are missing: {}", folders.len());
    folders.iter().map(|folder| read(&root, folder)).collect()
}

/// Those whose answer is streamed.
pub fn streams() -> Vec<Exchange> {
    let streams: Vec<Exchange> = all().into_iter().filter(|e| e.stream.is_some()).collect();
    assert!(streams.len() >= 10);
    streams
}

fn read(root: &Path, folder: &Path) -> Exchange {
    let name = folder.strip_prefix(root).unwrap().display().to_string();
    let text = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let must = |file: &str| text(file).expect(file);
    let request: Request = serde_json::from_str(&must("request.json")).expect(&name);
    let body: Value = serde_json::from_str(&must("body.json")).expect(&name);
    let mut catalogue = Catalogue::builtin();
    if let Some(project) = text("motjuste.toml") {
        catalogue.extend(&project, "motjuste.toml").expect(&name);
    }
    let response = text("response.http").map(|t| http(&t));
    let stream = fs::read(folder.join("stream.sse")).ok();
    assert!(response.is_some() != stream.is_some(), "{name}: one answer, streamed or not");
    assert_eq!(request.stream, stream.is_some(), "{name}: the request and the answer disagree");
    Exchange {
        target: catalogue.resolve(&request.model, &environment).expect(&name),
        expected: serde_json::from_str(&must("expected.json")).expect(&name),
        body: body.to_string(),
        name,
        request,
        response,
        stream,
    }
}

/// Status line, headers, an empty line, the body (whose last line break is the file's).
fn http(text: &str) -> HttpResponse {
    let (head, body) = text.split_once("\n\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |line: &str| line.split_once(": ").map(|(n, v)| (n.to_owned(), v.to_owned())).unwrap();
    let body = body.strip_suffix('\n').unwrap().to_owned();
    HttpResponse { status, headers: lines.map(header).collect(), body: body.into() }
}
