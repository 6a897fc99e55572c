//! Pieces taken away, put elsewhere or in another order, with the layout around them kept sound.

use super::Tree;
use super::error::EditError;
use super::node::{Body, Level, Node, Path};

/// Takes pieces away; a parent left with nothing goes too, a numbered list is numbered anew.
pub(super) fn without(tree: &mut Tree, at: &[Path]) -> Result<(), EditError> {
    let mut paths: Vec<&Path> = at.iter().collect();
    paths.sort();
    paths.dedup();
    // what stands under a piece that goes, goes with it
    let mut kept: Vec<&Path> = Vec::with_capacity(paths.len());
    for path in paths {
        if kept.last().is_none_or(|last| !path.starts_with(last)) {
            kept.push(path);
        }
    }
    if kept.is_empty() {
        return Err(EditError::NothingToChange);
    }
    // from the last to the first, so that paths still to come stay true
    for path in kept.into_iter().rev() {
        let mut path = path.clone();
        let mut gone = tree.take(&path)?;
        let last = path.pop();
        let left = tree.children_mut(&path)?;
        // what comes to stand last ends as the last one did
        if last == Some(left.len())
            && let Some(end) = left.last_mut()
        {
            pop_space(end);
            push_space(end, &pop_space(&mut gone));
        }
        while !path.is_empty() && tree.get(&path).is_some_and(is_empty) {
            tree.take(&path)?;
            path.pop();
        }
        number(tree.children_mut(&path)?);
    }
    Ok(())
}

fn is_empty(node: &Node) -> bool {
    matches!(&node.body, Body::Nodes(nodes) if nodes.is_empty())
}

/// Gives the items of a numbered list their numbers, from that of the first.
fn number(nodes: &mut [Node]) {
    let read = |node: &Node| {
        let trimmed = node.open.trim_start();
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &trimmed[digits..];
        let number = trimmed[..digits].parse::<u32>().ok()?;
        (node.level == Level::Item && rest.starts_with(['.', ')'])).then_some((
            node.open.len() - trimmed.len(),
            digits,
            number,
        ))
    };
    let Some(marks) = nodes.iter().map(read).collect::<Option<Vec<_>>>() else { return };
    let first = marks.first().map_or(1, |mark| mark.2.min(1));
    for (i, (node, (indent, digits, _))) in nodes.iter_mut().zip(marks).enumerate() {
        node.open.replace_range(indent..indent + digits, &(first + i as u32).to_string());
    }
}

/// Puts a piece where it will stand, with the blank lines its neighbours have.
pub(super) fn place(tree: &mut Tree, at: &[usize], mut node: Node) -> Result<(), EditError> {
    let (last, parents) = at.split_last().ok_or(EditError::NoPiece)?;
    let nodes = tree.children_mut(parents)?;
    if *last > nodes.len() {
        return Err(EditError::NoPiece);
    }
    let usual = match node.level {
        Level::Section | Level::Block => "\n\n",
        Level::Item | Level::Turn => "\n",
        Level::Sentence => " ",
        Level::Phrase => "",
    };
    if *last == nodes.len() {
        if let Some(before) = nodes.last_mut() {
            let end = pop_space(before);
            push_space(before, usual);
            pop_space(&mut node);
            push_space(&mut node, &end);
        }
    } else {
        pop_space(&mut node);
        push_space(&mut node, usual);
    }
    nodes.insert(*last, node);
    number(nodes);
    Ok(())
}

/// Puts the pieces under a node in another order. The space after each place stays where it is.
pub(super) fn reorder(tree: &mut Tree, at: &[usize], order: &[usize]) -> Result<(), EditError> {
    let nodes = tree.children_mut(at)?;
    let mut seen = vec![false; nodes.len()];
    for i in order {
        match seen.get_mut(*i) {
            Some(seen) if !*seen => *seen = true,
            _ => return Err(EditError::BadOrder),
        }
    }
    if order.len() != nodes.len() {
        return Err(EditError::BadOrder);
    }
    let phrases = nodes.iter().any(|node| node.level == Level::Phrase);
    let spaces: Vec<String> = nodes.iter_mut().map(pop_space).collect();
    // a comma before a phrase stays in its place, like the space after a sentence
    let opens: Vec<String> = nodes.iter().map(|node| node.open.clone()).collect();
    let mut new: Vec<Node> = order.iter().map(|i| nodes[*i].clone()).collect();
    for ((node, space), open) in new.iter_mut().zip(spaces).zip(opens) {
        push_space(node, &space);
        if phrases {
            node.open = open;
        }
    }
    *nodes = new;
    number(nodes);
    Ok(())
}

/// Takes the white space at the end of a node's text away from it.
pub(super) fn pop_space(node: &mut Node) -> String {
    let close = node.close.trim_end().len();
    let mut space = node.close.split_off(close);
    if node.close.is_empty() {
        match &mut node.body {
            Body::Words(words) => {
                let end = words.trim_end().len();
                space.insert_str(0, &words.split_off(end));
            }
            Body::Nodes(nodes) => {
                if let Some(last) = nodes.last_mut() {
                    space.insert_str(0, &pop_space(last));
                }
            }
        }
    }
    space
}

pub(super) fn push_space(node: &mut Node, space: &str) {
    node.close.push_str(space);
}
