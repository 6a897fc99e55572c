//! What the apprentice understands of a conversation: the labels, the examples, the form wanted, the text to work on.

use super::fold::{Folded, words};
use crate::ask::{Ask, Shape, Speaker};

/// A label and what the prompt says of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    pub(super) name: String,
    /// Its definition, when there is one.
    pub(super) about: String,
}

/// A conversation as understood.
pub(super) struct Reading<'a> {
    /// Everything that is not the text to work on, folded and padded.
    pub(super) instructions: String,
    pub(super) labels: Vec<Label>,
    /// Question and answer of each example.
    pub(super) examples: Vec<(&'a str, &'a str)>,
    /// The text to work on.
    pub(super) data: &'a str,
    pub(super) french: bool,
    /// No sentence around the answer.
    pub(super) terse: bool,
    /// Names of the keys wanted; empty when the answer is not JSON.
    pub(super) json: Option<Vec<String>>,
}

/// Words that announce a list of labels.
const ANNOUNCE: [&str; 14] = [
    "etiquette",
    "label",
    "categorie",
    "categor",
    "classe",
    "class",
    "file",
    "queue",
    "parmi",
    "among",
    "one of",
    "choix",
    "option",
    "valeur",
];

/// Words after which a list may come without a colon.
const BEFORE_A_LIST: [&str; 6] = [" parmi ", " among ", " one of ", " into ", " entre ", " between "];

/// Ways to ask for the bare answer.
const TERSE: [&str; 17] = [
    "un seul mot",
    "une seule etiquette",
    "uniquement",
    "seulement",
    "rien d autre",
    "sans phrase",
    "sans explication",
    "sans ponctuation",
    "juste l ",
    "only ",
    "one word",
    "single word",
    "single label",
    "nothing else",
    "no explanation",
    "just the",
    "no punctuation",
];

/// Marks after which the text to work on comes, at the start of a line.
const INPUT_MARKS: [&str; 8] =
    ["message:", "message :", "texte:", "texte :", "text:", "avis :", "input:", "review:"];

impl<'a> Reading<'a> {
    pub(super) fn of(ask: &'a Ask<'_>) -> Reading<'a> {
        let last = ask.turns.iter().rposition(|t| t.speaker == Speaker::User);
        let mut told = String::new();
        let mut examples = Vec::new();
        let mut has_system = false;
        for (i, turn) in ask.turns.iter().enumerate() {
            match turn.speaker {
                Speaker::System => {
                    has_system = true;
                    told.push_str(&turn.text);
                    told.push('\n');
                }
                Speaker::Assistant
                    if i > 0 && Some(i) < last && ask.turns[i - 1].speaker == Speaker::User =>
                {
                    examples.push((&*ask.turns[i - 1].text, turn.text.trim()));
                }
                _ => {}
            }
        }
        let (before, data) = split(ask.last_user(), has_system || !examples.is_empty());
        told.push_str(before);
        let mut labels = match &ask.shape {
            Shape::Schema(schema) => schema_labels(schema),
            _ => Vec::new(),
        };
        if labels.is_empty() {
            labels = stated_labels(&told);
        }
        let short = |answer: &str| answer.split_whitespace().count() <= 3;
        let shown = examples.len() >= 2 && examples.iter().all(|(_, answer)| short(answer));
        if labels.is_empty() && shown {
            for (_, answer) in &examples {
                if !labels.iter().any(|l: &Label| l.name == *answer) {
                    labels.push(Label { name: (*answer).to_owned(), about: String::new() });
                }
            }
        }
        let instructions = words(&told);
        let french = {
            use super::lexicon::{Theme, score};
            let all = words(&format!("{told} {data}"));
            score(Theme::French, &all) >= score(Theme::English, &all)
        };
        let json = match &ask.shape {
            Shape::Text if !instructions.contains(" json ") => None,
            _ => Some(quoted_keys(&told)),
        };
        let terse = TERSE.iter().any(|t| instructions.contains(t)) || shown;
        Reading { instructions, labels, examples, data, french, terse, json }
    }
}

/// Divides a message into what is asked and what it is asked about.
fn split(text: &str, told_before: bool) -> (&str, &str) {
    for (open, close) in [("\"\"\"", "\"\"\""), ("```", "```")] {
        if let Some((before, rest)) = text.split_once(open)
            && let Some((inside, _)) = rest.rsplit_once(close)
        {
            return (before, inside.trim());
        }
    }
    // <message> ... </message>
    if let Some(close) = text.rfind("</")
        && let Some(name) = text[close + 2..].split('>').next()
        && let Some(open) = text[..close].find(&format!("<{name}>"))
    {
        return (&text[..open], text[open + name.len() + 2..close].trim());
    }
    let folded = Folded::new(text);
    let mark = INPUT_MARKS
        .iter()
        .filter_map(|m| {
            let at = folded.text.rfind(m).filter(|at| *at == 0 || folded.text.as_bytes()[at - 1] == b'\n')?;
            Some((at, at + m.len()))
        })
        .max();
    if let Some((start, end)) = mark {
        return (folded.slice(0, start), folded.slice(end, folded.text.len()).trim());
    }
    if told_before {
        return ("", text.trim());
    }
    match text.split_once("\n\n") {
        Some((before, after)) if !after.trim().is_empty() => (before, after.trim()),
        _ => (text, text.trim()),
    }
}

