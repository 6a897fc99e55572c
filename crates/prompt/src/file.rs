use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use terms::{Output, Parameters, Place, Version};

use crate::error::PromptError;
use crate::front::{Front, Meta};
use crate::problem::Problem;
use crate::schema::Input;
use crate::section::{Section, is_escaped};

/// A prompt file as written: nothing is lost but the byte order mark, the style of line ends and the Unicode
/// form, which are normalised on reading (LF, NFC).
///
/// Two files are equal when they say the same thing, whatever their layout: same front matter values, same
/// sections with the same text.
#[derive(Clone, Debug)]
pub struct PromptFile {
    pub(crate) name: Arc<str>,
    pub(crate) text: Arc<str>,
    pub(crate) front: Option<Front>,
    pub(crate) meta: Meta,
    pub(crate) sections: Vec<Section>,
    pub(crate) errors: Vec<PromptError>,
}

impl PromptFile {
    /// The file's name as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text the spans refer to: without byte order mark, with LF line ends, in NFC.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the front matter says.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The text between the `---` lines, comments and unknown keys included.
    pub fn front_matter(&self) -> Option<&str> {
        self.front.as_ref().map(|front| &self.text[front.inner.clone()])
    }

    /// The sections in order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Inputs declared in the front matter; `None` when it declares none.
    pub fn inputs(&self) -> Option<Vec<&Input>> {
        self.meta.inputs.as_ref().map(|inputs| inputs.iter().map(|d| &d.input).collect())
    }

    /// What the prompt promises to return.
    pub fn output(&self) -> &Output {
        &self.meta.output
    }

    /// Decoding parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.meta.parameters
    }

    /// The problems found on reading, warnings included: the same as [`crate::parse`] returned.
    pub fn errors(&self) -> &[PromptError] {
        &self.errors
    }

    /// Hash of the canonical text ([`crate::format`]), comments included: what a person would call another
    /// version of the file. Included files are counted by [`crate::Compiled::version`].
    pub fn version(&self) -> Version {
        Version::of(&crate::format(self))
    }

    /// The text of a section as its author means it: blank lines at both ends dropped, `\:::` unescaped.
    pub fn body(&self, section: &Section) -> Cow<'_, str> {
        unescape(&self.text[self.trimmed(section)])
    }

    /// Line and column of a byte of [`PromptFile::text`].
    pub fn place(&self, offset: usize) -> Place {
        let (line, column) = line_column(&self.text, offset);
        Place { file: self.name.to_string(), line: Some(line), column: Some(column) }
    }

    /// The body without the blank lines at its ends.
    pub(crate) fn trimmed(&self, section: &Section) -> Range<usize> {
        let body = &self.text[section.body.clone()];
        let (start, end) = trim_blank_lines(body);
        section.body.start + start..section.body.start + end
    }
}

impl PartialEq for PromptFile {
    fn eq(&self, other: &PromptFile) -> bool {
        self.meta == other.meta
            && self.sections.len() == other.sections.len()
            && self.sections.iter().zip(&other.sections).all(|(a, b)| {
                (a.role, &a.name, &a.attributes) == (b.role, &b.name, &b.attributes)
                    && self.body(a) == other.body(b)
            })
    }
}

/// Reads the bytes of a prompt file.
///
/// # Errors
/// The bytes are not UTF-8: the error says where, and how to save the file.
pub fn decode(file_name: &str, bytes: Vec<u8>) -> Result<String, PromptError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let (line, column) = line_column(&valid, valid.len());
        let place = Place { file: file_name.to_owned(), line: Some(line), column: Some(column) };
        PromptError::new(Problem::NotUtf8 { path: file_name.to_owned() }, Some(place))
    })
}

/// 1-based line and column (in characters) of a byte offset.
pub(crate) fn line_column(text: &str, offset: usize) -> (u32, u32) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = before[line_start..].chars().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

/// The part of a text between its leading and its trailing blank lines, without the last line end.
pub(crate) fn trim_blank_lines(text: &str) -> (usize, usize) {
    let mut start = 0;
    while let Some(end) = text[start..].find('\n') {
        if !is_blank(&text[start..start + end]) {
            break;
        }
        start += end + 1;
    }
    let mut end = text.len();
    while end > start {
        let line_start = text[start..end].rfind('\n').map_or(start, |i| start + i + 1);
        if !is_blank(&text[line_start..end]) {
            break;
        }
        end = if line_start == start { start } else { line_start - 1 };
    }
    (start, end)
}

/// Only spaces and tabs.
pub(crate) fn is_blank(line: &str) -> bool {
    line.bytes().all(|b| b == b' ' || b == b'\t')
}

fn unescape(body: &str) -> Cow<'_, str> {
    if !body.split('\n').any(is_escaped) {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len());
    for (i, line) in body.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(if is_escaped(line) { &line[1..] } else { line });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_at_the_ends_go_and_those_inside_stay() {
        let check = |text: &str, expected: &str| {
            let (start, end) = trim_blank_lines(text);
            assert_eq!(&text[start..end], expected, "{text:?}");
        };
        check("\n \t\n  a \n\n b\n \n\n", "  a \n\n b");
        check("a", "a");
        check("a \n", "a ");
        check("\n \n", "");
        check("", "");
        check("  ", "");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_placed() {
        // Latin-1 "é" on the second line
        let error = decode("a.mot.md", b"abc\nd\xe9f".to_vec()).unwrap_err();
        assert_eq!(error.to_string(), "a.mot.md:2:2: prompt-not-utf8(path=\"a.mot.md\")");
    }
}
