//! `cases`: describe a file of cases, write each one's split, leave out those that say the same thing.

use std::io::Write;
use std::path::Path;

use report::visible::one_line;
use serde_json::json;
use table::{CaseOptions, CaseWriter, Column, CsvStyle, Description, Encoding, Format, Ratios, Role, Twin};
use terms::{Case, Kind, Message};

use super::{DONE, Outcome};
use crate::cli::{Cases, CasesAction, Dedupe, Describe, Split};
use crate::failure::Failure;
use crate::session::Session;
use crate::{columns, output};

/// Commonest labels shown.
const LABELS: usize = 12;
/// Twins named; the rest is counted.
const TWINS: usize = 20;

pub fn run(session: &Session, args: &Cases) -> Outcome {
    let mut options = CaseOptions::default();
    if let Some(name) = &args.encoding {
        let wrong =
            || Failure::of(Kind::User, Message::new("cli-wrong-encoding").with("name", name.as_str()));
        options.encoding = Encoding::from_name(name).ok_or_else(wrong)?;
    }
    match &args.action {
        CasesAction::Describe(args) => describe(session, args, &options),
        CasesAction::Split(args) => split(session, args, options),
        CasesAction::Dedupe(args) => dedupe(session, args, &options),
    }
}

fn describe(session: &Session, args: &Describe, options: &CaseOptions) -> Outcome {
    let found = table::describe(table::open_cases(&args.file, options)?, Some(0.9))?;
    if session.printer.json() {
        session.printer.document(&json!({
            "schema": "motjuste/cases/1",
            "cases": found.cases,
            "splits": found.splits.iter().map(|(s, n)| (s.name(), n)).collect::<std::collections::BTreeMap<_, _>>(),
            "columns": found.columns.iter().map(|c| json!({
                "name": c.name, "filled": c.filled, "distinct": c.distinct,
                "shortest": c.min, "median": c.median, "longest": c.max,
            })).collect::<Vec<_>>(),
            "labels": found.labels,
            "other_labels": found.other_labels,
            "tags": found.tags,
            "weighted": found.weighted,
            "clusters": found.clusters,
            "exact_twins": found.exact_twins,
            "near_twins": found.near_twins,
            "contradictions": found.contradictions,
            "leaks": found.leaks,
        }));
        return Ok(DONE);
    }
    session.printer.out(&text(session, &found));
    Ok(DONE)
}

fn text(session: &Session, found: &Description) -> String {
    let locale = &session.locale;
    let count = |n: u64| locale.integer(i64::try_from(n).unwrap_or(i64::MAX));
    let parts: Vec<String> =
        found.splits.iter().map(|(split, n)| format!("{} {}", split.name(), count(*n))).collect();
    let heading = Message::new("cli-cases-count").with("count", found.cases).with("splits", parts.join(", "));
    let mut out = locale.text(&heading);
    out.push_str("\n\n");
    let heads = [
        "cli-cases-column",
        "cli-cases-filled",
        "cli-cases-distinct",
        "cli-cases-shortest",
        "cli-cases-median",
        "cli-cases-longest",
    ];
    let rows = found.columns.iter().map(|column| {
        vec![
            one_line(&column.name).into_owned(),
            count(column.filled),
            count(column.distinct),
            count(column.min),
            count(column.median),
            count(column.max),
        ]
    });
    let heads = heads.map(|key| locale.say(key)).to_vec();
    out.push_str(&columns::draw(heads, rows.collect(), &[1, 2, 3, 4, 5]));
    if !found.labels.is_empty() {
        let shown =
            found.labels.iter().take(LABELS).map(|(label, n)| format!("{} {}", one_line(label), count(*n)));
        let list = shown.collect::<Vec<_>>().join(", ");
        let rest = found.labels.len().saturating_sub(LABELS) as u64 + found.other_labels;
        out.push('\n');
        out.push_str(
            &locale.text(&Message::new("cli-cases-expected").with("labels", list).with("rest", rest)),
        );
    }
    let warnings = [
        ("cli-cases-exact", found.exact_twins),
        ("cli-cases-near", found.near_twins),
        ("cli-cases-contradictions", found.contradictions),
        ("cli-cases-leaks", found.leaks),
    ];
    for (key, n) in warnings.into_iter().filter(|(_, n)| *n > 0) {
        out.push('\n');
        out.push_str(&locale.text(&Message::new(key).with("count", n)));
    }
    out
}

