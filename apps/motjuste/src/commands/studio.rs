//! `studio`: the project in the browser.

use std::io::IsTerminal;
use std::sync::Arc;

use keys::Keys;
use serde_json::json;
use studio::Setup;
use terms::Message;
use vendors::Secret;

use super::{DONE, Outcome};
use crate::cli::Studio;
use crate::interrupt;
use crate::session::{Session, env};

pub fn run(session: &Session, args: &Studio) -> Outcome {
    let project = session.project(args.folder.as_deref())?;
    let store = session.store(&project)?;
    let engine = Arc::new(session.engine(&project, store)?);
    // nobody sits at the terminal of a studio: what is closed is opened on its page
    let ask = || env("MOTJUSTE_KEYS_PASSPHRASE").map(Secret::new);
    let keys = Arc::new(Keys::new(Keys::usual_folder(&env), Box::new(ask)));
    let setup = Setup { root: project.root.clone(), engine, env, keys, lang: session.locale.lang() };
    session.wait(async {
        let studio = studio::Studio::bind(setup, args.port).await?;
        let address = studio.address();
        if session.printer.json() {
            session.printer.document(&json!({"schema": "motjuste/studio/1", "address": address}));
        } else {
            let open = Message::new("cli-studio-open").with("address", address);
            session.printer.out(&session.locale.text(&open));
            if std::io::stdout().is_terminal() {
                session.printer.remark(&session.locale.say("cli-studio-close"));
            }
        }
        studio.serve(interrupt::stop(session)).await?;
        Ok(DONE)
    })
}
