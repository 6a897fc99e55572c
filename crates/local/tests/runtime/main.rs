//! The runtime of local models, on tiny models that the tests make.

mod passes;
mod tiny;
