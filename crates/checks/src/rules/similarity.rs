//! `similarity`: how near the reply is to the expected text, 0 to 1. The likeness itself is the score; it passes
//! from the threshold on.

use terms::Message;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::{Compare, shorten};

/// Above which the time of a comparison (characters of one times characters of the other) is no longer small.
const MOST_CELLS: usize = 50_000_000;

#[derive(Clone, Copy)]
enum Method {
    /// 1 - distance / length of the longer, in characters (Levenshtein 1966).
    Levenshtein,
    /// Favours common beginnings; for names and short texts (Winkler 1990).
    JaroWinkler,
    /// Levenshtein over the words in alphabetical order: word order does not count.
    TokenSort,
}

struct Similarity {
    method: Method,
    threshold: f64,
    compare: Compare,
    expected: Expected,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    const METHODS: &[(&str, Method)] = &[
        ("levenshtein", Method::Levenshtein),
        ("jaro_winkler", Method::JaroWinkler),
        ("token_sort", Method::TokenSort),
    ];
    Ok(Box::new(Similarity {
        expected: args.expected("value")?,
        method: args.choice("method", METHODS)?.unwrap_or(Method::Levenshtein),
        threshold: args.share("threshold")?.unwrap_or(0.8),
        compare: args.choice("compare", Compare::NAMES)?.unwrap_or_default(),
    }))
}

impl Similarity {
    /// 0 to 1; `None` when the texts are too long.
    fn likeness(&self, a: &str, b: &str) -> Option<f64> {
        if self.compare.same(a, b) {
            return Some(1.0);
        }
        let (a, b) = (self.compare.form(a), self.compare.form(b));
        if a.chars().count().saturating_mul(b.chars().count()) > MOST_CELLS {
            return None;
        }
        Some(match self.method {
            Method::Levenshtein => strsim::normalized_levenshtein(&a, &b),
            Method::JaroWinkler => strsim::jaro_winkler(&a, &b),
            Method::TokenSort => strsim::normalized_levenshtein(&sorted(&a), &sorted(&b)),
        })
    }
}

fn sorted(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

impl Rule for Similarity {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(expected) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        let Some(value) = self.likeness(seen.text, expected) else {
            return Judgement::Unscored(Message::new("checks-too-long"));
        };
        Judgement::Graded {
            value,
            pass: value >= self.threshold,
            why: Message::new("checks-similarity-low")
                // two decimals, rounded down so that a failure never reads as the threshold itself
                .with("value", (value * 100.0).floor() / 100.0)
                .with("threshold", self.threshold)
                .with("found", shorten(seen.text))
                .with("expected", shorten(expected)),
        }
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-similarity")
            .with("value", self.expected.describe())
            .with("threshold", self.threshold)
    }
}
