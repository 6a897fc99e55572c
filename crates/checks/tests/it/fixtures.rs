//! Every check against the lines of `fixtures/<check>.jsonl`: `{spec, text, …, outcome, reason?, value?}`.
//!
//! `expect` is the case's expectation (a text, or a table of columns), `output` the prompt's. Adding a case is
//! adding a line.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

use std::collections::BTreeMap;
use std::path::Path;

use checks::{Context, Observed, for_output, parse};
use locale::Locale;
use serde::Deserialize;
use serde_json::Value;
use terms::{Case, Finish, Lang, Money, Outcome, Output, Split, Usage};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// A check as a suite writes it; absent: the default check of `output`.
    spec: Option<Value>,
    text: String,
    expect: Option<Value>,
    output: Option<Output>,
    finish: Option<Finish>,
    latency_ms: Option<f64>,
    cost: Option<Money>,
    usage: Option<Usage>,
    outcome: Outcome,
    value: Option<f64>,
    reason: Option<String>,
}

fn case(expect: Option<&Value>) -> Case {
    let mut columns = BTreeMap::new();
    match expect {
        None => {}
        Some(Value::Object(map)) => {
            columns.extend(map.iter().map(|(k, v)| (k.clone(), v.as_str().unwrap().to_owned())));
        }
        Some(text) => {
            columns.insert(String::new(), text.as_str().unwrap().to_owned());
        }
    }
    Case {
        number: 0,
        id: "1".to_owned(),
        line: 2,
        values: serde_json::Map::new(),
        expect: columns,
        tags: Vec::new(),
        weight: 1.0,
        cluster: None,
        split: Split::Dev,
    }
}

/// What is wrong with a line, if something is.
fn check(line: &str, locales: &[Locale]) -> Result<(), String> {
    let line: Line = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let checks = match &line.spec {
        Some(spec) => {
            let context = Context { output: line.output.as_ref(), ..Context::default() };
            parse(std::slice::from_ref(spec), &context).map_err(|e| e[0].to_string())?
        }
        None => for_output(line.output.as_ref().ok_or("neither spec nor output")?),
    };
    let case = case(line.expect.as_ref());
    let seen = Observed {
        text: &line.text,
        case: &case,
        finish: line.finish.as_ref(),
        latency_ms: line.latency_ms,
        cost: line.cost.as_ref(),
        usage: line.usage.as_ref(),
    };
    let score = checks.score(&seen).remove(0);
    let said = score.reason.as_ref().map(ToString::to_string);
    if score.outcome != line.outcome {
        return Err(format!("{:?} for {said:?}", score.outcome));
    }
    if score.reason.as_ref().map(|r| r.key.as_ref()) != line.reason.as_deref() {
        return Err(format!("the reason is {said:?}"));
    }
    // a graded score is written in the fixture, any other is 1 or 0
    let wanted = match (line.value, line.outcome) {
        (Some(value), _) => Some(value),
        (None, Outcome::Pass) => Some(1.0),
        (None, Outcome::Fail) => Some(0.0),
        (None, Outcome::Unscored) => None,
    };
    let same = match (score.value, wanted) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    };
    if !same {
        return Err(format!("the value is {:?}", score.value));
    }
    // every sentence can be said in both languages, with nothing left out
    let description = checks.0[0].describe();
    for message in score.reason.iter().chain([&description]) {
        for locale in locales {
            let said = locale.text(message);
            if said.contains("{$") || said.contains("checks-") {
                return Err(said);
            }
        }
    }
    Ok(())
}

#[test]
fn every_line_of_every_fixture_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let locales = Lang::ALL.map(Locale::new);
    let (mut files, mut lines, mut wrong) = (Vec::new(), 0, Vec::new());
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        for (i, line) in std::fs::read_to_string(&path).unwrap().lines().enumerate() {
            if !line.trim().is_empty() {
                let at = format!("{name}.jsonl:{}", i + 1);
                wrong.extend(check(line, &locales).err().map(|why| format!("{at}: {why}")));
                lines += 1;
            }
        }
        files.push(name);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for name in checks::names().filter(|n| *n != "expect") {
        assert!(files.iter().any(|f| f == name), "no fixtures for {name}");
    }
    assert!(lines > 150, "{lines} lines: were the fixtures found?");
}
