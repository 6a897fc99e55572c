use std::fmt;
use std::time::Duration;

use terms::{Explain, Kind, Message, Place};

/// What can go wrong between a question and its answer.
///
/// `said` is the vendor's own words: hostile text, already cut short, without control characters and with the
/// key taken out. It is empty when the vendor said nothing readable.
#[derive(Clone, Debug, PartialEq)]
pub enum VendorError {
    /// The key is wrong, expired or not allowed to do this (401, 403).
    Auth {
        /// The vendor.
        vendor: String,
        /// The variable the key was read from, when there was one.
        env: Option<String>,
        /// The vendor's words.
        said: String,
    },
    /// Too many requests or tokens, or nothing left to spend (429).
    RateLimited {
        /// The vendor.
        vendor: String,
        /// When the vendor wants to be asked again.
        retry_after: Option<Duration>,
        /// The quota or the credit is spent: waiting does not help.
        quota_spent: bool,
        /// The vendor's words.
        said: String,
    },
    /// The vendor has too much to do for everyone (529, 503).
    Overloaded {
        /// The vendor.
        vendor: String,
        /// When the vendor wants to be asked again.
        retry_after: Option<Duration>,
        /// The vendor's words.
        said: String,
    },
    /// The vendor does not accept the request as it is (400, 413, 422).
    BadRequest {
        /// The vendor.
        vendor: String,
        /// The parameter it names, when it names one.
        parameter: Option<String>,
        /// The vendor's words.
        said: String,
    },
    /// The vendor does not know the model, or not at this address (404).
    NotFound {
        /// `vendor/model`.
        model: String,
        /// Where it was asked.
        url: String,
        /// The vendor's words.
        said: String,
    },
    /// The messages are longer than the model reads.
    ContextTooLong {
        /// `vendor/model`.
        model: String,
        /// The vendor's words.
        said: String,
    },
    /// The vendor's filter refused the request before the model read it.
    Refused {
        /// The vendor.
        vendor: String,
        /// The vendor's words.
        said: String,
    },
    /// Trouble on the vendor's side (5xx, 408, 409).
    Server {
        /// The vendor.
        vendor: String,
        /// Status code; 0 when the error came inside a stream.
        status: u16,
        /// When the vendor wants to be asked again.
        retry_after: Option<Duration>,
        /// The vendor's words.
        said: String,
    },
    /// An answer of a status the protocol does not know (3xx, an odd 4xx).
    Unexpected {
        /// The vendor.
        vendor: String,
        /// Status code.
        status: u16,
        /// The vendor's words.
        said: String,
    },
    /// The answer is not the protocol.
    Malformed {
        /// The vendor.
        vendor: String,
        /// What was being read.
        what: What,
        /// Byte of the answer (0-based) near which reading stopped.
        offset: u64,
    },
    /// A streamed answer stopped before its end mark: some text may have been written and billed.
    CutStream {
        /// The vendor.
        vendor: String,
        /// Bytes received.
        bytes: u64,
    },
    /// The answer is longer than the limit.
    TooLarge {
        /// The vendor.
        vendor: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// No answer in time.
    Timeout {
        /// The vendor.
        vendor: String,
        /// How long was waited.
        after: Duration,
    },
    /// No connection: name, address, TLS, or the connection broke.
    Connect {
        /// The vendor.
        vendor: String,
        /// The address tried.
        url: String,
        /// The system's words.
        detail: String,
    },
    /// A person or a limit stopped it.
    Cancelled,
    /// No recorded answer to this request, and the network is off.
    NotRecorded {
        /// `vendor/model`.
        model: String,
    },
    /// No such vendor.
    UnknownVendor {
        /// What was asked for.
        vendor: String,
        /// The known name nearest to it.
        suggestion: Option<String>,
        /// All known names.
        known: Vec<String>,
    },
    /// A vendor that needs a key, and none is set.
    NoKey {
        /// The vendor.
        vendor: String,
        /// The variables it may be in.
        env: Vec<String>,
    },
    /// A key would leave in clear, over plain http to another machine.
    ClearTextKey {
        /// The vendor.
        vendor: String,
        /// The address.
        url: String,
        /// The variable the key is in.
        env: String,
    },
    /// A project's file would send one vendor's key to another address.
    StrayKey {
        /// The vendor whose key it is.
        owner: String,
        /// The variable the key is in.
        env: String,
        /// Where it would go.
        url: String,
        /// The row that says so.
        place: Option<Place>,
    },
    /// A project's file would send a variable of the environment that is no vendor's key, as far as is known.
    OtherKey {
        /// The vendor it would be sent to.
        vendor: String,
        /// The variable.
        env: String,
        /// Where it would go.
        origin: String,
        /// The row that says so.
        place: Option<Place>,
    },
    /// A key that the person keeps cannot be read.
    UnreadKey {
        /// The vendor.
        vendor: String,
        /// Why.
        why: Message,
        /// What to do.
        hint: Option<Message>,
    },
    /// A base address that cannot be used.
    BadUrl {
        /// The vendor.
        vendor: String,
        /// The address as written.
        url: String,
        /// The variable it was read from, when it was one.
        env: Option<String>,
        /// Where it is written, when it is in a file.
        place: Option<Place>,
    },
    /// A key that cannot be a header's value (spaces, line breaks, other than ASCII).
    BadKey {
        /// The vendor.
        vendor: String,
        /// The variable it is in.
        env: String,
    },
    /// A parameter that cannot be written in this vendor's shape.
    Parameter {
        /// `vendor/model`.
        model: String,
        /// The parameter.
        parameter: String,
        /// Why.
        why: Message,
    },
    /// A row of `motjuste.toml` (or of our own table) that cannot be read.
    Row {
        /// Where.
        place: Place,
        /// What is wrong.
        what: Message,
    },
}

/// What was being read when an answer turned out not to be the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The JSON of a whole answer.
    Reply,
    /// The JSON of one streamed event.
    Event,
    /// Well-formed JSON without an answer in it.
    NoAnswer,
}

