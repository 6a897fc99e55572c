//! `optimise`: a better version of a prompt, found on dev cases and proved on sealed ones.

use std::sync::Arc;

use engine::plan::Arm;
use engine::{Progress, Project};
use studies::Live;
use studies::letter::Form;
use studies::on_plan::{Bench, OptimiseAsk};
use studies::optimise::Rule;
use terms::{Kind, Lang, Message};

use super::{Outcome, study};
use crate::cli::Optimise;
use crate::failure::Failure;
use crate::session::{Session, env};
use crate::{interrupt, progress, suite};

pub fn run(session: &Session, args: &Optimise) -> Outcome {
    let rule = rule(args.rule.as_deref())?;
    let given = suite::read(session, &args.bench)?;
    let project = session.project(Some(&given.near))?;
    let proposer = args.proposer.as_deref().map(|model| proposer(&project, model)).transpose()?;
    let ask = OptimiseAsk { calls: args.calls, proposer, letters: args.proposer_calls, rule };
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let plan = study::without_bare(suite::plan(&given, &project, store.as_ref()).await?)?;
        let (counters, cap, stop) = (Arc::new(Progress::default()), plan.budget, interrupt::stop(session));
        let live = Live::default();
        let bench = Bench::new(&engine, &plan, counters.clone(), stop).watched(live.clone());
        session.printer.remark(&session.locale.text(&bench.offer(&ask)?));
        let work = bench.optimise(&ask);
        let document = progress::watch_study(session, counters, cap, live, work).await?;
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

/// The model that writes versions. Which of our prompts it is asked with changes from letter to letter.
fn proposer(project: &Project, model: &str) -> Result<Arm, Failure> {
    let text = Form::Reflect.text(Lang::En);
    let prompt = engine::plan::load_text(project, "letter.mot.md", None, text)?;
    Ok(engine::plan::single_arm(project, &prompt, Some(suite::model(model)?), &env)?)
}

fn rule(named: Option<&str>) -> Result<Rule, Failure> {
    match named {
        None => Ok(Rule::default()),
        Some("gate") => Ok(Rule::Gate),
        Some("halving") => Ok(Rule::Halving),
        Some(other) => {
            Err(Failure::of(Kind::User, Message::new("cli-wrong-search-rule").with("rule", other)))
        }
    }
}
