//! `run`: one question to one model, shown as it is written.

use engine::Single;
use serde_json::json;
use terms::{Kind, Message};

use super::{DONE, Outcome};
use crate::cli::Run;
use crate::failure::Failure;
use crate::session::Session;
use crate::{inputs, interrupt, progress, suite};

pub fn run(session: &Session, args: &Run) -> Outcome {
    let project = session.project(Some(&args.prompt))?;
    let shown = args.prompt.display().to_string();
    let prompt = engine::plan::load_prompt(&project, &shown, &session.cwd)?;
    session.warn(&prompt.compiled);
    let values = inputs::values(session, &args.inputs.inputs)?;
    let model = args.model.as_deref().map(suite::model).transpose()?;
    let arm = engine::plan::single_arm(&project, &prompt, model, &crate::session::env)?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store)?;
    session.wait(async {
        let stop = interrupt::stop(session);
        let printer = session.printer;
        let mut ends_line = true;
        let mut on_text = |text: &str| {
            if !printer.json() {
                printer.piece(&report::visible::lines(text));
                ends_line = text.ends_with('\n');
            }
        };
        let on_wait = |notice| printer.remark(&session.locale.text(&progress::waiting(&notice)));
        let question = Single { arm: &arm, values: &values, again: args.again };
        let answer = engine.single(question, &stop, &mut on_text, &on_wait).await?;
        if printer.json() {
            printer.document(&json!({
                "schema": "motjuste/answer/1",
                "model": arm.target.model,
                "call": answer.key,
                "reused": answer.reused,
                "reply": answer.reply,
                "cost": answer.cost,
                "timing": answer.timing,
                "notes": answer.notes.iter().map(|n| session.locale.text(n)).collect::<Vec<_>>(),
            }));
            return Ok(DONE);
        }
        if !ends_line {
            printer.piece("\n");
        }
        for note in &answer.notes {
            printer.remark(&session.locale.text(note));
        }
        printer.remark(&summary(session, &answer));
        match answer.reply.text.is_empty() && answer.reply.tool_calls.is_empty() {
            true => Err(Failure::of(Kind::Vendor, Message::new("cli-empty-answer"))),
            false => Ok(DONE),
        }
    })
}

/// `1.2 s · 230 tokens · $0.0004 · call 1a2b…`
fn summary(session: &Session, answer: &engine::Answer) -> String {
    let locale = &session.locale;
    let (usage, cost) = (answer.reply.usage.as_ref(), answer.cost.as_ref());
    let mut parts = report::answer::took(locale, answer.reused, &answer.timing, usage, cost);
    parts.push(locale.text(&Message::new("cli-call").with("key", &answer.key.to_string()[..12])));
    parts.join(" · ")
}
