//! The studio from outside: real requests over loopback, a fake vendor behind.
#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]
#![expect(clippy::disallowed_methods, reason = "a test that waits for another thread blocks nobody")]

mod api;
mod bench;
mod branches;
mod cases;
mod compare;
mod door;
mod editor;
mod home;
mod improve;
mod merge;
mod money;
mod new;
mod people;
mod results;
mod settings;
mod suite;
