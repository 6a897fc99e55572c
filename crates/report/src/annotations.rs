//! Workflow commands of GitHub Actions (also read by Gitea and Forgejo): one annotation per failing case.

use std::borrow::Cow;
use std::io::Write;

use terms::evaluation::{Arm, Trial};
use terms::{Message, Outcome, Place};

use crate::visible::excerpt;
use crate::words::Words;
use crate::{Exporter, Report, ReportError, Standing, Trials};

/// Characters of an answer quoted in an annotation.
const QUOTED: usize = 200;

/// `::error file=…,line=…,title=…::message`, one per failing case of each crafted prompt; a case without a score is a
/// `::warning`. The bare request is a baseline and its failures are nobody's defect.
#[derive(Clone, Copy, Debug)]
pub struct Annotations {
    /// Most annotations; the rest is counted in one notice. GitHub shows ten of a kind per step.
    pub cap: usize,
}

impl Annotations {
    /// Ten annotations.
    pub const DEFAULT: Annotations = Annotations { cap: 10 };
}

impl Exporter for Annotations {
    fn name(&self) -> &'static str {
        "annotations"
    }
    fn extension(&self) -> &'static str {
        "log"
    }
    fn reads_trials(&self) -> bool {
        true
    }
    fn write(
        &self,
        report: &Report<'_>,
        trials: &mut Trials<'_>,
        out: &mut dyn Write,
    ) -> Result<(), ReportError> {
        let words = Words { evaluation: report.evaluation, locale: report.locale };
        let (mut written, mut left_out) = (0, 0u64);
        // repeats of a case follow one another: one annotation says it once
        let mut last = None;
        for trial in trials {
            let trial = trial.map_err(ReportError::Trials)?;
            let standing = Standing::of(&trial);
            let Some(arm) = words.arm(trial.arm).filter(|a| !a.bare) else { continue };
            let seen = (trial.case, trial.arm);
            if standing == Standing::Passed || last == Some(seen) {
                continue;
            }
            last = Some(seen);
            if written == self.cap {
                left_out += 1;
                continue;
            }
            written += 1;
            annotate(report, &words, arm, &trial, standing, out)?;
        }
        if left_out > 0 {
            let more = words.text(&Message::new("report-more-annotations").with("count", left_out));
            writeln!(out, "::notice::{}", data(&more))?;
        }
        Ok(())
    }
}

fn annotate(
    report: &Report<'_>,
    words: &Words<'_>,
    arm: &Arm,
    trial: &Trial,
    standing: Standing,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    let level = if standing == Standing::Failed { "error" } else { "warning" };
    let place = report.place.and_then(|place| place(trial));
    let place = place.unwrap_or_else(|| Place { file: arm.prompt.clone(), line: None, column: None });
    write!(out, "::{level} file={}", property(&place.file))?;
    if let Some(line) = place.line {
        write!(out, ",line={line}")?;
        if let Some(column) = place.column {
            write!(out, ",col={column}")?;
        }
    }
    let title = Message::new("report-case-on")
        .with("case", excerpt(&trial.case_id, 80))
        .with("arm", words.arm_name(arm));
    write!(out, ",title={}::", property(&words.text(&title)))?;
    writeln!(out, "{}", data(&reasons(words, trial, standing).join("\n")))?;
    Ok(())
}

/// Why, then what was expected and what was answered.
fn reasons(words: &Words<'_>, trial: &Trial, standing: Standing) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(error) = &trial.error {
        out.push(words.text(error));
    }
    for score in trial.scores.iter().filter(|s| s.weight > 0.0 && s.outcome != Outcome::Pass) {
        let reason = score.reason.as_ref().map_or_else(|| words.say(standing.key()), |r| words.text(r));
        out.push(format!("{}{}{reason}", excerpt(&score.check, 40), words.say("report-colon")));
    }
    if out.is_empty() {
        out.push(words.say(standing.key()));
    }
    for (key, text) in [("report-expected", &trial.expect), ("report-answer", &trial.text)] {
        if let Some(text) = text {
            out.push(format!("{}{}{}", words.say(key), words.say("report-colon"), excerpt(text, QUOTED)));
        }
    }
    out
}

/// Escaping of a command's message (actions/toolkit, packages/core/src/command.ts, `escapeData`).
fn data(text: &str) -> Cow<'_, str> {
    escaped(text, |c| match c {
        '%' => Some("%25"),
        '\r' => Some("%0D"),
        '\n' => Some("%0A"),
        _ => None,
    })
}

/// Escaping of a command's property (same file, `escapeProperty`).
fn property(text: &str) -> Cow<'_, str> {
    escaped(text, |c| match c {
        '%' => Some("%25"),
        '\r' => Some("%0D"),
        '\n' => Some("%0A"),
        ':' => Some("%3A"),
        ',' => Some("%2C"),
        _ => None,
    })
}

fn escaped(text: &str, escape: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    if text.chars().all(|c| escape(c).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match escape(c) {
            Some(sign) => out.push_str(sign),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}
