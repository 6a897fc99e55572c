//! What every letter says: what to keep, what answer is promised, what the person asked for, examples of the task.

use std::collections::BTreeMap;

use stats::draws::Draws;
use terms::{Lang, Output};

use crate::Letter;
use crate::decision::shuffled;
use crate::letter::Form;
use crate::propose::{Parent, Shown, View};

use super::target::Target;

/// Letters of a text shown at most: a long case teaches little more.
const LONG: usize = 600;
/// Pairs of input and answer shown.
const PAIRS: usize = 8;

/// A letter about the instructions of this version, still without what is its own.
pub fn letter(form: Form, view: &View<'_>, parent: &Parent, target: &Target) -> Letter {
    let lang = parent.tree.lang().unwrap_or(Lang::En);
    let mut values = to_keep(target, &view.brief.output, lang);
    let brief = brief(view);
    if !brief.is_empty() {
        values.insert("brief".to_owned(), brief);
    }
    Letter { form, lang, values }
}

/// What a new text must keep: the places for inputs, the answer that is promised.
pub fn to_keep(target: &Target, promised: &Output, lang: Lang) -> BTreeMap<String, String> {
    let places = target.places();
    let keep = match (places.is_empty(), lang) {
        (false, _) => places.join(" "),
        (true, Lang::En) => "nothing".to_owned(),
        (true, Lang::Fr) => "rien".to_owned(),
    };
    BTreeMap::from([("keep".to_owned(), keep), ("output".to_owned(), output(promised, lang))])
}

fn output(output: &Output, lang: Lang) -> String {
    match (output, lang) {
        (Output::Labels { labels }, Lang::En) => format!("one of these labels: {}", labels.join(", ")),
        (Output::Labels { labels }, Lang::Fr) => {
            format!("une de ces étiquettes\u{a0}: {}", labels.join(", "))
        }
        (Output::Number { .. }, Lang::En) => "a number".to_owned(),
        (Output::Number { .. }, Lang::Fr) => "un nombre".to_owned(),
        (Output::Json { schema: Some(schema) }, Lang::En) => format!("JSON that fits {schema}"),
        (Output::Json { schema: Some(schema) }, Lang::Fr) => format!("du JSON conforme à {schema}"),
        (Output::Json { schema: None }, _) => "JSON".to_owned(),
        (_, Lang::En) => "a text".to_owned(),
        (_, Lang::Fr) => "un texte".to_owned(),
    }
}

fn brief(view: &View<'_>) -> String {
    let brief = view.brief;
    let said = brief.task.iter().chain(&brief.audience).chain(&brief.constraints);
    said.map(|line| format!("- {}", masked(line))).collect::<Vec<_>>().join("\n")
}

/// Train cases with what was expected, every answer in turn.
pub fn pairs(view: &View<'_>, lang: Lang, draws: &mut Draws) -> String {
    let mut by_answer: BTreeMap<&str, Vec<&Shown>> = BTreeMap::new();
    for shown in view.train {
        if let Some(expected) = shown.expected() {
            by_answer.entry(expected).or_default().push(shown);
        }
    }
    let mut stacks: Vec<Vec<&Shown>> = by_answer.into_values().map(|cases| shuffled(cases, draws)).collect();
    stacks = shuffled(stacks, draws);
    let mut chosen: Vec<&Shown> = Vec::new();
    while chosen.len() < PAIRS && stacks.iter().any(|stack| !stack.is_empty()) {
        chosen.extend(stacks.iter_mut().filter_map(Vec::pop));
    }
    chosen.truncate(PAIRS);
    let pair = |shown: &&Shown| {
        let (given, expected) = (masked(&shown.text()), masked(shown.expected().unwrap_or_default()));
        match lang {
            Lang::En => format!("Input: {given}\nAnswer: {expected}"),
            Lang::Fr => format!("Entrée\u{a0}: {given}\nRéponse\u{a0}: {expected}"),
        }
    };
    chosen.iter().map(pair).collect::<Vec<_>>().join("\n\n")
}

/// A text of a case as it may leave: no secret, no personal data of a known form, not too long.
pub fn masked(text: &str) -> String {
    let bare = guard::redact(text);
    let bare = guard::personal::mask(&bare);
    match bare.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &bare[..end]),
        None => bare.into_owned(),
    }
}
