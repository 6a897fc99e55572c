//! Trials as RFC 4180 CSV: one row each, English column names and plain numbers in every language, so that one script
//! reads every run.

use std::borrow::Cow;
use std::io::Write;

use terms::Outcome;
use terms::Score;
use terms::evaluation::Evaluation;

use crate::words::Words;
use crate::{Exporter, Report, ReportError, Standing, Trials};

/// One row per trial, then one column `check.<name>` per metric (`pass`, `fail`, `unscored`).
///
/// A cell whose text a spreadsheet would run as a formula starts with `'`.
pub struct Csv;

impl Exporter for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }
    fn extension(&self) -> &'static str {
        "csv"
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
        let checks = checks(report.evaluation);
        let mut writer = csv::WriterBuilder::new().from_writer(out);
        let fixed = [
            "case",
            "arm",
            "prompt",
            "version",
            "model",
            "variant",
            "repeat",
            "outcome",
            "score",
            "expected",
            "answer",
            "reasons",
            "error",
            "latency_ms",
            "cost",
            "currency",
            "priced_on",
            "reused",
            "call",
        ];
        for name in fixed {
            writer.write_field(name).map_err(refused)?;
        }
        for check in &checks {
            writer.write_field(tamed(&format!("check.{check}")).as_bytes()).map_err(refused)?;
        }
        end(&mut writer)?;
        for trial in trials {
            let trial = trial.map_err(ReportError::Trials)?;
            let arm = words.arm(trial.arm);
            let reasons: Vec<String> = trial
                .scores
                .iter()
                .filter_map(|s| Some(format!("{}: {}", s.check, report.locale.text(s.reason.as_ref()?))))
                .collect();
            let number = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
            // ours, or shaped by their types: nothing a formula could hide in
            let mut plain = |text: &str| writer.write_field(text).map_err(refused);
            plain(&tamed(&trial.case_id))?;
            plain(&trial.arm.to_string())?;
            plain(&tamed(arm.map_or("", |a| &a.prompt)))?;
            plain(&tamed(arm.map_or("", |a| &a.version)))?;
            plain(&tamed(arm.map_or("", |a| &a.model)))?;
            plain(&tamed(arm.and_then(|a| a.variant.as_deref()).unwrap_or("")))?;
            plain(&trial.repeat.to_string())?;
            plain(Standing::of(&trial).name())?;
            plain(&number(Score::total(&trial.scores)))?;
            plain(&tamed(trial.expect.as_deref().unwrap_or("")))?;
            plain(&tamed(trial.text.as_deref().unwrap_or("")))?;
            plain(&tamed(&reasons.join("\n")))?;
            plain(&tamed(&trial.error.as_ref().map(|e| report.locale.text(e)).unwrap_or_default()))?;
            plain(&number(trial.latency_ms))?;
            plain(&number(trial.cost.map(|m| m.amount())))?;
            plain(trial.cost.as_ref().map_or("", |m| m.currency.code()))?;
            plain(&trial.cost.map(|m| m.catalogue.to_string()).unwrap_or_default())?;
            plain(if trial.reused { "true" } else { "false" })?;
            plain(&trial.call.map(|c| c.to_string()).unwrap_or_default())?;
            for check in &checks {
                let outcome = trial.scores.iter().find(|s| s.check == *check).map(|s| s.outcome);
                plain(match outcome {
                    None => "",
                    Some(Outcome::Pass) => "pass",
                    Some(Outcome::Fail) => "fail",
                    Some(Outcome::Unscored) => "unscored",
                })?;
            }
            end(&mut writer)?;
        }
        writer.flush()?;
        Ok(())
    }
}

/// Names of the metrics, each once, in the order of the arms.
fn checks(evaluation: &Evaluation) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for metric in evaluation.arms.iter().flat_map(|a| &a.metrics) {
        if !names.contains(&metric.name.as_str()) {
            names.push(&metric.name);
        }
    }
    names
}

/// A text no spreadsheet will take for a formula: Excel, LibreOffice and Google Sheets run cells that start with
/// `= + - @`, with their full-width forms, or with a control character before them (OWASP, CSV injection).
fn tamed(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

fn end<W: Write>(writer: &mut csv::Writer<W>) -> Result<(), ReportError> {
    writer.write_record(None::<&[u8]>).map_err(refused)
}

fn refused(error: csv::Error) -> ReportError {
    ReportError::Write(error.into())
}
