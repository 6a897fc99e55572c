//! The same instructions in fewer words, without a model: politeness and filler dropped, longer ways of saying it
//! replaced by shorter ones (`data/wording.toml`), known formulations by their shortest (`data/formulations.toml`), the
//! marks around parts by plain ones. Each is a draft for the same test as a removal.

use prompt::tree::{Edit, Level, Node, Part, Style, Tree, estimate_tokens, fold};
use serde::Deserialize;
use terms::Lang;

use crate::propose::Lexicon;

/// The words of both languages.
#[derive(Clone, Debug, Deserialize)]
struct Wording {
    en: Words,
    fr: Words,
}

/// What can go and what can be said shorter, in one language.
#[derive(Clone, Debug, Deserialize)]
struct Words {
    openings: Vec<String>,
    fillers: Vec<String>,
    shorter: Vec<(String, String)>,
}

impl Wording {
    fn ours() -> Option<Wording> {
        // a file that does not read is refused by the tests below
        toml::from_str(include_str!("../../data/wording.toml")).ok()
    }

    fn of(&self, lang: Lang) -> &Words {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}

/// Shorter ways of saying this prompt, the one that does everything first. Empty when there is none, or no language.
pub fn shorter(tree: &Tree) -> Vec<Edit> {
    let (Some(lang), Some(wording)) = (tree.lang(), Wording::ours()) else { return Vec::new() };
    let (words, lexicon) = (wording.of(lang), Lexicon::ours());
    let filler = reworded(tree, |text| shortened(text, words));
    let known = reworded(tree, |text| shortest_known(text, &lexicon));
    let both = reworded(tree, |text| shortest_known(text, &lexicon).or_else(|| shortened(text, words)));
    let plain = vec![Edit::SwitchDelimiter { to: Style::Label }];
    let all = [both.clone(), plain.clone()].concat();
    let mut drafts: Vec<Edit> = Vec::new();
    for edits in [all, both, known, filler, plain] {
        let draft = Edit::All { edits };
        if !drafts.contains(&draft) && saves(tree, &draft) {
            drafts.push(draft);
        }
    }
    drafts
}

fn saves(tree: &Tree, edit: &Edit) -> bool {
    let tokens = |tree: &Tree| estimate_tokens(&tree.text());
    edit.apply(tree).is_ok_and(|(shorter, _)| tokens(&shorter) < tokens(tree))
}

/// The sentences that `say` says otherwise: instructions only, never an example, a note or the case itself, and nothing
/// that is quoted or filled in.
fn reworded(tree: &Tree, say: impl Fn(&str) -> Option<String>) -> Vec<Edit> {
    let instruction = |node: &Node| {
        let apart = [Part::Tail, Part::Note, Part::History, Part::Context, Part::Examples, Part::Example];
        node.level == Level::Sentence
            && !apart.contains(&node.part)
            && !matches!(node.part, Part::Given | Part::Answered)
            && !node.text().contains(['{', '}', '"', '«', '“', '`'])
    };
    let sentences = tree.walk().into_iter().filter(|(_, node)| instruction(node));
    sentences.filter_map(|(at, node)| Some(Edit::Reword { at, words: say(&node.words())? })).collect()
}

/// The shortest known formulation of a sentence, in its own language.
fn shortest_known(text: &str, lexicon: &Lexicon) -> Option<String> {
    let found = lexicon.find(text)?;
    let others = lexicon.others(&found, found.lang).into_iter();
    let shortest = others.min_by_key(|other| (estimate_tokens(other), other.len()))?;
    (estimate_tokens(&shortest) < estimate_tokens(text)).then_some(shortest)
}

/// The sentence without what it can do without; `None` when there is nothing to drop.
fn shortened(text: &str, words: &Words) -> Option<String> {
    let mut said = text.to_owned();
    // the longest opening first: "please make sure to" before "please"
    let mut openings: Vec<&String> = words.openings.iter().collect();
    openings.sort_by_key(|opening| std::cmp::Reverse(opening.len()));
    while let Some(rest) = openings.iter().find_map(|opening| after_opening(&said, opening)) {
        said = rest;
    }
    for (long, short) in &words.shorter {
        said = replaced(&said, long, short);
    }
    for filler in &words.fillers {
        said = replaced(&said, filler, "");
    }
    let said = capital_as(text, said.trim());
    (said != text && !said.is_empty()).then_some(said)
}

/// What follows an opening, when the sentence has it and says something after it.
fn after_opening(text: &str, opening: &str) -> Option<String> {
    let rest = &text[length(text, opening)?..];
    let rest = rest.strip_prefix(',').unwrap_or(rest);
    let words = rest.strip_prefix([' ', '\u{a0}'])?.trim_start();
    // "you must not" would lose what it forbids by
    let first = words.split_whitespace().next()?.to_lowercase();
    let whole = words.split_whitespace().count() > 1 && !["not", "no"].contains(&first.as_str());
    whole.then(|| capital_as(text, words))
}

/// The text with every standing of some words replaced, at the limits of words only. One that would leave a wrong
/// article or a missing elision is left as it is.
fn replaced(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, end)) = find(rest, from) {
        let (before, after) = (&rest[..at], &rest[end..]);
        let standing = format!("{out}{before}");
        let apart =
            standing.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '’' && c != '\'');
        let ended = after.chars().next().is_none_or(|c| !c.is_alphanumeric()) || from.ends_with('’');
        if !apart || !ended || (to.is_empty() && needed_between(&standing, after)) {
            out.push_str(&rest[..end]);
            rest = after;
            continue;
        }
        out = standing;
        let (mut to, mut after) = (to.to_owned(), after);
        if to.is_empty() {
            // between commas, one of them goes with the words
            let comma = out.trim_end().ends_with(',') && after.starts_with([',', '.', '!']);
            let kept = out.trim_end().len();
            out.truncate(if comma { kept - 1 } else { kept });
            after = match (out.is_empty(), comma) {
                (true, _) => after.trim_start_matches([',', ' ']),
                (false, true) => after.strip_prefix(',').unwrap_or(after),
                (false, false) => after,
            };
        } else if before.is_empty() && out.is_empty() {
            to = capital_as(text, &to);
        }
        out.push_str(&to);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where these words first stand, and where they end.
