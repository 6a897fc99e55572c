//! `label`: the reply is one of the labels, alone, and it is the expected one.
//!
//! A label inside a sentence breaks the contract, whichever label it is: a program that reads the reply would
//! find no label. The reason says whether the label was the right one, because the two are mended differently.

use terms::{Message, Output};

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::{Compare, is_whole, shorten};

pub(crate) struct Label {
    labels: Vec<String>,
    /// Folded, with their index, longest first: "very good" is not "good".
    folded: Vec<(String, usize)>,
    compare: Compare,
    expected: Expected,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let labels = match args.texts("value")? {
        Some(labels) => labels,
        None => labels_of(args)?,
    };
    let compare = args.choice("compare", Compare::NAMES)?.unwrap_or_default();
    let expected = args.expected("expected")?;
    Ok(Box::new(Label::new(labels, compare, expected)))
}

/// The labels the prompt promises.
pub(super) fn labels_of(args: &mut Args<'_>) -> Result<Vec<String>, Problem> {
    match args.output() {
        Some(Output::Labels { labels }) if !labels.is_empty() => Ok(labels.clone()),
        _ => Err(args.missing("value")),
    }
}

impl Label {
    pub(crate) fn new(labels: Vec<String>, compare: Compare, expected: Expected) -> Label {
        Label { folded: by_length(&labels), labels, compare, expected }
    }

    fn position(&self, text: &str) -> Option<usize> {
        self.labels.iter().position(|label| self.compare.same(text, label))
    }

    fn why(&self, text: &str, right: usize) -> Message {
        let expected = &self.labels[right];
        if let Some(other) = self.position(text) {
            return Message::new("checks-label-other")
                .with("found", self.labels[other].as_str())
                .with("expected", expected.as_str());
        }
        if text.trim().is_empty() {
            return Message::new("checks-empty");
        }
        let found = mentioned(text, &self.folded);
        let message = match found.as_slice() {
            [only] if *only == right => Message::new("checks-label-right-form"),
            [other] => Message::new("checks-label-wrong-form").with("label", self.labels[*other].as_str()),
            [] => Message::new("checks-label-none"),
            several => {
                let labels: Vec<&str> = several.iter().map(|i| self.labels[*i].as_str()).collect();
                Message::new("checks-label-several").with("labels", shorten(&labels.join(", ")))
            }
        };
        message.with("found", shorten(text)).with("expected", expected.as_str())
    }
}

impl Rule for Label {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(expected) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        let Some(right) = self.position(expected) else {
            let message = Message::new("checks-label-not-expected");
            let labels = shorten(&self.labels.join(", "));
            return Judgement::Unscored(message.with("expected", shorten(expected)).with("labels", labels));
        };
        let pass = self.compare.same(seen.text, &self.labels[right]);
        Judgement::when(pass, || self.why(seen.text, right))
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-label").with("value", self.expected.describe())
    }
}

/// Labels folded, longest first.
pub(super) fn by_length(labels: &[String]) -> Vec<(String, usize)> {
    let mut folded: Vec<(String, usize)> =
        labels.iter().enumerate().map(|(i, l)| (Compare::Fold.form(l).into_owned(), i)).collect();
    folded.retain(|(label, _)| !label.is_empty());
    folded.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
    folded
}

/// The labels a text mentions as whole words, each once, in their order of appearance.
pub(super) fn mentioned(text: &str, folded: &[(String, usize)]) -> Vec<usize> {
    let text = Compare::Fold.form(text);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(c) = text[from..].chars().next() {
        let hit = folded.iter().find(|(label, _)| {
            text[from..].starts_with(label.as_str()) && is_whole(&text, from, from + label.len())
        });
        from += match hit {
            Some((label, index)) => {
                if !found.contains(index) {
                    found.push(*index);
                }
                label.len()
            }
            None => c.len_utf8(),
        };
    }
    found
}
