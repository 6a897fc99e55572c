use std::ops::Range;

use crate::role::SectionRole;

/// One section of a prompt file. Ranges are byte ranges of [`crate::PromptFile::text`].
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is for.
    pub role: SectionRole,
    /// The name after the role: a participant, a document, a tool.
    pub name: Option<String>,
    /// The attributes between braces, in order.
    pub attributes: Vec<Attribute>,
    /// The `:::` line without its line end; `None` for text under no header (a file without any marker).
    pub header: Option<Range<usize>>,
    /// Everything up to the next header or the end, as written: escapes and blank lines included.
    pub body: Range<usize>,
    /// 1-based line of the header, or of the first line of the body when there is no header.
    pub line: u32,
    /// False when the header could not be read; the formatter then leaves it as it is.
    pub(crate) sound: bool,
}

/// `key=value`, or a bare word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The key.
    pub key: String,
    /// The value, unquoted; `None` for a bare word.
    pub value: Option<String>,
}

impl Section {
    /// The value of an attribute; "" for a bare word.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.key == key).map(|a| a.value.as_deref().unwrap_or(""))
    }

    /// The few-shot example this section belongs to (`{example=n}`).
    pub fn example(&self) -> Option<&str> {
        self.attribute("example")
    }

    /// The document a context section shows (`{src=path}`).
    pub fn source(&self) -> Option<&str> {
        self.attribute("src")
    }
}

/// Whether the line opens a section: three colons at column 0 and no fourth one.
pub(crate) fn is_header(line: &str) -> bool {
    line.strip_prefix(":::").is_some_and(|rest| !rest.starts_with(':'))
}

/// Whether the line would open a section but for backslashes in front of it.
pub(crate) fn is_escaped(line: &str) -> bool {
    line.starts_with('\\') && is_header(line.trim_start_matches('\\'))
}
