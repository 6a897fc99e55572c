//! `one_of`: the reply is one of these texts, alone, whichever it is.

use terms::Message;

use super::label::{by_length, labels_of, mentioned};
use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::judgement::{Judgement, Rule};
use crate::text::{Compare, shorten};

struct OneOf {
    labels: Vec<String>,
    folded: Vec<(String, usize)>,
    compare: Compare,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let labels = match args.texts("value")? {
        Some(labels) => labels,
        None => labels_of(args)?,
    };
    let compare = args.choice("compare", Compare::NAMES)?.unwrap_or_default();
    Ok(Box::new(OneOf { folded: by_length(&labels), labels, compare }))
}

impl OneOf {
    fn list(&self) -> String {
        shorten(&self.labels.join(", "))
    }
}

impl Rule for OneOf {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let pass = self.labels.iter().any(|label| self.compare.same(seen.text, label));
        Judgement::when(pass, || {
            if seen.text.trim().is_empty() {
                return Message::new("checks-empty");
            }
            let key = if mentioned(seen.text, &self.folded).is_empty() {
                "checks-one-of-none"
            } else {
                "checks-one-of-form"
            };
            Message::new(key).with("found", shorten(seen.text)).with("labels", self.list())
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-one-of").with("labels", self.list())
    }
}
