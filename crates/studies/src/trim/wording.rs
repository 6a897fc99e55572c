//! The same prompt in fewer words, without a model: politeness, filler and stress dropped, longer ways of saying it
//! replaced by shorter ones (`data/wording.toml`), known formulations by short ones (`data/formulations.toml`), the
//! marks around parts by plain ones, examples and case laid out shorter. Each is a draft for the same test as a removal.

use std::cmp::Reverse;

use prompt::tree::{Edit, Layout, Level, Node, Part, Style, Tree, estimate_tokens, fold};
use serde::Deserialize;
use terms::Lang;

use crate::propose::Lexicon;

/// Known formulations tried in the place of a sentence.
const KNOWN: usize = 2;

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
    heads: Vec<(String, String)>,
    fillers: Vec<String>,
    stresses: Vec<String>,
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

/// For each part of the prompt that can be said shorter, the ways of doing so, the shortest first; the part that saves
/// most comes first. Empty when there is none.
pub fn shorter(tree: &Tree) -> Vec<Vec<Edit>> {
    let layouts = [Layout::Arrow, Layout::Alone].map(|to| Edit::SwitchLayout { to }).to_vec();
    let marks = vec![Edit::SwitchDelimiter { to: Style::Label }];
    let mut places = vec![layouts, marks];
    if let (Some(lang), Some(wording)) = (tree.lang(), Wording::ours()) {
        let (words, lexicon) = (wording.of(lang), Lexicon::ours());
        let sentences = tree.walk().into_iter().filter(|(_, node)| is_instruction(node));
        places.extend(sentences.map(|(at, node)| {
            let reword = |words| Edit::Reword { at: at.clone(), words };
            ways(&node.words(), words, &lexicon).into_iter().map(reword).collect()
        }));
    }
    let before = estimate_tokens(&tree.text());
    let saving = |edit: &Edit| {
        let (shorter, _) = edit.apply(tree).ok()?;
        before.checked_sub(estimate_tokens(&shorter.text())).filter(|saved| *saved > 0)
    };
    let mut found: Vec<(u64, Vec<Edit>)> = Vec::new();
    for ways in places {
        let mut ways: Vec<(u64, Edit)> =
            ways.into_iter().filter_map(|edit| Some((saving(&edit)?, edit))).collect();
        ways.sort_by_key(|(saved, _)| Reverse(*saved));
        if let Some((most, _)) = ways.first() {
            found.push((*most, ways.into_iter().map(|(_, edit)| edit).collect()));
        }
    }
    found.sort_by_key(|(most, _)| Reverse(*most));
    found.into_iter().map(|(_, ways)| ways).collect()
}

/// What may be said otherwise: instructions only, never an example, a note or the case itself, and nothing that is
/// quoted or filled in.
fn is_instruction(node: &Node) -> bool {
    let apart = [Part::Tail, Part::Note, Part::History, Part::Context, Part::Examples, Part::Example];
    node.level == Level::Sentence
        && !apart.contains(&node.part)
        && !matches!(node.part, Part::Given | Part::Answered)
        && !node.text().contains(['{', '}', '"', '«', '“', '`'])
}

/// Other ways of saying a sentence: without filler, without what only stresses it, by known formulations of the same.
fn ways(text: &str, words: &Words, lexicon: &Lexicon) -> Vec<String> {
    let plain = shortened(text, words);
    let calm = unstressed(plain.as_deref().unwrap_or(text), words);
    let mut ways: Vec<String> = plain.into_iter().chain(calm).collect();
    ways.extend(known(text, lexicon));
    ways.dedup();
    ways
}

/// The shortest known formulations of a sentence, in its own language.
fn known(text: &str, lexicon: &Lexicon) -> Vec<String> {
    let Some(found) = lexicon.find(text) else { return Vec::new() };
    let mut others = lexicon.others(&found, found.lang);
    others.sort_by_key(|other| (estimate_tokens(other), other.len()));
    others.truncate(KNOWN);
    others
}

/// The sentence without what it can do without; `None` when there is nothing to drop.
fn shortened(text: &str, words: &Words) -> Option<String> {
    let mut said = text.to_owned();
    // the longest opening first: "please make sure to" before "please"
    let mut openings: Vec<&String> = words.openings.iter().collect();
    openings.sort_by_key(|opening| Reverse(opening.len()));
    while let Some(rest) = openings.iter().find_map(|opening| after_opening(&said, opening)) {
        said = rest;
    }
    if let Some((rest, short)) =
        words.heads.iter().find_map(|(long, short)| Some((after_head(&said, long)?, short)))
    {
        said = format!("{}{rest}", capital_as(&said, short));
    }
    for (long, short) in &words.shorter {
        said = replaced(&said, long, short);
    }
    without(text, said, &words.fillers)
}

