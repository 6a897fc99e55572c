//! Models of one's own: the embedded one and any file of the Llama and Qwen families, run in this process.
//!
//! `corpus`, `tokenizer` and `shard` make what the embedded model is trained on; `files` opens a model, `model` runs
//! its decoder, `generate` writes answers for many at once, `wire` gives them OpenAI's shape.

mod answer;
pub mod corpus;
mod error;
mod familiar;
pub mod files;
pub mod generate;
mod in_process;
pub mod model;
mod models;
pub mod shard;
pub mod template;
pub mod tokenizer;
pub mod wire;
pub mod words;

pub use answer::{Body, Reply, chat, complete, embed};
pub use error::{FileProblem, LocalError, QuestionProblem};
pub use familiar::Familiarity;
pub use in_process::{ADDRESS, InProcess};
pub use models::{Models, PETIT, Served, fingerprint, petit_tokens};
