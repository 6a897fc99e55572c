use std::sync::LazyLock;

use crate::corpus::content::{Ask, Content, Gold, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::lexicon::rows;
use crate::corpus::passage::Passage;
use crate::corpus::task::Task;
use crate::corpus::template::expand;

static TONGUES: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let mut tongues: Vec<Vec<String>> = Vec::new();
    for row in rows(include_str!("../../../data/tongues.tsv")) {
        if row[0].starts_with('@') {
            tongues.push(Vec::new());
        } else if let Some(tongue) = tongues.last_mut() {
            tongue.extend(expand(row[0]));
        }
    }
    tongues
});

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let class = wish.class.unwrap_or_else(|| d.below(TONGUES.len()));
    let mut passage = Passage::default();
    for _ in 0..1 + d.below(1 + usize::from(wish.difficulty)) {
        passage.next();
        passage.push(d.pick::<String>(&TONGUES[class]));
    }
    // the easy texts are longer than a few words; the hard ones lose their beginning
    if wish.difficulty > 1 {
        let words: Vec<&str> = passage.text.split(' ').collect();
        let from = d.below(words.len().saturating_sub(2).max(1));
        let cut = words[from..words.len().min(from + 4)].join(" ");
        passage.text = cut;
    }
    let asks = vec![Ask::plain(Task::Language, Gold::Class(class))];
    Content { text: passage.text, lang: wish.lang, difficulty: wish.difficulty, asks }
}
