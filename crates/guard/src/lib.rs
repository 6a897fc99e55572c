//! What may leave: the last look at a request before it is sent.
//!
//! The first rule set finds secrets: vendors' keys, private keys, tokens and passwords in addresses. A secret
//! blocks the call. Findings never hold the secret itself, so that they can be stored and shown. [`personal`] masks what
//! identifies people by its form, in texts that are shown to a second model.

pub mod personal;
mod secrets;

use std::borrow::Cow;
use std::fmt;

use terms::{ChatMessage, Explain, Kind, Message, Part};

/// A secret found in what was about to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Rule: `openai-key`, `private-key`, `url-password`...
    pub rule: &'static str,
    /// 0-based index of the message.
    pub message: usize,
    /// 1-based line within the message's text.
    pub line: u32,
    /// The first characters only, then dots: enough to find it, useless to a thief.
    pub shown: String,
}

/// The call must not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// What was found; never empty.
    pub findings: Vec<Finding>,
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
impl std::error::Error for Blocked {}

impl Explain for Blocked {
    fn kind(&self) -> Kind {
        Kind::Data
    }
    fn message(&self) -> Message {
        let Some(first) = self.findings.first() else { return Message::new("guard-secret-kind-other") };
        Message::new("guard-secret-blocked")
            .with("what", secret_kind(first.rule))
            .with("shown", first.shown.as_str())
            .with("line", first.line)
            .with("count", self.findings.len())
    }
    fn hint(&self) -> Option<Message> {
        Some(Message::new("guard-secret-hint"))
    }
}

fn secret_kind(rule: &str) -> Message {
    match rule {
        "private-key" => Message::new("guard-secret-kind-private-key"),
        "url-password" => Message::new("guard-secret-kind-url-password"),
        "jwt" => Message::new("guard-secret-kind-token"),
        vendor => Message::new("guard-secret-kind-vendor-key").with("rule", vendor),
    }
}

/// The rules in force. Made once per run; [`Guard::check`] is called for every request.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allow: Vec<String>,
}

impl Guard {
    /// A guard that lets these exact texts pass (`guard.allow` of `motjuste.toml`): for documented test keys.
    pub fn new(allow: Vec<String>) -> Guard {
        Guard { allow }
    }

    /// Looks at every text of the messages. About a nanosecond per byte when there is nothing to find.
    ///
    /// # Errors
    /// [`Blocked`] with every secret found, in order.
    pub fn check(&self, messages: &[ChatMessage]) -> Result<(), Blocked> {
        let mut findings = Vec::new();
        for (index, message) in messages.iter().enumerate() {
            for part in &message.parts {
                let Part::Text { text } = part else { continue };
                for hit in secrets::find(text) {
                    let secret = &text[hit.start..hit.end];
                    if self.allow.iter().any(|a| a == secret) {
                        continue;
                    }
                    let line = text[..hit.start].bytes().filter(|b| *b == b'\n').count() as u32 + 1;
                    findings.push(Finding { rule: hit.rule, message: index, line, shown: shorten(secret) });
                }
            }
        }
        if findings.is_empty() { Ok(()) } else { Err(Blocked { findings }) }
    }
}

/// Replaces every secret of a text by `[redacted]`; borrows when there is none.
pub fn redact(text: &str) -> Cow<'_, str> {
    let hits = secrets::find(text);
    if hits.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for hit in hits {
        if hit.start < from {
            continue;
        }
        out.push_str(&text[from..hit.start]);
        out.push_str("[redacted]");
        from = hit.end;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// The public prefix and two more characters at most: `sk-proj-ab…`.
fn shorten(secret: &str) -> String {
    let keep = secret.rfind("-----").map_or_else(|| secret.chars().count().min(8) / 2 + 2, |_| 16);
    let mut out: String = secret.chars().take(keep).collect();
    out.push('…');
    out
}