fn split(session: &Session, args: &Split, options: CaseOptions) -> Outcome {
    let options = CaseOptions { ratios: ratios(&args.ratios)?, ..options };
    let cases = table::open_cases(&args.file, &options)?;
    let mut columns = cases.columns().to_vec();
    if !columns.iter().any(|column| column.role == Role::Split) {
        columns.push(Column { header: "split".to_owned(), role: Role::Split });
    }
    let mut counts = std::collections::BTreeMap::<&str, u64>::new();
    let counted = cases.inspect(|case| {
        if let Ok(case) = case {
            *counts.entry(case.split.name()).or_default() += 1;
        }
    });
    copy(&args.to, &columns, counted)?;
    if session.printer.json() {
        session.printer.document(&json!({"schema": "motjuste/split/1", "file": args.to, "splits": counts}));
        return Ok(DONE);
    }
    let parts: Vec<String> = counts.iter().map(|(name, n)| format!("{name} {n}")).collect();
    let message = Message::new("cli-cases-split").with("file", args.to.display().to_string());
    session.printer.out(&session.locale.text(&message.with("splits", parts.join(", "))));
    Ok(DONE)
}

fn dedupe(session: &Session, args: &Dedupe, options: &CaseOptions) -> Outcome {
    if !(0.0..=1.0).contains(&args.near) {
        return Err(Failure::of(Kind::User, Message::new("cli-wrong-share").with("arg", "--near")));
    }
    let cases = table::open_cases(&args.file, options)?;
    let columns = cases.columns().to_vec();
    let mut twins: Vec<(u32, Message)> = Vec::new();
    let (mut left_out, mut contradictions) = (0_u64, 0_u64);
    let told = |case: &Case, twin: &Twin| {
        let (key, other) = match twin {
            Twin::None => return,
            Twin::Exact(seen) => ("cli-twin-exact", seen),
            Twin::Near(seen, _) => ("cli-twin-near", seen),
            Twin::Contradiction(seen) => ("cli-twin-contradiction", seen),
        };
        match twin {
            Twin::Contradiction(_) => contradictions += 1,
            _ => left_out += 1,
        }
        if twins.len() < TWINS {
            twins.push((case.line, Message::new(key).with("line", case.line).with("other", other.line)));
        }
    };
    let mut kept = 0_u64;
    let rest = table::dedupe(cases, Some(args.near), told).inspect(|_| kept += 1);
    match &args.to {
        Some(to) => copy(to, &columns, rest)?,
        None => rest.into_iter().try_for_each(|case| case.map(drop))?,
    }
    let sentences: Vec<String> = twins.iter().map(|(_, twin)| session.locale.text(twin)).collect();
    if session.printer.json() {
        session.printer.document(&json!({
            "schema": "motjuste/dedupe/1",
            "kept": kept,
            "left_out": left_out,
            "contradictions": contradictions,
            "twins": sentences,
        }));
        return Ok(DONE);
    }
    let shown = sentences.len() as u64;
    sentences.iter().for_each(|sentence| session.printer.out(sentence));
    let total = Message::new("cli-cases-deduped").with("kept", kept).with("left", left_out);
    let more = (left_out + contradictions).saturating_sub(shown);
    session
        .printer
        .out(&session.locale.text(&total.with("contradictions", contradictions).with("more", more)));
    Ok(DONE)
}

/// Writes cases in the format of the file's ending, whole or not at all.
fn copy(
    to: &Path,
    columns: &[Column],
    cases: impl Iterator<Item = Result<Case, table::TableError>>,
) -> Result<(), Failure> {
    let format = Format::of(to)?;
    let name = to.display().to_string();
    output::whole(to, |out| {
        let mut writer: CaseWriter<&mut dyn Write> = match format {
            Format::Csv => CaseWriter::csv(out, &name, columns, CsvStyle::default())?,
            Format::Tsv => {
                CaseWriter::csv(out, &name, columns, CsvStyle { delimiter: b'\t', ..CsvStyle::default() })?
            }
            Format::Jsonl => CaseWriter::jsonl(out, &name, columns),
            Format::Xlsx => {
                return Err(Failure::of(Kind::User, Message::new("cli-wrong-xlsx").with("file", name)));
            }
        };
        for case in cases {
            writer.write(&case?)?;
        }
        writer.finish()?;
        Ok(())
    })
}

fn ratios(given: &str) -> Result<Ratios, Failure> {
    let wrong = || Failure::of(Kind::User, Message::new("cli-wrong-ratios").with("given", given));
    let shares: Vec<f64> = given.split(',').filter_map(|s| s.trim().parse().ok()).collect();
    match shares.as_slice() {
        [train, dev, test] => Ratios::new(*train, *dev, *test).map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}
