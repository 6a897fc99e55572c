//! How the examples that stand in the text, and the case that comes after them, are laid out.

use serde::{Deserialize, Serialize};

use super::Tree;
use super::error::EditError;
use super::node::{Body, Level, Node, Part, Path};

/// A shorter layout of examples and case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// What is given stands alone, without the word before it: `Message: {{ message }}` is `{{ message }}`.
    Alone,
    /// Each example on one line, and the case like them: `given -> answered`, then `{{ message }} ->`.
    Arrow,
}

/// What stands between the sides of an example on one line.
const ARROW: &str = " ->";

/// Lays out every example of the text and the case in the same way. Examples that are sections of their own stay.
pub(super) fn switch(tree: &mut Tree, to: Layout) -> Result<(), EditError> {
    let case = Case::of(tree).ok_or(EditError::NothingToChange)?;
    let examples = in_text(tree);
    let before = tree.text();
    match to {
        Layout::Alone => {
            for at in &examples {
                let (given, _) = sides(tree.node_mut(at)?).ok_or(EditError::NothingToChange)?;
                given.open.clear();
            }
            case.put(tree, "")?;
        }
        Layout::Arrow => {
            let one_line = |at: &Path| {
                let words = tree.get(at).into_iter().flat_map(Node::nodes).map(Node::words);
                words.into_iter().all(|words| !words.contains(['\n', '>']))
            };
            if examples.is_empty() || !examples.iter().all(one_line) {
                return Err(EditError::NothingToChange);
            }
            for at in &examples {
                let (given, answered) = sides(tree.node_mut(at)?).ok_or(EditError::NothingToChange)?;
                given.open.clear();
                given.close = format!("{ARROW} ");
                answered.open.clear();
            }
            case.put(tree, ARROW)?;
        }
    }
    if tree.text() == before { Err(EditError::NothingToChange) } else { Ok(()) }
}

/// The examples whose sides are lines of the text, not sections.
fn in_text(tree: &Tree) -> Vec<Path> {
    let is_line = |node: &Node| node.level == Level::Turn && is_lead(&node.open);
    let example = |node: &Node| {
        node.part == Part::Example && node.nodes().len() == 2 && node.nodes().iter().all(is_line)
    };
    tree.walk().into_iter().filter(|(_, node)| example(node)).map(|(path, _)| path).collect()
}

fn sides(example: &mut Node) -> Option<(&mut Node, &mut Node)> {
    let Body::Nodes(nodes) = &mut example.body else { return None };
    let [given, answered] = nodes.as_mut_slice() else { return None };
    Some((given, answered))
}

/// `Message: `, `**Input:** `: one to three words and a colon; or nothing.
fn is_lead(text: &str) -> bool {
    let text = text.trim();
    let Some(words) = text.trim_end_matches('*').strip_suffix(':') else { return text.is_empty() };
    !text.starts_with(":::") && is_name(words)
}

fn is_name(words: &str) -> bool {
    let words = words.trim_matches(['*', ' ', '\u{a0}', '\u{202f}']);
    let letters = |word: &str| word.chars().all(|c| c.is_alphanumeric() || "'’-".contains(c));
    (1..=3).contains(&words.split_whitespace().count()) && words.split_whitespace().all(letters)
}

/// Whether a text is one value put in, maybe between quotation marks.
pub fn is_value(text: &str) -> bool {
    const MARKS: [char; 10] = ['"', '\'', '`', '«', '»', '“', '”', ' ', '\u{a0}', '\u{202f}'];
    let bare = text.trim().trim_matches(MARKS);
    bare.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).is_some_and(|name| !name.contains("{{"))
}

/// Where the case itself stands: a sentence that is one value, a word before it or not, and maybe a last line that
/// waits for the answer (`Answer:`).
struct Case {
    at: Path,
    value: String,
    waiting: Option<Path>,
}

impl Case {
    /// `None` when the end of the prompt is not one value: with several, the words before them tell them apart.
    fn of(tree: &Tree) -> Option<Case> {
        let ends = tree.walk().into_iter().filter(|(_, node)| node.part == Part::Tail);
        let mut sentences =
            ends.filter(|(_, node)| node.level == Level::Sentence && node.text().contains('{'));
        let (at, node) = sentences.next()?;
        if sentences.next().is_some() {
            return None;
        }
        let text = node.text();
        let value = match text.split_once(':') {
            Some((head, rest)) if is_name(head) && is_value(rest) => rest,
            _ if is_value(&text) => &text,
            _ => return None,
        };
        let mut next = at.clone();
        *next.last_mut()? += 1;
        let waits = |node: &Node| node.part == Part::Tail && is_lead(&node.text());
        let waiting = Some(next).filter(|next| tree.get(next).is_some_and(waits));
        Some(Case { value: value.trim().to_owned(), waiting, at })
    }

    /// The value alone with these words after it; with some, nothing else waits for the answer.
    fn put(&self, tree: &mut Tree, after: &str) -> Result<(), EditError> {
        let waited = match &self.waiting {
            Some(waiting) if !after.is_empty() => Some(tree.take(waiting)?),
            _ => None,
        };
        let node = tree.node_mut(&self.at)?;
        let last = waited.as_ref().unwrap_or(node).text();
        let space = last[last.trim_end().len()..].to_owned();
        let text = node.text();
        node.open = text[..text.len() - text.trim_start().len()].to_owned();
        node.body = Body::Words(format!("{}{after}", self.value));
        node.close = space;
        Ok(())
    }
}
