//! What a value becomes in a cell of text.

use std::borrow::Cow;

use serde_json::Value;

/// A value as the text of a cell: strings as they are, nothing for null, JSON for the rest.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        other => Cow::Owned(other.to_string()),
    }
}

/// A text that a spreadsheet would run as a formula gets an apostrophe before it; plain numbers keep their sign.
///
/// Cells that start with `=`, `+`, `-`, `@`, a tab, CR or LF, and their full-width twins (OWASP, "CSV injection").
pub fn neutralise(text: &str) -> Cow<'_, str> {
    let danger = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if !text.starts_with(danger) || is_number(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{text}"))
}

/// A sign, digits, at most one decimal separator: `-12,5`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Puts a cell into double quotes when it needs them (RFC 4180, 2.6 and 2.7).
pub(crate) fn quoted(text: &str, delimiter: char) -> Cow<'_, str> {
    if text.contains([delimiter, '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}
