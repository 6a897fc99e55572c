use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Whether a terminal may be given colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// Text with ANSI colours of the terminal's own palette.
    Ansi,
}

/// What a piece of text means; the style decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Title,
    Dim,
    Good,
    Bad,
    Warn,
}

impl Tone {
    /// SGR parameters (ECMA-48). Only the sixteen palette colours: the person's theme keeps its contrast.
    fn sgr(self) -> Option<&'static str> {
        match self {
            Tone::Plain => None,
            Tone::Strong => Some("1"),
            Tone::Title => Some("1;36"),
            Tone::Dim => Some("2"),
            Tone::Good => Some("32"),
            Tone::Bad => Some("31"),
            Tone::Warn => Some("33"),
        }
    }
}

/// A piece of text with a meaning. The text is harmless already (`visible`).
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub text: String,
    pub tone: Tone,
}

impl Span {
    pub fn new(text: impl Into<String>, tone: Tone) -> Span {
        Span { text: text.into(), tone }
    }
}

/// Cells a text takes in a terminal.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Lines of text no wider than the window.
pub(super) struct Canvas {
    out: String,
    width: usize,
    style: Style,
}

impl Canvas {
    pub fn new(width: usize, style: Style) -> Canvas {
        Canvas { out: String::new(), width, style }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn finish(self) -> String {
        self.out
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// One line as it is; spaces at its end are not written.
    pub fn line(&mut self, spans: &[Span]) {
        let last = spans.iter().rposition(|s| !s.text.trim_end_matches(' ').is_empty());
        for (i, span) in spans.iter().enumerate().take(last.map_or(0, |l| l + 1)) {
            let text = if Some(i) == last { span.text.trim_end_matches(' ') } else { &span.text };
            self.paint(text, span.tone);
        }
        self.out.push('\n');
    }

    /// Text broken at spaces, every line indented, the following ones two cells further; a word wider than the
    /// window is broken where it must be.
    pub fn wrapped(&mut self, indent: usize, spans: &[Span]) {
        let mut line = vec![Span::new(" ".repeat(indent), Tone::Plain)];
        let (start, mut used, mut empty) = (indent + 2, indent, true);
        for span in spans {
            // a no-break space is not a place to break
            for word in span.text.split_inclusive(' ') {
                let bare = width(word.trim_end_matches(' '));
                if used + bare > self.width && !empty {
                    self.line(&line);
                    line = vec![Span::new(" ".repeat(start), Tone::Plain)];
                    (used, empty) = (start, true);
                }
                for grapheme in pieces(word, self.width.saturating_sub(used), self.width - start) {
                    let size = width(grapheme);
                    if used + width(grapheme.trim_end_matches(' ')) > self.width && !empty {
                        self.line(&line);
                        line = vec![Span::new(" ".repeat(start), Tone::Plain)];
                        used = start;
                    }
                    line.push(Span::new(grapheme, span.tone));
                    used += size;
                    empty = false;
                }
            }
        }
        self.line(&line);
    }

    fn paint(&mut self, text: &str, tone: Tone) {
        match (self.style, tone.sgr()) {
            (Style::Ansi, Some(sgr)) if !text.is_empty() => {
                self.out.push_str("\u{1b}[");
                self.out.push_str(sgr);
                self.out.push('m');
                self.out.push_str(text);
                self.out.push_str("\u{1b}[0m");
            }
            _ => self.out.push_str(text),
        }
    }
}

/// A word cut into pieces that fit, the first in `room` cells, the others in `full`.
fn pieces(word: &str, room: usize, full: usize) -> Vec<&str> {
    if width(word.trim_end_matches(' ')) <= room {
        return vec![word];
    }
    let (mut out, mut start, mut used, mut room) = (Vec::new(), 0, 0, room.max(1));
    for (at, grapheme) in word.grapheme_indices(true) {
        let size = width(grapheme);
        if used + size > room && at > start {
            out.push(&word[start..at]);
            (start, used, room) = (at, 0, full.max(1));
        }
        used += size;
    }
    out.push(&word[start..]);
    out
}

/// The end of a text that fits in `room` cells, after `…`: of a path, the file is what matters.
pub(super) fn tail(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut start = text.len();
    for (at, _) in text.grapheme_indices(true).rev() {
        if width(&text[at..]) + 1 > room {
            break;
        }
        start = at;
    }
    format!("…{}", &text[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(at: usize, text: &str) -> Vec<String> {
        let mut canvas = Canvas::new(at, Style::Plain);
        canvas.wrapped(2, &[Span::new(text, Tone::Plain)]);
        canvas.finish().lines().map(str::to_owned).collect()
    }

    #[test]
    fn text_wraps_at_spaces_and_no_line_is_wider_than_the_window() {
        assert_eq!(drawn(12, "one two three four"), ["  one two", "    three", "    four"]);
    }

    #[test]
    fn a_word_wider_than_the_window_is_broken() {
        for line in drawn(10, "aaaaaaaaaaaaaaaaaaaaaaaaaaa 漢字漢字漢字漢字漢字") {
            assert!(width(&line) <= 10, "{line:?}");
        }
    }

    #[test]
    fn a_path_keeps_its_end() {
        assert_eq!(tail("prompts/clients/relance.mot.md", 15), "…relance.mot.md");
        assert_eq!(tail("a.mot.md", 16), "a.mot.md");
    }

    #[test]
    fn colours_are_written_only_when_asked() {
        for (style, expected) in [(Style::Plain, "no\n"), (Style::Ansi, "\u{1b}[31mno\u{1b}[0m\n")] {
            let mut canvas = Canvas::new(40, style);
            canvas.line(&[Span::new("no", Tone::Bad)]);
            assert_eq!(canvas.finish(), expected);
        }
    }
}
