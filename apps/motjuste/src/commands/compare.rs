//! `compare`: prompts against each other on the same cases, with the cases they disagree on; or two of them until it is
//! sure which is better.

use engine::Plan;
use studies::on_plan::Ask;
use terms::{Kind, Message};

use super::{Outcome, eval, study};
use crate::cli::Compare;
use crate::failure::Failure;
use crate::session::Session;

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
    let ask = Ask { effect: args.effect, margin: args.eval.bench.margin };
    let document = study::run(session, (&args.eval.bench, &args.page), rivals, async |stage| {
        Ok((stage.watch(stage.bench.compare(ask)).await?, Vec::new()))
    })?;
    Ok(study::exit_code(&document))
}

/// The bare request is the rival of a prompt that comes alone.
fn rivals(plan: Plan) -> Result<Plan, Failure> {
    if plan.arms.iter().filter(|arm| !arm.bare).count() > 1 { study::without_bare(plan) } else { Ok(plan) }
}
