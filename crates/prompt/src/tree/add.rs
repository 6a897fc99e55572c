//! New parts of a prompt.

use super::Tree;
use super::edit::opens_section;
use super::error::EditError;
use super::node::{Level, Node, Part};
use super::restyle::{Style, frame, instruction_end};
use super::without::{place, pop_space, push_space};

/// Adds a part before the first block of the instructions that usually comes after it.
pub(super) fn part(
    tree: &mut Tree,
    part: Part,
    title: Option<&str>,
    lines: &[String],
) -> Result<(), EditError> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return Err(EditError::NothingToChange);
    }
    if title.into_iter().chain(lines.iter().copied()).any(|text| opens_section(text) || text.is_empty()) {
        return Err(EditError::OpensSection);
    }
    let (mut at, _) = instruction_end(tree).ok_or(EditError::NothingToChange)?;
    let rank = |part: Part| Part::ALL.iter().position(|p| *p == part);
    if let [section, end] = at.as_mut_slice() {
        let blocks = tree.nodes()[*section].nodes();
        let later = |block: &Node| block.part != Part::Other && rank(block.part) > rank(part);
        *end = blocks[..*end].iter().position(later).unwrap_or(*end);
    }
    let node = match title {
        None => {
            let mut sentences: Vec<Node> = Vec::with_capacity(lines.len());
            for (i, line) in lines.iter().enumerate() {
                let space = if i + 1 < lines.len() { " " } else { "" };
                sentences.push(Node::leaf(Level::Sentence, part, *line).between("", space));
            }
            Node::branch(Level::Block, part, sentences).between("", "\n")
        }
        Some(title) => {
            let items = lines.iter().enumerate().map(|(i, line)| {
                let end = if i + 1 < lines.len() { "\n" } else { "" };
                let sentence = Node::leaf(Level::Sentence, part, *line);
                Node::branch(Level::Item, part, vec![sentence]).between("- ", end)
            });
            let (open, close) = frame(title, tree.style().unwrap_or(Style::Label), tree.lang());
            Node::branch(Level::Block, part, items.collect()).between(open, format!("{close}\n"))
        }
    };
    place(tree, &at, node)
}

/// Adds an item after the last one of a list.
pub(super) fn item(tree: &mut Tree, at: &[usize], words: &str) -> Result<(), EditError> {
    let words = words.trim();
    if words.is_empty() {
        return Err(EditError::NothingToChange);
    }
    if opens_section(words) {
        return Err(EditError::OpensSection);
    }
    let list = tree.node_mut(at)?;
    let super::node::Body::Nodes(items) = &mut list.body else { return Err(EditError::NoPiece) };
    let count = items.len();
    let last = items.last_mut().filter(|node| node.level == Level::Item).ok_or(EditError::NoPiece)?;
    let mark = last.open.trim();
    let digits = mark.bytes().take_while(u8::is_ascii_digit).count();
    let open = if digits > 0 {
        last.open.replacen(&mark[..digits], &(count + 1).to_string(), 1)
    } else {
        last.open.clone()
    };
    let space = pop_space(last);
    push_space(last, "\n");
    let part = last.part;
    let sentence = Node::leaf(Level::Sentence, part, words);
    items.push(Node::branch(Level::Item, part, vec![sentence]).between(open, space));
    Ok(())
}
