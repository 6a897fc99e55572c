//! Other words for the same, and a few letters in the wrong place.

use prompt::tree::{Body, Edit, Level, Node, Part, Path, Tree, fold};
use stats::draws::Draws;
use terms::{Lang, Output};

use crate::propose::lexicon::Lexicon;

/// Pairs of words that may stand for each other in an instruction.
const ENGLISH: [(&str, &str); 12] = [
    ("answer with", "reply with"),
    ("must", "have to"),
    ("choose", "pick"),
    ("only", "nothing but"),
    ("never", "do not ever"),
    ("write", "give"),
    ("customer", "client"),
    ("message", "text"),
    ("following", "given"),
    ("keep", "retain"),
    ("sort", "classify"),
    ("short", "brief"),
];
const FRENCH: [(&str, &str); 12] = [
    ("réponds par", "donne comme réponse"),
    ("dois", "es tenu de"),
    ("choisis", "sélectionne"),
    ("seulement", "uniquement"),
    ("jamais", "à aucun moment"),
    ("écris", "donne"),
    ("client", "acheteur"),
    ("message", "texte"),
    ("suivant", "donné"),
    ("garde", "conserve"),
    ("classe", "trie"),
    ("court", "bref"),
];

/// Sentences whose words are instructions: neither examples nor labels nor the case itself.
fn sentences(tree: &Tree) -> Vec<(Path, &Node)> {
    let kept = |part: Part| {
        !matches!(part, Part::Tail | Part::Note | Part::History | Part::Labels | Part::Context)
            && !is_example(part)
    };
    let all = tree.walk().into_iter();
    all.filter(|(_, node)| {
        node.level == Level::Sentence && kept(node.part) && !node.text().contains(['{', '}'])
    })
    .collect()
}

fn is_example(part: Part) -> bool {
    matches!(part, Part::Examples | Part::Example | Part::Given | Part::Answered)
}

/// Every sentence that the lexicon knows said otherwise in its language, and one word in each of the others.
pub(super) fn reworded(tree: &Tree, draws: &mut Draws) -> Option<Edit> {
    let lexicon = Lexicon::ours();
    let pairs = match tree.lang() {
        Some(Lang::Fr) => FRENCH,
        Some(Lang::En) => ENGLISH,
        None => return None,
    };
    let edits: Vec<Edit> = sentences(tree)
        .into_iter()
        .filter_map(|(at, node)| {
            let words = node.words();
            let known = lexicon.find(&words).map(|found| lexicon.others(&found, found.lang));
            let words = match known {
                Some(others) if !others.is_empty() => others[draws.below(others.len())].clone(),
                _ => swapped(&words, &pairs, draws)?,
            };
            Some(Edit::Reword { at, words })
        })
        .collect();
    (!edits.is_empty()).then_some(Edit::All { edits })
}

/// One of the pairs, in one direction, whole words only.
fn swapped(words: &str, pairs: &[(&str, &str)], draws: &mut Draws) -> Option<String> {
    let directions = pairs.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    let fits: Vec<(usize, &str, &str)> =
        directions.filter_map(|(from, to)| Some((find_word(words, from)?, from, to))).collect();
    let (at, from, to) = *fits.get(draws.below(fits.len().max(1)))?;
    let old = &words[at..at + from.len()];
    let capital = old.starts_with(char::is_uppercase);
    let mut new = to.to_owned();
    if capital {
        let mut chars = to.chars();
        new = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    }
    Some(format!("{}{new}{}", &words[..at], &words[at + from.len()..]))
}

/// Where a word or two stand in a text, whatever the case of the first letter.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    let mut chars = word.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    while from < text.len() {
        let at = [word, capital.as_str()].into_iter().filter_map(|w| text[from..].find(w)).min()? + from;
        let end = at + word.len();
        let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        // a letter of two bytes may have a capital of another length
        let after = text.get(end..)?.chars().next().is_none_or(|c| !c.is_alphanumeric());
        if before && after {
            return Some(at);
        }
        from = end;
        if !text.is_char_boundary(from) {
            return None;
        }
    }
    None
}

/// Two letters swapped inside about one long word in twelve, at least one.
pub(super) fn with_typos(tree: &Tree, draws: &mut Draws) -> Option<Edit> {
    let labels: Vec<String> = match tree.output() {
        Output::Labels { labels } => labels.iter().map(|label| fold(label)).collect(),
        _ => Vec::new(),
    };
    let sentences = sentences(tree);
    let leaves = tree.walk().into_iter().filter(|(path, node)| {
        let words = matches!(&node.body, Body::Words(words) if !words.contains(['{', '}']));
        words
            && node.level >= Level::Sentence
            && sentences.iter().any(|(sentence, _)| path.starts_with(sentence))
    });
    let leaves: Vec<(Path, String)> = leaves.map(|(path, node)| (path, node.words())).collect();
    let mut long: Vec<(usize, usize, usize)> = Vec::new();
    for (i, (_, words)) in leaves.iter().enumerate() {
        let mut at = 0;
        for word in words.split(|c: char| !c.is_alphabetic()) {
            if word.chars().count() >= 5 && !labels.contains(&fold(word)) {
                long.push((i, at, at + word.len()));
            }
            at += word.len() + words[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        }
    }
    let mut typos = Vec::new();
    for _ in 0..(long.len() / 12).max(1) {
        if long.is_empty() {
            break;
        }
        typos.push(long.swap_remove(draws.below(long.len())));
    }
    typos.sort_unstable();
    let mut edits: Vec<Edit> = Vec::new();
    for (i, (at, words)) in leaves.iter().enumerate() {
        let mine: Vec<_> = typos.iter().filter(|(leaf, _, _)| *leaf == i).collect();
        if mine.is_empty() {
            continue;
        }
        let mut new = words.clone();
        for (_, from, to) in mine {
            let mut letters: Vec<char> = words[*from..*to].chars().collect();
            let second = 1 + draws.below(letters.len() - 3);
            letters.swap(second, second + 1);
            new.replace_range(*from..*to, &letters.into_iter().collect::<String>());
        }
        edits.push(Edit::Reword { at: at.clone(), words: new });
    }
    (!edits.is_empty()).then_some(Edit::All { edits })
}
