//! What a line of a prompt is: a heading, an item, a tag, one side of an example.

use std::ops::Range;

use super::ground::Ground;

/// A line, or several held together by a template block.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub range: Range<usize>,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Blank,
    /// `# Title` (1 to 6), or a line in bold (7).
    Heading(u8),
    /// `Title:`.
    Title,
    /// An item of a list: its indentation, and the bytes before its words.
    Item {
        indent: usize,
        mark: usize,
    },
    /// `<name>` alone on its line.
    Open(String),
    /// `</name>` alone on its line.
    Close(String),
    /// `<name>…</name>` on one line: the bytes before and after the inside.
    Tagged {
        name: String,
        open: usize,
        close: usize,
    },
    /// Three back quotes or tildes.
    Fence,
    /// `Input: …`: the bytes before the words.
    Given(usize),
    /// `Output: …`: the bytes before the words.
    Answered(usize),
    Text,
}

/// The lines of a range.
pub(super) fn lines(ground: &Ground<'_>, range: Range<usize>) -> Vec<Line> {
    let lines = ground.lines(range).into_iter();
    lines.map(|range| Line { kind: kind(&ground.text[range.clone()]), range }).collect()
}

fn kind(line: &str) -> Kind {
    // lines held together are what the first one is
    let line = line.split_once('\n').map_or(line, |(first, _)| first);
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return Kind::Blank;
    }
    let indent = line.len() - line.trim_start().len();
    let hashes = trimmed.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&hashes) && trimmed[hashes..].starts_with([' ', '\t']) {
        return Kind::Heading(hashes as u8);
    }
    if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
        return Kind::Fence;
    }
    if let Some(mark) = marker(trimmed) {
        return Kind::Item { indent, mark: indent + mark };
    }
    if let Some(tag) = tag(trimmed, indent) {
        return tag;
    }
    let bold = trimmed.trim_end_matches(':').trim_end();
    if bold.len() > 4
        && bold.starts_with("**")
        && bold.ends_with("**")
        && !bold[2..bold.len() - 2].contains("**")
    {
        return Kind::Heading(7);
    }
    if let Some((given, length)) = side(trimmed) {
        let at = indent + length;
        return if given { Kind::Given(at) } else { Kind::Answered(at) };
    }
    if is_title(trimmed) {
        return Kind::Title;
    }
    Kind::Text
}

/// Bytes of a bullet or a number with the spaces after it.
fn marker(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let length = if "-*•–—+▪◦·".contains(first) {
        first.len_utf8()
    } else {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let word = if (1..=3).contains(&digits) {
            digits
        } else if first.is_ascii_lowercase() && text[1..].starts_with(')') {
            1
        } else {
            return None;
        };
        if !text[word..].starts_with(['.', ')']) {
            return None;
        }
        word + 1
    };
    let spaces = text[length..].len() - text[length..].trim_start().len();
    (spaces > 0 && length + spaces < text.len()).then_some(length + spaces)
}

fn tag(text: &str, indent: usize) -> Option<Kind> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find('>')?;
    let head = &inner[..end];
    if let Some(name) = head.strip_prefix('/') {
        return (is_name(name) && end + 2 == text.len()).then(|| Kind::Close(name.to_owned()));
    }
    let name = head.split(char::is_whitespace).next().unwrap_or("");
    if !is_name(name) || head.ends_with('/') {
        return None;
    }
    let open = end + 2;
    if open == text.len() {
        return Some(Kind::Open(name.to_owned()));
    }
    let close = format!("</{name}>");
    let body = text.strip_suffix(close.as_str())?;
    (body.len() > open).then(|| Kind::Tagged {
        name: name.to_owned(),
        open: indent + open,
        close: indent + body.len(),
    })
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c))
}

const GIVEN: [&str; 18] = [
    "input",
    "text",
    "message",
    "question",
    "q",
    "user",
    "sentence",
    "review",
    "email",
    "example",
    "entrée",
    "texte",
    "utilisateur",
    "phrase",
    "avis",
    "courriel",
    "exemple",
    "demande",
];
const ANSWERED: [&str; 18] = [
    "output",
    "answer",
    "a",
    "label",
    "assistant",
    "category",
    "class",
    "result",
    "sentiment",
    "response",
    "sortie",
    "réponse",
    "r",
    "étiquette",
    "catégorie",
    "classe",
    "résultat",
    "translation",
];

/// Whether the line gives or answers, and the bytes before its words.
fn side(text: &str) -> Option<(bool, usize)> {
    let (head, rest) = text.split_once(':')?;
    let word =
        head.trim().trim_matches('*').trim_end_matches(|c: char| c.is_ascii_digit()).trim().to_lowercase();
    let given = GIVEN.contains(&word.as_str());
    if !given && !ANSWERED.contains(&word.as_str()) {
        return None;
    }
    let rest = rest.strip_prefix("**").unwrap_or(rest);
    let words = rest.trim_start();
    // `Text:` alone opens a part, and `Answer:` alone waits for the model
    (!words.is_empty()).then(|| (given, text.len() - words.len()))
}

fn is_title(text: &str) -> bool {
    let Some(head) = text.strip_suffix(':') else { return false };
    let short = head.chars().count() <= 60 && head.split_whitespace().count() <= 8;
    short && !head.contains("{{") && !head.contains(['.', '!', '?']) && head.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        let item = |indent, mark| Kind::Item { indent, mark };
        for (line, expected) in [
            ("", Kind::Blank),
            ("  \t", Kind::Blank),
            ("## Règles", Kind::Heading(2)),
            ("#hashtag", Kind::Text),
            ("**Rules**", Kind::Heading(7)),
            ("**Rules:**", Kind::Heading(7)),
            ("**Always** answer.", Kind::Text),
            ("Étiquettes :", Kind::Title),
            ("Rules:", Kind::Title),
            ("Here is a sentence. And then:", Kind::Text),
            ("- a", item(0, 2)),
            ("  • b", item(2, 6)),
            ("12. c", item(0, 4)),
            ("b) c", item(0, 3)),
            ("–", Kind::Text),
            ("1.5 euros", Kind::Text),
            ("<rules>", Kind::Open("rules".to_owned())),
            ("<example id=\"1\">", Kind::Open("example".to_owned())),
            ("</règles>", Kind::Close("règles".to_owned())),
            ("<br/>", Kind::Text),
            ("```json", Kind::Fence),
            ("Input: a", Kind::Given(7)),
            ("Texte : a", Kind::Given(8)),
            ("Réponse : b", Kind::Answered("Réponse : ".len())),
            ("Answer:", Kind::Title),
            ("Q1: a", Kind::Given(4)),
        ] {
            assert_eq!(kind(line), expected, "{line:?}");
        }
        let Kind::Tagged { name, open, close } = kind("<format>JSON only</format>") else { panic!("a tag") };
        assert_eq!((name.as_str(), &"<format>JSON only</format>"[open..close]), ("format", "JSON only"));
    }
}
