//! What is asked next.

use crate::{Letter, Question, Table};

/// What a study or one of its parts wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<T> {
    /// Answers to these questions; some may be known already.
    Ask(Vec<Question>),
    /// What a proposing model writes to these letters.
    Write(Vec<Letter>),
    /// Nothing more.
    Done(T),
}

/// Decides which candidate answers which item next, from what is known.
pub trait Scheduler {
    /// What it comes to.
    type Verdict;

    /// The next questions, or the verdict. Called again with the same table it says the same.
    fn next(&mut self, seen: &Table) -> Step<Self::Verdict>;
}
