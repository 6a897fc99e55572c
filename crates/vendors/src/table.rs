//! The tables of `vendors.toml` and `motjuste.toml` as written, and how one row is laid over another.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use toml::Spanned;

use crate::pattern::Patterns;
use crate::policy::Rule;
use crate::row::{Auth, BaseUrlStyle, KeyRule, RateHeaders, Structured, UsagePointers, VendorRow};

/// The tables a file may hold; a project's file holds others, which are not read here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Tables {
    pub protocols: BTreeMap<String, RawRow>,
    pub vendors: BTreeMap<Spanned<String>, RawRow>,
    pub policies: Vec<Rule>,
    pub prices: Vec<RawPrice>,
    /// Read of our own table only.
    pub usual_keys: BTreeMap<String, String>,
}

/// A vendor row as written: what is absent comes from below.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RawRow {
    /// Another vendor whose row and policies this one starts from.
    pub like: Option<Spanned<String>>,
    pub protocol: Option<Spanned<String>>,
    pub base_url: Option<Spanned<String>>,
    pub base_url_env: Option<Names>,
    pub base_url_style: Option<BaseUrlStyle>,
    pub path: Option<Spanned<String>>,
    pub key_env: Option<Names>,
    pub bearer_env: Option<Names>,
    pub key: Option<KeyRule>,
    pub auth: Option<Auth>,
    pub api_version: Option<String>,
    pub headers: Option<BTreeMap<Spanned<String>, String>>,
    pub max_tokens_field: Option<String>,
    pub default_max_tokens: Option<u32>,
    pub maximum_max_tokens: Option<u32>,
    pub structured: Option<Structured>,
    pub stream_usage: Option<bool>,
    pub done_optional: Option<bool>,
    pub message_names: Option<bool>,
    pub usage: Option<UsagePointers>,
    pub rate_headers: Option<RawRateHeaders>,
}

/// One name or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Names {
    One(String),
    Many(Vec<String>),
}

impl Names {
    fn list(&self) -> Vec<String> {
        match self {
            Names::One(name) => vec![name.clone()],
            Names::Many(names) => names.clone(),
        }
    }
}

/// Rate-limit headers as written: each is laid over on its own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RawRateHeaders {
    requests_limit: Option<String>,
    requests_remaining: Option<String>,
    requests_reset: Option<String>,
    tokens_limit: Option<String>,
    tokens_remaining: Option<String>,
    tokens_reset: Option<String>,
    reset: Option<crate::ResetStyle>,
    request_id: Option<String>,
}

impl RawRateHeaders {
    fn over(&self, below: &mut RateHeaders) {
        lay(&self.requests_limit, &mut below.requests_limit);
        lay(&self.requests_remaining, &mut below.requests_remaining);
        lay(&self.requests_reset, &mut below.requests_reset);
        lay(&self.tokens_limit, &mut below.tokens_limit);
        lay(&self.tokens_remaining, &mut below.tokens_remaining);
        lay(&self.tokens_reset, &mut below.tokens_reset);
        lay(&self.reset, &mut below.reset);
        lay(&self.request_id, &mut below.request_id);
    }
}

fn lay<T: Clone>(written: &Option<T>, below: &mut T) {
    if let Some(value) = written {
        below.clone_from(value);
    }
}

fn lay_some<T: Clone>(written: &Option<T>, below: &mut Option<T>) {
    if written.is_some() {
        below.clone_from(written);
    }
}

impl RawRow {
    /// Lays this row over a complete one. `like`, `protocol`, `base_url`, `path` and `headers` were checked and are
    /// laid by the catalogue, which knows where they are written.
    pub(crate) fn over(&self, below: &mut VendorRow) {
        if let Some(names) = &self.base_url_env {
            below.base_url_env = names.list();
        }
        if let Some(names) = &self.key_env {
            below.key_env = names.list();
            // a row that names its key says all its keys
            below.bearer_env = Vec::new();
        }
        if let Some(names) = &self.bearer_env {
            below.bearer_env = names.list();
        }
        lay(&self.base_url_style, &mut below.base_url_style);
        lay(&self.key, &mut below.key);
        lay(&self.auth, &mut below.auth);
        lay_some(&self.api_version, &mut below.api_version);
        lay(&self.max_tokens_field, &mut below.max_tokens_field);
        lay_some(&self.default_max_tokens, &mut below.default_max_tokens);
        lay_some(&self.maximum_max_tokens, &mut below.maximum_max_tokens);
        lay(&self.structured, &mut below.structured);
        lay(&self.stream_usage, &mut below.stream_usage);
        lay(&self.done_optional, &mut below.done_optional);
        lay(&self.message_names, &mut below.message_names);
        lay(&self.usage, &mut below.usage);
        if let Some(headers) = &self.rate_headers {
            headers.over(&mut below.rate_headers);
        }
    }
}

/// A price row as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPrice {
    pub vendor: String,
    pub models: Patterns,
    pub from: Spanned<Plain>,
    #[serde(default)]
    pub checked: Option<Spanned<Plain>>,
    pub currency: Spanned<String>,
    pub input: Spanned<Plain>,
    pub output: Spanned<Plain>,
    #[serde(default)]
    pub cached: Option<Spanned<Plain>>,
    #[serde(default)]
    pub cache_write: Option<Spanned<Plain>>,
    #[serde(default)]
    pub window: Option<u64>,
    #[serde(default)]
    pub source: String,
}

/// A date or a decimal number, quoted or not. A bare TOML float keeps its shortest decimal form.
#[derive(Clone, Debug)]
pub(crate) struct Plain(pub String);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Plain;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a decimal number or a date")
            }
            fn visit_str<E>(self, v: &str) -> Result<Plain, E> {
                Ok(Plain(v.to_owned()))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Plain, E> {
                Ok(Plain(v.to_string()))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Plain, E> {
                Ok(Plain(v.to_string()))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Plain, A::Error> {
                let date =
                    toml::value::Datetime::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(Plain(date.to_string()))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
