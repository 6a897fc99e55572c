//! The seam between deciding what to send and sending it: the network, or a recording.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use tokio::time::Instant;

use crate::HttpRequest;

/// Sends one request once. No retry, no redirect, no reading of the answer beyond its headers.
pub trait Sender: Send + Sync {
    /// Sends the request and waits for the headers of the answer. Dropping the future abandons the request.
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
        mark: SendMark,
    ) -> BoxFuture<'a, Result<Incoming, SendFailure>>;

    /// Whether the request goes to this machine, where a server that cannot be reached is not started.
    fn is_local(&self, request: &HttpRequest) -> bool;
}

/// Body of an answer as it comes; ends early with an error when the connection breaks.
pub type Chunks = BoxStream<'static, Result<Bytes, SendFailure>>;

/// An answer whose headers have come.
pub struct Incoming {
    /// Status code.
    pub status: u16,
    /// Lower-case names and values, in order.
    pub headers: Vec<(String, String)>,
    /// The rest.
    pub body: Chunks,
}

/// Why an attempt has no (whole) answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendFailure {
    /// No connection could be made.
    Connect(String),
    /// The other end's certificate is not to be trusted, or it does not speak TLS: trying again changes nothing.
    Tls(String),
    /// The connection broke.
    Broken(String),
    /// No recorded answer to this request.
    NotRecorded,
}

/// Set when the request starts to leave: before it, nothing can have been billed.
#[derive(Clone, Default)]
pub struct SendMark(Arc<OnceLock<Instant>>);

impl SendMark {
    /// The request starts to leave now; the first call counts.
    pub fn set(&self) {
        let _ = self.0.set(Instant::now());
    }

    /// When it started to leave.
    pub fn get(&self) -> Option<Instant> {
        self.0.get().copied()
    }
}
