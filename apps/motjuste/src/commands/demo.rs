//! `demo`: an example project on the embedded model, from its files to its verdicts.

use serde_json::json;
use terms::Message;

use super::{DONE, Outcome, eval};
use crate::cli::{Bench, Eval};
use crate::columns::paragraph;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

/// The files of the project (`examples/demo`).
const FILES: [(&str, &str); 17] = [
    ("motjuste.toml", include_str!("../../../../examples/demo/motjuste.toml")),
    ("tri-premier-jet.mot.md", include_str!("../../../../examples/demo/tri-premier-jet.mot.md")),
    ("tri-soigne.mot.md", include_str!("../../../../examples/demo/tri-soigne.mot.md")),
    ("tri-exemples.mot.md", include_str!("../../../../examples/demo/tri-exemples.mot.md")),
    ("tri-complet.mot.md", include_str!("../../../../examples/demo/tri-complet.mot.md")),
    ("tri.cases.csv", include_str!("../../../../examples/demo/tri.cases.csv")),
    ("tri.suite.yaml", include_str!("../../../../examples/demo/tri.suite.yaml")),
    ("facture-premier-jet.mot.md", include_str!("../../../../examples/demo/facture-premier-jet.mot.md")),
    ("facture-soigne.mot.md", include_str!("../../../../examples/demo/facture-soigne.mot.md")),
    ("facture.cases.csv", include_str!("../../../../examples/demo/facture.cases.csv")),
    ("facture.suite.yaml", include_str!("../../../../examples/demo/facture.suite.yaml")),
    ("triage-first-draft.mot.md", include_str!("../../../../examples/demo/triage-first-draft.mot.md")),
    ("triage-careful.mot.md", include_str!("../../../../examples/demo/triage-careful.mot.md")),
    ("triage-examples.mot.md", include_str!("../../../../examples/demo/triage-examples.mot.md")),
    ("triage-full.mot.md", include_str!("../../../../examples/demo/triage-full.mot.md")),
    ("triage.cases.csv", include_str!("../../../../examples/demo/triage.cases.csv")),
    ("triage.suite.yaml", include_str!("../../../../examples/demo/triage.suite.yaml")),
];

/// What is evaluated: the sentence that introduces it, the prompts, the cases.
const PARTS: [(&str, &[&str], &str); 3] = [
    (
        "cli-demo-triage",
        &["tri-premier-jet.mot.md", "tri-soigne.mot.md", "tri-exemples.mot.md"],
        "tri.cases.csv",
    ),
    ("cli-demo-invoice", &["facture-premier-jet.mot.md", "facture-soigne.mot.md"], "facture.cases.csv"),
    (
        "cli-demo-twin",
        &["triage-first-draft.mot.md", "triage-careful.mot.md", "triage-examples.mot.md"],
        "triage.cases.csv",
    ),
];

pub fn run(session: &Session, args: &crate::cli::Demo) -> Outcome {
    // before any file is written: without the model there is nothing to show
    local::fingerprint(local::PETIT)?;
    let dir = session.cwd.join(&args.dir);
    std::fs::create_dir_all(&dir).map_err(|cause| Failure::file(&dir, &cause))?;
    for (name, text) in FILES {
        let path = dir.join(name);
        if !path.exists() {
            std::fs::write(&path, text).map_err(|cause| Failure::file(&path, &cause))?;
        }
    }
    if session.printer.json() {
        // one document on stdout: the project; `eval --json` gives its figures
        let evaluations = PARTS.map(|(_, prompts, cases)| json!({"prompts": prompts, "cases": cases}));
        session.printer.document(&json!({
            "schema": "motjuste/demo/1",
            "dir": dir,
            "evaluations": evaluations,
        }));
        return Ok(DONE);
    }
    let made = Message::new("cli-demo-made").with("dir", args.dir.display().to_string());
    let said = |text: &str| paragraph(text, output::width().into());
    session.printer.out(&said(&session.locale.text(&made)));
    session.printer.out(&said(&session.locale.say("cli-demo-petit")));
    for (sentence, prompts, cases) in PARTS {
        session.printer.out(&format!("\n{}\n", said(&session.locale.say(sentence))));
        let shown = |name: &str| args.dir.join(name);
        let bench = Bench {
            prompts: prompts.iter().map(|name| shown(name).display().to_string()).collect(),
            cases_file: vec![shown(cases)],
            ..Bench::default()
        };
        let code = eval::run(session, &Eval { bench, ..Eval::default() })?;
        if code != DONE {
            return Ok(code);
        }
    }
    Ok(DONE)
}
