//! `length`: how long the reply is, in characters, words, sentences, lines or tokens.

use terms::Message;
use unicode_segmentation::UnicodeSegmentation;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::judgement::{Judgement, Rule};

#[derive(Clone, Copy, PartialEq)]
enum Unit {
    /// What a reader calls a character (extended grapheme clusters): an accented letter is one, an emoji is one.
    Characters,
    /// Words by Unicode's rules (UAX 29): `l'eau` is one, punctuation is none.
    Words,
    /// Sentences by Unicode's rules that hold a letter or a digit.
    Sentences,
    /// Lines that are not blank.
    Lines,
    /// Those the vendor counted, reasoning left out; one for four bytes when it counted none.
    Tokens,
}

const UNITS: &[(&str, Unit)] = &[
    ("characters", Unit::Characters),
    ("words", Unit::Words),
    ("sentences", Unit::Sentences),
    ("lines", Unit::Lines),
    ("tokens", Unit::Tokens),
];

struct Length {
    unit: Unit,
    min: u64,
    max: Option<u64>,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let unit = args.choice("unit", UNITS)?.unwrap_or(Unit::Characters);
    let exactly = args.count("value")?;
    let (min, max) = (args.count("min")?, args.count("max")?);
    let (min, max) = match (exactly, min, max) {
        (Some(_), Some(_), _) | (Some(_), _, Some(_)) => {
            return Err(args.wrong("value", Message::new("checks-must-be-alone")));
        }
        (Some(exactly), None, None) => (exactly, Some(exactly)),
        (None, None, None) => return Err(args.missing("max")),
        (None, min, max) => (min.unwrap_or(0), max),
    };
    if max.is_some_and(|max| max < min) {
        return Err(args.wrong("max", Message::new("checks-must-be-above-min")));
    }
    Ok(Box::new(Length { unit, min, max }))
}

impl Length {
    fn count(&self, seen: &Observed<'_>) -> u64 {
        let text = seen.text;
        let count = match self.unit {
            Unit::Characters if text.is_ascii() => text.len() - text.matches("\r\n").count(),
            Unit::Characters => text.graphemes(true).count(),
            Unit::Words => text.unicode_words().count(),
            Unit::Sentences => sentences(text),
            Unit::Lines => text.lines().filter(|line| !line.trim().is_empty()).count(),
            Unit::Tokens => match seen.usage {
                Some(usage) => return usage.output.saturating_sub(usage.reasoning),
                None => text.len().div_ceil(4),
            },
        };
        count as u64
    }

    fn unit(&self) -> Message {
        match self.unit {
            Unit::Characters => Message::new("checks-unit-characters"),
            Unit::Words => Message::new("checks-unit-words"),
            Unit::Sentences => Message::new("checks-unit-sentences"),
            Unit::Lines => Message::new("checks-unit-lines"),
            Unit::Tokens => Message::new("checks-unit-tokens"),
        }
    }
}

/// Sentences that hold a letter or a digit.
fn sentences(text: &str) -> usize {
    let mut count = 0;
    // counted by hand: adapters ask for `size_hint`, which subtracts 1 from 0 when the text is empty
    // (unicode-segmentation 1.13)
    for piece in text.split_sentence_bounds() {
        count += usize::from(piece.chars().any(char::is_alphanumeric));
    }
    count
}

impl Rule for Length {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let count = self.count(seen);
        if count < self.min {
            let message = Message::new("checks-length-short").with("count", count);
            return Judgement::Fail(message.with("min", self.min).with("unit", self.unit()));
        }
        match self.max {
            Some(max) if count > max => {
                let message = Message::new("checks-length-long").with("count", count);
                Judgement::Fail(message.with("max", max).with("unit", self.unit()))
            }
            _ => Judgement::Pass,
        }
    }

    fn describe(&self) -> Message {
        let message = match self.max {
            Some(max) if max == self.min => Message::new("checks-is-length-exactly").with("count", max),
            Some(max) if self.min == 0 => Message::new("checks-is-length-most").with("max", max),
            Some(max) => Message::new("checks-is-length-between").with("min", self.min).with("max", max),
            None => Message::new("checks-is-length-least").with("min", self.min),
        };
        message.with("unit", self.unit())
    }
}
