//! Values of inputs given on the command line: `name=value`, `name=@file`, `name=-` for stdin.

use std::io::Read;

use serde_json::{Map, Value};
use terms::{Kind, Message};

use crate::failure::Failure;
use crate::session::Session;

/// Reads the `-i` options.
pub fn values(session: &Session, given: &[String]) -> Result<Map<String, Value>, Failure> {
    let mut out = Map::new();
    for input in given {
        let wrong = || Failure::of(Kind::User, Message::new("cli-wrong-input").with("input", input.as_str()));
        let (name, value) = input.split_once('=').ok_or_else(wrong)?;
        let text = match value {
            "-" => {
                let mut text = String::new();
                let read = std::io::stdin().read_to_string(&mut text);
                read.map_err(|cause| Failure::file("stdin".as_ref(), &cause))?;
                text
            }
            value => match value.strip_prefix('@') {
                Some(file) => {
                    let path = session.cwd.join(file);
                    std::fs::read_to_string(&path).map_err(|cause| Failure::file(&path, &cause))?
                }
                None => value.to_owned(),
            },
        };
        out.insert(name.trim().to_owned(), Value::String(text));
    }
    Ok(out)
}
