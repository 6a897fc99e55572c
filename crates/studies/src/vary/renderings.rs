//! The same prompt in another form.

use prompt::tree::{Edit, Level, Node, Part, Path, Style, Tree};
use serde::{Deserialize, Serialize};
use stats::draws::Draws;
use terms::Message;

use super::language::translated;
use super::words::{reworded, with_typos};

/// What a rendering changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The marks around titled parts.
    Delimiter(Style),
    /// The bullets of lists.
    Bullets,
    /// Titles in capitals.
    Case,
    /// Blank lines between parts.
    Spacing,
    /// The order of instructions that do not depend on each other.
    Order,
    /// Other words for the same.
    Synonyms,
    /// A few letters in the wrong place.
    Typos,
    /// The other language, where a formulation is known.
    Language,
}

impl Form {
    /// The sentence for a person.
    pub fn message(self) -> Message {
        Message::new(match self {
            Form::Delimiter(Style::Heading) => "studies-form-heading",
            Form::Delimiter(Style::Label) => "studies-form-label",
            Form::Delimiter(Style::Bold) => "studies-form-bold",
            Form::Delimiter(Style::Xml) => "studies-form-xml",
            Form::Bullets => "studies-form-bullets",
            Form::Case => "studies-form-case",
            Form::Spacing => "studies-form-spacing",
            Form::Order => "studies-form-order",
            Form::Synonyms => "studies-form-synonyms",
            Form::Typos => "studies-form-typos",
            Form::Language => "studies-form-language",
        })
    }
}

/// A version that means the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendering {
    /// What was changed.
    pub form: Form,
    /// What makes it of the original.
    pub edit: Edit,
    /// The version.
    pub tree: Tree,
}

/// At most `count` renderings, each form in turn so that few of them show many forms. The same seed gives the same.
pub fn renderings(tree: &Tree, count: usize, seed: u64, allowed: &dyn Fn(&Tree) -> bool) -> Vec<Rendering> {
    let mut draws = Draws::new(seed);
    let mut found: Vec<Rendering> = Vec::new();
    let add = |form: Form, edit: Option<Edit>, found: &mut Vec<Rendering>| {
        let Some((edit, Ok((new, _)))) = edit.map(|edit| (edit.clone(), edit.apply(tree))) else { return };
        if new != *tree && allowed(&new) && found.iter().all(|other| other.tree != new) {
            found.push(Rendering { form, edit, tree: new });
        }
    };
    for round in 0..3 {
        if round == 0 {
            for style in Style::ALL {
                add(Form::Delimiter(style), Some(Edit::SwitchDelimiter { to: style }), &mut found);
            }
            add(Form::Case, capitals(tree), &mut found);
            add(Form::Spacing, tight(tree), &mut found);
            add(Form::Language, translated(tree), &mut found);
        }
        if round < 2 {
            add(Form::Bullets, bullets(tree, round), &mut found);
        }
        add(Form::Order, shuffled(tree, &mut draws), &mut found);
        add(Form::Synonyms, reworded(tree, &mut draws), &mut found);
        add(Form::Typos, with_typos(tree, &mut draws), &mut found);
        if found.len() >= count {
            break;
        }
    }
    found.truncate(count);
    found
}

/// Other text before and after these nodes; the paths in the order of the text, so that a parent is replaced before its
/// children and undoes nothing.
fn reframed(tree: &Tree, frames: Vec<(Path, String, String)>) -> Option<Edit> {
    let edits = frames.into_iter().filter_map(|(at, open, close)| {
        let node = tree.get(&at)?;
        let other = node.open != open || node.close != close;
        other.then(|| Edit::Replace { node: Node { open, close, ..node.clone() }, at })
    });
    let edits: Vec<Edit> = edits.collect();
    (!edits.is_empty()).then_some(Edit::All { edits })
}

fn is_title(node: &Node) -> bool {
    node.level == Level::Block
        && !node.open.trim().is_empty()
        && !node.open.contains(":::")
        && node.part != Part::Note
}

/// Titles in capitals; tags stay as they are.
fn capitals(tree: &Tree) -> Option<Edit> {
    let titles = tree.walk().into_iter().filter(|(_, node)| is_title(node) && !node.open.contains('<'));
    reframed(tree, titles.map(|(path, node)| (path, node.open.to_uppercase(), node.close.clone())).collect())
}

/// Dashes become stars, stars become dashes, numbers become dashes; or all become numbers.
fn bullets(tree: &Tree, round: usize) -> Option<Edit> {
    let mut opens = Vec::new();
    let mut number = 0;
    for (path, node) in tree.walk() {
        let listed = node.level == Level::Item && !matches!(node.part, Part::Example | Part::Note);
        let mark = node.open.trim();
        if !listed || mark.is_empty() {
            continue;
        }
        number = if path.last() == Some(&0) { 1 } else { number + 1 };
        let indent = &node.open[..node.open.len() - node.open.trim_start().len()];
        let new = match (round, mark) {
            (0, "-") => "*".to_owned(),
            (0, _) => "-".to_owned(),
            _ => format!("{number}."),
        };
        opens.push((path.clone(), format!("{indent}{new} "), node.close.clone()));
    }
    reframed(tree, opens)
}

/// No blank line between the blocks of a message.
fn tight(tree: &Tree) -> Option<Edit> {
    let inside =
        |node: &Node| node.level == Level::Block && node.part != Part::Note && !node.open.contains(":::");
    let blocks = tree.walk().into_iter().filter(|(_, node)| inside(node) && node.close.ends_with("\n\n"));
    let frames = blocks
        .map(|(path, node)| (path, node.open.clone(), format!("{}\n", node.close.trim_end_matches('\n'))));
    reframed(tree, frames.collect())
}

/// Another order of the items of the first list of rules or labels that has two; else of the blocks of a message.
fn shuffled(tree: &Tree, draws: &mut Draws) -> Option<Edit> {
    let lists = tree.walk().into_iter().filter(|(_, node)| {
        let list = node.nodes().len() > 1 && node.nodes().iter().all(|child| child.level == Level::Item);
        list && matches!(node.part, Part::Rules | Part::Labels)
    });
    let lists: Vec<(Path, usize)> = lists.map(|(path, node)| (path, node.nodes().len())).collect();
    let (at, count) = lists.get(draws.below(lists.len().max(1)))?.clone();
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, draws.below(last + 1));
    }
    Some(Edit::Reorder { at, order })
}
