use std::io::{self, Write};

use serde_json::{Value, json};
use terms::evaluation::Trial;
use terms::{Message, Outcome, Score};

use super::escape::script_json;
use super::{Html, LABELS};
use crate::words::Words;
use crate::{Report, ReportError, Standing, Trials};

/// Trials written into the page, and left out of it.
pub(super) struct Counts {
    pub written: u64,
    pub left_out: u64,
}

/// The trials as a JSON array in a script block, one array per trial and line; page.js names the places.
pub(super) fn write(
    html: &Html,
    report: &Report<'_>,
    trials: &mut Trials<'_>,
    out: &mut dyn Write,
) -> Result<Counts, ReportError> {
    let words = &Words { evaluation: report.evaluation, locale: report.locale };
    let names = checks(words);
    let mut case = None;
    let mut counts = Counts { written: 0, left_out: 0 };
    out.write_all(b"<script type=\"application/json\" id=\"data\">[")?;
    let mut line = String::new();
    for trial in trials {
        let trial = trial.map_err(ReportError::Trials)?;
        if counts.written as usize >= html.rows {
            counts.left_out += 1;
            continue;
        }
        out.write_all(if counts.written == 0 { b"\n" } else { b",\n" })?;
        counts.written += 1;
        line.clear();
        // once per case: its other trials find it there
        let first = case.replace(trial.case) != Some(trial.case);
        let inputs = report.inputs.filter(|_| first).and_then(|inputs| inputs(&trial));
        row(html, words, &names, trial, inputs, &mut line);
        script_json(&line, out)?;
    }
    out.write_all(b"\n]</script>\n")?;
    Ok(counts)
}

/// Number of a check in the page: arms' metrics first, in order, so that the list is known before the trials are.
fn checks<'w>(words: &'w Words<'_>) -> Vec<&'w str> {
    let mut names: Vec<&str> = Vec::new();
    for metric in words.evaluation.arms.iter().flat_map(|arm| &arm.metrics) {
        if !names.contains(&metric.name.as_str()) {
            names.push(&metric.name);
        }
    }
    names
}

fn row(
    html: &Html,
    words: &Words<'_>,
    names: &[&str],
    trial: Trial,
    inputs: Option<String>,
    line: &mut String,
) {
    let standing = match Standing::of(&trial) {
        Standing::Passed => 0,
        Standing::Failed => 1,
        Standing::Unscored => 2,
        Standing::NoAnswer => 3,
    };
    let scores: Vec<Value> = trial
        .scores
        .iter()
        .map(|score| {
            // a check the arms do not list keeps its name
            let name = names.iter().position(|n| *n == score.check);
            let name = name.map_or_else(|| json!(score.check), |at| json!(at));
            let outcome = match score.outcome {
                Outcome::Pass => 0,
                Outcome::Fail => 1,
                Outcome::Unscored => 2,
            };
            json!([name, outcome, score.value, score.reason.as_ref().map(|r| words.locale.text(r))])
        })
        .collect();
    let (text, cut) = match trial.text {
        Some(text) if text.len() > html.text => {
            let end = text.floor_char_boundary(html.text);
            let cut = text[end..].chars().count();
            (Some(text[..end].to_owned()), cut)
        }
        text => (text, 0),
    };
    let cost = trial.cost.map(|money| words.dated(&words.price(&money)));
    let row = json!([
        trial.case,
        trial.case_id,
        trial.arm,
        trial.repeat,
        standing,
        Score::total(&trial.scores),
        text,
        trial.expect,
        scores,
        trial.error.as_ref().map(|e| words.locale.text(e)),
        trial.latency_ms,
        cost,
        u8::from(trial.reused),
        cut,
        inputs.map(|text| text[..text.floor_char_boundary(html.text)].to_owned()),
    ]);
    line.push_str(&row.to_string());
}

/// What the script must know besides the trials: names, pairs, sentences.
pub(super) fn write_meta(words: &Words<'_>, counts: Counts, out: &mut dyn Write) -> io::Result<()> {
    let arms: Vec<Value> = words
        .evaluation
        .arms
        .iter()
        .map(|arm| json!({"arm": arm.arm, "name": words.arm_name(arm), "bare": arm.bare, "model": arm.model}))
        .collect();
    let pairs: Vec<Value> = words
        .claims()
        .iter()
        .map(|claim| {
            let names = words.four(claim).map(|(name, _)| name);
            json!({"a": claim.a.arm, "b": claim.b.arm, "sentence": words.sentence(claim), "cells": names})
        })
        .collect();
    let mut labels = serde_json::Map::new();
    for (name, key) in LABELS {
        labels.insert((*name).to_owned(), Value::String(words.say(key)));
    }
    // sentences whose places the script fills: `{0}` stands where Fluent's variable stood
    let mut place = |name: &str, message: Message| {
        labels.insert(name.to_owned(), Value::String(words.text(&message)));
    };
    place(
        "range",
        Message::new("report-html-range").with("from", "{0}").with("to", "{1}").with("total", "{2}"),
    );
    place("pair", Message::new("report-html-pair").with("cell", "{0}").with("sentence", "{1}"));
    place("cut", Message::new("report-html-cut").with("characters", "{0}"));
    place("repeat", Message::new("report-html-repeat").with("number", "{0}"));
    if counts.left_out > 0 {
        place(
            "left_out",
            Message::new("report-html-left-out")
                .with("shown", counts.written)
                .with("total", counts.written + counts.left_out),
        );
    }
    let meta = json!({
        "arms": arms,
        "checks": checks(words),
        "pairs": pairs,
        "repeats": words.evaluation.repeats,
        "say": labels,
    });
    out.write_all(b"<script type=\"application/json\" id=\"meta\">")?;
    script_json(&meta.to_string(), out)?;
    out.write_all(b"</script>\n")
}
