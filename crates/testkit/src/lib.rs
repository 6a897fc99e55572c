//! A fake vendor: OpenAI's chat completions and Anthropic's messages over loopback, with an invoice and scripted
//! faults. For tests, benchmarks and the first example; never for real work.
//!
//! - Models are behaviours: `echo`, `fixed:TEXT`, `label-p80:a|b`, `words:N`, `french`, `refusal`, `apprentice`
//!   (README.md describes each); `+noise` after a name makes repeats differ. Every answer's model name says `fake`.
//! - Tokens: the bytes of all message texts divided by four, rounded up; a picture counts 256. Same rule for what is
//!   written.
//! - Invoice: an answer delivered whole is billed; one refused (4xx, 5xx) never; one cut or spoiled by the script, or
//!   whose client went away, only with `bill_cut`.
//! - Everything drawn depends on the seed, so two runs see the same answers and the same faults.

mod ask;
mod cache;
mod config;
mod control;
mod fault;
mod http;
mod invoice;
mod limiter;
mod model;
mod random;
mod reply_head;
mod script;
mod service;
mod tokens;
mod vendor;
mod wire;

pub use config::{Cache, Config, Limits, Price};
pub use fault::{Cut, Drip, Fault, How, Latency, Malformed, Of, RetryAfter, UsageFault};
pub use invoice::{BodyHash, Delivered, Invoice, Line, Stats, Tokens, Totals};
pub use script::{Endpoint, Rule, Script, When};
pub use tokens::count_tokens;
pub use vendor::FakeVendor;
