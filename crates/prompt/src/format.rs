use crate::file::{PromptFile, is_blank, trim_blank_lines};
use crate::parse::is_rule;
use crate::section::{Attribute, Section};

/// The canonical text of a prompt file: LF, NFC, English roles and keys, headers with single spaces, no blank
/// lines around a section's text but one before a header when the author left any.
///
/// Comments, unknown keys and the layout of the front matter stay as they are: it is edited by spans, never
/// written again. `parse(format(x)) = x`, and formatting twice changes nothing.
pub fn format(file: &PromptFile) -> String {
    let mut out = String::with_capacity(file.text.len() + 64);
    front(file, &mut out);
    for (i, section) in file.sections.iter().enumerate() {
        if let Some(header) = &section.header {
            if i > 0 && ends_blank(file, &file.sections[i - 1]) {
                out.push('\n');
            }
            if section.sound {
                write_header(section, &mut out);
            } else {
                out.push_str(&file.text[header.clone()]);
            }
            out.push('\n');
        }
        let body = &file.text[file.trimmed(section)];
        if !body.is_empty() {
            out.push_str(body);
            out.push('\n');
        }
    }
    out
}

fn front(file: &PromptFile, out: &mut String) {
    let opens_like_front = file
        .sections
        .first()
        .filter(|s| s.header.is_none())
        .map(|s| &file.text[file.trimmed(s)])
        .is_some_and(|body| body.starts_with('\u{feff}') || body.lines().next().is_some_and(is_rule));
    let Some(front) = &file.front else {
        // once its blank lines are gone, a text that starts with a Markdown rule would be taken for front
        // matter, and a stray byte order mark for the file's own
        if opens_like_front {
            out.push_str("---\n---\n");
        }
        return;
    };
    if !front.closed {
        out.push_str(file.text[front.outer.clone()].trim_end_matches('\n'));
        out.push('\n');
        return;
    }
    let mut inner = String::with_capacity(front.inner.len() + 16);
    let mut at = front.inner.start;
    let mut renames = front.renames.clone();
    renames.sort_by_key(|(span, _)| span.start);
    for (span, name) in renames {
        inner.push_str(&file.text[at..span.start]);
        inner.push_str(name);
        at = span.end;
    }
    inner.push_str(&file.text[at..front.inner.end]);
    let (start, end) = trim_blank_lines(&inner);
    if start == end && !opens_like_front {
        return;
    }
    out.push_str("---\n");
    if start < end {
        out.push_str(&inner[start..end]);
        out.push('\n');
    }
    out.push_str("---\n");
}

/// Whether the author left a blank line between this section and the next.
fn ends_blank(file: &PromptFile, section: &Section) -> bool {
    let trimmed = file.trimmed(section);
    if trimmed.is_empty() {
        return file.text[section.body.clone()].lines().next().is_some_and(is_blank);
    }
    let tail = &file.text[trimmed.end..section.body.end];
    tail.strip_prefix('\n').unwrap_or(tail).contains('\n')
}

fn write_header(section: &Section, out: &mut String) {
    out.push_str("::: ");
    out.push_str(section.role.name());
    if let Some(name) = &section.name {
        out.push(' ');
        out.push_str(name);
    }
    if !section.attributes.is_empty() {
        out.push_str(" {");
        for (i, attribute) in section.attributes.iter().enumerate() {
            if i > 0 {
                out.push(' ');
            }
            write_attribute(attribute, out);
        }
        out.push('}');
    }
}

fn write_attribute(attribute: &Attribute, out: &mut String) {
    out.push_str(&attribute.key);
    let Some(value) = &attribute.value else { return };
    out.push('=');
    // anything else is quoted: a combining mark, for one, would melt into the `=`
    let plain = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || "_-./".contains(c));
    if plain {
        out.push_str(value);
        return;
    }
    out.push('"');
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}
