//! `regex`: a regular expression matches somewhere in the reply (`whole`: all of it).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use regex::{Regex, RegexBuilder};
use terms::Message;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::expected::{Expected, nothing_expected};
use crate::judgement::{Judgement, Rule};
use crate::text::shorten;

/// Largest compiled expression, in bytes. Matching is linear in the reply whatever the expression.
const SIZE: usize = 1 << 20;
/// Expressions of cases kept compiled.
const KEPT: usize = 256;

#[derive(Clone, Copy)]
struct Flags {
    ignore_case: bool,
    whole: bool,
}

enum Pattern {
    Given(Regex, String),
    /// Each case brings its own; a suite of some arms meets the same ones again and again.
    OfCase(Expected, Mutex<HashMap<String, Option<Arc<Regex>>>>),
}

struct Matches {
    pattern: Pattern,
    flags: Flags,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let value = args.text("value")?;
    let given = args.text("pattern")?.or(value);
    let flags = Flags { ignore_case: args.flag("ignore_case")?, whole: args.flag("whole")? };
    let pattern = match given {
        Some(pattern) => match compile(&pattern, flags) {
            Ok(regex) => Pattern::Given(regex, pattern),
            Err(why) => return Err(Problem::Regex { check: args.check.to_owned(), pattern, why }),
        },
        None => Pattern::OfCase(Expected::of_case(args.columns.clone()), Mutex::default()),
    };
    Ok(Box::new(Matches { pattern, flags }))
}

/// The expression, or the last line of what its compiler says.
fn compile(pattern: &str, flags: Flags) -> Result<Regex, String> {
    let build = |pattern: &str| {
        let mut builder = RegexBuilder::new(pattern);
        builder.case_insensitive(flags.ignore_case).size_limit(SIZE).dfa_size_limit(SIZE);
        builder.build().map_err(|e| e.to_string().lines().last().unwrap_or_default().trim().to_owned())
    };
    // on its own first: `a)|(b` must not become right between our parentheses
    let alone = build(pattern)?;
    if flags.whole { build(&format!(r"\A(?:{pattern})\z")) } else { Ok(alone) }
}

impl Matches {
    fn of_case(
        &self,
        kept: &Mutex<HashMap<String, Option<Arc<Regex>>>>,
        pattern: &str,
    ) -> Option<Arc<Regex>> {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(regex) = kept.get(pattern) {
            return regex.clone();
        }
        if kept.len() >= KEPT {
            kept.clear();
        }
        let regex = compile(pattern, self.flags).ok().map(Arc::new);
        kept.insert(pattern.to_owned(), regex.clone());
        regex
    }
}

impl Rule for Matches {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        // a line break at the end of a reply is not part of the answer
        let text = if self.flags.whole { seen.text.trim() } else { seen.text };
        let (found, pattern) = match &self.pattern {
            Pattern::Given(regex, pattern) => (regex.is_match(text), pattern.as_str()),
            Pattern::OfCase(expected, kept) => {
                let Some(pattern) = expected.get(seen.case) else {
                    return Judgement::Unscored(nothing_expected());
                };
                let Some(regex) = self.of_case(kept, pattern) else {
                    let message = Message::new("checks-regex-not-expected");
                    return Judgement::Unscored(message.with("pattern", shorten(pattern)));
                };
                (regex.is_match(text), pattern)
            }
        };
        Judgement::when(found, || {
            Message::new("checks-regex-not")
                .with("pattern", shorten(pattern))
                .with("found", shorten(seen.text))
        })
    }

    fn describe(&self) -> Message {
        let value = match &self.pattern {
            Pattern::Given(_, pattern) => crate::expected::quoted(pattern),
            Pattern::OfCase(expected, _) => expected.describe(),
        };
        Message::new("checks-is-regex").with("value", value)
    }
}