/// Labels listed in the instructions, one a line or in a sentence.
fn stated_labels(told: &str) -> Vec<Label> {
    let mut announced = false;
    let mut listed: Vec<Label> = Vec::new();
    for line in told.lines() {
        if let Some(item) = bullet(line) {
            if announced && let Some(label) = definition(item) {
                listed.push(label);
            }
            continue;
        }
        if listed.len() >= 2 {
            break;
        }
        if line.trim().is_empty() {
            continue;
        }
        listed.clear();
        let folded = Folded::new(line);
        announced = ANNOUNCE.iter().any(|w| folded.text.contains(w));
        if announced && let Some(labels) = sentence(&folded) {
            return labels;
        }
    }
    if listed.len() >= 2 { listed } else { Vec::new() }
}

/// The text of `- item`, `* item`, `• item` or `1. item`.
fn bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < line.len() {
        return rest.strip_prefix(['.', ')']).map(str::trim);
    }
    line.strip_prefix(['-', '*', '•']).map(str::trim)
}

/// `name : what it covers`.
fn definition(item: &str) -> Option<Label> {
    let end = item.find([':', '(', '—', '–']).unwrap_or(item.len());
    let name = clean(&item[..end]);
    let about = item[end..].trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    (1..=3).contains(&name.split_whitespace().count()).then(|| Label { name: name.to_owned(), about })
}

/// `one of: a, b or c`, `parmi a, b et c`.
fn sentence(line: &Folded<'_>) -> Option<Vec<Label>> {
    let text = &line.text;
    let announced = ANNOUNCE.iter().filter_map(|w| text.find(w)).min()?;
    let colon = text[announced..].find(':').map(|at| announced + at + 1);
    let word = BEFORE_A_LIST.iter().filter_map(|w| text.find(w).map(|at| at + w.len())).max();
    [colon, word].into_iter().flatten().find_map(|start| {
        let end = text[start..].find(['.', '\n', ':', '(']).map_or(text.len(), |at| start + at);
        let labels: Vec<Label> = line
            .slice(start, end)
            .split([',', ';', '/', '|'])
            .flat_map(|part| part.split(" ou "))
            .flat_map(|part| part.split(" or "))
            .flat_map(|part| part.split(" et "))
            .flat_map(|part| part.split(" and "))
            .map(clean)
            .filter(|name| !name.is_empty())
            .map(|name| Label { name: name.to_owned(), about: String::new() })
            .collect();
        let short = labels.iter().all(|l| l.name.split_whitespace().count() <= 2);
        (labels.len() >= 2 && short).then_some(labels)
    })
}

fn clean(name: &str) -> &str {
    name.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The values of the first `enum` of a JSON Schema.
fn schema_labels(schema: &serde_json::Value) -> Vec<Label> {
    use serde_json::Value;
    match schema {
        Value::Object(map) => {
            if let Some(Value::Array(values)) = map.get("enum") {
                let names = values.iter().filter_map(Value::as_str);
                return names.map(|name| Label { name: name.to_owned(), about: String::new() }).collect();
            }
            map.values().map(schema_labels).find(|labels| !labels.is_empty()).unwrap_or_default()
        }
        Value::Array(values) => values.iter().map(schema_labels).find(|l| !l.is_empty()).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Keys shown as `"key":` in the instructions.
fn quoted_keys(told: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut parts = told.split('"').peekable();
    while let Some(part) = parts.next() {
        let is_key = parts.peek().is_some_and(|next| next.trim_start().starts_with(':'));
        let named =
            !part.is_empty() && part.len() <= 40 && part.chars().all(|c| c.is_alphanumeric() || c == '_');
        if is_key && named && !keys.iter().any(|k| k == part) {
            keys.push(part.to_owned());
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(told: &str) -> Vec<String> {
        stated_labels(told).into_iter().map(|l| l.name).collect()
    }

    #[test]
    fn labels_are_found_however_they_are_listed() {
        assert_eq!(
            labels("Étiquettes : facturation, résiliation ou autre."),
            ["facturation", "résiliation", "autre"]
        );
        assert_eq!(
            labels("Classify.\nAnswer with one of: billing, shipping, other"),
            ["billing", "shipping", "other"]
        );
        assert_eq!(labels("Classe le message parmi « oui » et « non »."), ["oui", "non"]);
        assert_eq!(labels("Sort into one of billing, other."), ["billing", "other"]);
        assert_eq!(labels("Labels:\n- Bug: crashes\n- Other\n\nBe brief."), ["Bug", "Other"]);
        assert_eq!(labels("Règles :\n- sois bref\n- sois poli"), [""; 0]);
        assert_eq!(labels("Classe ce message."), [""; 0]);
    }

    #[test]
    fn definitions_are_kept() {
        let found = stated_labels("Catégories :\n- livraison : colis, retard\n- autre (le reste)\n");
        assert_eq!(found[0], Label { name: "livraison".to_owned(), about: "colis, retard".to_owned() });
        assert_eq!(found[1], Label { name: "autre".to_owned(), about: "le reste".to_owned() });
    }

    #[test]
    fn the_text_to_work_on_is_told_from_what_is_asked() {
        assert_eq!(
            split("Classe ceci.\n\nMon colis est en retard", false),
            ("Classe ceci.", "Mon colis est en retard")
        );
        assert_eq!(split("Bonjour.\n\nMon colis", true), ("", "Bonjour.\n\nMon colis"));
        assert_eq!(split("Classe <message>Mon colis</message> vite", false), ("Classe ", "Mon colis"));
        assert_eq!(split("Classe.\nMessage : Mon colis", false), ("Classe.\n", "Mon colis"));
        assert_eq!(split("Read:\n\"\"\"\nhello\n\"\"\"\n", false), ("Read:\n", "hello"));
        assert_eq!(split("Bonjour", false), ("Bonjour", "Bonjour"));
    }

    #[test]
    fn keys_are_read_where_the_prompt_shows_them() {
        assert_eq!(quoted_keys(r#"Réponds {"label": "...", "score" : 1}"#), ["label", "score"]);
    }
}
