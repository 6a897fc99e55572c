//! The keys of one check, taken one by one; what is left was misspelt.

use serde_json::{Map, Value};
use terms::{Message, Output};

use crate::error::Problem;
use crate::expected::Expected;

/// Keys every check has; read before the check's own.
pub(crate) const COMMON: [&str; 4] = ["type", "name", "weight", "negate"];

pub(crate) struct Args<'a> {
    /// English name of the check.
    pub(crate) check: &'static str,
    /// Columns of a case in which to look for what is expected.
    pub(crate) columns: Vec<String>,
    output: Option<&'a Output>,
    /// Whether the check was shaped by the prompt's output and not by its keys alone.
    pub(crate) by_output: bool,
    map: Map<String, Value>,
    asked: Vec<&'static str>,
}

impl<'a> Args<'a> {
    pub(crate) fn new(
        check: &'static str,
        columns: Vec<String>,
        output: Option<&'a Output>,
        map: Map<String, Value>,
    ) -> Args<'a> {
        Args { check, columns, output, by_output: false, map, asked: Vec::new() }
    }

    /// What the prompt promises to return, when it is known.
    pub(crate) fn output(&mut self) -> Option<&'a Output> {
        self.by_output = true;
        self.output
    }

    /// The keys not taken yet.
    pub(crate) fn rest(self) -> Map<String, Value> {
        self.map
    }

    pub(crate) fn take(&mut self, key: &'static str) -> Option<Value> {
        self.asked.push(key);
        self.map.shift_remove(key).filter(|v| !v.is_null())
    }

    pub(crate) fn wrong(&self, key: &str, wanted: Message) -> Problem {
        Problem::Value { check: self.check.to_owned(), key: key.to_owned(), wanted }
    }

    pub(crate) fn missing(&self, key: &'static str) -> Problem {
        Problem::Missing { check: self.check.to_owned(), key }
    }

    /// A text; numbers and booleans, which YAML makes of bare words, are their text.
    pub(crate) fn text(&mut self, key: &'static str) -> Result<Option<String>, Problem> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => match scalar(&value) {
                Some(text) => Ok(Some(text)),
                None => Err(self.wrong(key, Message::new("checks-must-be-text"))),
            },
        }
    }

    /// A list of texts, not empty; one text is a list of one.
    pub(crate) fn texts(&mut self, key: &'static str) -> Result<Option<Vec<String>>, Problem> {
        let texts = match self.take(key) {
            None => return Ok(None),
            Some(Value::Array(items)) => items.iter().map(scalar).collect::<Option<Vec<_>>>(),
            Some(value) => scalar(&value).map(|t| vec![t]),
        };
        match texts {
            Some(texts) if !texts.is_empty() => Ok(Some(texts)),
            _ => Err(self.wrong(key, Message::new("checks-must-be-texts"))),
        }
    }

    /// A finite number of 0 or more.
    pub(crate) fn number(&mut self, key: &'static str) -> Result<Option<f64>, Problem> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => match value.as_f64().filter(|n| n.is_finite() && *n >= 0.0) {
                Some(number) => Ok(Some(number)),
                None => Err(self.wrong(key, Message::new("checks-must-be-positive"))),
            },
        }
    }

    /// A number from 0 to 1.
    pub(crate) fn share(&mut self, key: &'static str) -> Result<Option<f64>, Problem> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => match value.as_f64().filter(|n| (0.0..=1.0).contains(n)) {
                Some(number) => Ok(Some(number)),
                None => Err(self.wrong(key, Message::new("checks-must-be-share"))),
            },
        }
    }

    /// A whole number of 0 or more.
    pub(crate) fn count(&mut self, key: &'static str) -> Result<Option<u64>, Problem> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                Some(count) => Ok(Some(count)),
                None => Err(self.wrong(key, Message::new("checks-must-be-count"))),
            },
        }
    }

    /// Yes or no; no when absent.
    pub(crate) fn flag(&mut self, key: &'static str) -> Result<bool, Problem> {
        match self.take(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(self.wrong(key, Message::new("checks-must-be-boolean"))),
        }
    }

    /// One of the words.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, choice)) => Ok(Some(*choice)),
            None => Err(Problem::Choice {
                check: self.check.to_owned(),
                key: key.to_owned(),
                value: text,
                choices: words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// What the reply is compared with: the text under this key, or else what the case expects.
    pub(crate) fn expected(&mut self, key: &'static str) -> Result<Expected, Problem> {
        Ok(match self.text(key)? {
            Some(text) => Expected::given(text),
            None => Expected::of_case(self.columns.clone()),
        })
    }

    /// Refuses the keys that nobody asked for.
    pub(crate) fn finish(self) -> Result<(), Problem> {
        let Some(key) = self.map.keys().next() else { return Ok(()) };
        let known: Vec<&str> = self.asked.iter().chain(&COMMON).copied().collect();
        Err(Problem::UnknownKey {
            check: self.check.to_owned(),
            key: key.clone(),
            nearest: nearest(key, known.iter().copied()).map(str::to_owned),
            known: known.join(", "),
        })
    }
}

/// The text of a value that is not a list or a table.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The word most like this one, when it is like enough to be meant.
pub(crate) fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let limit = (word.chars().count() / 3).max(1);
    words
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
