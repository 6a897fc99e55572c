//! One vendor as data: a row of `vendors.toml`, with the rows of `motjuste.toml` laid over it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// How a key travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// `authorization: Bearer KEY`.
    #[default]
    Bearer,
    /// `x-api-key: KEY` (Anthropic).
    XApiKey,
    /// `api-key: KEY` (Azure).
    ApiKey,
}

/// Whether calls need a key. Without one, calls to the loopback are always allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyRule {
    /// Always.
    #[default]
    Required,
    /// Sent when there is one (a server of one's own).
    Optional,
}

/// How a schema is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Structured {
    /// OpenAI `response_format`: `json_object`, and `json_schema` with `strict`.
    ResponseFormat,
    /// OpenAI `response_format` of a vendor that knows `json_object` only.
    JsonObject,
    /// Anthropic `output_config.format`; there is no "any JSON".
    OutputConfig,
    /// Not at all.
    None,
}

/// How the base-address variable of the environment is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaseUrlStyle {
    /// A whole address.
    #[default]
    Url,
    /// `OLLAMA_HOST`: `host`, `host:port` or an address, without `/v1`.
    OllamaHost,
}

/// How a rate-limit reset header is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResetStyle {
    /// `6ms`, `1m2s`: a duration (OpenAI).
    #[default]
    Duration,
    /// RFC 3339 instant (Anthropic).
    Rfc3339,
    /// Seconds from now.
    Seconds,
}

/// Names (lower case) of the headers that tell a vendor's limits; an empty name is a header it does not send.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RateHeaders {
    /// Requests allowed in the window.
    pub requests_limit: String,
    /// Requests left.
    pub requests_remaining: String,
    /// When requests are refilled.
    pub requests_reset: String,
    /// Tokens allowed in the window.
    pub tokens_limit: String,
    /// Tokens left.
    pub tokens_remaining: String,
    /// When tokens are refilled.
    pub tokens_reset: String,
    /// How the two resets are written.
    pub reset: ResetStyle,
    /// The id a vendor's support asks for.
    pub request_id: String,
}

/// Where the raw reply holds its token counts: JSON pointers (RFC 6901) from the root of the reply. Several
/// pointers under one name are added up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UsagePointers {
    /// All tokens read, the cached ones included.
    pub input: Vec<String>,
    /// All tokens written, the reasoning ones included.
    pub output: Vec<String>,
    /// Of the input: read from the cache.
    pub cached: Vec<String>,
    /// Of the input: written to the cache.
    pub cache_write: Vec<String>,
    /// Of the output: reasoning.
    pub reasoning: Vec<String>,
}

/// A vendor, complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorRow {
    /// Name before the slash of `vendor/model`.
    pub name: String,
    /// Vendors this row started from, itself first: policies about any of them apply.
    pub kin: Vec<String>,
    /// Name of the wire format.
    pub protocol: String,
    /// Base address without a trailing slash.
    pub base_url: String,
    /// Variables that override it, first set wins.
    pub base_url_env: Vec<String>,
    /// How these are written.
    pub base_url_style: BaseUrlStyle,
    /// What is posted to, after the base address.
    pub path: String,
    /// Variables that hold the key, first set wins.
    pub key_env: Vec<String>,
    /// Variables that hold a bearer token, tried after `key_env`.
    pub bearer_env: Vec<String>,
    /// Whether a key is needed.
    pub key: KeyRule,
    /// How a key from `key_env` travels.
    pub auth: Auth,
    /// Version header's value, for vendors that have one.
    pub api_version: Option<String>,
    /// Further headers, sent as they are; not for secrets.
    pub headers: BTreeMap<String, String>,
    /// Name of the token limit in the body.
    pub max_tokens_field: String,
    /// Token limit sent when none is asked for (a vendor that demands one).
    pub default_max_tokens: Option<u32>,
    /// Largest token limit the vendor takes.
    pub maximum_max_tokens: Option<u32>,
    /// How a schema is asked for.
    pub structured: Structured,
    /// Whether `stream_options.include_usage` is understood.
    pub stream_usage: bool,
    /// Whether a stream may end after a finish reason without `[DONE]`.
    pub done_optional: bool,
    /// Whether a message may carry a participant's name.
    pub message_names: bool,
    /// Where token counts are.
    pub usage: UsagePointers,
    /// Rate-limit headers.
    pub rate_headers: RateHeaders,
}
