//! `race`: the best of several prompts, models or parameters on one budget of calls.

use std::sync::Arc;

use engine::Progress;
use studies::on_plan::Bench;
use studies::race::Rule;
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Race;
use crate::failure::Failure;
use crate::session::Session;
use crate::{interrupt, progress, suite};

/// Chance that `--rule until-sure` drops the best.
const ALPHA: f64 = 0.05;

pub fn run(session: &Session, args: &Race) -> Outcome {
    let rule = rule(args.rule.as_deref())?;
    let given = suite::read(session, &args.bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        // the bare request is no rival: whoever loses to it learns so from `eval`
        let plan = study::without_bare(suite::plan(&given, &project, store.as_ref()).await?)?;
        let (live, cap, stop) = (Arc::new(Progress::default()), plan.budget, interrupt::stop(session));
        let study = Bench::new(&engine, &plan, live.clone(), stop);
        let work = study.race(rule, args.calls);
        let document = progress::watch(session, live, cap, work).await?;
        study::page(session, args.page.html.as_deref(), || document.page())?;
        study::say(session, &document, &document.lines());
        Ok(study::exit_code(document.ended()))
    })
}

fn rule(named: Option<&str>) -> Result<Rule, Failure> {
    Ok(match named {
        None | Some("rejects") => Rule::SuccessiveRejects,
        Some("halving") => Rule::SequentialHalving,
        Some("equal") => Rule::Equal,
        Some("until-sure") => Rule::UntilSure { alpha: ALPHA },
        Some(other) => {
            return Err(Failure::of(Kind::User, Message::new("cli-wrong-rule").with("rule", other)));
        }
    })
}
