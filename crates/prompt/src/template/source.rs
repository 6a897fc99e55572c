use std::sync::Arc;

use terms::Place;

/// The text a template was read from, and where that text stands in a person's file.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    file: Arc<str>,
    pub text: String,
    /// 1-based line of the file the text starts on.
    first_line: u32,
    /// Bytes the lines start at: places are asked for often (each input has one), lines are counted once.
    lines: Vec<usize>,
}

impl Source {
    pub(crate) fn new(file: Arc<str>, text: String, first_line: u32) -> Source {
        let mut lines = vec![0];
        lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Source { file, text, first_line, lines }
    }

    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or("");
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place {
            file: self.file.to_string(),
            line: Some(self.first_line.saturating_add(narrow(line))),
            column: Some(narrow(before.chars().count() + 1)),
        }
    }
}