/// The sentence without the words that only stress what it says.
fn unstressed(text: &str, words: &Words) -> Option<String> {
    without(text, text.to_owned(), &words.stresses)
}

fn without(text: &str, mut said: String, words: &[String]) -> Option<String> {
    for word in words {
        said = replaced(&said, word, "");
    }
    let said = capital_as(text, said.trim());
    (said != text && !said.is_empty()).then_some(said)
}

/// What follows the words before a colon, the colon included, when the sentence begins with them.
fn after_head<'t>(text: &'t str, head: &str) -> Option<&'t str> {
    let rest = &text[length(text, head)?..];
    rest.trim_start().starts_with(':').then_some(rest)
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
        let apart = !from.starts_with(char::is_alphanumeric)
            || standing.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '’' && c != '\'');
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
/// negation of the filler alone, a condition that it makes strict ("only if").
fn needed_between(before: &str, after: &str) -> bool {
    const CONDITIONS: [&str; 14] = [
        "if", "when", "where", "once", "after", "before", "because", "unless", "si", "s", "quand", "lorsque",
        "apres", "avant",
    ];
    const FORMED: [&str; 14] =
        ["a", "an", "de", "le", "la", "que", "ne", "se", "je", "te", "me", "ce", "si", "du"];
    let last = before.split_whitespace().next_back().unwrap_or("").to_lowercase();
    let vowel = after.trim_start().chars().next().is_some_and(|c| "aeiouyh".contains(base(c)));
    let next = fold(after.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
    match last.as_str() {
        "an" => !vowel,
        "not" | "pas" | "non" => true,
        _ if CONDITIONS.contains(&next.as_str()) => true,
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
    fn stress_goes_where_it_makes_no_condition_strict() {
        let wording = Wording::ours().unwrap();
        let said = |lang, text: &str| unstressed(text, wording.of(lang)).unwrap_or_else(|| text.to_owned());
        for (long, short) in [
            ("Answer only with the label", "Answer with the label"),
            ("Answer only if you are sure", "Answer only if you are sure"),
            ("Give not only the label", "Give not only the label"),
        ] {
            assert_eq!(said(Lang::En, long), short);
        }
        for (long, short) in [
            ("Réponds uniquement par l’étiquette", "Réponds par l’étiquette"),
            ("Réponds seulement s’il le demande", "Réponds seulement s’il le demande"),
        ] {
            assert_eq!(said(Lang::Fr, long), short);
        }
        let ended = |text: &str| shortened(text, wording.of(Lang::Fr));
        assert_eq!(ended("Étiquettes possibles\u{a0}: a, b").unwrap(), "Choix\u{a0}: a, b");
        assert_eq!(ended("Étiquettes à choisir\u{a0}: a, b"), None);
        assert_eq!(ended("Un mot, et rien d'autre").unwrap(), "Un mot, rien d’autre");
        assert_eq!(ended("Donne le mot et rien d'autre"), None);
    }

    #[test]
    fn each_place_has_its_ways_the_shortest_first() {
        let text = "---\nlang: en\n---\nPlease answer only with a label of the list.\n\nMessage: Where is it?\n\
                    Answer: delivery\n\nMessage: {{ message }}\nAnswer:\n";
        let tree = Tree::of(&prompt::parse("p.mot.md", text).0);
        let places = shorter(&tree);
        let said: Vec<Vec<String>> = places
            .iter()
            .map(|ways| ways.iter().map(|edit| edit.apply(&tree).unwrap().0.text()).collect())
            .collect();
        let [layouts, sentence] = said.as_slice() else { panic!("{said:?}") };
        assert!(layouts[0].ends_with("Where is it? -> delivery\n\n{{ message }} ->\n"), "{layouts:?}");
        assert!(
            layouts[1].ends_with("Where is it?\nAnswer: delivery\n\n{{ message }}\nAnswer:\n"),
            "{layouts:?}"
        );
        assert!(sentence[0].contains("\nAnswer with a label of the list.\n"), "{sentence:?}");
        assert!(sentence[1].contains("\nAnswer only with a label of the list.\n"), "{sentence:?}");
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
        let edits = shorter(&tree).into_iter().filter_map(|ways| ways.into_iter().next()).collect();
        let (best, _) = Edit::All { edits }.apply(&tree).unwrap();
        assert!(
            best.text().contains("Sort the message of the customer. Write only the label.\n"),
            "{}",
            best.text()
        );
        assert!(best.text().contains("{{ message }}"));
        // what is shortest already has nothing to offer
        let plain = Tree::of(&prompt::parse("p.mot.md", "::: user\nSort the message.\n\n{{ message }}\n").0);
        assert!(shorter(&plain).is_empty());
    }
}
