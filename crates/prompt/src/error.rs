use std::fmt;

use terms::{Explain, Kind, Message, Place};

use crate::problem::Problem;

/// Something wrong with a prompt file or with the values given to it: the problem and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PromptError {
    problem: Box<Problem>,
    place: Option<Place>,
}

impl PromptError {
    pub(crate) fn new(problem: Problem, place: Option<Place>) -> PromptError {
        PromptError { problem: Box::new(problem), place }
    }

    /// What is wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Whether the prompt works all the same.
    pub fn is_warning(&self) -> bool {
        self.problem.is_warning()
    }

    /// The input, key or attribute concerned, when there is one.
    pub fn field(&self) -> Option<&str> {
        self.problem.field()
    }
}

/// For logs and tests: the place and the message's developer form.
impl fmt::Display for PromptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}", self.message())
    }
}

impl std::error::Error for PromptError {}

impl Explain for PromptError {
    fn kind(&self) -> Kind {
        self.problem.kind()
    }

    fn message(&self) -> Message {
        self.problem.message()
    }

    fn place(&self) -> Option<Place> {
        self.place.clone()
    }

    fn hint(&self) -> Option<Message> {
        self.problem.hint()
    }
}
