//! What a prompt must not hold: the words of the cases it is measured on.
//!
//! The guard is made of the cases; it keeps hashes, so that whoever holds it cannot read a sealed case. What the
//! person's own prompt already says is never a leak.

use std::collections::{BTreeMap, BTreeSet};

use prompt::tree::{Part, Tree, fold};
use terms::{Case, Message, Split};

use super::view::text_of;

/// Words of a run that two texts hardly share by chance.
const RUN: usize = 5;
/// A run in this many train cases is a turn of phrase of the data, not a leak.
const USUAL: usize = 3;
/// A name in more sealed cases than this is a word of the trade.
const RARE: usize = 2;

/// Something of the data that a prompt holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leak {
    /// Words in a row of a dev or test case.
    Sealed(String),
    /// A name that only dev or test cases hold.
    Name(String),
    /// A number that only dev or test cases hold.
    Number(String),
    /// An example that is nearly a dev or test case.
    Example(String),
    /// Words in a row of a train case, outside the examples: say it in general terms.
    Train(String),
}

impl Leak {
    /// The sentence for a person.
    pub fn message(&self) -> Message {
        match self {
            Leak::Sealed(words) => Message::new("studies-leak-sealed").with("words", words.as_str()),
            Leak::Name(word) => Message::new("studies-leak-name").with("words", word.as_str()),
            Leak::Number(word) => Message::new("studies-leak-number").with("words", word.as_str()),
            Leak::Example(words) => Message::new("studies-leak-example").with("words", words.as_str()),
            Leak::Train(words) => Message::new("studies-leak-train").with("words", words.as_str()),
        }
    }
}

/// Knows the data by its hashes.
#[derive(Clone, Debug, Default)]
pub struct LeakGuard {
    /// Runs of words of dev and test cases.
    sealed: BTreeSet<u64>,
    /// Runs of words of train cases, and in how many.
    train: BTreeMap<u64, usize>,
    /// Words with a capital inside a sentence, and numbers, of dev and test cases, and in how many.
    marked: BTreeMap<u64, usize>,
    /// Every word of train cases and of the person's own prompt.
    known: BTreeSet<u64>,
    /// Runs of words of the person's own prompt.
    own: BTreeSet<u64>,
}

impl LeakGuard {
    /// The guard of a prompt and its data.
    pub fn new<'c>(original: &Tree, cases: impl IntoIterator<Item = &'c Case>) -> LeakGuard {
        let mut guard = LeakGuard::default();
        let text = original.text();
        guard.own.extend(runs(&text).into_iter().map(|(hash, _)| hash));
        guard.known.extend(words(&text).iter().map(|word| hash(&[&word.folded])));
        for case in cases {
            let expected = case.expect.values().map(String::as_str).collect::<Vec<_>>().join("\n");
            let text = text_of(case);
            let found: BTreeSet<u64> = runs(&text).into_iter().map(|(hash, _)| hash).collect();
            if case.split == Split::Train {
                found.into_iter().for_each(|run| *guard.train.entry(run).or_default() += 1);
                guard.known.extend(words(&text).iter().map(|word| hash(&[&word.folded])));
            } else {
                guard.sealed.extend(found);
                let marked = words(&text).into_iter().filter(|word| word.name || word.number);
                let marked: BTreeSet<u64> = marked.map(|word| hash(&[&word.folded])).collect();
                marked.into_iter().for_each(|word| *guard.marked.entry(word).or_default() += 1);
            }
            // an expected answer is a label or a value of the task, known to whoever writes the prompt
            guard.known.extend(words(&expected).iter().map(|word| hash(&[&word.folded])));
        }
        guard
    }

    /// Whether what an example gives is nearly a case that is measured.
    ///
    /// # Errors
    /// It is.
    pub fn example(&self, given: &str) -> Result<(), Leak> {
        let found = runs(given);
        let shared = found.iter().filter(|(hash, _)| self.sealed.contains(hash)).count();
        // two cases may begin alike; half in common is the same case
        if !found.is_empty() && 2 * shared > found.len() {
            return Err(Leak::Example(given.chars().take(80).collect()));
        }
        Ok(())
    }

    /// Whether a version holds something of the data that it must not.
    ///
    /// # Errors
    /// The first leak found.
    pub fn check(&self, tree: &Tree) -> Result<(), Leak> {
        for (_, shot) in tree.shots() {
            self.example(&shot.given)?;
        }
        let text = instructions(tree);
        for (hash, run) in runs(&text) {
            if self.own.contains(&hash) {
                continue;
            }
            let usual = self.train.get(&hash).copied().unwrap_or(0);
            if usual >= USUAL {
                continue;
            }
            if self.sealed.contains(&hash) {
                return Err(Leak::Sealed(run));
            }
            if usual > 0 {
                return Err(Leak::Train(run));
            }
        }
        for word in words(&text) {
            let hash = hash(&[&word.folded]);
            let rare = self.marked.get(&hash).is_some_and(|count| *count <= RARE);
            if rare && !self.known.contains(&hash) {
                return Err(if word.number { Leak::Number(word.written) } else { Leak::Name(word.written) });
            }
        }
        Ok(())
    }
}

/// The text of a prompt without its examples and without its front matter.
fn instructions(tree: &Tree) -> String {
    let mut text = String::new();
    for node in tree.nodes() {
        if node.part == Part::Examples {
            continue;
        }
        let blocks =
            node.nodes().iter().filter(|block| !matches!(block.part, Part::Examples | Part::Example));
        blocks.for_each(|block| {
            text.push_str(&block.text());
            text.push('\n');
        });
    }
    text
}

struct Word {
    folded: String,
    written: String,
    /// A capital that no sentence start explains.
    name: bool,
    /// Three digits or more, or a decimal number.
    number: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    let mut start = true;
    for written in text.split_whitespace() {
        let bare = written.trim_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() {
            let digits = bare.chars().filter(char::is_ascii_digit).count();
            out.push(Word {
                folded: fold(bare),
                written: bare.to_owned(),
                name: !start
                    && bare.chars().count() > 2
                    && bare.starts_with(char::is_uppercase)
                    && digits == 0,
                number: digits >= 3 || (digits > 0 && bare.contains([',', '.'])),
            });
        }
        start = bare.is_empty() && start || written.ends_with(['.', '!', '?', ':', '…', '«', '-']);
    }
    out
}

/// The runs of [`RUN`] words of a text, punctuation left aside, with their hashes.
fn runs(text: &str) -> Vec<(u64, String)> {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(RUN).map(|run| (hash(run), run.join(" "))).collect()
}

/// FNV-1a of words; a hash may be met by chance once in 2^64 / size of the data.
fn hash<S: AsRef<str>>(words: &[S]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in words.iter().flat_map(|word| word.as_ref().bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}
