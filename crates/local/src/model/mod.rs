//! Decoders of the Llama and Qwen families.
//!
//! Two passes over the same weights and the same [`Config`]. The fast one ([`Decoder`]) runs on our own kernels: flat
//! batches of sequences of unlike length, a cache of keys and values, no gradient. The other ([`Differentiable`]) is
//! made of candle's operations that have a gradient, and of no other: candle's fused ones cut it without a word. A test
//! holds the two to the same logits.
//!
//! Why kernels of our own: every product of candle 0.11 on a processor asks how many cores there are and reads
//! `/proc/cpuinfo` for it (34 µs on two cores), which costs more than the product itself in a model this small.

mod attention;
mod cache;
mod config;
mod decoder;
mod differentiable;
mod maths;
mod matrix;
mod packed;
mod source;

pub use cache::Cache;
pub use config::{Config, Rotation};
pub use decoder::{Decoder, Part, Wants, Workspace};
pub use differentiable::Differentiable;
pub use source::{Source, Tensor};
