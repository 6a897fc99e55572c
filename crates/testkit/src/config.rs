use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::Script;

/// How a fake vendor behaves; every field has a default, so `Config::default()` answers anything at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where it listens; port 0 takes any free port.
    pub address: SocketAddr,
    /// Threads that serve. They are the vendor's own, so the caller's runtime and clock are left alone.
    pub threads: usize,
    /// Seed of every drawn answer, latency and probability.
    pub seed: u64,
    /// Keys accepted as `Authorization: Bearer` or `x-api-key`; none checks nothing.
    pub keys: Vec<String>,
    /// Other names for the models: `{"gpt-5": "echo"}`; the name `*` catches every unknown model.
    pub aliases: BTreeMap<String, String>,
    /// Faults.
    pub script: Script,
    /// What is refused with 429 whatever the script says.
    pub limits: Limits,
    /// First match bills; a model that none matches is free.
    pub prices: Vec<Price>,
    /// ISO 4217 code written on the invoice.
    pub currency: String,
    /// Bills the answers that were cut or spoiled too.
    pub bill_cut: bool,
    /// Recognises prompts that begin alike and bills them less.
    pub cache: Option<Cache>,
    /// Keeps one invoice line per request; off, only totals are kept and memory stays flat.
    pub keep_lines: bool,
    /// Remembers the hash of every body answered (16 bytes each) to count the questions paid twice.
    pub track_duplicates: bool,
    /// Prompts above this many tokens are refused as too long.
    pub context_tokens: u64,
    /// Bodies above this many bytes are refused with 413.
    pub max_body_bytes: usize,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            threads: 1,
            seed: 0,
            keys: Vec::new(),
            aliases: BTreeMap::new(),
            script: Script::default(),
            limits: Limits::default(),
            prices: vec![Price::default()],
            currency: "USD".to_owned(),
            bill_cut: false,
            cache: None,
            keep_lines: true,
            track_duplicates: true,
            context_tokens: 128_000,
            max_body_bytes: 32 << 20,
        }
    }
}

impl Config {
    /// The behaviour a model's name stands for, through the aliases.
    pub(crate) fn behaviour<'a>(&'a self, model: &'a str) -> &'a str {
        self.aliases.get(model).map_or(model, String::as_str)
    }
}

/// What a token costs, in 10^-12 of the currency: 1 USD per million tokens is 1,000,000.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Price {
    /// A model's name, or its beginning followed by `*`.
    pub model: String,
    /// Per token read.
    pub input: i64,
    /// Per token written.
    pub output: i64,
    /// Per token read from the cache.
    pub cached: i64,
    /// Per token written to the cache.
    pub cache_write: i64,
}

/// 1 USD per million tokens read, 4 written, a tenth when cached, a quarter more to write the cache.
impl Default for Price {
    fn default() -> Price {
        Price {
            model: "*".to_owned(),
            input: 1_000_000,
            output: 4_000_000,
            cached: 100_000,
            cache_write: 1_250_000,
        }
    }
}

/// When a prompt's beginning counts as already read.
///
/// The OpenAI shape caches by itself, in whole blocks; the Anthropic shape caches up to the last
/// `cache_control` mark of the request and bills the first reading as a cache write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cache {
    /// Shortest beginning worth keeping, in tokens.
    pub min_tokens: u64,
    /// Granularity of the automatic cache, in tokens.
    pub block_tokens: u64,
}

impl Default for Cache {
    fn default() -> Cache {
        Cache { min_tokens: 1024, block_tokens: 128 }
    }
}

/// What is refused with 429, in real time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Refill of the token bucket; `None` never refuses.
    pub requests_per_second: Option<f64>,
    /// Size of the bucket.
    pub burst: u32,
    /// Most requests served at once; `None` for no limit.
    pub in_flight: Option<u64>,
    /// Whether a refusal says when to come back (`retry-after` in whole seconds, `retry-after-ms`).
    pub retry_after: bool,
    /// Whether every answer carries the vendor's own rate-limit headers.
    pub headers: bool,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { requests_per_second: None, burst: 1, in_flight: None, retry_after: true, headers: true }
    }
}

/// Whether `name` is `pattern`, or begins with it when the pattern ends with `*`.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == pattern,
    }
}
