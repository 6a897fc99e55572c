//! `number`: the number of the reply is the expected one, within a tolerance.
//!
//! A reply without a number, or with two different ones, is not wrong: it cannot be read, and is unscored.

use terms::Message;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::numerals::{Decimal, Numeral, numerals};
use crate::text::shorten;

/// Which number of a reply that has several.
#[derive(Clone, Copy, PartialEq)]
enum Pick {
    Only,
    First,
    Last,
}

pub(crate) struct Number {
    /// Largest difference; the larger of the two counts.
    absolute: f64,
    /// Largest difference as a share of the expected number.
    relative: f64,
    decimal: Option<Decimal>,
    pick: Pick,
    expected: Expected,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    const DECIMALS: &[(&str, Option<Decimal>)] =
        &[("auto", None), ("comma", Some(Decimal::Comma)), ("point", Some(Decimal::Point))];
    const PICKS: &[(&str, Pick)] = &[("only", Pick::Only), ("first", Pick::First), ("last", Pick::Last)];
    let number = Number {
        expected: args.expected("value")?,
        absolute: args.number("tolerance")?.unwrap_or(0.0),
        relative: args.number("relative")?.unwrap_or(0.0),
        decimal: args.choice("decimal", DECIMALS)?.flatten(),
        pick: args.choice("pick", PICKS)?.unwrap_or(Pick::Only),
    };
    if let Some(text) = number.expected.text()
        && numerals(text, number.decimal).len() != 1
    {
        return Err(args.wrong("value", Message::new("checks-must-be-number")));
    }
    Ok(Box::new(number))
}

/// A tolerance that can be used: a finite number of 0 or more.
pub(crate) fn tolerance(asked: f64) -> f64 {
    if asked.is_finite() { asked.abs() } else { 0.0 }
}

impl Number {
    pub(crate) fn within(asked: f64, expected: Expected) -> Number {
        Number { absolute: tolerance(asked), relative: 0.0, decimal: None, pick: Pick::Only, expected }
    }

    fn near(&self, found: &Numeral<'_>, wanted: &Numeral<'_>) -> bool {
        found.readings().any(|a| {
            wanted.readings().any(|b| {
                let allowed = self.absolute.max(self.relative * b.abs());
                // 1.01 is within 0.01 of 1.00, whatever binary fractions say
                let rounding = if allowed > 0.0 { 4.0 * f64::EPSILON * a.abs().max(b.abs()) } else { 0.0 };
                (a - b).abs() <= allowed + rounding
            })
        })
    }
}

impl Rule for Number {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(expected) = self.expected.get(seen.case) else {
            return Judgement::Unscored(nothing_expected());
        };
        let wanted = numerals(expected, self.decimal);
        let [wanted] = wanted.as_slice() else {
            let message = Message::new("checks-number-not-expected");
            return Judgement::Unscored(message.with("expected", shorten(expected)));
        };
        let found = numerals(seen.text, self.decimal);
        let picked = match self.pick {
            Pick::First => found.first(),
            Pick::Last => found.last(),
            Pick::Only => match found.iter().find(|n| !n.same(&found[0])) {
                None => found.first(),
                Some(other) => {
                    let message = Message::new("checks-number-several");
                    let message =
                        message.with("first", shorten(found[0].text)).with("second", shorten(other.text));
                    return Judgement::Unscored(message.with("count", found.len()));
                }
            },
        };
        let Some(picked) = picked else {
            let key = if seen.text.trim().is_empty() { "checks-empty" } else { "checks-number-none" };
            return Judgement::Unscored(Message::new(key).with("found", shorten(seen.text)));
        };
        Judgement::when(self.near(picked, wanted), || {
            Message::new("checks-number-off")
                .with("found", shorten(picked.text))
                .with("expected", shorten(wanted.text))
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-number").with("value", self.expected.describe())
    }
}
