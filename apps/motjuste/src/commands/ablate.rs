//! `ablate`: what each part of a prompt earns.

use std::sync::Arc;

use engine::Progress;
use prompt::tree::Level;
use studies::on_plan::Bench;
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Ablate;
use crate::failure::Failure;
use crate::session::Session;
use crate::{interrupt, progress, suite};

pub fn run(session: &Session, args: &Ablate) -> Outcome {
    let level = level(args.parts.as_deref())?;
    let given = suite::read(session, &args.bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let plan = study::without_bare(suite::plan(&given, &project, store.as_ref()).await?)?;
        let (live, cap, stop) = (Arc::new(Progress::default()), plan.budget, interrupt::stop(session));
        let study = Bench::new(&engine, &plan, live.clone(), stop);
        let work = study.ablate(level);
        let document = progress::watch(session, live, cap, work).await?;
        study::say(session, &document, &document.lines());
        Ok(study::exit_code(document.ended()))
    })
}

fn level(named: Option<&str>) -> Result<Level, Failure> {
    Ok(match named {
        None | Some("sentences") => Level::Sentence,
        Some("blocks") => Level::Block,
        Some("items") => Level::Item,
        Some("phrases") => Level::Phrase,
        Some(other) => {
            return Err(Failure::of(Kind::User, Message::new("cli-wrong-parts").with("parts", other)));
        }
    })
}
