//! One file per check, one row per check.

mod contains;
mod contains_all;
mod contains_any;
mod cost;
mod ends_with;
mod equals;
mod field;
mod finish;
mod json;
mod json_equals;
mod json_schema;
mod label;
mod language;
mod latency;
mod length;
mod number;
mod one_of;
mod regex;
mod similarity;
mod starts_with;

use terms::Output;

use crate::args::Args;
use crate::error::Problem;
use crate::expected::Expected;
use crate::judgement::Rule;
use crate::text::Compare;

pub(crate) use number::tolerance;

/// What stands after a check's name in its short form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A value, or a table of keys.
    Keys,
    /// A value, even when it is a table: a schema, a JSON value.
    Value,
}

/// A check of the registry.
pub(crate) struct Row {
    /// English name, which is also the default name of the metric.
    pub(crate) name: &'static str,
    /// French name, read too.
    pub(crate) french: &'static str,
    pub(crate) takes: Takes,
    pub(crate) build: fn(&mut Args<'_>) -> Result<Box<dyn Rule>, Problem>,
}

const fn row(
    name: &'static str,
    french: &'static str,
    takes: Takes,
    build: fn(&mut Args<'_>) -> Result<Box<dyn Rule>, Problem>,
) -> Row {
    Row { name, french, takes, build }
}

pub(crate) static EQUALS: Row = row("equals", "égal", Takes::Keys, equals::build);
pub(crate) static LABEL: Row = row("label", "étiquette", Takes::Keys, label::build);
pub(crate) static NUMBER: Row = row("number", "nombre", Takes::Keys, number::build);
pub(crate) static JSON_EQUALS: Row = row("json_equals", "json_égal", Takes::Value, json_equals::build);

/// The registry, in the order of the reference.
pub(crate) static ROWS: &[&Row] = &[
    &EQUALS,
    &LABEL,
    &row("one_of", "parmi", Takes::Keys, one_of::build),
    &row("contains", "contient", Takes::Keys, contains::build),
    &row("contains_any", "contient_un", Takes::Keys, contains_any::build),
    &row("contains_all", "contient_tout", Takes::Keys, contains_all::build),
    &row("starts_with", "commence_par", Takes::Keys, starts_with::build),
    &row("ends_with", "finit_par", Takes::Keys, ends_with::build),
    &row("regex", "motif", Takes::Keys, regex::build),
    &NUMBER,
    &row("json", "json", Takes::Keys, json::build),
    &row("json_schema", "schéma_json", Takes::Value, json_schema::build),
    &JSON_EQUALS,
    &row("field", "champ", Takes::Keys, field::build),
    &row("similarity", "similarité", Takes::Keys, similarity::build),
    &row("length", "longueur", Takes::Keys, length::build),
    &row("language", "langue", Takes::Keys, language::build),
    &row("finish", "fin", Takes::Keys, finish::build),
    &row("latency", "latence", Takes::Keys, latency::build),
    &row("cost", "coût", Takes::Keys, cost::build),
];

/// The check of this name, in English or French, whatever its case, accents and hyphens.
pub(crate) fn find(name: &str) -> Option<&'static Row> {
    let folded = |text: &str| Compare::Fold.form(text).replace(['-', ' '], "_");
    let name = folded(name);
    ROWS.iter().find(|row| row.name == name || folded(row.french) == name).copied()
}

/// The rule by which `expect` is scored without a suite.
pub(crate) fn for_output(output: &Output, columns: Vec<String>) -> Box<dyn Rule> {
    let expected = Expected::of_case(columns);
    match output {
        Output::Labels { labels } if !labels.is_empty() => {
            Box::new(label::Label::new(labels.clone(), Compare::Normalised, expected))
        }
        Output::Text | Output::Labels { .. } => Box::new(equals::Equals::new(Compare::Normalised, expected)),
        Output::Number { tolerance } => Box::new(number::Number::within(*tolerance, expected)),
        Output::Json { .. } => Box::new(json_equals::JsonEquals::new(expected)),
    }
}
