//! `finish`: why the model stopped; by default, that it had finished.

use terms::{Finish, Message};

use crate::Observed;
use crate::args::Args;
use crate::error::Problem;
use crate::judgement::{Judgement, Rule};

struct Finished {
    wanted: Vec<String>,
}

pub(super) fn build(args: &mut Args<'_>) -> Result<Box<dyn Rule>, Problem> {
    let wanted = args.texts("value")?.unwrap_or_else(|| vec!["stop".to_owned()]);
    Ok(Box::new(Finished { wanted }))
}

/// The reason's name, as the ledger writes it; a vendor's own word is kept.
fn name(finish: &Finish) -> &str {
    match finish {
        Finish::Stop => "stop",
        Finish::Length => "length",
        Finish::ToolCalls => "tool-calls",
        Finish::Refusal => "refusal",
        Finish::ContentFilter => "content-filter",
        Finish::Other(word) => word,
    }
}

impl Rule for Finished {
    fn judge(&self, seen: &Observed<'_>) -> Judgement {
        let Some(finish) = seen.finish else {
            return Judgement::Unscored(Message::new("checks-finish-unknown"));
        };
        let found = name(finish);
        Judgement::when(self.wanted.iter().any(|w| w == found), || match finish {
            Finish::Length => Message::new("checks-finish-cut"),
            Finish::Refusal => Message::new("checks-finish-refusal"),
            Finish::ContentFilter => Message::new("checks-finish-filter"),
            _ => Message::new("checks-finish-other").with("found", found),
        })
    }

    fn describe(&self) -> Message {
        Message::new("checks-is-finish").with("wanted", self.wanted.join(", "))
    }
}
