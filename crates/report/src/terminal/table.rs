use super::canvas::{Canvas, Span, Tone, tail, width};

/// Cells between two columns.
const GAP: usize = 2;
/// Names (first two columns) are cut to this many cells when they are longer.
const NAME: usize = 36;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

pub(super) struct Column {
    pub name: String,
    pub align: Align,
}

pub(super) struct Cell {
    pub spans: Vec<Span>,
}

impl Cell {
    /// Text longer than a name may be loses its beginning, never its end.
    pub fn new(text: impl AsRef<str>, tone: Tone) -> Cell {
        Cell { spans: vec![Span::new(tail(text.as_ref(), NAME), tone)] }
    }

    fn width(&self) -> usize {
        self.spans.iter().map(|s| width(&s.text)).sum()
    }
}

/// Aligned columns without rules: white space is enough.
pub(super) struct Table {
    pub indent: usize,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn new(columns: Vec<Column>) -> Table {
        Table { indent: 2, columns, rows: Vec::new() }
    }

    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|c| width(&c.name)).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(cell.width());
            }
        }
        widths
    }

    /// Cells the table takes.
    pub fn width(&self) -> usize {
        let widths = self.widths();
        self.indent + widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
    }

    pub fn draw(&self, canvas: &mut Canvas) {
        let widths = self.widths();
        let header = self.columns.iter().map(|c| vec![Span::new(c.name.as_str(), Tone::Dim)]);
        let rows = self.rows.iter().map(|row| row.iter().map(|c| c.spans.clone()).collect());
        for row in std::iter::once(header.collect::<Vec<_>>()).chain(rows) {
            let mut line = vec![Span::new(" ".repeat(self.indent), Tone::Plain)];
            for (i, (spans, column)) in row.into_iter().zip(&self.columns).enumerate() {
                let used: usize = spans.iter().map(|s| width(&s.text)).sum();
                let fill = " ".repeat(widths[i].saturating_sub(used));
                let gap = if i > 0 { " ".repeat(GAP) } else { String::new() };
                line.push(Span::new(gap, Tone::Plain));
                if column.align == Align::Right {
                    line.push(Span::new(fill, Tone::Plain));
                    line.extend(spans);
                } else {
                    line.extend(spans);
                    line.push(Span::new(fill, Tone::Plain));
                }
            }
            canvas.line(&line);
        }
    }
}
