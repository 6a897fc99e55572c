//! What passes between the pure protocols and the transport: plain HTTP exchanges, secrets, decoders.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use terms::{Message, ModelName, Parameters, Reply, Request, Usage};

use crate::policy::Policy;
use crate::price::PriceRow;
use crate::protocols::Counts;
use crate::row::VendorRow;
use crate::{Auth, VendorError};

/// A key or token. It has no `Display` and no `Serialize`, its `Debug` hides the value, and the memory is
/// overwritten when the last owner lets go of it (as far as safe Rust can). Cloning is a reference count.
#[derive(Clone)]
pub struct Secret(Arc<Value>);

struct Value(String);

impl Secret {
    /// Takes ownership of the value.
    pub fn new(value: String) -> Secret {
        Secret(Arc::new(Value(value)))
    }

    /// The value, for the one header it belongs in and for redaction. Nothing else may ask.
    pub fn expose(&self) -> &str {
        &self.0.0
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        // keeps the optimiser from dropping the fill
        std::hint::black_box(&bytes);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Secret) -> bool {
        self.expose() == other.expose()
    }
}
impl Eq for Secret {}

/// A request ready to leave. `headers` never hold the secret one, so they can be recorded as they are.
#[derive(Clone, Debug)]
pub struct HttpRequest {
    /// `POST`.
    pub method: &'static str,
    /// The whole address.
    pub url: String,
    /// Lower-case names and their values; `content-type` included, `host`, `content-length` and `user-agent`
    /// left to the transport.
    pub headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The header that authenticates: lower-case name and whole value (`Bearer …` included).
    pub secret_header: Option<(&'static str, Secret)>,
    /// The JSON body, byte-stable for equal requests.
    pub body: Bytes,
}

/// An answer as received.
#[derive(Clone, Debug, Default)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Lower-case names and their values, in order.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Bytes,
}

impl HttpResponse {
    /// First value of a header; the name is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// A request in a vendor's shape, with what had to be changed on the way.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// What leaves.
    pub http: HttpRequest,
    /// Knobs dropped or translated, said aloud. The same request always gives the same notes.
    pub notes: Vec<Message>,
}

/// A piece of a streamed answer, as soon as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamEvent {
    /// Text of the answer.
    Text(String),
    /// Text of the model's reasoning, when the vendor shows it. Not part of the reply.
    Reasoning(String),
    /// A piece of a tool call.
    ToolCall {
        /// Which of the calls of this answer (0-based).
        index: u32,
        /// The tool's name, on the first piece.
        name: Option<String>,
        /// A piece of the JSON arguments; pieces join to the whole.
        arguments: String,
    },
}

/// Reads one streamed answer as its bytes come, however they are cut.
pub trait StreamDecoder: Send {
    /// Takes the next bytes and appends what they say. An error is final: an error event of the vendor, or
    /// bytes that are not the protocol. Calling again after an error, or after the end, does nothing more.
    fn push(&mut self, bytes: &[u8], out: &mut Vec<StreamEvent>) -> Result<(), VendorError>;

    /// Whether the vendor's own end mark was read; nothing of value follows it.
    fn ended(&self) -> bool;

    /// The text read so far.
    fn text(&self) -> &str;

    /// The whole reply; [`VendorError::CutStream`] when the vendor's end mark never came.
    fn finish(self: Box<Self>) -> Result<Reply, VendorError>;

    /// What the vendor has counted so far, for a stream that was cut.
    fn partial_usage(&self) -> Option<Usage>;
}

/// A wire format: pure functions between our words and a vendor's bytes. It knows no network, no clock and no
/// environment.
pub trait Protocol: Send + Sync {
    /// Name in `vendors.toml`: `openai-chat`, `anthropic-messages`.
    fn name(&self) -> &'static str;

    /// The request in the vendor's shape.
    ///
    /// # Errors
    /// [`VendorError::Parameter`] when something asked for cannot be written in this shape at all.
    fn encode(&self, request: &Request, target: &Target) -> Result<Encoded, VendorError>;

    /// The reply in a 2xx answer that was not streamed.
    ///
    /// # Errors
    /// [`VendorError::Malformed`], or the vendor's own error when it hides in a 2xx.
    fn decode(&self, response: &HttpResponse, target: &Target) -> Result<Reply, VendorError>;