/// Whether asking again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The same request gets the same answer.
    Never,
    /// Not before this long.
    After(Duration),
    /// The vendor did not say when: exponentially later.
    Backoff,
}

impl VendorError {
    /// Whether asking again may help, as far as the error itself tells. A request that got a 2xx is never sent
    /// again whatever this says: it may have been billed.
    pub fn retry(&self) -> Retry {
        match self {
            VendorError::RateLimited { quota_spent: true, .. } => Retry::Never,
            VendorError::RateLimited { retry_after, .. }
            | VendorError::Overloaded { retry_after, .. }
            | VendorError::Server { retry_after, .. } => retry_after.map_or(Retry::Backoff, Retry::After),
            VendorError::Connect { .. } => Retry::Backoff,
            _ => Retry::Never,
        }
    }

    /// The same error with the delay the transport read from the headers (dates included).
    #[must_use]
    pub fn with_retry_after(mut self, delay: Option<Duration>) -> VendorError {
        if let VendorError::RateLimited { retry_after, .. }
        | VendorError::Overloaded { retry_after, .. }
        | VendorError::Server { retry_after, .. } = &mut self
        {
            *retry_after = delay;
        }
        self
    }
}

impl fmt::Display for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.message(), f)
    }
}
impl std::error::Error for VendorError {}

/// A sentence, followed by the vendor's own words when there are any.
fn quoting(sentence: Message, said: &str) -> Message {
    if said.is_empty() {
        return sentence;
    }
    Message::new("vendors-said").with("sentence", sentence).with("said", said)
}

