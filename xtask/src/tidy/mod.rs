//! Rules a machine can check. Each returns the sentences of what is wrong; none means tidy.

pub mod arrows;
pub mod forbidden;
pub mod length;
pub mod sentences;
