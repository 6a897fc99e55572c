//! The first cut: text, `{{ }}`, `{% %}`, `{# #}` and `{% raw %}`, with white space settled.

use std::ops::Range;

use crate::file::is_blank;
use crate::problem::Problem;

/// A piece of a template; ranges are bytes of its source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// Literal text. `raw` text is not looked at again.
    Text { range: Range<usize>, raw: bool },
    /// What is between `{{` and `}}`.
    Emit(Range<usize>),
    /// What is between `{%` and `%}`.
    Tag(Range<usize>),
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Emit,
    Tag,
    Comment,
    /// `{% raw %}` or `{% endraw %}`: only their place matters.
    Raw,
    EndRaw,
}

/// How white space beside a delimiter is treated: `-` takes it all, `+` keeps it all.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Trim {
    Usual,
    All,
    Keep,
}

/// A delimited piece: `{{ }}`, `{% %}`, `{# #}`.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub kind: Kind,
    /// Delimiters included.
    pub outer: Range<usize>,
    /// Between the delimiters.
    pub inner: Range<usize>,
    left: Trim,
    right: Trim,
}

/// Cuts a template. A line that holds nothing but tags and comments disappears whole, line end included.
pub(crate) fn cut(text: &str) -> Result<Vec<Piece>, (Problem, usize)> {
    let marks = find_marks(text)?;
    // gap i is the text before mark i; the last one is the text after all marks
    let mut gaps: Vec<Range<usize>> = Vec::with_capacity(marks.len() + 1);
    let mut at = 0;
    for mark in &marks {
        gaps.push(at..mark.outer.start);
        at = mark.outer.end;
    }
    gaps.push(at..text.len());
    drop_standalone(text, &marks, &mut gaps);
    for (i, mark) in marks.iter().enumerate() {
        if mark.left == Trim::All {
            let gap = &mut gaps[i];
            gap.end = gap.start + text[gap.clone()].trim_end().len();
        }
        if mark.right == Trim::All {
            let gap = &mut gaps[i + 1];
            gap.start = gap.end - text[gap.clone()].trim_start().len();
        }
    }
    let mut pieces = Vec::with_capacity(2 * marks.len() + 1);
    let mut raw = false;
    for (i, gap) in gaps.into_iter().enumerate() {
        if !gap.is_empty() {
            pieces.push(Piece::Text { range: gap, raw });
        }
        match marks.get(i) {
            Some(mark) => match mark.kind {
                Kind::Emit => pieces.push(Piece::Emit(mark.inner.clone())),
                Kind::Tag => pieces.push(Piece::Tag(mark.inner.clone())),
                Kind::Raw => raw = true,
                Kind::EndRaw => raw = false,
                Kind::Comment => {}
            },
            None => break,
        }
    }
    Ok(pieces)
}

/// The delimited pieces of a template, in order; what `raw` hides is not told.
pub(crate) fn find_marks(text: &str) -> Result<Vec<Mark>, (Problem, usize)> {
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let start = at + found;
        let (kind, close) = match text.as_bytes().get(start + 1) {
            Some(b'{') => (Kind::Emit, "}}"),
            Some(b'%') => (Kind::Tag, "%}"),
            Some(b'#') => (Kind::Comment, "#}"),
            _ => {
                at = start + 1;
                continue;
            }
        };
        let mut mark = find_end(text, start, kind, close)?;
        at = mark.outer.end;
        if kind == Kind::Tag && text[mark.inner.clone()].trim() == "raw" {
            mark.kind = Kind::Raw;
            let end = find_end_raw(text, at, start)?;
            at = end.outer.end;
            marks.push(mark);
            marks.push(end);
        } else {
            marks.push(mark);
        }
    }
    Ok(marks)
}

fn find_end(text: &str, start: usize, kind: Kind, close: &str) -> Result<Mark, (Problem, usize)> {
    let body = start + 2;
    let bytes = text.as_bytes();
    let mut at = body;
    let mut quote = None;
    let end = loop {
        let Some(&byte) = bytes.get(at) else {
            if let Some((_, opened)) = quote {
                return Err((Problem::UnclosedString, opened));
            }
            let delimiter = match kind {
                Kind::Emit => "{{",
                Kind::Comment => "{#",
                _ => "{%",
            };
            return Err((Problem::UnclosedDelimiter { delimiter }, start));
        };
        match (quote, byte) {
            (None, b'"' | b'\'') if kind != Kind::Comment => quote = Some((byte, at)),
            (Some(_), b'\\') => at += 1,
            (Some((open, _)), byte) if byte == open => quote = None,
            (None, _) if bytes[at..].starts_with(close.as_bytes()) => break at,
            _ => {}
        }
        at += 1;
    };
    let trim = |byte: Option<&u8>| match byte {
        Some(b'-') => Trim::All,
        Some(b'+') => Trim::Keep,
        _ => Trim::Usual,
    };
    let left = trim(bytes.get(body).filter(|_| body < end));
    let inner_start = if left == Trim::Usual { body } else { body + 1 };
    let right = trim(bytes.get(end.wrapping_sub(1)).filter(|_| end > inner_start));
    let inner_end = if right == Trim::Usual { end } else { end - 1 };
    Ok(Mark { kind, outer: start..end + 2, inner: inner_start..inner_end, left, right })
}