impl Explain for VendorError {
    fn kind(&self) -> Kind {
        match self {
            VendorError::Auth { .. } | VendorError::NoKey { .. } | VendorError::UnreadKey { .. } => {
                Kind::Auth
            }
            VendorError::RateLimited { .. } => Kind::RateLimit,
            VendorError::Overloaded { .. }
            | VendorError::BadRequest { .. }
            | VendorError::NotFound { .. }
            | VendorError::ContextTooLong { .. }
            | VendorError::Refused { .. }
            | VendorError::Server { .. }
            | VendorError::Unexpected { .. }
            | VendorError::Malformed { .. }
            | VendorError::TooLarge { .. } => Kind::Vendor,
            VendorError::CutStream { .. } | VendorError::Timeout { .. } | VendorError::Connect { .. } => {
                Kind::Network
            }
            VendorError::Cancelled => Kind::Cancelled,
            VendorError::NotRecorded { .. } => Kind::Data,
            VendorError::UnknownVendor { .. }
            | VendorError::ClearTextKey { .. }
            | VendorError::StrayKey { .. }
            | VendorError::OtherKey { .. }
            | VendorError::BadUrl { .. }
            | VendorError::BadKey { .. }
            | VendorError::Parameter { .. }
            | VendorError::Row { .. } => Kind::Config,
        }
    }

