//! `race`: the best of several prompts, models or parameters on one budget of calls.

use studies::race::Rule;
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Race;
use crate::failure::Failure;
use crate::session::Session;

/// Chance that `--rule until-sure` drops the best.
const ALPHA: f64 = 0.05;

pub fn run(session: &Session, args: &Race) -> Outcome {
    let rule = rule(args.rule.as_deref())?;
    // the bare request is no rival: whoever loses to it learns so from `eval`
    let document = study::run(session, (&args.bench, &args.page), study::without_bare, async |stage| {
        Ok((stage.watch(stage.bench.race(rule, args.calls)).await?, Vec::new()))
    })?;
    Ok(study::exit_code(&document))
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
