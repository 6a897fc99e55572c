//! `render`: what would be sent, without sending it.

use serde_json::json;
use terms::{Kind, Message, Part, Rendered};

use super::{DONE, Outcome};
use crate::cli::Render;
use crate::failure::Failure;
use crate::inputs;
use crate::session::Session;

pub fn run(session: &Session, args: &Render) -> Outcome {
    let project = session.project(Some(&args.prompt))?;
    let shown = args.prompt.display().to_string();
    let prompt = engine::plan::load_prompt(&project, &shown, &session.cwd)?;
    session.warn(&prompt.compiled);
    let values = match &args.case {
        None => inputs::values(session, &args.inputs.inputs)?,
        Some(id) => {
            let files = match &args.cases_file {
                Some(file) => vec![session.cwd.join(file)],
                None => engine::plan::cases_beside(&prompt)?,
            };
            let mut found = None;
            for file in &files {
                found = table::open_cases(file, &table::CaseOptions::default())?
                    .find(|case| case.as_ref().map_or(true, |case| case.id == *id));
                if found.is_some() {
                    break;
                }
            }
            let missing = || {
                let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
                let message = Message::new("cli-no-case").with("id", id.as_str());
                Failure::of(Kind::Data, message.with("file", names.join(", ")))
            };
            found.ok_or_else(missing)??.values
        }
    };
    let rendered = match args.bare_only {
        true => prompt.compiled.bare(&values),
        false => prompt.compiled.render(&values),
    };
    let rendered = rendered.map_err(|error| Failure::explained(&error))?;
    if session.printer.json() {
        let version = prompt.compiled.version();
        session.printer.document(&json!({
            "schema": "motjuste/rendered/1",
            "prompt": shown,
            "version": version,
            "messages": rendered.messages.iter().map(message).collect::<Vec<_>>(),
        }));
    } else {
        session.printer.out(&text(session, &rendered));
    }
    Ok(DONE)
}

/// `{role, content}`: content is a text, or the list of parts when there is a picture.
fn message(message: &terms::ChatMessage) -> serde_json::Value {
    let only_text = message.parts.iter().all(|part| matches!(part, Part::Text { .. }));
    match only_text {
        true => json!({"role": message.role, "content": message.plain()}),
        false => json!({"role": message.role, "content": message.parts}),
    }
}

fn text(session: &Session, rendered: &Rendered) -> String {
    let mut out = String::new();
    for message in &rendered.messages {
        out.push_str("── ");
        out.push_str(message.role.name());
        out.push('\n');
        for part in &message.parts {
            match part {
                Part::Text { text } => out.push_str(&report::visible::lines(text)),
                Part::Image { .. } => out.push_str(&session.locale.say("cli-picture")),
            }
        }
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end().len());
    out
}
