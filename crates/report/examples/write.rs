//! Writes a report from files, to look at one while working on it:
//! `cargo run -p motjuste-report --example write -- html fr evaluation.json trials.jsonl > report.html`

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write, stdout};

use report::{Report, terminal};
use terms::evaluation::{Evaluation, Trial};
use terms::{Explain, Lang};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [format, lang, evaluation, trials, rest @ ..] = args.as_slice() else {
        return Err("usage: write FORMAT LANG EVALUATION.json TRIALS.jsonl [WIDTH]".into());
    };
    let evaluation: Evaluation = serde_json::from_reader(BufReader::new(File::open(evaluation)?))?;
    let locale = locale::Locale::new(Lang::from_tag(lang).unwrap_or_default());
    let report = Report::new(&evaluation, &locale);
    let mut trials = BufReader::new(File::open(trials)?).lines().map(|line| {
        let read = line.and_then(|line| serde_json::from_str::<Trial>(&line).map_err(std::io::Error::from));
        read.map_err(|error| Box::new(report::ReportError::Write(error)) as Box<dyn Explain>)
    });
    let mut out = BufWriter::new(stdout().lock());
    match rest.first() {
        Some(width) => {
            let terminal = terminal::Terminal { width: width.parse()?, style: terminal::Style::Ansi };
            report::Exporter::write(&terminal, &report, &mut trials, &mut out)?;
        }
        None => {
            let exporter = report::by_name(format);
            let exporter = exporter.ok_or_else(|| report::ReportError::UnknownFormat(format.clone()))?;
            exporter.write(&report, &mut trials, &mut out)?;
        }
    }
    out.flush()?;
    Ok(())
}
