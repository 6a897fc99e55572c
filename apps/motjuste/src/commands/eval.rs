//! `eval`: prompts on cases on models, against the bare request, to a verdict.

use std::sync::Arc;

use engine::{Estimate, Progress, Range, RunOutcome};
use serde_json::json;
use terms::evaluation::{Ended, Evaluation};
use terms::{Currency, Kind, Message, Money};

use super::{BELOW, DONE, Outcome, RESUMABLE};
use crate::cli::Eval;
use crate::failure::Failure;
use crate::session::Session;
use crate::{interrupt, output, progress, suite};

/// Cases tried by `--estimate` when `--sample` is not given.
const SAMPLE: usize = 20;

pub fn run(session: &Session, args: &Eval) -> Outcome {
    evaluate(session, args, "eval")
}

/// `eval` and `compare` differ by the name the run is kept under and by the defaults of their arguments.
pub fn evaluate(session: &Session, args: &Eval, kind: &str) -> Outcome {
    if args.fail_under.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        return Err(Failure::of(Kind::User, Message::new("cli-wrong-share").with("arg", "--fail-under")));
    }
    let writers = output::writers(&args.out)?;
    let given = suite::read(session, &args.bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let plan = suite::plan(&given, &project, store.as_ref()).await?;
        let stop = interrupt::stop(session);
        let (live, cap) = (Arc::new(Progress::default()), plan.budget);
        if args.estimate {
            let work = engine.estimate(plan, args.sample.unwrap_or(SAMPLE), live.clone(), stop);
            let estimate = progress::watch(session, live, cap, work).await?;
            say_estimate(session, &estimate);
            return Ok(DONE);
        }
        let cases = plan.cases.clone();
        let work = engine.evaluate(kind, Arc::new(plan), live.clone(), stop);
        let outcome = progress::watch(session, live, cap, work).await?;
        output::evaluation(session, &outcome.evaluation)?;
        let trials = || store.trials(outcome.run, ledger::TrialFilter::default());
        output::write(session, &writers, &outcome.evaluation, &trials, Some(&cases))?;
        if args.annotations {
            output::annotations(session, &outcome.evaluation, &trials, &cases.places()?)?;
        }
        Ok(exit_code(session, &outcome, args.fail_under))
    })
}

fn exit_code(session: &Session, outcome: &RunOutcome, fail_under: Option<f64>) -> u8 {
    if let Some(error) = &outcome.stopped {
        // the document was printed: the error is said beside it, on stderr only
        for each in error.each() {
            session.printer.err(&session.locale.explain(each));
        }
        return terms::Explain::kind(error).exit_code();
    }
    match outcome.evaluation.ended {
        Ended::Interrupted | Ended::Budget | Ended::Vendor => RESUMABLE,
        Ended::Completed => match fail_under {
            Some(least) if below(&outcome.evaluation, least) => BELOW,
            _ => DONE,
        },
    }
}

/// Whether a crafted arm scores less than asked; an arm without a score does.
fn below(evaluation: &Evaluation, least: f64) -> bool {
    evaluation.arms.iter().filter(|arm| !arm.bare).any(|arm| arm.score.is_none_or(|score| score < least))
}

fn say_estimate(session: &Session, estimate: &Estimate) {
    let locale = &session.locale;
    if session.printer.json() {
        let range = |r: &Range| json!({"mean": r.mean, "low": r.low, "high": r.high});
        session.printer.document(&json!({
            "schema": "motjuste/estimate/1",
            "sampled": estimate.sampled,
            "cases": estimate.cases,
            "trials": estimate.trials,
            "cost": estimate.cost.as_ref().map(range),
            "currency": estimate.currency,
            "priced_on": estimate.catalogue,
            "seconds": range(&estimate.seconds),
            "tokens": range(&estimate.tokens),
            "pilot_cost": estimate.pilot_cost,
        }));
        return;
    }
    let heading = Message::new("cli-estimate")
        .with("sampled", estimate.sampled)
        .with("cases", estimate.cases)
        .with("trials", estimate.trials);
    let mut lines = vec![locale.text(&heading)];
    lines.push(match (&estimate.cost, estimate.currency, estimate.catalogue) {
        (Some(cost), Some(currency), Some(date)) => {
            let money = |amount: f64| locale.money(&in_units(amount, currency, date));
            let cost = Message::new("cli-estimate-cost")
                .with("mean", money(cost.mean))
                .with("low", money(cost.low))
                .with("high", money(cost.high));
            locale.text(&cost.with("date", date.to_string()))
        }
        _ => locale.say("cli-estimate-no-cost"),
    });
    let time = Message::new("cli-estimate-time")
        .with("mean", locale.duration(estimate.seconds.mean))
        .with("low", locale.duration(estimate.seconds.low))
        .with("high", locale.duration(estimate.seconds.high));
    lines.push(locale.text(&time));
    session.printer.out(&lines.join("\n"));
}

fn in_units(amount: f64, currency: Currency, catalogue: terms::Date) -> Money {
    Money { pico: (amount * Money::UNIT as f64) as i64, currency, catalogue }
}
