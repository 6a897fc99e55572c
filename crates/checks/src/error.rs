use std::fmt;

use terms::{Explain, Kind, Message, Place};

/// A check that cannot be understood.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckError {
    /// File and line, when the caller knows them.
    pub place: Option<Place>,
    /// 1-based position in the list of checks.
    pub number: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with a check.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// Neither a name nor a table of keys.
    Shape,
    /// No check of that name.
    UnknownCheck {
        /// The name as written.
        name: String,
        /// A check whose name is near.
        nearest: Option<&'static str>,
    },
    /// Two checks in one entry.
    Ambiguous {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// A key the check does not have.
    UnknownKey {
        /// The check.
        check: String,
        /// The key as written.
        key: String,
        /// A key whose name is near.
        nearest: Option<String>,
        /// The keys there are.
        known: String,
    },
    /// A key the check cannot do without.
    Missing {
        /// The check.
        check: String,
        /// The key.
        key: &'static str,
    },
    /// A value of the wrong type, or out of range.
    Value {
        /// The check.
        check: String,
        /// The key.
        key: String,
        /// What it must be.
        wanted: Message,
    },
    /// A value that is none of the choices.
    Choice {
        /// The check.
        check: String,
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// The choices.
        choices: String,
    },
    /// A regular expression that does not compile.
    Regex {
        /// The check.
        check: String,
        /// The pattern.
        pattern: String,
        /// The compiler's words, last line.
        why: String,
    },
    /// A JSON Schema that cannot be used.
    Schema {
        /// The check.
        check: String,
        /// The validator's words.
        why: String,
    },
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}", self.message())
    }
}

impl std::error::Error for CheckError {}

impl Explain for CheckError {
    fn kind(&self) -> Kind {
        Kind::Config
    }

    fn message(&self) -> Message {
        let what = match &self.problem {
            Problem::Shape => Message::new("checks-error-shape"),
            Problem::UnknownCheck { name, .. } => {
                Message::new("checks-error-unknown-check").with("name", name.as_str())
            }
            Problem::Ambiguous { first, second } => Message::new("checks-error-ambiguous")
                .with("first", first.as_str())
                .with("second", second.as_str()),
            Problem::UnknownKey { check, key, .. } => Message::new("checks-error-unknown-key")
                .with("check", check.as_str())
                .with("key", key.as_str()),
            Problem::Missing { check, key } => {
                Message::new("checks-error-missing").with("check", check.as_str()).with("key", *key)
            }
            Problem::Value { check, key, wanted } => Message::new("checks-error-value")
                .with("check", check.as_str())
                .with("key", key.as_str())
                .with("wanted", wanted.clone()),
            Problem::Choice { check, key, value, .. } => Message::new("checks-error-choice")
                .with("check", check.as_str())
                .with("key", key.as_str())
                .with("value", value.as_str()),
            Problem::Regex { check, pattern, why } => Message::new("checks-error-regex")
                .with("check", check.as_str())
                .with("pattern", pattern.as_str())
                .with("why", why.as_str()),
            Problem::Schema { check, why } => {
                Message::new("checks-error-schema").with("check", check.as_str()).with("why", why.as_str())
            }
        };
        Message::new("checks-error").with("number", self.number).with("what", what)
    }

    fn place(&self) -> Option<Place> {
        self.place.clone()
    }

    fn hint(&self) -> Option<Message> {
        match &self.problem {
            Problem::Shape => Some(Message::new("checks-error-shape-hint")),
            Problem::UnknownCheck { nearest: Some(near), .. } => {
                Some(Message::new("checks-error-nearest").with("name", *near))
            }
            Problem::UnknownCheck { nearest: None, .. } => Some(
                Message::new("checks-error-known")
                    .with("known", crate::names().collect::<Vec<_>>().join(", ")),
            ),
            Problem::Ambiguous { .. } => Some(Message::new("checks-error-ambiguous-hint")),
            Problem::UnknownKey { nearest: Some(near), .. } => {
                Some(Message::new("checks-error-nearest").with("name", near.as_str()))
            }
            Problem::UnknownKey { nearest: None, known, .. } => {
                Some(Message::new("checks-error-known").with("known", known.as_str()))
            }
            Problem::Choice { choices, .. } => {
                Some(Message::new("checks-error-known").with("known", choices.as_str()))
            }
            _ => None,
        }
    }
}
