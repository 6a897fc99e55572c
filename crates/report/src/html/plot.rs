//! Intervals as SVG drawn by us: positions in per cent of the width, so that the drawing follows the window and its
//! lines and points keep their size. Every figure has its numbers in text beside it.

use std::io::{self, Write};

use terms::evaluation::Arm;

use super::escape::Esc;
use crate::words::{Claim, Words};

/// A score with its interval on the way from 0 to 100 %.
pub(crate) fn score(words: &Words<'_>, arm: &Arm, out: &mut dyn Write) -> io::Result<()> {
    let name = format!("{}, {}", words.score(arm), words.n(arm.n));
    open(&name, out)?;
    for at in [0, 25, 50, 75, 100] {
        write!(out, r#"<line class="grid" x1="{at}%" x2="{at}%" y1="0" y2="24"/>"#)?;
    }
    if let (Some(score), Some(low), Some(high)) = (arm.score, arm.low, arm.high) {
        let class = if arm.bare { "bare" } else { "arm" };
        interval(class, at(low), at(score), at(high), out)?;
    }
    writeln!(out, "</svg>")
}

/// Ticks under the scores.
pub(super) fn score_axis(words: &Words<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"<svg class="axis" aria-hidden="true" width="100%" height="18">"#)?;
    for (at, anchor) in [(0, "start"), (25, "middle"), (50, "middle"), (75, "middle"), (100, "end")] {
        let text = if at == 100 { words.locale.percent(1.0, 0) } else { at.to_string() };
        write!(out, r#"<text x="{at}%" y="13" text-anchor="{anchor}">{}</text>"#, Esc(&text))?;
    }
    writeln!(out, "</svg>")
}

/// Half-width of the axis of differences, the same for all so that they can be compared by eye: 25, 50, 75 or
/// 100 points.
pub(super) fn reach(claims: &[Claim<'_>]) -> f64 {
    let widest = claims.iter().flat_map(|c| [c.low.abs(), c.high.abs(), c.margin]).fold(0.0, f64::max);
    [0.25, 0.5, 0.75].into_iter().find(|r| widest <= *r).unwrap_or(1.0)
}

/// A difference with its interval around 0, the equivalence margin behind it.
pub(super) fn difference(
    words: &Words<'_>,
    claim: &Claim<'_>,
    reach: f64,
    out: &mut dyn Write,
) -> io::Result<()> {
    let x = |v: f64| at((v / reach + 1.0) / 2.0);
    open(&words.evidence(claim), out)?;
    let (left, right) = (x(-claim.margin), x(claim.margin));
    let width = right - left;
    write!(out, r#"<rect class="margin" x="{left:.2}%" width="{width:.2}%" y="0" height="24"/>"#)?;
    write!(out, r#"<line class="zero" x1="50%" x2="50%" y1="0" y2="24"/>"#)?;
    interval("arm", x(claim.low), x(claim.difference), x(claim.high), out)?;
    writeln!(out, "</svg>")?;
    write!(out, r#"<svg class="axis" aria-hidden="true" width="100%" height="18">"#)?;
    for (share, anchor) in [(-reach, "start"), (0.0, "middle"), (reach, "end")] {
        let text = words.points(share, 0);
        write!(out, r#"<text x="{:.0}%" y="13" text-anchor="{anchor}">{}</text>"#, x(share), Esc(&text))?;
    }
    writeln!(out, "</svg>")
}

fn open(name: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"<svg class="plot" role="img" aria-label="{}" width="100%" height="24">"#, Esc(name))
}

/// Per cent of the width.
fn at(share: f64) -> f64 {
    share.clamp(0.0, 1.0) * 100.0
}

fn interval(class: &str, low: f64, mid: f64, high: f64, out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"<g class="{class}">"#)?;
    write!(out, r#"<line x1="{low:.2}%" x2="{high:.2}%" y1="12" y2="12"/>"#)?;
    for end in [low, high] {
        write!(out, r#"<line x1="{end:.2}%" x2="{end:.2}%" y1="7" y2="17"/>"#)?;
    }
    write!(out, r#"<circle cx="{mid:.2}%" cy="12" r="5"/></g>"#)
}
