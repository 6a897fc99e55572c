use terms::evaluation::Arm;

use super::canvas::{Span, Tone};

/// The header over the bars: 0 at the left end, 100 at the right one.
pub(super) fn scale(cells: usize) -> String {
    format!("0{}100", " ".repeat(cells.saturating_sub(4)))
}

/// A score as a dot on its interval on the way from 0 to 1: `╌╌╌╌╌╌━━●━╌`.
pub(super) fn spans(arm: &Arm, cells: usize) -> Vec<Span> {
    let (Some(score), Some(low), Some(high)) = (arm.score, arm.low, arm.high) else {
        return vec![Span::new("╌".repeat(cells), Tone::Dim)];
    };
    let at = |share: f64| ((share.clamp(0.0, 1.0) * cells as f64) as usize).min(cells.saturating_sub(1));
    let (low, dot, high) = (at(low), at(score), at(high));
    let tone = if arm.bare { Tone::Plain } else { Tone::Good };
    vec![
        Span::new("╌".repeat(low.min(dot)), Tone::Dim),
        Span::new("━".repeat(dot.saturating_sub(low)), tone),
        Span::new(if arm.bare { "○" } else { "●" }, tone),
        Span::new("━".repeat(high.saturating_sub(dot)), tone),
        Span::new("╌".repeat(cells.saturating_sub(high.max(dot) + 1)), Tone::Dim),
    ]
}
