//! From the `checks:` list of a suite to checks.

use serde_json::{Map, Value};
use terms::{Message, Output, Place};

use crate::args::{Args, nearest};
use crate::check::{Check, Checks, Metric};
use crate::error::{CheckError, Problem};
use crate::judgement::Rule;
use crate::rules::{self, Row, Takes};
use crate::text::Compare;

/// What is known around a list of checks.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// File the list is in, for messages.
    pub file: Option<&'a str>,
    /// 1-based line of each check, when known; may be shorter than the list.
    pub lines: &'a [u32],
    /// What the prompt promises to return: gives `label` its labels, `json_schema` its schema, and says what
    /// `expect` means.
    pub output: Option<&'a Output>,
}

/// Names of all checks, in the order of the reference.
pub fn names() -> impl Iterator<Item = &'static str> {
    rules::ROWS.iter().map(|row| row.name).chain(["expect", "not"])
}

/// Reads a list of checks. Each is a name (`equals`), a name with its value (`contains: bonjour`), or keys
/// (`{type: regex, pattern: "...", name: polite, weight: 2, negate: true}`).
///
/// # Errors
/// All the checks that cannot be understood, in order.
pub fn parse(specs: &[Value], context: &Context<'_>) -> Result<Checks, Vec<CheckError>> {
    let mut metrics: Vec<Metric> = Vec::with_capacity(specs.len());
    let mut errors = Vec::new();
    for (i, spec) in specs.iter().enumerate() {
        let read = Spec::read(spec).and_then(|spec| build(spec, &metrics, context));
        match read {
            Ok(metric) => metrics.push(metric),
            Err(problem) => {
                let place = context.file.map(|file| Place {
                    file: file.to_owned(),
                    line: context.lines.get(i).copied(),
                    column: None,
                });
                errors.push(CheckError { place, number: i + 1, problem });
            }
        }
    }
    if errors.is_empty() {
        Ok(Checks(metrics.into_iter().map(|m| Box::new(m) as Box<dyn Check>).collect()))
    } else {
        Err(errors)
    }
}

/// The check of a prompt without a suite: `expect` compared as the output's type asks. Text is the same after
/// normalising spaces, a label is that label, a number is within the tolerance, JSON has equal values.
pub fn for_output(output: &Output) -> Checks {
    let (row, map) = by_output(output);
    let columns = columns(row.name, row);
    let rule: Box<dyn Rule> = rules::for_output(output, columns);
    let identity = identity(row.name, row.name, 1.0, false, &map);
    Checks(vec![Box::new(Metric { name: row.name.to_owned(), weight: 1.0, negate: false, rule, identity })])
}

/// The check that scores `expect` for this output, and its keys.
fn by_output(output: &Output) -> (&'static Row, Map<String, Value>) {
    let mut map = Map::new();
    let row = match output {
        Output::Labels { labels } if !labels.is_empty() => {
            map.insert("value".to_owned(), Value::from(labels.clone()));
            &rules::LABEL
        }
        Output::Text | Output::Labels { .. } => &rules::EQUALS,
        Output::Number { tolerance } => {
            map.insert("tolerance".to_owned(), Value::from(rules::tolerance(*tolerance)));
            &rules::NUMBER
        }
        Output::Json { .. } => &rules::JSON_EQUALS,
    };
    (row, map)
}

/// An entry of the list in one shape, however it was written.
struct Spec {
    check: String,
    negate: bool,
    map: Map<String, Value>,
}

impl Spec {
    fn read(spec: &Value) -> Result<Spec, Problem> {
        match spec {
            Value::String(name) => Ok(Spec { check: name.clone(), negate: false, map: Map::new() }),
            Value::Object(map) => Spec::read_map(map.clone()),
            _ => Err(Problem::Shape),
        }
    }

