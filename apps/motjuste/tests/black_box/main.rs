//! The binary from outside, against a fake vendor over loopback.
#![expect(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is the failure message")]
#![expect(clippy::disallowed_methods, reason = "a test that waits for another process blocks nobody")]

mod bench;
mod cases;
mod contract;
mod faults;
mod input;
mod keys;
mod language;
mod local_models;
#[expect(dead_code, reason = "shared with the tests of local")]
#[path = "../../../../crates/local/tests/runtime/made.rs"]
mod made;
mod studies;
mod studio;
#[expect(dead_code, reason = "shared with the tests of local")]
#[path = "../../../../crates/local/tests/runtime/tiny.rs"]
mod tiny;
