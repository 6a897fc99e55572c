//! Whether what a removal leaves still reads: no half sentence may remain, whatever it saves.

use std::collections::BTreeSet;

use prompt::tree::{Level, Part, Tree, fold, is_value};
use terms::Output;

use super::saving::sent;

/// Words that ask for another one after them: a sentence does not end with them.
const DANGLING: [&str; 62] = [
    "a", "an", "the", "and", "or", "but", "nor", "of", "to", "with", "without", "in", "on", "at", "by",
    "for", "from", "as", "than", "that", "which", "who", "whose", "if", "when", "because", "your", "its",
    "their", "un", "une", "le", "la", "les", "des", "du", "de", "et", "ou", "mais", "ni", "à", "au", "aux",
    "avec", "sans", "dans", "sur", "par", "pour", "chez", "que", "qui", "dont", "où", "si", "quand",
    "lorsque", "ton", "ta", "tes", "leur",
];
/// Words that begin a clause which another one must follow.
const SUBORDINATE: [&str; 24] = [
    "if", "when", "whenever", "because", "unless", "although", "though", "while", "since", "whereas",
    "until", "si", "quand", "lorsque", "lorsqu", "parce", "bien", "puisque", "puisqu", "tandis", "tant",
    "afin", "dès", "comme",
];
/// Words that lean on a sentence before them.
const LEANING: [&str; 10] = ["and", "or", "but", "nor", "then", "et", "ou", "mais", "ni", "puis"];

/// Whether every sentence of `short` that is not one of `original` reads as one, and nothing announces what is gone.
pub fn reads_well(short: &Tree, original: &Tree) -> bool {
    let known: BTreeSet<String> = sentences(original).into_iter().collect();
    let heads: BTreeSet<String> = known.iter().map(|words| first(words)).collect();
    let whole = |words: &str| {
        known.contains(words)
            || is_value(words.trim_end_matches([' ', '-', '>']))
            || (heads.contains(&first(words)) || is_capital(words)) && stands(words)
    };
    sentences(short).iter().all(|words| whole(words)) && announces_nothing_gone(short, original)
}

/// Whether every promised label that the original names is still named, and by the instructions where they named it: a
/// list of labels with some of them gone would read well, and mislead whoever reads it.
pub fn names_labels(short: &Tree, original: &Tree) -> bool {
    let Output::Labels { labels } = original.output() else { return true };
    let labels: Vec<String> = labels.iter().map(|label| label.to_lowercase()).collect();
    let kept = |short: &str, original: &str| {
        let (short, original) = (short.to_lowercase(), original.to_lowercase());
        labels.iter().filter(|label| original.contains(*label)).all(|label| short.contains(label))
    };
    kept(&sent(short), &sent(original)) && kept(&sentences(short).join("\n"), &sentences(original).join("\n"))
}

/// The words of each sentence of the instructions; examples and notes are taken whole.
fn sentences(tree: &Tree) -> Vec<String> {
    let apart = [Part::Note, Part::Example, Part::Examples, Part::Given, Part::Answered];
    let found = tree
        .walk()
        .into_iter()
        .filter(move |(_, node)| node.level == Level::Sentence && !apart.contains(&node.part));
    found.map(|(_, node)| node.words()).collect()
}

/// Whether words that were cut stand as a sentence.
fn stands(words: &str) -> bool {
    let bare = words.trim_end_matches(['.', '!', '?', '…', ' ', '\u{a0}']);
    let Some(last) = bare.split_whitespace().next_back() else { return false };
    let head = fold(&first(words));
    let subordinate = SUBORDINATE.contains(&head.as_str()) && !bare.contains(',');
    let dangling = DANGLING.contains(&last.to_lowercase().as_str());
    let cut = bare.ends_with([',', ';', '(', '–', '—']) || bare.starts_with([',', ';', ':', ')', '–', '—']);
    let doubled = [",,", ", ,", ",.", ";,", "( )", "()", ": ."].iter().any(|marks| bare.contains(marks));
    !(subordinate || dangling || cut || doubled || LEANING.contains(&head.as_str())) && is_balanced(bare)
}

