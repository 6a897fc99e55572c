//! Decoding parameters, written into the front matter.

use serde_json::Value;
use terms::{Lang, Parameters};

use crate::file::PromptFile;
use crate::front::keys::{TOP, canonical};
use crate::parse::is_rule;

use super::Tree;
use super::error::EditError;

pub(super) fn set(tree: &mut Tree, name: &str, value: Option<&Value>) -> Result<(), EditError> {
    let bad = || EditError::BadParameter { name: name.to_owned() };
    let mut all = serde_json::to_value(&tree.parameters).map_err(|_| bad())?;
    let Some(members) = all.as_object_mut() else { return Err(bad()) };
    match value {
        Some(value) => {
            members.insert(name.to_owned(), value.clone());
        }
        None => {
            members.shift_remove(name);
        }
    }
    let wanted: Parameters = serde_json::from_value(all).map_err(|_| bad())?;
    if wanted == tree.parameters {
        return Err(EditError::NothingToChange);
    }
    let file = crate::parse(&tree.name, &tree.front).0;
    let front = with_model(&file, &wanted)?;
    let read = crate::parse(&tree.name, &front).0;
    // what is written must be what is read: a value out of its range is not
    if read.meta().parameters != wanted {
        return Err(bad());
    }
    set_front(tree, &front)
}

pub(super) fn set_front(tree: &mut Tree, text: &str) -> Result<(), EditError> {
    let file = crate::parse(&tree.name, text).0;
    if !file.sections().is_empty() {
        return Err(EditError::OpensSection);
    }
    let meta = file.meta();
    tree.parameters = meta.parameters.clone();
    tree.output = meta.output.clone();
    if let Some(lang) = meta.lang.as_deref().and_then(Lang::from_tag) {
        tree.lang = Some(lang);
    }
    text.clone_into(&mut tree.front);
    Ok(())
}

/// The front matter with another `model` entry. The entry is written anew on one line, comments that stand on a line
/// of their own inside it kept above it; every other line stays as it is.
fn with_model(file: &PromptFile, parameters: &Parameters) -> Result<String, EditError> {
    let entry = entry(&file.meta().prefer, parameters);
    let Some(inner) = file.front_matter() else {
        let rest = file.text();
        return Ok(entry.map_or_else(|| rest.to_owned(), |entry| format!("---\n{entry}\n---\n{rest}")));
    };
    let text = file.text();
    let start = text.find(inner).filter(|_| !inner.is_empty()).or_else(|| text.find('\n').map(|i| i + 1));
    let start = start.ok_or(EditError::FrontMatter)?;
    let after = &text[start + inner.len()..];
    // not closed: the end of the file stands for the second line
    if !after.lines().next().is_some_and(is_rule) {
        return Err(EditError::FrontMatter);
    }
    let mut out = text[..start].to_owned();
    let mut written = false;
    let mut inside = false;
    for line in inner.split_inclusive('\n') {
        let own = line.starts_with(|c: char| c.is_alphabetic() || c == '"' || c == '\'');
        if own {
            let key = line.split(':').next().unwrap_or("").trim().trim_matches(['"', '\'']);
            inside = canonical(TOP, key) == Some("model");
            if inside {
                if let Some(entry) = &entry {
                    out.push_str(entry);
                    out.push('\n');
                }
                written = true;
                continue;
            }
        }
        let comment = line.trim_start().starts_with('#');
        if inside && !comment && !line.trim().is_empty() {
            continue;
        }
        out.push_str(line);
    }
    if !written && let Some(entry) = &entry {
        out.push_str(entry);
        out.push('\n');
    }
    out.push_str(after);
    Ok(out)
}

/// `model: {prefer: […], params: {…}}`; JSON values are YAML too.
fn entry(prefer: &[String], parameters: &Parameters) -> Option<String> {
    let mut parts = Vec::new();
    if !prefer.is_empty() {
        parts.push(format!("prefer: {}", Value::from(prefer.to_vec())));
    }
    let params = match serde_json::to_value(parameters) {
        Ok(Value::Object(members)) => members,
        _ => serde_json::Map::new(),
    };
    if !params.is_empty() {
        let members: Vec<String> =
            params.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect();
        parts.push(format!("params: {{{}}}", members.join(", ")));
    }
    (!parts.is_empty()).then(|| format!("model: {{{}}}", parts.join(", ")))
}

/// A whole number without its `.0`.
fn plain(value: &Value) -> String {
    match value.as_f64() {
        Some(number) if value.is_f64() && number.fract() == 0.0 && number.abs() < 1e9 => {
            format!("{number:.0}")
        }
        _ => value.to_string(),
    }
}
