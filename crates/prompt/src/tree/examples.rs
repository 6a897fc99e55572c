//! The examples a prompt shows.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use terms::Part as MessagePart;

use crate::compile::Compiled;
use crate::files::FileError;
use crate::section::is_header;

use super::Tree;
use super::error::EditError;
use super::node::{Body, Level, Node, Part, Path};
use super::without::{place, pop_space, without};

/// An example: what is given and what is answered, as the model reads them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shot {
    /// What is given.
    pub given: String,
    /// What is answered.
    pub answered: String,
}

impl Tree {
    /// The examples, in order, with their places.
    pub fn shots(&self) -> Vec<(Path, Shot)> {
        let all = self
            .walk()
            .into_iter()
            .filter(|(_, node)| node.part == Part::Example && node.level == Level::Item);
        all.filter_map(|(path, node)| {
            let side = |part: Part| node.nodes().iter().find(|turn| turn.part == part).map(Node::words);
            Some((path, Shot { given: side(Part::Given)?, answered: side(Part::Answered)? }))
        })
        .collect()
    }

    /// What the model would read for a case at the end of the prompt: the given side of an example made of it.
    /// `None` when the end of the prompt cannot be rendered with these values.
    pub fn given(&self, values: &Map<String, Value>) -> Option<String> {
        let tail =
            self.nodes.iter().rev().find(|node| node.level == Level::Section && node.part == Part::Tail)?;
        let from = tail_start(tail);
        let mut text = format!("{}::: user\n", self.front);
        tail.nodes()[from..].iter().for_each(|node| node.write(&mut text));
        let file = crate::parse(&self.name, &text).0;
        let compiled = Compiled::new(&file, &|_| Err(FileError::Unavailable)).ok()?;
        let rendered = compiled.render(values).ok()?;
        let message = rendered.messages.into_iter().next_back()?;
        let text: Option<Vec<String>> = message
            .parts
            .into_iter()
            .map(|part| match part {
                MessagePart::Text { text } => Some(text),
                MessagePart::Image { .. } => None,
            })
            .collect();
        Some(text?.concat())
    }
}

/// Puts these examples in the place of all there are.
pub(super) fn set(tree: &mut Tree, shots: &[Shot]) -> Result<(), EditError> {
    let found = tree.find(Part::Examples).into_iter().chain(tree.find(Part::Example));
    let found: Vec<Path> = found.collect();
    if !found.is_empty() {
        without(tree, &found)?;
    }
    if shots.is_empty() {
        return if found.is_empty() { Err(EditError::NothingToChange) } else { Ok(()) };
    }
    let items: Result<Vec<Node>, EditError> =
        shots.iter().enumerate().map(|(i, shot)| item(i + 1, shot)).collect();
    let block = Node::branch(Level::Block, Part::Examples, items?);
    let is_tail = |node: &Node| node.level == Level::Section && node.part == Part::Tail;
    let end = tree.nodes.iter().rposition(is_tail).ok_or(EditError::NothingToChange)?;
    let at = split_tail(tree, end);
    place(tree, &[at], block)
}

/// The first block of the end of the prompt that holds the case.
fn tail_start(section: &Node) -> usize {
    section.nodes().iter().position(|block| block.part == Part::Tail).unwrap_or(0)
}

/// Examples stand between the instructions and the case: where one message holds both, the instructions become a
/// system message. Returns the place of the case's section.
fn split_tail(tree: &mut Tree, at: usize) -> usize {
    let section = &mut tree.nodes[at];
    let from = tail_start(section);
    let headed = section.open.trim_start().starts_with(":::");
    let Body::Nodes(blocks) = &mut section.body else { return at };
    if from == 0 {
        if !headed {
            section.open.insert_str(0, "::: user\n");
        }
        return at;
    }
    let case = blocks.split_off(from);
    let close = std::mem::take(&mut section.close);
    let case = Node::branch(Level::Section, Part::Tail, case).between("::: user\n", close);
    section.open = "::: system\n".to_owned();
    section.part = Part::Other;
    let space = pop_space(section);
    section.close.push_str(if space.contains("\n\n") { &space } else { "\n\n" });
    tree.nodes.insert(at + 1, case);
    at + 1
}

fn item(number: usize, shot: &Shot) -> Result<Node, EditError> {
    let turn = |role: &str, part: Part, text: &str| {
        let words = quoted(text)?;
        Ok(Node::leaf(Level::Turn, part, words).between(format!("::: {role} {{example={number}}}\n"), "\n\n"))
    };
    let turns =
        vec![turn("user", Part::Given, &shot.given)?, turn("assistant", Part::Answered, &shot.answered)?];
    Ok(Node::branch(Level::Item, Part::Example, turns))
}

/// Text that is read back as it is: neither a header nor template code.
fn quoted(text: &str) -> Result<String, EditError> {
    let text = text.trim();
    if text.is_empty() || text.contains("endraw") {
        return Err(EditError::BadExample);
    }
    let code = ["{{", "{%", "{#", "!["].iter().any(|mark| text.contains(mark));
    let text = if code { format!("{{% raw %}}{text}{{% endraw %}}") } else { text.to_owned() };
    let lines = text.split('\n').map(|line| {
        let plain = line.trim_start_matches('\\');
        if is_header(plain) { format!("\\{line}") } else { line.to_owned() }
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}
