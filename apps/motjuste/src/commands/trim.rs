//! `trim`: the shortest version of a prompt that is not worse, with proof on sealed cases.

use std::sync::Arc;

use engine::Progress;
use studies::State;
use studies::on_plan::Bench;
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Trim;
use crate::failure::Failure;
use crate::session::Session;
use crate::{interrupt, progress, suite};

/// "At most 1 answer in 50 may get worse."
const MARGIN: f64 = 0.02;

pub fn run(session: &Session, args: &Trim) -> Outcome {
    let margin = args.bench.margin.unwrap_or(MARGIN);
    if !(margin > 0.0 && margin < 1.0) {
        return Err(Failure::of(Kind::User, Message::new("cli-wrong-share").with("arg", "--margin")));
    }
    let given = suite::read(session, &args.bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let plan = study::without_bare(suite::plan(&given, &project, store.as_ref()).await?)?;
        let (live, cap, stop) = (Arc::new(Progress::default()), plan.budget, interrupt::stop(session));
        let study = Bench::new(&engine, &plan, live.clone(), stop);
        let work = study.trim(margin);
        let document = progress::watch(session, live, cap, work).await?;
        let mut lines = document.lines();
        let proved = document.found.state == State::NotWorseButShorter;
        if let Some(file) = args.short_out.as_deref().filter(|_| proved) {
            lines.push(study::write(session, &given.near, Some(file), "trimmed", &document.text)?);
        }
        study::page(session, args.page.html.as_deref(), || document.page())?;
        study::say(session, &document, &lines);
        Ok(study::exit_code(document.ended()))
    })
}
