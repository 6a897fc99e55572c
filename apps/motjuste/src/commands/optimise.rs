//! `optimise`: a better version of a prompt, found on dev cases and proved on sealed ones.

use std::sync::Arc;

use engine::Progress;
use studies::on_plan::Bench;

use super::{Outcome, study};
use crate::cli::Optimise;
use crate::session::Session;
use crate::{interrupt, progress, suite};

pub fn run(session: &Session, args: &Optimise) -> Outcome {
    let given = suite::read(session, &args.bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let plan = study::without_bare(suite::plan(&given, &project, store.as_ref()).await?)?;
        let (live, cap, stop) = (Arc::new(Progress::default()), plan.budget, interrupt::stop(session));
        let bench = Bench::new(&engine, &plan, live.clone(), stop);
        let work = bench.optimise(args.calls);
        let document = progress::watch(session, live, cap, work).await?;
        let mut lines = document.lines();
        if document.found.best != document.found.seed {
            let file = args.write.as_deref();
            lines.push(study::write(session, &given.near, file, "optimised", &document.found.text)?);
        }
        study::page(session, args.page.html.as_deref(), || document.page())?;
        study::say(session, &document, &lines);
        Ok(study::exit_code(document.ended()))
    })
}
