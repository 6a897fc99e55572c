//! The label words of closed tasks: the usual ones, other lists, arbitrary ones.

use std::sync::LazyLock;

use serde::Serialize;
use terms::Lang;

use super::draw::Draw;
use super::lexicon::{lexicon, nonce, rows};
use super::scenes::intents;
use super::task::{Split, Task};

/// Class of a good opinion; 0 is also `yes` and `urgent`.
pub const POSITIVE: usize = 0;
/// Class of a bad opinion.
pub const NEGATIVE: usize = 1;
/// Class of no opinion.
pub const NEUTRAL: usize = 2;
/// Class of opinions of both signs.
pub const MIXED: usize = 3;

/// How a prompt makes its label words known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// A list of words that have a meaning of their own.
    Listed,
    /// A stated mapping from the usual words to arbitrary ones.
    Mapped,
    /// Arbitrary words that only examples explain.
    Shown,
}

/// The classes at stake and what each is called.
#[derive(Clone, Debug)]
pub struct Labels {
    /// How the prompt says it.
    pub mode: Mode,
    /// Classes, by position in the inventory.
    pub classes: Vec<usize>,
    /// Their names, in the same order.
    pub names: Vec<String>,
}

/// Rows of `labels.tsv`: task, language, names.
static TABLE: LazyLock<Vec<(&str, Lang, Vec<&str>)>> = LazyLock::new(|| {
    rows(include_str!("../../data/labels.tsv"))
        .filter_map(|r| Some((r[0], Lang::from_tag(r[1])?, r[2].split('|').collect())))
        .collect()
});

/// How many classes a closed task has in all.
pub fn classes(task: Task) -> usize {
    match task.labels() {
        "intent" => intents().len(),
        "category" => lexicon().categories.len(),
        key => TABLE.iter().find(|(k, ..)| *k == key).map_or(0, |(.., names)| names.len()),
    }
}

/// How many sets of names a closed task has in a language.
fn sets(task: Task, lang: Lang) -> usize {
    match task.labels() {
        "intent" => 3,
        "category" => 1,
        key => TABLE.iter().filter(|(k, l, _)| *k == key && *l == lang).count(),
    }
}

/// The name of a class in a set; set 0 is what an answer uses when the prompt says nothing.
pub fn name(task: Task, lang: Lang, set: usize, class: usize) -> &'static str {
    let l = usize::from(lang == Lang::Fr);
    match task.labels() {
        "intent" => intents()[class].names[l][set],
        "category" => {
            let category = &lexicon().categories[class];
            if lang == Lang::Fr { &category.fr } else { &category.en }
        }
        key => TABLE
            .iter()
            .filter(|(k, l, _)| *k == key && *l == lang)
            .nth(set)
            .map_or("", |(.., names)| names[class]),
    }
}

/// Which classes a document is about.
fn some_classes(d: &mut Draw, task: Task, hard: usize) -> Vec<usize> {
    match task.labels() {
        "sentiment" => (0..[2, 3, 4][d.weighted(&[3, 4, 3])]).collect(),
        "answer" | "urgency" => vec![0, 1],
        _ => {
            let mut all: Vec<usize> = (0..classes(task)).collect();
            d.shuffle(&mut all);
            all.truncate((2 + d.below(2 + hard)).min(6));
            all
        }
    }
}

/// Labels for a closed task, all different.
pub fn draw(d: &mut Draw, task: Task, lang: Lang, mode: Mode, hard: usize, split: Split) -> Labels {
    let mut classes = some_classes(d, task, hard);
    d.shuffle(&mut classes);
    named(d, task, lang, mode, classes, split)
}

/// Labels for this many classes of a closed task, or for all that it has.
pub fn of_size(d: &mut Draw, task: Task, lang: Lang, mode: Mode, size: usize, split: Split) -> Labels {
    let mut chosen: Vec<usize> = (0..classes(task)).collect();
    d.shuffle(&mut chosen);
    chosen.truncate(size);
    named(d, task, lang, mode, chosen, split)
}

fn named(d: &mut Draw, task: Task, lang: Lang, mode: Mode, classes: Vec<usize>, split: Split) -> Labels {
    let names: Vec<String> = match mode {
        Mode::Listed => {
            let set = if d.chance(0.45) { 0 } else { d.below(sets(task, lang)) };
            classes.iter().map(|c| name(task, lang, set, *c).to_owned()).collect()
        }
        Mode::Mapped | Mode::Shown => arbitrary(d, classes.len(), lang, split),
    };
    Labels { mode, classes, names }
}

/// Words that have nothing to do with what they stand for.
fn arbitrary(d: &mut Draw, n: usize, lang: Lang, split: Split) -> Vec<String> {
    let kind = d.weighted(&[6, 2, 2, 3, 1]);
    let mut names: Vec<String> = match kind {
        1 => (0..n).map(|i| char::from(b'A' + i as u8).to_string()).collect(),
        2 => (1..=n).map(|i| i.to_string()).collect(),
        _ => Vec::with_capacity(n),
    };
    while names.len() < n {
        let word = match kind {
            3 => lexicon().nouns[d.below(lexicon().nouns.len())].name(lang).to_owned(),
            4 => lexicon().first_name(d, split).0.to_owned(),
            _ => nonce(d, split),
        };
        if !names.contains(&word) {
            names.push(word);
        }
    }
    d.shuffle(&mut names);
    names
}

impl Labels {
    /// What this class is called, when it is one of those at stake.
    pub fn name(&self, class: usize) -> Option<&str> {
        self.classes.iter().position(|c| *c == class).map(|at| self.names[at].as_str())
    }
}
