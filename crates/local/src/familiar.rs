//! What the embedded model has never met. It knows a closed vocabulary: on other words its answers mean nothing, and a
//! person should be told.

use std::collections::HashSet;
use std::sync::LazyLock;

use terms::{ChatMessage, Message, Role};

use crate::corpus::{Document, Settings};

/// Documents looked at: beside the lexicon itself they hold the words of all instructions.
const DOCUMENTS: u64 = 600;
/// Share of unknown words that is no matter: texts of the corpus itself reach half of it with names kept for
/// examinations.
const TOLERATED: f64 = 0.05;

const LEXICON: [&str; 10] = [
    include_str!("../data/adjectives.tsv"),
    include_str!("../data/aspects.tsv"),
    include_str!("../data/circumstances.tsv"),
    include_str!("../data/cities.tsv"),
    include_str!("../data/first_names.tsv"),
    include_str!("../data/last_names.txt"),
    include_str!("../data/nouns.tsv"),
    include_str!("../data/opinions.tsv"),
    include_str!("../data/verbs.tsv"),
    include_str!("../data/wordings.tsv"),
];

static KNOWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut known: HashSet<String> = LEXICON.iter().flat_map(|file| words(file)).collect();
    let settings = Settings::default();
    for number in 0..DOCUMENTS {
        let document = Document::draw(&settings, number);
        known.extend(document.system.iter().flat_map(|text| words(text)));
        let texts = document.exchanges.iter().flat_map(|e| [&e.prompt, &e.answer]);
        known.extend(texts.flat_map(|text| words(text)));
    }
    known
});

/// Words of a text, and how many of them the corpus does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Familiarity {
    /// Words: runs of letters.
    pub words: usize,
    /// Of these, unknown.
    pub unknown: usize,
}

impl Familiarity {
    /// Counts the words of a text.
    pub fn of(text: &str) -> Familiarity {
        words(text).fold(Familiarity::default(), |sum, word| Familiarity {
            words: sum.words + 1,
            unknown: sum.unknown + usize::from(!KNOWN.contains(&word)),
        })
    }

    /// Counts the words put to the model: those of all messages but its own earlier answers.
    pub fn of_question(messages: &[ChatMessage]) -> Familiarity {
        let asked = messages.iter().filter(|m| m.role != Role::Assistant);
        asked.map(|m| Familiarity::of(&m.plain())).fold(Familiarity::default(), Familiarity::plus)
    }

    /// Both texts together.
    #[must_use]
    pub fn plus(self, other: Familiarity) -> Familiarity {
        Familiarity { words: self.words + other.words, unknown: self.unknown + other.unknown }
    }

    /// What a person must be told when more than one word in twenty is unknown.
    pub fn note(&self) -> Option<Message> {
        (self.share() > TOLERATED).then(|| {
            Message::new("local-note-unfamiliar").with("unknown", self.unknown).with("words", self.words)
        })
    }

    /// Unknown words, as a share of all; 0 of no words.
    pub fn share(&self) -> f64 {
        if self.words == 0 { 0.0 } else { self.unknown as f64 / self.words as f64 }
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}
