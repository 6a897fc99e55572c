//! Evidence: the bytes sent and received, without secrets; and answers given again from it.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};

use super::redact::{REDACTED, Redactor};
use super::{Incoming, SendFailure, SendMark, Sender};
use crate::{HttpRequest, HttpResponse};

/// What one attempt sent and received, the key redacted when it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Request line and headers, one a line; the header that authenticates shows its name only.
    pub request_head: String,
    /// Request body as sent.
    pub request_body: Bytes,
    /// Status of the answer; `None` without one.
    pub status: Option<u16>,
    /// Status line and headers of the answer, one a line; the values of cookies are left out.
    pub response_head: String,
    /// Body as received: the chunks of a stream in one piece, at most the response limit.
    pub response_body: Bytes,
    /// Whether the end of the answer was seen.
    pub complete: bool,
}

/// Is given evidence as attempts end, the refused ones included. Called on the path of every call: it must be quick.
pub trait Record: Send + Sync {
    /// One attempt has ended.
    fn record(&self, evidence: &Evidence);
}

/// The head as it is kept.
pub(super) fn request_head(request: &HttpRequest, user_agent: &str, redactor: &Redactor<'_>) -> String {
    let rest = request.url.split_once("://").map_or(request.url.as_str(), |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let mut head = String::with_capacity(256);
    head.push_str(request.method);
    head.push(' ');
    head.push_str(if path.is_empty() { "/" } else { path });
    head.push_str(" HTTP/1.1\n");
    let mut line = |name: &str, value: &str| {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push('\n');
    };
    line("host", host);
    line("user-agent", user_agent);
    line("content-length", &request.body.len().to_string());
    for (name, value) in &request.headers {
        line(name, value);
    }
    if let Some((name, _)) = &request.secret_header {
        line(name, REDACTED);
    }
    match redactor.text(&head) {
        Cow::Owned(clean) => clean,
        Cow::Borrowed(_) => head,
    }
}

/// The head of an answer as it is kept.
pub(super) fn response_head(response: &HttpResponse, redactor: &Redactor<'_>) -> String {
    let length: usize = response.headers.iter().map(|(n, v)| n.len() + v.len() + 3).sum();
    let mut head = String::with_capacity(length + 16);
    head.push_str("HTTP/1.1 ");
    head.push_str(&response.status.to_string());
    head.push('\n');
    for (name, value) in &response.headers {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(if name == "set-cookie" { REDACTED } else { value });
        head.push('\n');
    }
    match redactor.text(&head) {
        Cow::Owned(clean) => clean,
        Cow::Borrowed(_) => head,
    }
}

/// The headers in a head as it was kept.
fn headers(head: &str) -> Vec<(String, String)> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Answers from recorded evidence: equal request bodies get the recorded answers in the order they were recorded,
/// each once.
#[derive(Default)]
pub struct Replay {
    answers: Mutex<HashMap<Bytes, VecDeque<Evidence>>>,
}

impl Replay {
    /// A replay of these attempts, in order.
    pub fn new(evidence: impl IntoIterator<Item = Evidence>) -> Replay {
        let mut answers: HashMap<Bytes, VecDeque<Evidence>> = HashMap::new();
        for one in evidence {
            answers.entry(one.request_body.clone()).or_default().push_back(one);
        }
        Replay { answers: Mutex::new(answers) }
    }
}

impl Sender for Replay {
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
        mark: SendMark,
    ) -> BoxFuture<'a, Result<Incoming, SendFailure>> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let found = answers.get_mut(&request.body).and_then(VecDeque::pop_front);
        let answer = match found {
            None => Err(SendFailure::NotRecorded),
            Some(Evidence { status: None, .. }) => {
                mark.set();
                Err(SendFailure::Broken(String::new()))
            }
            Some(Evidence { status: Some(status), response_head, response_body, complete, .. }) => {
                mark.set();
                let cut = (!complete).then(|| Err(SendFailure::Broken(String::new())));
                let body = stream::iter(std::iter::once(Ok(response_body)).chain(cut)).boxed();
                Ok(Incoming { status, headers: headers(&response_head), body })
            }
        };
        std::future::ready(answer).boxed()
    }

    fn is_local(&self, _: &HttpRequest) -> bool {
        true
    }
}
