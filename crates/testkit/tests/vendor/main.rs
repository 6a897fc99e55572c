//! The fake vendor seen from outside, by plain sockets.

mod client;
mod faults;
mod shapes;