    fn message(&self) -> Message {
        match self {
            VendorError::Auth { vendor, said, .. } => {
                quoting(Message::new("vendors-auth").with("vendor", &**vendor), said)
            }
            VendorError::RateLimited { vendor, quota_spent: true, said, .. } => {
                quoting(Message::new("vendors-quota-spent").with("vendor", &**vendor), said)
            }
            VendorError::RateLimited { vendor, said, .. } => {
                quoting(Message::new("vendors-rate-limited").with("vendor", &**vendor), said)
            }
            VendorError::Overloaded { vendor, said, .. } => {
                quoting(Message::new("vendors-overloaded").with("vendor", &**vendor), said)
            }
            VendorError::BadRequest { vendor, said, parameter } => {
                let sentence = match parameter {
                    Some(name) => Message::new("vendors-bad-parameter")
                        .with("vendor", &**vendor)
                        .with("parameter", &**name),
                    None => Message::new("vendors-bad-request").with("vendor", &**vendor),
                };
                quoting(sentence, said)
            }
            VendorError::NotFound { model, url, said } => {
                quoting(Message::new("vendors-not-found").with("model", &**model).with("url", &**url), said)
            }
            VendorError::ContextTooLong { model, said } => {
                quoting(Message::new("vendors-context-too-long").with("model", &**model), said)
            }
            VendorError::Refused { vendor, said } => {
                quoting(Message::new("vendors-refused").with("vendor", &**vendor), said)
            }
            VendorError::Server { vendor, status: 0, said, .. } => {
                quoting(Message::new("vendors-stream-error").with("vendor", &**vendor), said)
            }
            VendorError::Server { vendor, status, said, .. } => quoting(
                Message::new("vendors-server").with("vendor", &**vendor).with("status", *status),
                said,
            ),
            VendorError::Unexpected { vendor, status, said } => quoting(
                Message::new("vendors-unexpected").with("vendor", &**vendor).with("status", *status),
                said,
            ),
            VendorError::Malformed { vendor, what, offset } => match what {
                What::Reply => {
                    Message::new("vendors-malformed-reply").with("vendor", &**vendor).with("offset", *offset)
                }
                What::Event => {
                    Message::new("vendors-malformed-event").with("vendor", &**vendor).with("offset", *offset)
                }
                What::NoAnswer => Message::new("vendors-no-answer").with("vendor", &**vendor),
            },
            VendorError::CutStream { vendor, bytes } => {
                Message::new("vendors-cut-stream").with("vendor", &**vendor).with("bytes", *bytes)
            }
            VendorError::TooLarge { vendor, limit } => {
                Message::new("vendors-too-large").with("vendor", &**vendor).with("limit", *limit)
            }
            VendorError::Timeout { vendor, after } => {
                Message::new("vendors-timeout").with("vendor", &**vendor).with("seconds", after.as_secs_f64())
            }
            VendorError::Connect { vendor, url, detail } => Message::new("vendors-connect")
                .with("vendor", &**vendor)
                .with("url", &**url)
                .with("detail", &**detail),
            VendorError::Cancelled => Message::new("vendors-cancelled"),
            VendorError::NotRecorded { model } => {
                Message::new("vendors-not-recorded").with("model", &**model)
            }
            VendorError::UnknownVendor { vendor, .. } => {
                Message::new("vendors-unknown-vendor").with("vendor", &**vendor)
            }
            VendorError::NoKey { vendor, .. } => Message::new("vendors-no-key").with("vendor", &**vendor),
            VendorError::ClearTextKey { vendor, url, env } => Message::new("vendors-clear-text-key")
                .with("vendor", &**vendor)
                .with("url", &**url)
                .with("env", &**env),
            VendorError::StrayKey { owner, env, url, .. } => Message::new("vendors-stray-key")
                .with("owner", &**owner)
                .with("env", &**env)
                .with("url", &**url),
            VendorError::OtherKey { vendor, env, origin, .. } => Message::new("vendors-other-key")
                .with("vendor", &**vendor)
                .with("env", &**env)
                .with("origin", &**origin),
            VendorError::UnreadKey { vendor, why, .. } => {
                Message::new("vendors-unread-key").with("vendor", &**vendor).with("why", why.clone())
            }
            VendorError::BadUrl { vendor, url, env, .. } => match env {
                Some(env) => Message::new("vendors-bad-url-env")
                    .with("vendor", &**vendor)
                    .with("url", &**url)
                    .with("env", &**env),
                None => Message::new("vendors-bad-url").with("vendor", &**vendor).with("url", &**url),
            },
            VendorError::BadKey { vendor, env } => {
                Message::new("vendors-bad-key").with("vendor", &**vendor).with("env", &**env)
            }
            VendorError::Parameter { model, parameter, why } => Message::new("vendors-parameter")
                .with("model", &**model)
                .with("parameter", &**parameter)
                .with("why", why.clone()),
            VendorError::Row { what, .. } => what.clone(),
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            VendorError::Row { place, .. } => Some(place.clone()),
            VendorError::StrayKey { place, .. }
            | VendorError::OtherKey { place, .. }
            | VendorError::BadUrl { place, .. } => place.clone(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            VendorError::Auth { env: Some(env), .. } => {
                Some(Message::new("vendors-hint-auth").with("env", &**env))
            }
            VendorError::RateLimited { quota_spent: true, .. } => Some(Message::new("vendors-hint-quota")),
            VendorError::NotFound { .. } => Some(Message::new("vendors-hint-not-found")),
            VendorError::ContextTooLong { .. } => Some(Message::new("vendors-hint-context")),
            VendorError::Connect { .. } => Some(Message::new("vendors-hint-connect")),
            VendorError::CutStream { .. } => Some(Message::new("vendors-hint-cut-stream")),
            VendorError::UnknownVendor { suggestion: Some(name), .. } => {
                Some(Message::new("vendors-hint-did-you-mean").with("name", &**name))
            }
            VendorError::UnknownVendor { known, .. } => {
                Some(Message::new("vendors-hint-known-vendors").with("names", known.join(", ")))
            }
            VendorError::NoKey { env, .. } => Some(
                Message::new("vendors-hint-no-key").with("env", env.first().cloned().unwrap_or_default()),
            ),
            VendorError::ClearTextKey { .. } => Some(Message::new("vendors-hint-clear-text-key")),
            VendorError::StrayKey { .. } => Some(Message::new("vendors-hint-stray-key")),
            VendorError::OtherKey { env, origin, .. } => {
                Some(Message::new("vendors-hint-other-key").with("env", &**env).with("origin", &**origin))
            }
            VendorError::UnreadKey { hint, .. } => hint.clone(),
            VendorError::BadUrl { .. } => Some(Message::new("vendors-hint-bad-url")),
            VendorError::BadKey { env, .. } => Some(Message::new("vendors-hint-bad-key").with("env", &**env)),
            _ => None,
        }
    }
}
