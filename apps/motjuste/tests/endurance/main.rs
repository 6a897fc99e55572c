//! What a long and unlucky life must not change: money, evidence, and the work already done.
//!
//! Each test drives the binary from outside against a fake vendor whose invoice is the judge.
#![expect(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is the failure message")]
#![expect(clippy::disallowed_methods, reason = "a test that waits for another process blocks nobody")]

#[expect(dead_code, reason = "shared with the black-box tests, which use all of it")]
#[path = "../black_box/bench.rs"]
mod bench;
mod books;
mod invoice;
mod kill;
mod storm;
mod study;
