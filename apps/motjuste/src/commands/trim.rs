//! `trim`: the shortest version of a prompt that is not worse, with proof on sealed cases.

use studies::State;
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Trim;
use crate::failure::Failure;
use crate::session::Session;

/// "At most 1 answer in 50 may get worse."
const MARGIN: f64 = 0.02;

pub fn run(session: &Session, args: &Trim) -> Outcome {
    let margin = args.bench.margin.unwrap_or(MARGIN);
    if !(margin > 0.0 && margin < 1.0) {
        return Err(Failure::of(Kind::User, Message::new("cli-wrong-share").with("arg", "--margin")));
    }
    let document = study::run(session, (&args.bench, &args.page), study::without_bare, async |stage| {
        let document = stage.watch(stage.bench.trim(margin)).await?;
        let proved = document.found.state == State::NotWorseButShorter;
        let mut written = Vec::new();
        if let Some(file) = args.short_out.as_deref().filter(|_| proved) {
            written.push(study::write(session, stage.near, Some(file), "trimmed", &document.text)?);
        }
        Ok((document, written))
    })?;
    Ok(study::exit_code(&document))
}