    /// A decoder for one streamed answer.
    fn stream_decoder(&self, target: &Target) -> Box<dyn StreamDecoder>;

    /// What an answer that is not 2xx means. Delays are read from numeric headers only (a date needs a clock:
    /// the transport refines them with [`VendorError::with_retry_after`]).
    fn error(&self, response: &HttpResponse, target: &Target) -> VendorError;
}

/// Everything known about where one model's calls go. Made by [`Catalogue::resolve`](crate::Catalogue::resolve).
#[derive(Clone)]
pub struct Target {
    /// Which model.
    pub model: ModelName,
    /// Its vendor's row.
    pub vendor: Arc<VendorRow>,
    /// Base address without a trailing slash, overrides applied.
    pub base_url: String,
    /// Whole address calls are posted to.
    pub url: String,
    /// The key alone, for redaction.
    pub key: Option<Secret>,
    /// The header that carries the key: lower-case name and whole value.
    pub secret_header: Option<(&'static str, Secret)>,
    /// How the key travels.
    pub auth: Auth,
    /// The wire format.
    pub protocol: &'static dyn Protocol,
    /// The price row in force, when one is known.
    pub price: Option<PriceRow>,
    /// What happens to each parameter on this vendor, version and model.
    pub policy: Arc<Policy>,
    pub(crate) counts: Arc<Counts>,
    pub(crate) endpoint: String,
}

impl Target {
    /// Identity of the place calls go to, for the call key: base address and API version. Never the key.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The same target, told apart from others at the same address: a file of weights may be replaced by another of
    /// the same name.
    #[must_use]
    pub fn pinned(mut self, version: &str) -> Target {
        self.endpoint.push(' ');
        self.endpoint.push_str(version);
        self
    }

    /// Most tokens an answer to these parameters can have, as far as what is sent says: what a budget reserves.
    /// `None`: nothing is sent, and the vendor's own limit holds.
    pub fn output_limit(&self, parameters: &Parameters) -> Option<u32> {
        let by_hand = [self.vendor.max_tokens_field.as_str(), "max_tokens", "max_completion_tokens"]
            .iter()
            .find_map(|name| parameters.extra.get(*name)?.as_u64());
        if let Some(limit) = by_hand {
            return Some(u32::try_from(limit).unwrap_or(u32::MAX));
        }
        let mut unsaid = Vec::new();
        let settled = self.policy.settle(parameters, &mut unsaid);
        self.limit(settled.max_tokens, &mut unsaid)
    }

    /// The token limit to send.
    pub(crate) fn limit(&self, asked: Option<u32>, notes: &mut Vec<Message>) -> Option<u32> {
        let row = &self.vendor;
        let limit = match (asked, row.default_max_tokens) {
            (Some(limit), _) => limit,
            (None, Some(limit)) => {
                notes.push(
                    Message::new("vendors-note-default-limit")
                        .with("vendor", &*row.name)
                        .with("limit", limit),
                );
                limit
            }
            (None, None) => return None,
        };
        match row.maximum_max_tokens {
            Some(most) if limit > most => {
                notes.push(
                    Message::new("vendors-note-clamped")
                        .with("parameter", "max_tokens")
                        .with("asked", limit)
                        .with("sent", most)
                        .with("vendor", &*row.name),
                );
                Some(most)
            }
            _ => Some(limit),
        }
    }

    /// See [`Protocol::encode`].
    ///
    /// # Errors
    /// As [`Protocol::encode`].
    pub fn encode(&self, request: &Request) -> Result<Encoded, VendorError> {
        self.protocol.encode(request, self)
    }

    /// See [`Protocol::decode`].
    ///
    /// # Errors
    /// As [`Protocol::decode`].
    pub fn decode(&self, response: &HttpResponse) -> Result<Reply, VendorError> {
        self.protocol.decode(response, self)
    }

    /// See [`Protocol::stream_decoder`].
    pub fn stream_decoder(&self) -> Box<dyn StreamDecoder> {
        self.protocol.stream_decoder(self)
    }

    /// See [`Protocol::error`].
    pub fn error(&self, response: &HttpResponse) -> VendorError {
        self.protocol.error(response, self)
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("model", &self.model)
            .field("protocol", &self.protocol.name())
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
