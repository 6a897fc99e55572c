//! An evaluation in a few lines, for lists and headings: the same words as the full reports.

use std::io::Write;

use terms::evaluation::Arm;

use crate::words::Words;
use crate::{Report, ReportError};

/// What stands above and below the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// `Run 0abc · 60 cases, 1 repeat`.
    pub heading: String,
    /// Why the run ended.
    pub ended: String,
    /// How the answers were had.
    pub calls: String,
    /// What this run spent, with the date of the prices.
    pub spent: String,
    /// Calls whose end nobody saw.
    pub unknown: Option<String>,
}

/// The frame of a report.
pub fn frame(report: &Report<'_>) -> Frame {
    let words = Words { evaluation: report.evaluation, locale: report.locale };
    Frame {
        heading: words.heading(),
        ended: words.ended(),
        calls: words.calls(),
        spent: words.spent(),
        unknown: words.unknown(),
    }
}

/// One arm on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The prompt on its model.
    pub name: String,
    /// `vendor/model`.
    pub model: String,
    /// `78.3% [65 – 87]`, or that there is no score.
    pub score: String,
    /// `n = 60`.
    pub n: String,
    /// Cost of the answers with the date of the prices, or that there is no price.
    pub cost: String,
    /// The same for each answer that passed; `None` without a price, when nothing was paid, or when none passed.
    pub per_accepted: Option<String>,
}

/// The line of an arm.
pub fn line(report: &Report<'_>, arm: &Arm) -> Line {
    let words = Words { evaluation: report.evaluation, locale: report.locale };
    Line {
        name: words.arm_name(arm),
        model: words.model(arm),
        score: words.score(arm),
        n: words.n(arm.n),
        cost: words.dated_cost(arm),
        per_accepted: words.per_accepted(arm),
    }
}

/// The score of an arm with its interval on the way from 0 to 100 %, as SVG; the page names the colours
/// ([`crate::html::RESULTS_STYLE`]).
///
/// # Errors
/// [`ReportError::Write`] when `out` refuses.
pub fn plot(report: &Report<'_>, arm: &Arm, out: &mut dyn Write) -> Result<(), ReportError> {
    let words = Words { evaluation: report.evaluation, locale: report.locale };
    Ok(crate::html::plot::score(&words, arm, out)?)
}

/// How a trial ended, said.
pub fn standing(trial: &terms::evaluation::Trial, locale: &locale::Locale) -> String {
    locale.say(crate::Standing::of(trial).key())
}
