//! How texts are compared and shown.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// What two texts may differ in and still be the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// Nothing: byte for byte.
    Exact,
    /// Spaces, line breaks and the way accents are encoded (NFC); spaces at the ends do not count.
    #[default]
    Normalised,
    /// Case, accents, ligatures and curly apostrophes too.
    Fold,
}

impl Compare {
    pub(crate) const NAMES: &[(&str, Compare)] =
        &[("exact", Compare::Exact), ("normalised", Compare::Normalised), ("fold", Compare::Fold)];

    /// Whether two texts are the same.
    pub fn same(self, a: &str, b: &str) -> bool {
        match self {
            Compare::Exact => a == b,
            _ if a.trim() == b.trim() => true,
            Compare::Normalised if a.is_ascii() && b.is_ascii() => {
                a.split_whitespace().eq(b.split_whitespace())
            }
            _ => self.form(a) == self.form(b),
        }
    }

    /// The form in which two texts that are the same are equal.
    pub fn form(self, text: &str) -> Cow<'_, str> {
        match self {
            Compare::Exact => Cow::Borrowed(text),
            Compare::Normalised if is_plain(text) => Cow::Borrowed(text),
            Compare::Normalised => Cow::Owned(spaced(text.nfc(), text.len())),
            Compare::Fold => Cow::Owned(fold(text)),
        }
    }

    /// The form of a text looked for inside another: a space at its ends counts, as one space.
    pub(crate) fn part(self, text: &str) -> String {
        let form = self.form(text);
        if self == Compare::Exact {
            return form.into_owned();
        }
        let before = if text.starts_with(char::is_whitespace) { " " } else { "" };
        let after = if text.ends_with(char::is_whitespace) { " " } else { "" };
        format!("{before}{}{after}", form.trim())
    }
}

/// ASCII with single spaces and none at the ends: normalised already.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|b| (b' '..0x7f).contains(b))
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !bytes.windows(2).any(|w| w == b"  ")
}

/// Runs of spaces become one, those at the ends none. No-break spaces are spaces: `12 €` is `12 €`.
fn spaced(chars: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut out = String::with_capacity(capacity);
    let mut space = false;
    for c in chars {
        if c.is_whitespace() {
            space = true;
        } else {
            if std::mem::take(&mut space) && !out.is_empty() {
                out.push(' ');
            }
            out.push(c);
        }
    }
    out
}

fn fold(text: &str) -> String {
    if text.is_ascii() {
        return spaced(text.chars().map(|c| c.to_ascii_lowercase()), text.len());
    }
    let letters = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    // a capital I with a dot leaves its dot behind once lowered
    let letters = letters.filter(|c| !is_combining_mark(*c)).flat_map(|c| match c {
        'œ' => ['o', 'e'].into_iter().take(2),
        'æ' => ['a', 'e'].into_iter().take(2),
        'ß' => ['s', 's'].into_iter().take(2),
        '’' => ['\'', ' '].into_iter().take(1),
        other => [other, ' '].into_iter().take(1),
    });
    spaced(letters, text.len())
}

/// The letters and digits of a text, folded: what is left when only the form of an answer is wrong.
pub(crate) fn bones(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Where a text is found in another as whole words; both are compared as they are. Byte offset.
pub(crate) fn find_words(text: &str, words: &str) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    text.match_indices(words).map(|(at, _)| at).find(|at| is_whole(text, *at, at + words.len()))
}

/// Whether no letter or digit touches the ends of this part of a text.
pub(crate) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let inside = &text[start..end];
    let glued = |a: Option<char>, b: Option<char>| matches!((a, b), (Some(a), Some(b)) if a.is_alphanumeric() && b.is_alphanumeric());
    !glued(text[..start].chars().next_back(), inside.chars().next())
        && !glued(inside.chars().next_back(), text[end..].chars().next())
}

/// A text short enough for a sentence: one line, at most 80 characters, an ellipsis where it was cut.
pub fn shorten(text: &str) -> String {
    const MOST: usize = 80;
    // a "character" may carry any number of marks; bytes are bounded too
    const BYTES: usize = 400;
    let mut out = String::new();
    let mut space = false;
    for (count, grapheme) in text.trim().graphemes(true).enumerate() {
        if count >= MOST || out.len() + grapheme.len() > BYTES {
            out.push('…');
            return out;
        }
        if grapheme.chars().all(|c| c.is_whitespace() || c.is_control()) {
            if !std::mem::replace(&mut space, true) {
                out.push(' ');
            }
        } else {
            space = false;
            out.push_str(grapheme);
        }
    }
    out
}
