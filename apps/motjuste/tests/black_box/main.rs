//! The binary from outside, against a fake vendor over loopback.
#![expect(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is the failure message")]
#![expect(clippy::disallowed_methods, reason = "a test that waits for another process blocks nobody")]

mod bench;
mod cases;
mod contract;
mod faults;
mod input;
mod language;
mod studies;
mod studio;
