//! Small tables: a heading, aligned columns, no lines.

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
