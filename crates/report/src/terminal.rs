//! The report in a terminal: calm, aligned, as wide as the window, coloured only when asked.

mod bar;
mod canvas;
mod table;

use std::io::Write;

use terms::evaluation::Arm;
use terms::{Message, Verdict};

pub use canvas::Style;
use canvas::{Canvas, Span, Tone};
use table::{Align, Cell, Column, Table};

use crate::words::{Claim, Words};
use crate::{Exporter, Report, ReportError, Trials};

/// Flaws shown for one arm; the rest is counted.
const FLAWS: usize = 5;
/// Case ids shown for one flaw.
const CASES: usize = 3;
/// Cells of the bar that draws a score and its interval.
const BAR: usize = 24;

/// The exporter for a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns of the window; clamped to 40..=200.
    pub width: u16,
    /// Whether colours may be used; NO_COLOR is the caller's business.
    pub style: Style,
}

impl Terminal {
    /// 100 columns, no colour.
    pub const PLAIN: Terminal = Terminal { width: 100, style: Style::Plain };
}

impl Exporter for Terminal {
    fn name(&self) -> &'static str {
        "terminal"
    }
    fn extension(&self) -> &'static str {
        "txt"
    }
    fn reads_trials(&self) -> bool {
        false
    }
    fn write(&self, report: &Report<'_>, _: &mut Trials<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
        let words = Words { evaluation: report.evaluation, locale: report.locale };
        let mut canvas = Canvas::new(usize::from(self.width).clamp(40, 200), self.style);
        canvas.wrapped(0, &[Span::new(words.heading(), Tone::Strong)]);
        canvas.wrapped(0, &[Span::new(words.ended(), Tone::Dim)]);
        scores(&words, &mut canvas);
        comparisons(&words, &mut canvas);
        flaws(&words, &mut canvas);
        checks(&words, &mut canvas);
        notes(&words, &mut canvas);
        money(&words, &mut canvas);
        out.write_all(canvas.finish().as_bytes())?;
        Ok(())
    }
}

fn title(canvas: &mut Canvas, text: String) {
    canvas.blank();
    canvas.wrapped(0, &[Span::new(text, Tone::Title)]);
}

fn scores(words: &Words<'_>, canvas: &mut Canvas) {
    let arms = &words.evaluation.arms;
    if arms.is_empty() {
        return;
    }
    title(canvas, words.say("report-scores"));
    let dates_differ = words.only_date().is_none();
    let fits = [BAR, BAR * 2 / 3, 0]
        .into_iter()
        .map(|bar| scores_table(words, arms, bar, dates_differ))
        .find(|table| table.width() <= canvas.width());
    match fits {
        Some(table) => {
            table.draw(canvas);
            canvas.wrapped(2, &[Span::new(words.legend(), Tone::Dim)]);
        }
        None => arms.iter().for_each(|arm| score_card(words, arm, canvas)),
    }
    for arm in arms {
        if let Some(line) = words.repeats(arm) {
            let name = format!("{}{}", words.arm_name(arm), words.say("report-colon"));
            canvas.wrapped(4, &[Span::new(name, Tone::Dim), Span::new(line, Tone::Plain)]);
        }
    }
}

fn score_tone(arm: &Arm) -> Tone {
    if arm.bare { Tone::Plain } else { Tone::Strong }
}

fn scores_table(words: &Words<'_>, arms: &[Arm], bar: usize, dated: bool) -> Table {
    let column = |key, align| Column { name: words.say(key), align };
    let mut columns = vec![
        column("report-prompt", Align::Left),
        column("report-model", Align::Left),
        column("report-score", Align::Left),
    ];
    if bar > 0 {
        columns.push(Column { name: bar::scale(bar), align: Align::Left });
    }
    columns.push(Column { name: "n".to_owned(), align: Align::Right });
    let unscored = arms.iter().any(|a| a.unscored > 0);
    let failed = arms.iter().any(|a| a.failed > 0);
    if unscored {
        columns.push(column("report-unscored", Align::Right));
    }
    if failed {
        columns.push(column("report-failed-calls", Align::Right));
    }
    columns.push(column("report-cost", Align::Right));
    columns.push(column("report-latency", Align::Right));
    columns.push(column("report-tokens", Align::Right));
    let mut table = Table::new(columns);
    for arm in arms {
        let mut row = vec![
            Cell::new(words.prompt(arm), score_tone(arm)),
            Cell::new(words.model(arm), Tone::Plain),
            Cell::new(words.score(arm), score_tone(arm)),
        ];
        if bar > 0 {
            row.push(Cell { spans: bar::spans(arm, bar) });
        }
        row.push(Cell::new(words.count(arm.n), Tone::Plain));
        let trouble = |n: u64| Cell::new(words.count(n), if n > 0 { Tone::Warn } else { Tone::Dim });
        if unscored {
            row.push(trouble(arm.unscored));
        }
        if failed {
            row.push(trouble(arm.failed));
        }
        let cost = match words.cost(arm) {
            Some(price) if !dated => price.amount,
            _ => words.dated_cost(arm),
        };
        row.push(Cell::new(cost, Tone::Plain));
        row.push(Cell::new(words.latency(arm).unwrap_or_else(|| "–".to_owned()), Tone::Plain));
        row.push(Cell::new(words.tokens(arm), Tone::Dim));
        table.row(row);
    }
    table
}

