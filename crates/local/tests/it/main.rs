//! What the embedded model learns from, and the model itself.

mod answers;
mod documents;
mod found;
mod holdout;
mod law;
mod papers;
mod petit;
mod shards;
mod tokenizer;
