//! `latency`: the answer came within so many milliseconds, from sending to the last byte.

use terms::Message;

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::judgement::{Judgement, Rule};

struct Latency {
    max: f64,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let value = args.number("value")?;
    let Some(max) = args.number("max")?.or(value) else { return Err(args.missing("max")) };
    Ok(Box::new(Latency { max }))
}

impl Rule for Latency {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(found) = seen.latency_ms else {
            return Judgement::Unscored(Message::new("checks-latency-unknown"));
        };
        Judgement::when(found <= self.max, || {
            Message::new("checks-latency-slow").with("found", found.ceil()).with("max", self.max)
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-latency").with("max", self.max)
    }
}
