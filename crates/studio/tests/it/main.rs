//! The studio from outside: real requests over loopback, a fake vendor behind.
#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]
#![expect(clippy::disallowed_methods, reason = "a test that waits for another thread blocks nobody")]

mod api;
mod bench;
mod cases;
mod door;
mod editor;
mod home;
mod improve;
mod money;
mod new;
mod results;
mod settings;
