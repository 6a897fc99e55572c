//! A text and where it must not be cut: inside `{{ }}`, and between `{% if %}` and its `{% endif %}`.

use std::ops::Range;

use crate::template::{Mark, MarkKind, marks};

/// The text of a section with the ranges that stay whole.
pub(super) struct Ground<'t> {
    pub text: &'t str,
    /// Disjoint, in order.
    whole: Vec<Range<usize>>,
}

impl<'t> Ground<'t> {
    /// A template that cannot be read is one whole: it does not compile, so nothing is gained by cutting it.
    pub(super) fn new(text: &'t str) -> Ground<'t> {
        let whole = match marks(text) {
            Ok(marks) => ranges(text, &marks),
            Err(_) => std::iter::once(0..text.len()).collect(),
        };
        Ground { text, whole }
    }

    /// Whether a cut just before this byte would separate what belongs together.
    pub(super) fn holds(&self, at: usize) -> bool {
        let i = self.whole.partition_point(|range| range.end <= at);
        self.whole.get(i).is_some_and(|range| range.start < at)
    }

    /// Whether the range touches a placeholder or a block.
    pub(super) fn touches(&self, range: &Range<usize>) -> bool {
        let i = self.whole.partition_point(|whole| whole.end <= range.start);
        self.whole.get(i).is_some_and(|whole| whole.start < range.end)
    }

    /// The lines of a range, line ends included; lines that hold a block together are one.
    pub(super) fn lines(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut start = range.start;
        for (i, _) in self.text[range.clone()].match_indices('\n') {
            let end = range.start + i + 1;
            if !self.holds(end) {
                lines.push(start..end);
                start = end;
            }
        }
        if start < range.end {
            lines.push(start..range.end);
        }
        lines
    }
}

fn ranges(text: &str, marks: &[Mark]) -> Vec<Range<usize>> {
    let mut whole: Vec<Range<usize>> = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for mark in marks {
        let word = text[mark.inner.clone()].split_whitespace().next().unwrap_or("");
        let opens = mark.kind == MarkKind::Tag && matches!(word, "if" | "for") || mark.kind == MarkKind::Raw;
        let closes =
            mark.kind == MarkKind::Tag && matches!(word, "endif" | "endfor") || mark.kind == MarkKind::EndRaw;
        if opens {
            if depth == 0 {
                start = mark.outer.start;
            }
            depth += 1;
        } else if closes && depth > 0 {
            depth -= 1;
            if depth == 0 {
                whole.push(start..mark.outer.end);
            }
        } else if depth == 0 {
            whole.push(mark.outer.clone());
        }
    }
    if depth > 0 {
        whole.push(start..text.len());
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str) -> Vec<&str> {
        Ground::new(text).lines(0..text.len()).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn a_block_is_one_line() {
        assert_eq!(cuts("a\n{% if x %}\nb\n{% endif %}\nc"), ["a\n", "{% if x %}\nb\n{% endif %}\n", "c"]);
        assert_eq!(cuts("{% for a in b %}{% if a %}\n{% endif %}\n{% endfor %}\nc\n").len(), 2);
        assert_eq!(cuts("{{ a\n}}\nb"), ["{{ a\n}}\n", "b"]);
        assert_eq!(cuts("{% raw %}\n{{\n{% endraw %}\nb").len(), 2);
    }

    #[test]
    fn what_cannot_be_read_is_one_whole() {
        assert_eq!(cuts("a\n{{ b\nc\n").len(), 1);
        assert_eq!(cuts("a\n{% if b %}\nc\n").len(), 2);
    }
}
