//! `vary`: how a prompt bears other forms that mean the same.

use std::sync::Arc;

use engine::Progress;
use studies::on_plan::Bench;

use super::{Outcome, study};
use crate::cli::Vary;
use crate::session::Session;
use crate::{interrupt, progress, suite};

/// Forms tried when nothing else is said.
const FORMS: usize = 10;

pub fn run(session: &Session, args: &Vary) -> Outcome {
    let given = suite::read(session, &args.bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let plan = study::without_bare(suite::plan(&given, &project, store.as_ref()).await?)?;
        let (live, cap, stop) = (Arc::new(Progress::default()), plan.budget, interrupt::stop(session));
        let study = Bench::new(&engine, &plan, live.clone(), stop);
        let work = study.vary(args.forms.unwrap_or(FORMS));
        let document = progress::watch(session, live, cap, work).await?;
        study::page(session, args.page.html.as_deref(), || document.page())?;
        study::say(session, &document, &document.lines());
        Ok(study::exit_code(document.ended()))
    })
}
