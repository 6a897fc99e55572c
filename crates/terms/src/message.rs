use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A sentence for a person, not yet in a language: a key of `locale`'s catalogues and its arguments.
///
/// Crates below the shell make messages and never text, so that one result reads in French and in English.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Key of the catalogues, kebab-case, prefixed by the crate: `prompt-unknown-variable`.
    pub key: Cow<'static, str>,
    /// Named arguments of the sentence, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

/// One argument of a [`Message`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A count or other integer; plural rules apply to it.
    Int(i64),
    /// A measured number.
    Float(f64),
    /// Text shown as it is.
    Text(String),
    /// A sentence inside the sentence.
    Message(Box<Message>),
}

impl Message {
    /// A message without arguments.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Message {
        Message { key: key.into(), args: Vec::new() }
    }

    /// Adds a named argument.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Arg>) -> Message {
        self.args.push((name.into(), value.into()));
        self
    }
}

/// For logs and tests only: `key(name=value, …)`. People read `locale::Locale::text`.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key)?;
        for (i, (name, value)) in self.args.iter().enumerate() {
            f.write_str(if i == 0 { "(" } else { ", " })?;
            match value {
                Arg::Int(v) => write!(f, "{name}={v}")?,
                Arg::Float(v) => write!(f, "{name}={v}")?,
                Arg::Text(v) => write!(f, "{name}={v:?}")?,
                Arg::Message(v) => write!(f, "{name}={v}")?,
            }
        }
        if !self.args.is_empty() {
            f.write_str(")")?;
        }
        Ok(())
    }
}

impl From<String> for Arg {
    fn from(v: String) -> Arg {
        Arg::Text(v)
    }
}
impl From<&str> for Arg {
    fn from(v: &str) -> Arg {
        Arg::Text(v.to_owned())
    }
}
impl From<i64> for Arg {
    fn from(v: i64) -> Arg {
        Arg::Int(v)
    }
}
impl From<u64> for Arg {
    fn from(v: u64) -> Arg {
        Arg::Int(i64::try_from(v).unwrap_or(i64::MAX))
    }
}
impl From<usize> for Arg {
    fn from(v: usize) -> Arg {
        Arg::from(v as u64)
    }
}
impl From<u32> for Arg {
    fn from(v: u32) -> Arg {
        Arg::Int(i64::from(v))
    }
}
impl From<u16> for Arg {
    fn from(v: u16) -> Arg {
        Arg::Int(i64::from(v))
    }
}
impl From<f64> for Arg {
    fn from(v: f64) -> Arg {
        Arg::Float(v)
    }
}
impl From<Message> for Arg {
    fn from(v: Message) -> Arg {
        Arg::Message(Box::new(v))
    }
}
