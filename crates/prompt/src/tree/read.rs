//! From a prompt file to its tree.

use terms::{Lang, Output};

use crate::file::{PromptFile, trim_blank_lines};
use crate::role::SectionRole;
use crate::section::Section;

use super::Tree;
use super::blocks::blocks;
use super::ground::Ground;
use super::node::{Level, Node, Part};
use super::parts::{Hints, assign, fold};

pub(super) fn read(file: &PromptFile) -> Tree {
    let chopped = !file.text.is_empty() && !file.text.ends_with('\n');
    let mut text = file.text.to_string();
    if chopped {
        text.push('\n');
    }
    let start_of =
        |section: &Section| section.header.as_ref().map_or(section.body.start, |header| header.start);
    let starts: Vec<usize> = file.sections.iter().map(start_of).collect();
    let front_end = starts.first().copied().unwrap_or(text.len());
    let labels: &[String] = match &file.meta.output {
        Output::Labels { labels } => labels,
        _ => &[],
    };
    let mut nodes: Vec<Node> = Vec::with_capacity(starts.len());
    let mut run: Option<Run> = None;
    for (i, section) in file.sections.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(text.len());
        let text = &text[starts[i]..end];
        let Some(id) = section.example() else {
            nodes.extend(run.take().map(Run::close));
            nodes.push(cut(section, text, labels));
            continue;
        };
        run.get_or_insert_default().push(id, turn(section, text));
    }
    nodes.extend(run.take().map(Run::close));
    let lang = file.meta.lang.as_deref().and_then(Lang::from_tag).or_else(|| guess(&text[front_end..]));
    Tree {
        name: file.name.clone(),
        front: text[..front_end].to_owned(),
        parameters: file.meta.parameters.clone(),
        output: file.meta.output.clone(),
        lang,
        nodes,
        chopped,
    }
}

/// Sections that follow each other and belong to examples.
#[derive(Default)]
struct Run {
    items: Vec<Node>,
    id: String,
}

impl Run {
    fn push(&mut self, id: &str, turn: Node) {
        if self.items.is_empty() || self.id != id {
            self.items.push(Node::branch(Level::Item, Part::Example, Vec::new()));
            id.clone_into(&mut self.id);
        }
        if let Some(Node { body: super::node::Body::Nodes(turns), .. }) = self.items.last_mut() {
            turns.push(turn);
        }
    }

    fn close(self) -> Node {
        Node::branch(Level::Block, Part::Examples, self.items)
    }
}

/// The header line and the blank lines after it, the text, the blank lines after that.
fn split<'t>(section: &Section, text: &'t str) -> (&'t str, &'t str, &'t str) {
    let header = section.header.as_ref().map_or(0, |header| (header.len() + 1).min(text.len()));
    let (start, end) = trim_blank_lines(&text[header..]);
    let (start, mut end) = (header + start, header + end);
    // the last line keeps its end
    if start < end && text[end..].starts_with('\n') {
        end += 1;
    }
    (&text[..start], &text[start..end], &text[end..])
}

fn cut(section: &Section, text: &str, labels: &[String]) -> Node {
    let (open, body, close) = split(section, text);
    let hints = Hints { labels, role: section.role };
    let ground = Ground::new(body);
    let mut nodes = if body.is_empty() { Vec::new() } else { blocks(&ground, 0..body.len()) };
    assign(&mut nodes, &hints);
    let part = match section.role {
        SectionRole::Context => Part::Context,
        SectionRole::Note => Part::Note,
        SectionRole::History => Part::History,
        SectionRole::User if nodes.iter().any(|node| node.part == Part::Tail) => Part::Tail,
        _ => Part::Other,
    };
    Node::branch(Level::Section, part, nodes).between(open, close)
}

fn turn(section: &Section, text: &str) -> Node {
    let (open, body, close) = split(section, text);
    let words = body.trim_end().len();
    let part = if section.role == SectionRole::Assistant { Part::Answered } else { Part::Given };
    let close = format!("{}{close}", &body[words..]);
    Node::leaf(Level::Turn, part, &body[..words]).between(open, close)
}

/// Small words that are common in one language and absent from the other.
const FRENCH: [&str; 20] = [
    "le", "la", "les", "des", "une", "est", "et", "du", "que", "qui", "dans", "pour", "par", "pas", "tu",
    "vous", "ne", "sur", "avec", "ce",
];
const ENGLISH: [&str; 20] = [
    "the", "of", "and", "to", "is", "in", "that", "you", "with", "it", "be", "are", "this", "not", "what",
    "must", "your", "by", "from", "or",
];

fn guess(text: &str) -> Option<Lang> {
    let folded = fold(text);
    let mut counts = [0usize; 2];
    for word in folded.split(|c: char| !c.is_alphabetic()) {
        counts[0] += usize::from(FRENCH.contains(&word));
        counts[1] += usize::from(ENGLISH.contains(&word));
    }
    let [french, english] = counts;
    match (french + english >= 3, french >= 2 * english, english >= 2 * french) {
        (true, true, false) => Some(Lang::Fr),
        (true, false, true) => Some(Lang::En),
        _ => None,
    }
}