fn is_capital(words: &str) -> bool {
    words.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

fn first(words: &str) -> String {
    words.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("").to_owned()
}

fn is_balanced(words: &str) -> bool {
    let count = |mark: char| words.chars().filter(|c| *c == mark).count();
    [('(', ')'), ('[', ']'), ('«', '»'), ('“', '”')].iter().all(|(open, close)| count(*open) == count(*close))
        && count('"').is_multiple_of(2)
}

/// A line that announces something (`Labels:`) has it after it, unless it had nothing there before.
fn announces_nothing_gone(short: &Tree, original: &Tree) -> bool {
    let before = hanging(&original.text());
    hanging(&short.text()).into_iter().all(|line| before.contains(&line))
}

/// Lines that end with a colon and have no line of their own section after them.
fn hanging(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting: Option<&str> = None;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines.chain([":::"]) {
        let ends = line.starts_with(":::");
        if let Some(announced) = waiting.take()
            && (ends || line.ends_with(':'))
        {
            found.push(announced.to_owned());
        }
        waiting = (line.ends_with(':') && !ends).then_some(line);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(system: &str) -> Tree {
        let text = format!("::: system\n{system}\n\n::: user\n{{{{ message }}}}\n");
        Tree::of(&prompt::parse("p.mot.md", &text).0)
    }

    fn reads(short: &str, original: &str) -> bool {
        reads_well(&tree(short), &tree(original))
    }

    #[test]
    fn half_sentences_do_not_remain() {
        let whole = "If two labels fit, choose the first, in lower case, without a sentence and a stop.";
        assert!(reads("If two labels fit, choose the first.", whole));
        assert!(reads("If two labels fit, choose the first, without a sentence and a stop.", whole));
        for half in [
            "If two labels fit.",
            "choose the first, in lower case.",
            ", in lower case, without a sentence.",
            "If two labels fit, choose the first, without a sentence and.",
            "If two labels fit, choose the.",
        ] {
            assert!(!reads(half, whole), "{half}");
        }
        let french = "Si deux étiquettes conviennent, choisis la première (celle du haut), sans phrase.";
        assert!(reads("Si deux étiquettes conviennent, choisis la première, sans phrase.", french));
        for half in [
            "Si deux étiquettes conviennent.",
            "Si deux étiquettes conviennent, choisis la première (celle, sans.",
        ] {
            assert!(!reads(half, french), "{half}");
        }
    }

    #[test]
    fn nothing_announces_what_is_gone() {
        let whole = "Sort it.\n\nLabels:\n- billing\n- shipping\n\nRules:\n- Be brief.";
        assert!(reads("Sort it.\n\nLabels:\n- billing\n- shipping", whole));
        assert!(!reads("Sort it.\n\nLabels:\n\nRules:\n- Be brief.", whole));
        assert!(!reads("Sort it.\n\nLabels:", whole));
    }

    #[test]
    fn a_label_that_was_named_stays_named() {
        let tree = |system: &str| {
            let front = "---\noutput:\n  format: labels\n  labels: [billing, shipping, other]\n---\n";
            let text = format!("{front}::: system\n{system}\n\n::: user\n{{{{ message }}}}\n");
            Tree::of(&prompt::parse("p.mot.md", &text).0)
        };
        let whole = tree("Choose among: billing, shipping. Be brief.");
        assert!(names_labels(&tree("Choose among: billing, shipping."), &whole));
        assert!(!names_labels(&tree("Choose among: billing. Be brief."), &whole));
        // an answered example names a label to nobody who reads the list
        let shown =
            |list: &str| tree(&format!("Choose among: {list}.\n\nMessage: Where is it?\nAnswer: shipping"));
        assert!(!names_labels(&shown("billing"), &shown("billing, shipping")));
        // a label that was never named need not be
        assert!(names_labels(&tree("Sort it."), &tree("Sort it well.")));
    }

    #[test]
    fn what_stood_there_before_is_not_judged() {
        assert!(reads("and so on", "and so on\n\nBe brief."));
    }
}
