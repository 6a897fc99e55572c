//! `ablate`: what each part of a prompt earns.

use std::sync::Arc;

use engine::Progress;
use prompt::tree::Level;
use report::study::terminal;
use report::terminal::Style;
use studies::on_plan::{Bench, By, Parts};
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Ablate;
use crate::failure::Failure;
use crate::session::Session;
use crate::{interrupt, progress, suite};

pub fn run(session: &Session, args: &Ablate) -> Outcome {
    let asked =
        Parts { level: level(args.parts.as_deref())?, by: by(args.by.as_deref())?, orders: args.orders };
    let given = suite::read(session, &args.bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let plan = study::without_bare(suite::plan(&given, &project, store.as_ref()).await?)?;
        let (live, cap, stop) = (Arc::new(Progress::default()), plan.budget, interrupt::stop(session));
        let study = Bench::new(&engine, &plan, live.clone(), stop);
        let work = study.ablate(asked);
        let document = progress::watch(session, live, cap, work).await?;
        study::page(session, args.page.html.as_deref(), || document.page())?;
        study::say(session, &document, &document.lines());
        if !session.printer.json() {
            let style = if session.printer.colours() { Style::Ansi } else { Style::Plain };
            session.printer.out(&format!("\n{}", terminal(&document.warm(), style)));
        }
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

fn by(named: Option<&str>) -> Result<By, Failure> {
    Ok(match named {
        None | Some("loo") => By::LeaveOneOut,
        Some("shapley") => By::Shapley,
        Some(other) => {
            return Err(Failure::of(Kind::User, Message::new("cli-wrong-by").with("by", other)));
        }
    })
}
