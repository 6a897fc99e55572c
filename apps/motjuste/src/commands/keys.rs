//! `keys`: where each vendor's key is; keep one, take it out, let projects send a variable.

use std::io::{BufRead, IsTerminal};

use console::Term;
use keys::{Kept, Keys, KeysError, Place, VendorKey, survey};
use report::visible::one_line;
use serde_json::{Value, json};
use terms::{Kind, Message};
use vendors::{KeyFound, Origin, Secret};

use super::{DONE, Outcome};
use crate::cli::{AddKey, KeysAction, OfKey, Variable};
use crate::columns;
use crate::failure::Failure;
use crate::session::{Session, env};

pub fn run(session: &Session, action: Option<&KeysAction>) -> Outcome {
    match action {
        None => list(session),
        Some(KeysAction::Add(args)) => add(session, args),
        Some(KeysAction::Remove(args)) => remove(session, args),
        Some(KeysAction::Allow(args)) => allow(session, args, true),
        Some(KeysAction::Forbid(args)) => allow(session, args, false),
    }
}

fn list(session: &Session) -> Outcome {
    let project = session.project(None)?;
    let keys = &session.keys;
    let vendors = survey(&project.catalogue, keys, &env)?;
    let allowed = keys.allowed()?;
    let of_none = |kept: &Kept| !vendors.iter().any(|row| row.origin.as_ref() == Some(&kept.origin));
    let others: Vec<Kept> = keys.list()?.into_iter().filter(of_none).collect();
    if session.printer.json() {
        session.printer.document(&json!({
            "schema": "motjuste/keys/1",
            "vendors": vendors.iter().map(document).collect::<Vec<_>>(),
            "others": others.iter().map(kept).collect::<Vec<_>>(),
            "allowed": allowed,
        }));
        return Ok(DONE);
    }
    let locale = &session.locale;
    let mut rows: Vec<Vec<String>> = vendors
        .iter()
        .map(|row| vec![row.vendor.clone(), row.origin.clone().unwrap_or_default(), found(session, row)])
        .collect();
    rows.extend(others.iter().map(|other| vec!["–".to_owned(), other.origin.clone(), place(session, other)]));
    let heads = ["cli-models-vendor", "cli-models-address", "cli-models-key"];
    session.printer.out(&columns::draw(heads.map(|key| locale.say(key)).to_vec(), rows, &[]));
    for allowed in allowed {
        let said =
            Message::new("cli-keys-allowed").with("variable", one_line(&allowed.variable).into_owned());
        session.printer.out(&locale.text(&said.with("origin", allowed.origin)));
    }
    Ok(DONE)
}

/// A vendor's key as scripts read it.
fn document(row: &VendorKey) -> Value {
    let (found, variable) = match &row.found {
        KeyFound::Variable(name) => ("variable", Some(name)),
        KeyFound::NotAllowed(name) => ("not-allowed", Some(name)),
        KeyFound::Kept => ("kept", None),
        KeyFound::Nowhere => ("nowhere", None),
    };
    json!({
        "vendor": row.vendor,
        "origin": row.origin,
        "required": row.required,
        "variables": row.variables,
        "found": found,
        "variable": variable,
        "kept": row.kept.as_ref().map(kept),
    })
}

fn kept(kept: &Kept) -> Value {
    json!({"origin": kept.origin, "place": kept.place, "last": kept.last})
}

fn found(session: &Session, row: &VendorKey) -> String {
    let named = |key: &'static str, name: &str| session.locale.text(&Message::new(key).with("name", name));
    match (&row.found, &row.kept) {
        (KeyFound::Variable(name), _) => named("cli-keys-in-variable", name),
        (KeyFound::NotAllowed(name), _) => named("cli-keys-not-allowed", name),
        (KeyFound::Kept, Some(kept)) => place(session, kept),
        _ if row.required => session.locale.say("cli-keys-nowhere"),
        _ => session.locale.say("cli-keys-unneeded"),
    }
}

