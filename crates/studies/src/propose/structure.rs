//! The structure of a prompt: parts on or off, their order, their marks, their language.

use prompt::tree::{Edit, Level, Part, Path, Style, Tree};
use stats::draws::Draws;
use terms::Message;

use super::{Parent, Strategy, View};
use crate::decision::shuffled;
use crate::vary;

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Structure;

impl Strategy for Structure {
    fn name(&self) -> &'static str {
        "structure"
    }

    fn edits(&self, parent: &Parent, _: &View<'_>, draws: &mut Draws) -> Vec<(Edit, Message)> {
        let tree = &parent.tree;
        let mut edits = Vec::new();
        for at in tree.pieces(Level::Block).into_iter().chain(items(tree)) {
            let words = tree.get(&at).map(|node| first_words(&node.words())).unwrap_or_default();
            edits.push((
                Edit::Without { at: vec![at] },
                Message::new("studies-why-without").with("words", words),
            ));
        }
        for style in Style::ALL {
            edits.push((Edit::SwitchDelimiter { to: style }, vary::Form::Delimiter(style).message()));
        }
        edits.extend(orders(tree, draws));
        if let Some(edit) = vary::translated(tree) {
            edits.push((edit, vary::Form::Language.message()));
        }
        edits
    }
}

/// Items of lists and sentences of paragraphs. Examples are left out: those are chosen by their own strategy.
fn items(tree: &Tree) -> Vec<Path> {
    let lone =
        |path: &Path| tree.get(&path[..path.len() - 1]).is_some_and(|parent| parent.nodes().len() == 1);
    let sentences = tree.pieces(Level::Sentence).into_iter().filter(|path| !lone(path));
    let items = tree.pieces(Level::Item).into_iter().chain(sentences);
    items
        .filter(|path| tree.get(path).is_some_and(|node| !matches!(node.part, Part::Example | Part::Labels)))
        .collect()
}

/// The form of the answer said first or last among the instructions, and another order of all of them.
fn orders(tree: &Tree, draws: &mut Draws) -> Vec<(Edit, Message)> {
    let mut edits = Vec::new();
    for (i, section) in tree.nodes().iter().enumerate() {
        let blocks = section.nodes();
        let movable: Vec<usize> = (0..blocks.len())
            .filter(|b| {
                !matches!(blocks[*b].part, Part::Tail | Part::Note | Part::Role)
                    && blocks[*b].level == Level::Block
            })
            .collect();
        if section.level != Level::Section || movable.len() < 2 {
            continue;
        }
        let order = |shuffled: &[usize]| {
            let mut order: Vec<usize> = (0..blocks.len()).collect();
            movable.iter().zip(shuffled).for_each(|(place, from)| order[*place] = *from);
            Edit::Reorder { at: vec![i], order }
        };
        edits.push((order(&shuffled(movable.clone(), draws)), vary::Form::Order.message()));
        if let Some(format) = movable.iter().position(|b| blocks[*b].part == Part::Format) {
            let mut first = movable.clone();
            let moved = first.remove(format);
            let mut last = first.clone();
            first.insert(0, moved);
            last.push(moved);
            edits.push((order(&first), Message::new("studies-why-format-first")));
            edits.push((order(&last), Message::new("studies-why-format-last")));
        }
    }
    edits
}

/// The beginning of a text, for a log.
pub(crate) fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(9).collect();
    let short = words.join(" ");
    if words.len() == 9 { format!("{short}…") } else { short }
}
