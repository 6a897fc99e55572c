use crate::corpus::content::{Ask, Content, Gold, Wish};
use crate::corpus::draw::Draw;
use crate::corpus::lexicon::lexicon;
use crate::corpus::task::Task;

pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    let lexicon = lexicon();
    let class = wish.class.unwrap_or_else(|| d.below(lexicon.categories.len()));
    let range = &lexicon.categories[class].nouns;
    let noun = &lexicon.nouns[range.start + d.below(range.len())];
    let text = match (wish.difficulty, d.below(3)) {
        (0, _) => noun.name(wish.lang).to_owned(),
        (_, 0) if !noun.mass => noun.plural(wish.lang).to_owned(),
        (_, 1) => noun.the(wish.lang),
        _ if !noun.mass => noun.a(wish.lang),
        _ => noun.name(wish.lang).to_owned(),
    };
    let asks = vec![Ask::plain(Task::Category, Gold::Class(class))];
    Content { text, lang: wish.lang, difficulty: wish.difficulty, asks }
}
