//! Every key used has its sentence, and every sentence is used. (Both languages having the same keys is a test of
//! `locale`.)

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::workspace::files;

/// Keys without a sentence, and sentences without a use.
///
/// # Errors
/// When a file cannot be read.
pub fn check() -> Result<Vec<String>> {
    let mut defined = BTreeSet::new();
    for catalogue in files(&[".ftl"])?.iter().filter(|c| c.path.contains("/locales/en/")) {
        let keys = catalogue.text.lines().filter_map(|l| l.split_once(" =")).map(|(key, _)| key);
        defined.extend(keys.filter(|k| is_key(k)).map(str::to_owned));
    }
    let crates: BTreeSet<String> =
        defined.iter().filter_map(|k| k.split('-').next().map(str::to_owned)).collect();
    let mut used = BTreeMap::new();
    for source in files(&[".rs", ".html", ".js"])? {
        if source.is_test() || source.path.starts_with("xtask/") {
            continue;
        }
        for literal in literals(source.code()) {
            let first = literal.split('-').next().unwrap_or_default();
            if is_key(literal) && crates.contains(first) {
                used.entry(literal.to_owned()).or_insert_with(|| source.path.clone());
            }
        }
    }
    // literals of the same shape that are no keys: names of files, crates, flags...
    let said = |key: &str, path: &str| format!("{path}: no sentence for the key {key}");
    let mut wrong: Vec<String> = Vec::new();
    for source in files(&[".rs"])?.iter().filter(|s| !s.is_test()) {
        for call in ["Message::new(\"", ".say(\""] {
            for (at, _) in source.code().match_indices(call) {
                let key = source.code()[at + call.len()..].split('"').next().unwrap_or_default();
                if !defined.contains(key) && !source.path.starts_with("crates/terms/") {
                    wrong.push(said(key, &source.path));
                }
            }
        }
    }
    wrong.extend(
        defined.iter().filter(|k| !used.contains_key(*k)).map(|k| format!("the sentence {k} is never said")),
    );
    Ok(wrong)
}

fn is_key(text: &str) -> bool {
    text.contains('-')
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// What stands between double quotes, escapes aside: keys hold none.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.lines().flat_map(|line| line.split('"').skip(1).step_by(2))
}
