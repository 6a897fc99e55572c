//! `trim`: the shortest version of a prompt that is not worse, with proof on sealed cases.

use studies::State;
use studies::on_plan::{TrimAsk, proposer};
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Trim;
use crate::failure::Failure;
use crate::session::{Session, env};
use crate::suite;

/// "At most 1 answer in 50 may get worse."
const MARGIN: f64 = 0.02;

pub fn run(session: &Session, args: &Trim) -> Outcome {
    let margin = args.bench.margin.unwrap_or(MARGIN);
    if !(margin > 0.0 && margin < 1.0) {
        return Err(Failure::of(Kind::User, Message::new("cli-wrong-share").with("arg", "--margin")));
    }
    let document = study::run(session, (&args.bench, &args.page), study::without_bare, async |stage| {
        let model = args.proposer.as_deref().map(suite::model).transpose()?;
        let proposer = model.map(|model| proposer(stage.project, model, &env)).transpose()?;
        let ask = TrimAsk { margin, proposer, letters: args.proposer_calls };
        let document = stage.watch(stage.bench.trim(&ask)).await?;
        let proved = document.found.state == State::NotWorseButShorter;
        let mut written = Vec::new();
        if let Some(file) = args.short_out.as_deref().filter(|_| proved) {
            written.push(study::write(session, stage.near, Some(file), "trimmed", &document.text)?);
        }
        Ok((document, written))
    })?;
    Ok(study::exit_code(&document))
}
