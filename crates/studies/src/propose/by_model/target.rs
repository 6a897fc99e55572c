//! The part of a prompt that a model writes anew: its instructions, neither the examples nor the place of the case.

use std::ops::Range;

use prompt::tree::{Edit, EditError, Level, Node, Part, Tree};

/// The instructions of a prompt: the system message, or what the last user message says before the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The section.
    at: usize,
    /// Its bytes in the text of the file.
    range: Range<usize>,
    /// Where the section ends: what stands between is where the case is put.
    end: usize,
    text: String,
}

impl Target {
    /// The instructions of this version; `None` for a prompt without a user or system message.
    pub fn of(tree: &Tree) -> Option<Target> {
        let sections = || tree.nodes().iter().enumerate().filter(|(_, node)| node.level == Level::Section);
        let system = |node: &Node| node.open.trim().trim_start_matches(':').trim_start().starts_with("sys");
        let spoken = sections().find(|(_, node)| system(node) && !node.words().trim().is_empty());
        let tail = || sections().rfind(|(_, node)| node.part == Part::Tail);
        let (at, node) = spoken.or_else(tail)?;
        let span = tree.span(&[at])?;
        let from = (span.start + node.open.len()).min(span.end);
        let whole = tree.text();
        let body = &whole[from..span.end];
        let until = from + kept_from(body).unwrap_or(body.len());
        Some(Target { at, range: from..until, end: span.end, text: whole[from..until].trim().to_owned() })
    }

    /// The instructions.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Places for inputs among the instructions, as they are written: a new text must have them too.
    pub fn places(&self) -> Vec<&str> {
        places(&self.text)
    }

    /// The version with these instructions, and the edit that makes it.
    ///
    /// # Errors
    /// The text opens a section of its own, or is empty.
    pub fn rewritten(&self, tree: &Tree, words: &str) -> Result<(Tree, Edit), EditError> {
        let words = words.trim();
        if words.is_empty() {
            return Err(EditError::NothingToChange);
        }
        if words.lines().any(|line| line.starts_with(":::")) {
            return Err(EditError::OpensSection);
        }
        let old = tree.text();
        // a text that says where the case is put takes the place of the line that does
        let said = places(words);
        let doubled = |line: &&str| {
            let held = places(line);
            !held.is_empty() && bare(line).trim().is_empty() && held.iter().all(|place| said.contains(place))
        };
        let kept = &old[self.range.end..self.end];
        let kept: String = kept.split_inclusive('\n').filter(|line| !doubled(line)).collect();
        let after = format!("{kept}{}", &old[self.end..]);
        let gap = if after.trim().is_empty() { "\n" } else { "\n\n" };
        let before = &old[..self.range.start];
        let text = format!("{before}{words}{gap}{}", after.trim_start_matches('\n'));
        let file = prompt::parse(tree.file().name(), &text).0;
        let new = Tree::of(&file);
        let same_elsewhere = new.nodes().len() == tree.nodes().len()
            && new.nodes().iter().zip(tree.nodes()).enumerate().all(|(i, (a, b))| i == self.at || a == b);
        let edit = match new.nodes().get(self.at) {
            Some(node) if same_elsewhere => Edit::Replace { at: vec![self.at], node: node.clone() },
            _ => {
                let whole = Node::branch(Level::Section, Part::Other, new.nodes().to_vec());
                Edit::Replace { at: Vec::new(), node: whole }
            }
        };
        // what the edit makes is what is tried: blank lines may fall otherwise than in the text
        Ok((edit.apply(tree)?.0, edit))
    }
}

/// Where the case itself begins: the first line that holds nothing but places and tags. What stands from there on is no
/// instruction.
fn kept_from(body: &str) -> Option<usize> {
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if line.contains('{') && bare(line).trim().is_empty() {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// The places for inputs in a text, as they are written.
fn places(text: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.find("{{") {
        let Some(end) = rest[start..].find("}}") else { break };
        found.push(&rest[start..start + end + 2]);
        rest = &rest[start + end + 2..];
    }
    found
}

/// A line without its places and tags.
fn bare(line: &str) -> String {
    let (mut out, mut rest) = (String::new(), line);
    while let Some(start) = rest.find(['{']) {
        let close = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        let Some(end) = rest[start..].find(close) else { break };
        out.push_str(&rest[..start]);
        rest = &rest[start + end + 2..];
    }
    out + rest
}
