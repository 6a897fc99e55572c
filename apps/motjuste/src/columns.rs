//! Text on a grid: small tables (a heading, aligned columns, no lines) and paragraphs.

use unicode_width::UnicodeWidthStr;

/// Rows under their headings; the columns in `right` are numbers.
pub fn draw(heads: Vec<String>, rows: Vec<Vec<String>>, right: &[usize]) -> String {
    let all: Vec<Vec<String>> = std::iter::once(heads).chain(rows).collect();
    let count = all.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| all.iter().filter_map(|r| r.get(c)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut out = String::new();
    for row in &all {
        let mut line = String::new();
        for (c, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[c] - cell.width());
            let (before, after) = if right.contains(&c) { (pad.as_str(), "") } else { ("", pad.as_str()) };
            if c > 0 {
                line.push_str("  ");
            }
            line.push_str(before);
            line.push_str(cell);
            line.push_str(after);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A text in lines of at most so many columns, broken at its spaces; only a wider word goes past.
pub fn paragraph(text: &str, columns: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for word in text.split(' ') {
        let width = word.width();
        match column {
            0 => {}
            used if used + 1 + width > columns => {
                out.push('\n');
                column = 0;
            }
            _ => {
                out.push(' ');
                column += 1;
            }
        }
        out.push_str(word);
        column += width;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::paragraph;

    #[test]
    fn a_paragraph_breaks_at_spaces_that_may_break() {
        assert_eq!(paragraph("un deux trois\u{a0}: quatre", 8), "un deux\ntrois\u{a0}:\nquatre");
        assert_eq!(paragraph("a 漢字 interminable b", 5), "a\n漢字\ninterminable\nb");
        assert_eq!(paragraph("", 6), "");
    }
}
