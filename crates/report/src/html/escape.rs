use std::fmt;
use std::io::{self, Write};

/// Text inside an HTML element or a double-quoted attribute; what hides or reorders is shown.
pub(crate) struct Esc<'a>(pub &'a str);

impl fmt::Display for Esc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = crate::visible::lines(self.0);
        let mut plain = 0;
        for (at, byte) in text.bytes().enumerate() {
            let reference = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => continue,
            };
            f.write_str(&text[plain..at])?;
            f.write_str(reference)?;
            plain = at + 1;
        }
        f.write_str(&text[plain..])
    }
}

/// JSON inside a `<script>` element. These characters only occur inside JSON strings, where an escape says the same:
/// no `</script>`, no `<!--`, no line separator can appear.
pub(super) fn script_json(json: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut plain = 0;
    for (at, c) in json.char_indices() {
        let escape = match c {
            '<' => "\\u003c",
            '>' => "\\u003e",
            '&' => "\\u0026",
            '\u{2028}' => "\\u2028",
            '\u{2029}' => "\\u2029",
            _ => continue,
        };
        out.write_all(&json.as_bytes()[plain..at])?;
        out.write_all(escape.as_bytes())?;
        plain = at + c.len_utf8();
    }
    out.write_all(&json.as_bytes()[plain..])
}