/// The same facts where a table would not fit: nothing is left out.
fn score_card(words: &Words<'_>, arm: &Arm, canvas: &mut Canvas) {
    canvas.wrapped(2, &[Span::new(words.arm_name(arm), score_tone(arm))]);
    let bar_cells = canvas.width().saturating_sub(36).min(BAR);
    let mut first = vec![
        Span::new(words.score(arm), score_tone(arm)),
        Span::new(format!("  {}  ", words.n(arm.n)), Tone::Plain),
    ];
    if bar_cells >= 12 {
        first.extend(bar::spans(arm, bar_cells));
    }
    canvas.wrapped(4, &first);
    let mut trouble = Vec::new();
    for (key, n) in [("report-unscored", arm.unscored), ("report-failed-calls", arm.failed)] {
        if n > 0 {
            trouble.push(format!("{}\u{a0}{}", words.say(key), words.count(n)));
        }
    }
    if !trouble.is_empty() {
        canvas.wrapped(4, &[Span::new(trouble.join(" · "), Tone::Warn)]);
    }
    let mut facts = vec![words.dated_cost(arm)];
    facts.extend(words.latency_line(arm));
    facts.push(words.tokens_line(arm));
    canvas.wrapped(4, &[Span::new(facts.join(" · "), Tone::Dim)]);
}

/// Passes of each metric, when there is more than one to tell apart.
fn checks(words: &Words<'_>, canvas: &mut Canvas) {
    let arms = &words.evaluation.arms;
    if arms.iter().all(|a| a.metrics.len() < 2) {
        return;
    }
    title(canvas, words.say("report-checks"));
    for arm in arms {
        let name = format!("{}{}", words.arm_name(arm), words.say("report-colon"));
        let metrics: Vec<String> = arm.metrics.iter().map(|m| words.metric(m)).collect();
        canvas.wrapped(2, &[Span::new(name, score_tone(arm)), Span::new(metrics.join(", "), Tone::Plain)]);
    }
}

/// Colour never speaks alone: a sign says the same.
fn verdict_sign(verdict: Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Better => ("▲", Tone::Good),
        Verdict::Worse => ("▼", Tone::Bad),
        Verdict::Equivalent => ("≈", Tone::Strong),
        Verdict::NotEnoughEvidence => ("?", Tone::Warn),
    }
}

fn comparisons(words: &Words<'_>, canvas: &mut Canvas) {
    let claims = words.claims();
    if claims.is_empty() {
        return;
    }
    title(canvas, words.say("report-comparisons"));
    for (i, claim) in claims.iter().enumerate() {
        if i > 0 {
            canvas.blank();
        }
        comparison(words, claim, canvas);
    }
}

fn comparison(words: &Words<'_>, claim: &Claim<'_>, canvas: &mut Canvas) {
    let (sign, tone) = verdict_sign(claim.verdict);
    let verdict = format!("{sign} {}", words.verdict(claim.verdict));
    canvas.wrapped(
        2,
        &[
            Span::new(verdict, tone),
            Span::new("  ", Tone::Plain),
            Span::new(words.sentence(claim), Tone::Plain),
        ],
    );
    let mut evidence = words.evidence(claim);
    if let Some(next) = words.what_next(claim) {
        evidence = format!("{evidence} – {next}");
    }
    canvas.wrapped(4, &[Span::new(evidence, Tone::Strong)]);
    canvas.wrapped(4, &[Span::new(words.quadrants(claim), Tone::Dim)]);
}

fn flaws(words: &Words<'_>, canvas: &mut Canvas) {
    let by_arm = words.flaws();
    if by_arm.is_empty() {
        return;
    }
    title(canvas, words.say("report-flaws"));
    for (arm, flaws) in by_arm {
        canvas.wrapped(2, &[Span::new(words.arm_name(arm), score_tone(arm))]);
        for flaw in flaws.iter().take(FLAWS) {
            let tone = if flaw.unscored { Tone::Warn } else { Tone::Bad };
            canvas.wrapped(
                4,
                &[
                    Span::new(format!("{}\u{a0}× ", words.count(flaw.count)), tone),
                    Span::new(
                        format!("{}{}", crate::visible::excerpt(&flaw.check, 40), words.say("report-colon")),
                        Tone::Strong,
                    ),
                    Span::new(words.flaw_reason(flaw), Tone::Plain),
                    Span::new(format!(" ({})", words.flaw_cases(flaw, CASES)), Tone::Dim),
                ],
            );
        }
        let rest = flaws.len().saturating_sub(FLAWS);
        if rest > 0 {
            let more = words.text(&Message::new("report-more-flaws").with("count", rest));
            canvas.wrapped(4, &[Span::new(more, Tone::Dim)]);
        }
    }
}

fn notes(words: &Words<'_>, canvas: &mut Canvas) {
    if words.evaluation.notes.is_empty() {
        return;
    }
    title(canvas, words.say("report-notes"));
    for note in &words.evaluation.notes {
        canvas.wrapped(2, &[Span::new("• ", Tone::Dim), Span::new(words.note(note), Tone::Plain)]);
    }
}

fn money(words: &Words<'_>, canvas: &mut Canvas) {
    canvas.blank();
    canvas.wrapped(0, &[Span::new(format!("{} {}", words.calls(), words.spent()), Tone::Plain)]);
    if let Some(unknown) = words.unknown() {
        canvas.wrapped(0, &[Span::new(unknown, Tone::Warn)]);
    }
}
