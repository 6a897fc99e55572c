//! The embedded model: the corpus it is trained on, its tokenizer, the shards its trainer reads.

pub mod corpus;
mod error;
pub mod shard;
pub mod tokenizer;

pub use error::LocalError;
