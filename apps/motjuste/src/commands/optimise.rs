//! `optimise`: a better version of a prompt, found on dev cases and proved on sealed ones.

use studies::on_plan::{OptimiseAsk, proposer};
use studies::optimise::Rule;
use terms::{Kind, Message};

use super::{Outcome, study};
use crate::cli::Optimise;
use crate::failure::Failure;
use crate::session::{Session, env};
use crate::suite;

pub fn run(session: &Session, args: &Optimise) -> Outcome {
    let rule = rule(args.rule.as_deref())?;
    let document = study::run(session, (&args.bench, &args.page), study::without_bare, async |stage| {
        let model = args.proposer.as_deref().map(suite::model).transpose()?;
        let proposer = model.map(|model| proposer(stage.project, model, &env)).transpose()?;
        let (calls, letters, forms) = (args.calls, args.proposer_calls, args.forms);
        let ask = OptimiseAsk { calls, proposer, letters, rule, forms };
        session.printer.remark(&session.locale.text(&stage.bench.offer(&ask)?));
        let document = stage.watch(stage.bench.optimise(&ask)).await?;
        let mut written = Vec::new();
        if document.found.best != document.found.seed {
            let file = args.write.as_deref();
            written.push(study::write(session, stage.near, file, "optimised", &document.found.text)?);
        }
        Ok((document, written))
    })?;
    Ok(study::exit_code(&document))
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
