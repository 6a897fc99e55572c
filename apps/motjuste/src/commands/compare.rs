//! `compare`: prompts against each other on the same cases, with the cases they disagree on; or two of them until it is
//! sure which is better.

use std::sync::Arc;

use engine::Progress;
use studies::on_plan::{Ask, Bench};
use terms::{Kind, Message};

use super::{Outcome, eval, study};
use crate::cli::Compare;
use crate::failure::Failure;
use crate::session::Session;
use crate::{interrupt, progress, suite};

pub fn run(session: &Session, args: &Compare) -> Outcome {
    if !args.until_sure {
        if args.page.html.is_some() {
            return Err(Failure::of(Kind::User, Message::new("cli-html-needs-until-sure")));
        }
        return eval::evaluate(session, &args.eval, "compare");
    }
    if args.effect.is_some_and(|share| !(share > 0.0 && share < 1.0)) {
        return Err(Failure::of(Kind::User, Message::new("cli-wrong-share").with("arg", "--effect")));
    }
    let bench = &args.eval.bench;
    let given = suite::read(session, bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let mut plan = suite::plan(&given, &project, store.as_ref()).await?;
        // the bare request is the rival of a prompt that comes alone
        if plan.arms.iter().filter(|arm| !arm.bare).count() > 1 {
            plan = study::without_bare(plan)?;
        }
        let (live, cap, stop) = (Arc::new(Progress::default()), plan.budget, interrupt::stop(session));
        let study = Bench::new(&engine, &plan, live.clone(), stop);
        let work = study.compare(Ask { effect: args.effect, margin: bench.margin });
        let document = progress::watch(session, live, cap, work).await?;
        study::page(session, args.page.html.as_deref(), || document.page())?;
        study::say(session, &document, &document.lines());
        Ok(study::exit_code(document.ended()))
    })
}
