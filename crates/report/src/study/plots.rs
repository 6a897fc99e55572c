//! Intervals as SVG drawn by us: positions in per cent of the width, so that the drawing follows the window and its
//! lines keep their size.

use std::io::{self, Write};

use locale::Locale;

use super::blocks::figure;
use super::{Axis, Forest, Row};
use crate::html::escape::Esc;

/// Half-width of an axis of differences: the first of 5, 10, 25, 50, 75 or 100 points that holds every interval.
pub(super) fn reach(forest: &Forest) -> f64 {
    let margin = match forest.axis {
        Axis::Scores => 0.0,
        Axis::Differences { margin } => margin,
    };
    let ends = forest.rows.iter().flat_map(|row| [row.low.abs(), row.high.abs()]);
    let widest = ends.fold(margin, f64::max);
    [0.05, 0.10, 0.25, 0.5, 0.75].into_iter().find(|reach| widest <= *reach).unwrap_or(1.0)
}

/// Per cent of the width.
fn at(axis: Axis, reach: f64, value: f64) -> f64 {
    let share = match axis {
        Axis::Scores => value,
        Axis::Differences { .. } => (value / reach + 1.0) / 2.0,
    };
    share.clamp(0.0, 1.0) * 100.0
}

/// One interval.
pub(super) fn row(axis: Axis, row: &Row, reach: f64, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let x = |value: f64| at(axis, reach, value);
    write!(out, r#"<svg class="plot" role="img" aria-label="{}" width="100%" height="24">"#, Esc(name))?;
    match axis {
        Axis::Scores => {
            for tick in [0, 25, 50, 75, 100] {
                write!(out, r#"<line class="grid" x1="{tick}%" x2="{tick}%" y1="0" y2="24"/>"#)?;
            }
        }
        Axis::Differences { margin } => {
            let (left, right) = (x(-margin), x(margin));
            let width = right - left;
            write!(out, r#"<rect class="margin" x="{left:.2}%" width="{width:.2}%" y="0" height="24"/>"#)?;
            write!(out, r#"<line class="zero" x1="50%" x2="50%" y1="0" y2="24"/>"#)?;
        }
    }
    let (low, mid, high) = (x(row.low), x(row.value), x(row.high));
    write!(out, r#"<g class="arm"><line x1="{low:.2}%" x2="{high:.2}%" y1="12" y2="12"/>"#)?;
    for end in [low, high] {
        write!(out, r#"<line x1="{end:.2}%" x2="{end:.2}%" y1="7" y2="17"/>"#)?;
    }
    write!(out, r#"<circle cx="{mid:.2}%" cy="12" r="5"/></g></svg>"#)
}

/// Ticks under the intervals.
pub(super) fn axis(axis: Axis, reach: f64, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
    let ticks: &[(f64, &str)] = match axis {
        Axis::Scores => &[(0.0, "start"), (0.5, "middle"), (1.0, "end")],
        Axis::Differences { .. } => &[(-reach, "start"), (0.0, "middle"), (reach, "end")],
    };
    write!(out, r#"<svg class="axis" aria-hidden="true" width="100%" height="18">"#)?;
    for (value, anchor) in ticks {
        let x = at(axis, reach, *value);
        let text = figure(axis, *value, locale);
        write!(out, r#"<text x="{x:.0}%" y="13" text-anchor="{anchor}">{}</text>"#, Esc(&text))?;
    }
    writeln!(out, "</svg>")
}
