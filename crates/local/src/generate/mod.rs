//! Asking a model: answers, scores and states, many at once.

mod closing;
mod machine;
mod runner;
mod sample;
mod schema;
mod sequence;
mod text;

use std::sync::Arc;

pub use machine::Machine;
pub use runner::{Runner, Ticket};
pub use sample::{Chosen, Sampling};
pub use schema::Schema;

use crate::LocalError;

/// What is asked of the model.
#[derive(Clone, Debug)]
pub enum Task {
    /// Write on.
    Answer(Answering),
    /// ln P of each token after the first, given those before it.
    Score,
    /// The mean of the normed last states.
    Embed,
}

/// How an answer is written.
#[derive(Clone, Debug, Default)]
pub struct Answering {
    /// Most tokens; `None`: as many as the model can still read.
    pub most: Option<usize>,
    /// How tokens are chosen.
    pub sampling: Sampling,
    /// Texts that end the answer; they are not part of it.
    pub stops: Vec<String>,
    /// Alternatives wanted with each token's log-probability.
    pub logprobs: Option<usize>,
    /// The answer is JSON of this schema.
    pub schema: Option<Arc<Schema>>,
    /// The space that answers start with is dropped.
    pub drop_space: bool,
}

/// What is heard of a task.
#[derive(Debug)]
pub enum Event {
    /// More of the answer. The text may be empty while a character or a stop sequence is not settled.
    Piece {
        /// Text.
        text: String,
        /// The token, when log-probabilities were asked for.
        chosen: Option<Chosen>,
    },
    /// ln P of each token but the first.
    Scores(Vec<f32>),
    /// The mean state.
    State(Vec<f32>),
    /// The end; nothing follows.
    End(Ended),
    /// It failed; nothing follows.
    Failed(LocalError),
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Why.
    pub finish: Finish,
    /// Tokens read.
    pub read: usize,
    /// Of these, known from an earlier question with the same beginning.
    pub known: usize,
    /// Tokens written, the one that ends an answer included.
    pub written: usize,
}

/// Why an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// The model had finished, a stop sequence came, or the JSON was complete.
    Stop,
    /// No more tokens were allowed.
    Length,
}

/// A whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its text.
    pub text: String,
    /// Its tokens, when log-probabilities were asked for.
    pub tokens: Vec<Chosen>,
    /// How it ended.
    pub ended: Ended,
}
