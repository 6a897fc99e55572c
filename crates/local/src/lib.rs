//! Models of one's own: the embedded one and any file of the Llama and Qwen families, run in this process.
//!
//! `corpus`, `tokenizer` and `shard` make what the embedded model is trained on; `model` runs a decoder.

pub mod corpus;
mod error;
pub mod model;
pub mod shard;
pub mod tokenizer;

pub use error::{FileProblem, LocalError, QuestionProblem};
