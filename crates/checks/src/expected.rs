use terms::{Case, Message};

use crate::text::shorten;

/// Where a check finds what it compares with: written in the suite, or in the case.
pub(crate) struct Expected {
    given: Option<String>,
    /// Columns of the case, first that is filled: the metric's name, the check's names, then plain `expect`.
    columns: Vec<String>,
}

impl Expected {
    pub(crate) fn given(text: String) -> Expected {
        Expected { given: Some(text), columns: Vec::new() }
    }

    pub(crate) fn of_case(columns: Vec<String>) -> Expected {
        Expected { given: None, columns }
    }

    pub(crate) fn get<'a>(&'a self, case: &'a Case) -> Option<&'a str> {
        match &self.given {
            Some(text) => Some(text),
            None => self.columns.iter().find_map(|c| case.expect.get(c)).map(String::as_str),
        }
    }

    /// The text written in the suite, if it is there.
    pub(crate) fn text(&self) -> Option<&str> {
        self.given.as_deref()
    }

    /// The end of "contains …": the text in quotes, or "what the case expects".
    pub(crate) fn describe(&self) -> Message {
        match &self.given {
            Some(text) => quoted(text),
            None => Message::new("checks-expected"),
        }
    }
}

/// A text in the quotes of the language, shortened.
pub(crate) fn quoted(text: &str) -> Message {
    Message::new("checks-quoted").with("text", shorten(text))
}

/// The reason of a check that finds nothing to compare with.
pub(crate) fn nothing_expected() -> Message {
    Message::new("checks-nothing-expected")
}
