//! One evaluation and eighteen of its trials, as files; and the ways tests write and read them.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::path::Path;

use locale::Locale;
use report::{Exporter, Report};
use terms::Lang;
use terms::evaluation::{Evaluation, Trial};

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// Sixty cases, a crafted prompt, the bare request and a shorter prompt without a price.
pub fn evaluation() -> Evaluation {
    serde_json::from_str(&file("evaluation.json")).unwrap()
}

/// Six of its cases: all right, bare wrong, all wrong, only the first right, a failed call, an unscored answer.
pub fn trials() -> Vec<Trial> {
    file("trials.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What an exporter writes.
pub fn write(exporter: &dyn Exporter, lang: Lang, evaluation: &Evaluation, trials: &[Trial]) -> String {
    let locale = Locale::new(lang);
    let report = Report::new(evaluation, &locale);
    let mut out = Vec::new();
    let read = trials.iter().cloned().map(Ok::<_, report::ReportError>);
    exporter.write(&report, &mut report::trials(read), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}
