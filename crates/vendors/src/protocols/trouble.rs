//! Errors as vendors say them: `{error: {message, type, code, param}}` and its cousins.

use std::time::Duration;

use serde_json::Value;

use crate::{HttpResponse, Target, VendorError};

/// The vendor's words are cut at this many characters.
const LONGEST: usize = 300;
/// A body larger than this is a page, not an error.
const LARGEST: usize = 256 * 1024;

/// What an error body says, whatever its shape.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub message: String,
    /// `type` and `code`, lower case, joined by a space: they are looked for words only.
    pub class: String,
    pub parameter: Option<String>,
}

impl Trouble {
    pub(crate) fn of_body(body: &[u8]) -> Trouble {
        if body.len() > LARGEST {
            return Trouble::default();
        }
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => Trouble::of_value(&value),
            Err(_) => {
                // a proxy's page says nothing a person can use; a line of plain text may
                let text = String::from_utf8_lossy(body);
                let text = text.trim();
                let message = if text.starts_with('<') { String::new() } else { text.to_owned() };
                Trouble { message, ..Trouble::default() }
            }
        }
    }

    /// From a whole body, or from what an `error` member holds.
    pub(crate) fn of_value(value: &Value) -> Trouble {
        let inner = match value.get("error") {
            Some(error @ (Value::Object(_) | Value::String(_))) => error,
            _ => value,
        };
        if let Value::String(message) = inner {
            return Trouble { message: message.clone(), ..Trouble::default() };
        }
        let mut class = String::new();
        for name in ["type", "code"] {
            match inner.get(name) {
                Some(Value::String(word)) => push_word(&mut class, word),
                Some(Value::Number(number)) => push_word(&mut class, &number.to_string()),
                _ => {}
            }
        }
        let message =
            ["message", "detail", "error_description"].iter().find_map(|name| match inner.get(name) {
                Some(Value::String(text)) => Some(text.clone()),
                // lists of field errors (FastAPI): shown as they are
                Some(value @ (Value::Array(_) | Value::Object(_))) => Some(value.to_string()),
                _ => None,
            });
        Trouble {
            message: message.unwrap_or_default(),
            class,
            parameter: inner.get("param").and_then(Value::as_str).map(|p| plain(p, 80)),
        }
    }

    fn says(&self, words: &[&str]) -> bool {
        let message = self.message.to_ascii_lowercase();
        words.iter().any(|word| message.contains(word))
    }

    fn is(&self, words: &[&str]) -> bool {
        self.class.split(' ').any(|word| words.contains(&word))
    }

    /// The error of an answer, from its status and its body.
    pub(crate) fn of_answer(response: &HttpResponse, target: &Target) -> VendorError {
        let trouble = Trouble::of_body(&response.body);
        let retry_after = numeric_delay(response);
        trouble.classify(response.status, retry_after, target)
    }

    /// The error of a status; 0 is an error inside an answer that began well.
    pub(crate) fn classify(
        &self,
        status: u16,
        retry_after: Option<Duration>,
        target: &Target,
    ) -> VendorError {
        let vendor = target.vendor.name.clone();
        let said = said(&self.message, target);
        let model = || target.model.to_string();
        if self.is(&[
            "insufficient_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "billing_error",
        ]) || self.says(&["credit balance is too low", "exceeded your current quota"])
            || status == 402
        {
            return VendorError::RateLimited { vendor, retry_after: None, quota_spent: true, said };
        }
        if self.is(&["context_length_exceeded"])
            || (matches!(status, 0 | 400 | 413 | 422) && self.says(TOO_LONG))
        {
            return VendorError::ContextTooLong { model: model(), said };
        }
        if self.is(&["content_policy_violation", "content_filter", "moderation_blocked"]) {
            return VendorError::Refused { vendor, said };
        }
        if self.is(&["model_not_found", "invalid_model", "not_found_error"]) {
            return VendorError::NotFound { model: model(), url: target.url.clone(), said };
        }
        let by_class = match () {
            () if self.is(&["overloaded_error", "engine_overloaded"]) => 529,
            () if self.is(&["rate_limit_error", "rate_limit_exceeded", "tokens", "requests"]) => 429,
            () if self.is(&["authentication_error", "permission_error", "invalid_api_key"]) => 401,
            () if self.is(&["invalid_request_error", "request_too_large"]) => 400,
            () if self.is(&["timeout_error"]) => 504,
            () => 500,
        };
        let status_told = if status == 0 { by_class } else { status };
        match status_told {
            401 | 403 => VendorError::Auth { vendor, env: key_variable(target), said },
            404 => VendorError::NotFound { model: model(), url: target.url.clone(), said },
            429 => VendorError::RateLimited { vendor, retry_after, quota_spent: false, said },
            503 | 529 => VendorError::Overloaded { vendor, retry_after, said },
            408 | 409 | 425 | 500..=599 => VendorError::Server { vendor, status, retry_after, said },
            400 | 413 | 422 => VendorError::BadRequest { vendor, parameter: self.parameter.clone(), said },
            _ => VendorError::Unexpected { vendor, status, said },
        }
    }
}

