//! How things are said: instructions, statements, sentences of answers; those kept for examinations apart.

use std::collections::HashMap;
use std::sync::LazyLock;

use terms::Lang;

use super::draw::Draw;
use super::holdout::wording_is_held_out;
use super::lexicon::rows;
use super::task::Split;
use super::template::expand;

/// The sentences of one slot in one language.
#[derive(Debug, Default)]
pub struct Slot {
    train: Vec<String>,
    held: Vec<String>,
}

impl Slot {
    fn add(&mut self, line: &str, hold: bool) {
        for wording in expand(line) {
            if hold && wording_is_held_out(line, &wording) {
                self.held.push(wording);
            } else {
                self.train.push(wording);
            }
        }
    }

    /// A sentence from the side of this split.
    pub fn pick(&self, d: &mut Draw, split: Split) -> &str {
        let side = if split == Split::Exam && !self.held.is_empty() { &self.held } else { &self.train };
        if side.is_empty() { "" } else { d.pick::<String>(side) }
    }

    /// The sentences of one side.
    pub fn side(&self, split: Split) -> &[String] {
        if split == Split::Exam { &self.held } else { &self.train }
    }
}

/// A file of slots.
#[derive(Debug)]
pub struct Wordings {
    slots: HashMap<(&'static str, Lang), Slot>,
    empty: Slot,
}

impl Wordings {
    fn read(file: &'static str, hold: bool) -> Wordings {
        let mut slots: HashMap<(&'static str, Lang), Slot> = HashMap::new();
        let mut key = "";
        for row in rows(file) {
            match (row[0].strip_prefix('@'), Lang::from_tag(row[0])) {
                (Some(name), _) => key = name,
                (None, Some(lang)) => slots.entry((key, lang)).or_default().add(row[1], hold),
                (None, None) => {}
            }
        }
        Wordings { slots, empty: Slot::default() }
    }

    /// The sentences of a slot; an unknown slot has none.
    pub fn slot(&self, key: &'static str, lang: Lang) -> &Slot {
        self.slots.get(&(key, lang)).unwrap_or(&self.empty)
    }

    /// Every slot with its language.
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, Lang)> {
        self.slots.keys().copied()
    }
}

/// Instructions (`wordings.tsv`), under the hold-out rule.
pub fn wordings() -> &'static Wordings {
    static ALL: LazyLock<Wordings> =
        LazyLock::new(|| Wordings::read(include_str!("../../data/wordings.tsv"), true));
    &ALL
}

/// Sentences of contents (`statements.tsv`); contents are held out as whole texts.
pub fn statements() -> &'static Wordings {
    static ALL: LazyLock<Wordings> =
        LazyLock::new(|| Wordings::read(include_str!("../../data/statements.tsv"), false));
    &ALL
}

/// Full-sentence answers (`says.tsv`): one per task and language, since an answer must be foreseeable.
pub fn says() -> &'static Wordings {
    static ALL: LazyLock<Wordings> =
        LazyLock::new(|| Wordings::read(include_str!("../../data/says.tsv"), false));
    &ALL
}
