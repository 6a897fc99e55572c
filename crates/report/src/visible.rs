//! Hostile text made harmless and honest: what would move the cursor, hide or reorder text is shown instead.
//!
//! A reply may hold ANSI escapes that rewrite the terminal, bidirectional overrides that make `evil.exe` read
//! `exe.live`, invisible tag characters that carry instructions. None is dropped: each becomes a visible sign, so a
//! person sees that it was there.

use std::borrow::Cow;
use std::fmt::Write;

/// Text that keeps its line breaks and tabs.
pub fn lines(text: &str) -> Cow<'_, str> {
    shown(text, false)
}

/// Text on one line: line breaks become `⏎`, tabs a space.
pub fn one_line(text: &str) -> Cow<'_, str> {
    shown(text, true)
}

fn shown(text: &str, single: bool) -> Cow<'_, str> {
    let harmless = |c: char| match c {
        '\n' | '\t' => !single,
        c => !hides(c),
    };
    if text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // one line break, whoever wrote it
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' if single => out.push('⏎'),
            '\t' if single => out.push(' '),
            c if harmless(c) => out.push(c),
            c => sign(c, &mut out),
        }
    }
    Cow::Owned(out)
}

/// Whether a character is invisible or acts on its neighbours. Joiners (U+200C, U+200D) and variation selectors are
/// left alone: Persian, Hindi and emoji need them.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e01ef}')
}

fn sign(c: char, out: &mut String) {
    match c {
        // the control pictures of Unicode mirror C0
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('␡'),
        c => {
            // writing into a String cannot fail
            let _ = write!(out, "⟨U+{:04X}⟩", c as u32);
        }
    }
}

/// The first `limit` characters of a text on one line, then `…`.
pub fn excerpt(text: &str, limit: usize) -> String {
    // signs are longer than what they stand for, so cut first: a megabyte is never copied for its first line
    let mut end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    let cut = end < text.len();
    if cut {
        end = text[..end].trim_end().len();
    }
    let mut out = one_line(text[..end].trim_start()).into_owned();
    if cut {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_escape_is_seen_and_does_nothing() {
        assert_eq!(lines("\u{1b}[31mred\u{7}"), "␛[31mred␇");
        assert_eq!(lines("\u{9b}2J"), "⟨U+009B⟩2J");
    }

    #[test]
    fn reordering_and_invisible_characters_are_named() {
        assert_eq!(one_line("a\u{202e}b\u{2066}c"), "a⟨U+202E⟩b⟨U+2066⟩c");
        assert_eq!(one_line("\u{feff}x\u{e0041}"), "⟨U+FEFF⟩x⟨U+E0041⟩");
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        for text in ["déjà vu", "👩‍👩‍👧 ❤️", "می‌خواهم", "two\nlines\tand a tab"] {
            assert!(matches!(lines(text), Cow::Borrowed(t) if t == text), "{text:?}");
        }
    }

    #[test]
    fn one_line_is_one_line() {
        assert_eq!(one_line("a\r\nb\nc\td\re"), "a⏎b⏎c d␍e");
    }

    #[test]
    fn an_excerpt_counts_characters_and_says_it_cut() {
        assert_eq!(excerpt("éèà", 3), "éèà");
        assert_eq!(excerpt("éèàù", 3), "éèà…");
        assert_eq!(excerpt("ab cd", 3), "ab…");
    }
}