/// The `{% endraw %}` after `from`. Read by hand, tag by tag: looking for the end of every `{%` on the way would
/// be quadratic in a text full of them.
fn find_end_raw(text: &str, from: usize, opened: usize) -> Result<Mark, (Problem, usize)> {
    let mut at = from;
    while let Some(found) = text[at..].find("{%") {
        let start = at + found;
        if let Some(mark) = end_raw(text, start) {
            return Ok(mark);
        }
        at = start + 2;
    }
    Err((Problem::UnclosedBlock { tag: "raw" }, opened))
}

fn end_raw(text: &str, start: usize) -> Option<Mark> {
    let (left, rest) = trimming(&text[start + 2..]);
    let rest = rest.trim_start_matches(' ').strip_prefix("endraw")?.trim_start_matches(' ');
    let inner_end = text.len() - rest.len();
    let (right, rest) = trimming(rest);
    let end = text.len() - rest.strip_prefix("%}")?.len();
    Some(Mark { kind: Kind::EndRaw, outer: start..end, inner: inner_end..inner_end, left, right })
}

fn trimming(text: &str) -> (Trim, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (Trim::All, &text[1..]),
        Some(b'+') => (Trim::Keep, &text[1..]),
        _ => (Trim::Usual, text),
    }
}

/// Takes away the lines that hold only tags and comments.
fn drop_standalone(text: &str, marks: &[Mark], gaps: &mut [Range<usize>]) {
    let silent = |mark: &Mark| match mark.kind {
        Kind::Emit => false,
        Kind::Tag => !text[mark.inner.clone()].trim_start().starts_with("include"),
        Kind::Comment | Kind::Raw | Kind::EndRaw => true,
    };
    let mut i = 0;
    while i < marks.len() {
        let first = i;
        // the whole text since the mark before, of which the line above may have taken the beginning already
        let before = first.checked_sub(1).map_or(0, |m| marks[m].outer.end)..marks[first].outer.start;
        let line_start = text[before.clone()].rfind('\n').map(|n| before.start + n + 1);
        let starts_line = match line_start {
            Some(start) => is_blank(&text[start..marks[first].outer.start]),
            None => first == 0 && is_blank(&text[..marks[0].outer.start]),
        };
        // the last of the marks that follow on the same line, with nothing but blanks between them
        let mut last = first;
        while last + 1 < marks.len() && is_blank(&text[gaps[last + 1].clone()]) {
            last += 1;
        }
        i = last + 1;
        let after = &text[gaps[last + 1].clone()];
        let line_end = match after.find('\n') {
            Some(n) => Some(gaps[last + 1].start + n + 1),
            None => (last + 1 == marks.len()).then_some(text.len()),
        };
        let Some(line_end) = line_end
            .filter(|end| starts_line && is_blank(text[gaps[last + 1].start..*end].trim_end_matches('\n')))
        else {
            continue;
        };
        let run = &marks[first..=last];
        if !run.iter().all(|m| silent(m) && m.left != Trim::Keep && m.right != Trim::Keep) {
            continue;
        }
        gaps[first].end = line_start.unwrap_or(0).max(gaps[first].start);
        for gap in &mut gaps[first + 1..=last] {
            gap.end = gap.start;
        }
        gaps[last + 1].start = line_end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text as it is, `{{`, `{%` pieces as `<…>`.
    fn check(template: &str, expected: &str) {
        let shown: String = cut(template)
            .unwrap_or_else(|(problem, at)| panic!("{template:?}: {problem:?} at {at}"))
            .into_iter()
            .map(|piece| match piece {
                Piece::Text { range, .. } => template[range].to_owned(),
                Piece::Emit(inner) | Piece::Tag(inner) => format!("<{}>", template[inner].trim()),
            })
            .collect();
        assert_eq!(shown, expected, "{template:?}");
    }

    #[test]
    fn a_line_of_tags_only_disappears() {
        check("a\n{% if x %}\nb\n{% endif %}\nc", "a\n<if x>b\n<endif>c");
        check("a\n  {% if x %} {# why #}\t\nb\n{% endif %}", "a\n<if x>b\n<endif>");
        check("{% if x %}{% if y %}\nb", "<if x><if y>b");
        check("a {% if x %}b{% endif %}\nc", "a <if x>b<endif>\nc");
        check("{% if x %}b\n{% endif %}\nc", "<if x>b\n<endif>c");
        check("a\n{% if x %}{{ y }}\n", "a\n<if x><y>\n");
        check("a\n{%+ if x %}\nb", "a\n<if x>\nb");
        check("a\n{% include \"b\" %}\nc", "a\n<include \"b\">\nc");
    }

    #[test]
    fn dashes_take_all_white_space() {
        check("a \n {{- x -}} \n b", "a<x>b");
        check("a {%- if x -%} b", "a<if x>b");
    }

    #[test]
    fn quotes_and_raw_hide_delimiters() {
        check("{{ '}}' }}", "<'}}'>");
        check("{{ \"\\\"}}\" }}", "<\"\\\"}}\">");
        check("{# it's #}a", "a");
        check("x {% raw %}{{ y }}{% z{% endraw %} w", "x {{ y }}{% z w");
        check("{ { {a} }}", "{ { {a} }}");
    }

    #[test]
    fn what_is_not_closed_is_told_where_it_opens() {
        assert_eq!(cut("ab {{ x "), Err((Problem::UnclosedDelimiter { delimiter: "{{" }, 3)));
        assert_eq!(cut("{% raw %} {% end %}"), Err((Problem::UnclosedBlock { tag: "raw" }, 0)));
        assert_eq!(cut("{{ l'auteur }}"), Err((Problem::UnclosedString, 4)));
        assert_eq!(cut("{#"), Err((Problem::UnclosedDelimiter { delimiter: "{#" }, 0)));
    }
}