    fn read_map(mut map: Map<String, Value>) -> Result<Spec, Problem> {
        if let Some(name) = map.shift_remove("type") {
            let Value::String(check) = name else { return Err(Problem::Shape) };
            return Ok(Spec { check, negate: false, map });
        }
        let mut named = map.keys().filter(|key| is_check(key));
        let key = match (named.next(), named.next()) {
            (Some(key), None) => key.clone(),
            (Some(first), Some(second)) => {
                return Err(Problem::Ambiguous { first: first.clone(), second: second.clone() });
            }
            (None, _) => {
                let own = map.keys().find(|key| !crate::args::COMMON.contains(&key.as_str()));
                return Err(own.map_or(Problem::Shape, |name| unknown(name)));
            }
        };
        let value = map.shift_remove(&key).unwrap_or(Value::Null);
        if is_not(&key) {
            let mut inner = Spec::read(&value)?;
            inner.negate = !inner.negate;
            inner.map.extend(map);
            return Ok(inner);
        }
        match (rules::find(&key).map(|row| row.takes), value) {
            (Some(Takes::Keys), Value::Object(inner)) => {
                // what is nearer to the check's name wins
                map.extend(inner);
            }
            (_, value) => {
                map.insert("value".to_owned(), value);
            }
        }
        Ok(Spec { check: key, negate: false, map })
    }
}

fn is_not(name: &str) -> bool {
    matches!(name, "not" | "pas")
}

fn is_expect(name: &str) -> bool {
    matches!(name, "expect" | "attendu")
}

fn is_check(name: &str) -> bool {
    is_not(name) || is_expect(name) || rules::find(name).is_some()
}

fn unknown(name: &str) -> Problem {
    let key = Compare::Fold.form(name).replace('-', "_");
    Problem::UnknownCheck { name: name.to_owned(), nearest: nearest(&key, names()) }
}

fn build(spec: Spec, before: &[Metric], context: &Context<'_>) -> Result<Metric, Problem> {
    let Spec { check, mut negate, mut map } = spec;
    let row = if is_expect(&check) {
        let (row, keys) = by_output(context.output.unwrap_or(&Output::Text));
        for (key, value) in keys {
            map.entry(key).or_insert(value);
        }
        row
    } else {
        rules::find(&check).ok_or_else(|| unknown(&check))?
    };
    map.retain(|_, value| !value.is_null());
    let mut common = Args::new(row.name, Vec::new(), None, map);
    let name = common.text("name")?;
    if name.as_ref().is_some_and(|n| n.trim().is_empty()) {
        return Err(common.wrong("name", Message::new("checks-must-be-text")));
    }
    let weight = common.number("weight")?.unwrap_or(1.0);
    negate ^= common.flag("negate")?;
    let map = common.rest();
    let name = name.unwrap_or_else(|| free_name(row.name, before));
    let mut identity = identity(row.name, &name, weight, negate, &map);
    let mut args = Args::new(row.name, columns(&name, row), context.output, map);
    let rule = (row.build)(&mut args)?;
    if args.by_output
        && let Some(output) = context.output
    {
        identity.push_str(&serde_json::to_string(output).unwrap_or_default());
    }
    args.finish()?;
    Ok(Metric { name, weight, negate, rule, identity })
}

/// `contains`, then `contains-2`: two metrics of one name would be added together.
fn free_name(name: &str, before: &[Metric]) -> String {
    let taken = |name: &str| before.iter().any(|m| m.name == name);
    if !taken(name) {
        return name.to_owned();
    }
    (2..).map(|i| format!("{name}-{i}")).find(|n| !taken(n)).unwrap_or_default()
}

/// The columns in which a case may say what this check expects.
fn columns(name: &str, row: &Row) -> Vec<String> {
    let mut columns = vec![name.to_owned()];
    for other in [row.name, row.french, ""] {
        if !columns.iter().any(|c| c == other) {
            columns.push(other.to_owned());
        }
    }
    columns
}

fn identity(check: &str, name: &str, weight: f64, negate: bool, map: &Map<String, Value>) -> String {
    let mut keys: Vec<(&String, &Value)> = map.iter().collect();
    keys.sort_by_key(|(key, _)| key.as_str());
    serde_json::json!([check, name, weight, negate, keys]).to_string()
}
