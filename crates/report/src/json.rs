//! The document of `--json`, field by field in docs/evaluation-json.md.

use std::io::Write;

use serde_json::{Value, to_value};
use terms::Message;

use crate::{Exporter, Report, ReportError, Trials};

/// The evaluation as one JSON document: keys in a stable order, two-space indent, a final line break.
///
/// Each sentence (`notes[]`, `flaws[].example`) also carries its `text` in the run's language, because a script
/// cannot look keys up.
pub struct Json;

impl Exporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }
    fn extension(&self) -> &'static str {
        "json"
    }
    fn reads_trials(&self) -> bool {
        false
    }
    fn write(&self, report: &Report<'_>, _: &mut Trials<'_>, out: &mut dyn Write) -> Result<(), ReportError> {
        // plain data: the only failure serde_json knows here is a map whose keys are not text, and there is none
        let mut document = to_value(report.evaluation).map_err(std::io::Error::from)?;
        let evaluation = report.evaluation;
        if let Some(notes) = document.get_mut("notes") {
            say(report, notes, evaluation.notes.iter());
        }
        if let Some(Value::Array(flaws)) = document.get_mut("flaws") {
            for (flaw, known) in flaws.iter_mut().zip(&evaluation.flaws) {
                if let Some(example) = flaw.get_mut("example") {
                    say_one(report, example, &known.example);
                }
            }
        }
        serde_json::to_writer_pretty(&mut *out, &document).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        Ok(())
    }
}

fn say<'m>(report: &Report<'_>, values: &mut Value, messages: impl Iterator<Item = &'m Message>) {
    if let Value::Array(values) = values {
        for (value, message) in values.iter_mut().zip(messages) {
            say_one(report, value, message);
        }
    }
}

fn say_one(report: &Report<'_>, value: &mut Value, message: &Message) {
    if let Value::Object(fields) = value {
        fields.insert("text".to_owned(), Value::String(report.locale.text(message)));
    }
}