fn find(text: &str, words: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(at, _)| Some((at, at + length(&text[at..], words)?)))
}

/// Bytes of `words` at the head of a text, whatever their case and their apostrophes.
fn length(text: &str, words: &str) -> Option<usize> {
    let plain = |c: char| if c == '’' { vec!['\''] } else { c.to_lowercase().collect::<Vec<char>>() };
    let mut there = text.char_indices();
    for wanted in words.chars() {
        let (_, c) = there.next()?;
        if plain(c) != plain(wanted) {
            return None;
        }
    }
    Some(there.next().map_or(text.len(), |(at, _)| at))
}

/// Whether what stands around a filler would not do without it: an article or an elision that the next word forms, a
/// negation of the filler alone.
fn needed_between(before: &str, after: &str) -> bool {
    const FORMED: [&str; 14] =
        ["a", "an", "de", "le", "la", "que", "ne", "se", "je", "te", "me", "ce", "si", "du"];
    let last = before.split_whitespace().next_back().unwrap_or("").to_lowercase();
    let vowel = after.trim_start().chars().next().is_some_and(|c| "aeiouyh".contains(base(c)));
    match last.as_str() {
        "an" => !vowel,
        "not" | "pas" => true,
        _ if after.trim_start().starts_with("much") => true,
        word => FORMED.contains(&word) && vowel,
    }
}

/// The letter without its accent, lower case.
fn base(c: char) -> char {
    fold(&c.to_string()).chars().next().unwrap_or(c)
}

/// A capital at the head of `new` when `old` has one.
fn capital_as(old: &str, new: &str) -> String {
    let mut letters = new.chars();
    match letters.next() {
        Some(first) if old.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => new.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lang: Lang, text: &str) -> String {
        shortened(text, Wording::ours().unwrap().of(lang)).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn politeness_and_filler_go_and_a_sentence_stays() {
        for (long, short) in [
            ("Please make sure to answer with a label", "Answer with a label"),
            ("I would like you to sort the message in order to help", "Sort the message to help"),
            ("Answer, please, with a label", "Answer with a label"),
            ("You must be very brief", "Be brief"),
            ("It is very important that you keep the amount", "Keep the amount"),
            ("In the event that two labels fit, choose the first", "If two labels fit, choose the first"),
        ] {
            assert_eq!(said(Lang::En, long), short);
        }
        for (long, short) in [
            ("S’il te plaît, réponds par une étiquette", "Réponds par une étiquette"),
            ("Trie le message afin de l’orienter", "Trie le message pour l’orienter"),
            ("Réponds vraiment brièvement", "Réponds brièvement"),
            ("Réponds, s'il vous plaît, par un mot", "Réponds par un mot"),
        ] {
            assert_eq!(said(Lang::Fr, long), short);
        }
    }

    #[test]
    fn what_would_leave_no_sentence_is_left_as_it_is() {
        for text in [
            "You must not answer",
            "Please",
            "Write a very old word",
            "Every label fits",
            "Thank you very much",
            "Keep the delivery date",
        ] {
            assert_eq!(said(Lang::En, text), text);
        }
        for text in
            ["Une phrase de vraiment haute qualité", "Il ne convient pas vraiment", "Choisis une étiquette"]
        {
            assert_eq!(said(Lang::Fr, text), text);
        }
    }

    #[test]
    fn a_known_formulation_is_said_in_its_shortest_way() {
        let text = "---\nlang: en\n---\n::: system\nPlease sort the message of the customer. \
                    Answer with a single label of the list, in lower case, without a sentence or punctuation.\n\n\
                    ::: user\n{{ message }}\n";
        let tree = Tree::of(&prompt::parse("p.mot.md", text).0);
        let drafts = shorter(&tree);
        let (best, _) = drafts.first().unwrap().apply(&tree).unwrap();
        assert!(
            best.text().contains("Sort the message of the customer. Write only the label.\n"),
            "{}",
            best.text()
        );
        assert!(best.text().contains("{{ message }}"));
        // what is shortest already has nothing to offer
        assert_eq!(shorter(&best), []);
    }
}