const TOO_LONG: &[&str] = &[
    "maximum context length",
    "context length exceeded",
    "context window",
    "prompt is too long",
    "exceed context limit",
    "too large for model with",
];

fn push_word(class: &mut String, word: &str) {
    if !class.is_empty() {
        class.push(' ');
    }
    class.extend(word.chars().take(80).map(|c| if c.is_whitespace() { '_' } else { c.to_ascii_lowercase() }));
}

/// The variable the key came from, as far as the row tells: the first that may hold it.
fn key_variable(target: &Target) -> Option<String> {
    target.key.as_ref()?;
    let row = &target.vendor;
    let names = if target.auth == row.auth { &row.key_env } else { &row.bearer_env };
    names.first().or(row.bearer_env.first()).cloned()
}

/// Hostile text made fit to show: short, on one line, without control or direction characters, without the key.
fn said(message: &str, target: &Target) -> String {
    match &target.key {
        Some(key) if key.expose().len() >= 8 && message.contains(key.expose()) => {
            plain(&message.replace(key.expose(), "[redacted]"), LONGEST)
        }
        _ => plain(message, LONGEST),
    }
}

fn plain(text: &str, longest: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    let mut space = false;
    for c in text.trim().chars() {
        if c.is_control() || c.is_whitespace() {
            space = true;
            continue;
        }
        if matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        {
            continue;
        }
        if space && count > 0 {
            out.push(' ');
            count += 1;
        }
        space = false;
        if count >= longest {
            out.push('…');
            break;
        }
        out.push(c);
        count += 1;
    }
    out
}

/// `retry-after-ms`, or `retry-after` in seconds (the date form needs a clock).
fn numeric_delay(response: &HttpResponse) -> Option<Duration> {
    let number = |name: &str| -> Option<f64> {
        let value: f64 = response.header(name)?.trim().parse().ok()?;
        (0.0..=1e9).contains(&value).then_some(value)
    };
    let seconds = number("retry-after-ms").map(|ms| ms / 1000.0).or_else(|| number("retry-after"))?;
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, message: &str, class: &str) {
        let trouble = Trouble::of_body(body.as_bytes());
        assert_eq!((trouble.message.as_str(), trouble.class.as_str()), (message, class), "{body}");
    }

    #[test]
    fn every_known_shape_of_error_is_read() {
        check(r#"{"error":{"message":"No","type":"T","param":null,"code":"c d"}}"#, "No", "t c_d");
        check(
            r#"{"type":"error","error":{"type":"overloaded_error","message":"Busy"}}"#,
            "Busy",
            "overloaded_error",
        );
        check(r#"{"error":"model 'x' not found"}"#, "model 'x' not found", "");
        check(
            r#"{"object":"error","message":"Nope","type":"invalid_model","code":1500}"#,
            "Nope",
            "invalid_model 1500",
        );
        check(r#"{"detail":[{"loc":["body"],"msg":"extra"}]}"#, r#"[{"loc":["body"],"msg":"extra"}]"#, "");
        check("upstream connect error", "upstream connect error", "");
        check("<html><title>502</title>", "", "");
        check("", "", "");
        check("\u{feff}{", "\u{feff}{", "");
    }

    #[test]
    fn hostile_words_are_made_plain() {
        assert_eq!(plain("  a\u{1b}[31m\r\n\tb\u{202e}c ", 300), "a [31m bc");
        assert_eq!(plain(&"é".repeat(400), 300).chars().count(), 301);
        assert_eq!(plain("abc", 3), "abc");
    }
}