fn place(session: &Session, kept: &Kept) -> String {
    let last = kept.last.as_ref().map(|last| format!("…{last}"));
    let key = match (kept.place, &last) {
        (Place::File, None) if session.keys.is_locked() => "cli-keys-in-closed-file",
        (Place::File, _) => "cli-keys-in-file",
        (Place::Keyring, _) => "cli-keys-in-keyring",
    };
    session.locale.text(&Message::new(key).with("last", last.unwrap_or_default())).trim_end().to_owned()
}

/// The place that a vendor's name or an address means.
fn origin(session: &Session, given: &str) -> Result<Origin, Failure> {
    let project = session.project(None)?;
    match project.catalogue.key_found(given, &env) {
        Ok((origin, _)) => Ok(origin),
        Err(_) => Ok(keys::origin(given)?),
    }
}

fn add(session: &Session, args: &AddKey) -> Outcome {
    let origin = origin(session, &args.of)?;
    let keys = &session.keys;
    let place = match args.key_to.as_deref() {
        Some("keyring") => Place::Keyring,
        Some("file") => Place::File,
        Some(other) => {
            return Err(Failure::of(Kind::User, Message::new("cli-keys-where").with("given", other)));
        }
        None if keys.has_keyring() => Place::Keyring,
        None => Place::File,
    };
    if place == Place::File && !keys.has_file() {
        choose_passphrase(session, keys)?;
    }
    let ask = Message::new("cli-keys-ask-key").with("origin", origin.to_string());
    let key = hidden(session, &ask)?;
    keys.put(&origin, &Secret::new(key.expose().trim().to_owned()), place)?;
    say(session, Message::new("cli-keys-kept").with("origin", origin.to_string()));
    Ok(DONE)
}

/// A passphrase for a file that is not there yet: asked for twice where a person types it.
fn choose_passphrase(session: &Session, keys: &Keys) -> Result<(), Failure> {
    if let Some(given) = env("MOTJUSTE_KEYS_PASSPHRASE") {
        return Ok(keys.unlock(Secret::new(given))?);
    }
    if !Term::stderr().is_term() {
        return Err(KeysError::Locked.into());
    }
    let first = hidden(session, &Message::new("cli-keys-ask-passphrase"))?;
    if first != hidden(session, &Message::new("cli-keys-ask-again"))? {
        return Err(Failure::of(Kind::User, Message::new("cli-keys-differ")));
    }
    Ok(keys.unlock(first)?)
}

/// A line that is not shown on a terminal; the first line of standard input elsewhere.
fn hidden(session: &Session, ask: &Message) -> Result<Secret, Failure> {
    let failed = |cause: std::io::Error| Failure::file(std::path::Path::new("stdin"), &cause);
    if std::io::stdin().is_terminal() {
        session.printer.remark(&session.locale.text(ask));
        return Ok(Secret::new(Term::stderr().read_secure_line().map_err(failed)?));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    Ok(Secret::new(line))
}

fn remove(session: &Session, args: &OfKey) -> Outcome {
    let origin = origin(session, &args.of)?;
    let key = if session.keys.remove(&origin)? { "cli-keys-removed" } else { "cli-keys-none" };
    say(session, Message::new(key).with("origin", origin.to_string()));
    Ok(DONE)
}

fn allow(session: &Session, args: &Variable, yes: bool) -> Outcome {
    let origin = origin(session, &args.of)?;
    session.keys.allow(&args.variable, &origin, yes)?;
    let key = if yes { "cli-keys-allowed" } else { "cli-keys-forbidden" };
    say(
        session,
        Message::new(key).with("variable", args.variable.as_str()).with("origin", origin.to_string()),
    );
    Ok(DONE)
}

fn say(session: &Session, message: Message) {
    session.printer.remark(&session.locale.text(&message));
}
