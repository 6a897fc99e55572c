//! A prompt as a tree of typed pieces, and edits on it.
//!
//! ```text
//! PromptFile -> Tree::of -> edits -> Tree -> text -> parse -> PromptFile
//! ```
//!
//! Sections hold blocks (paragraphs, lists, titled and tagged parts, runs of examples), blocks hold items and
//! sentences, sentences hold phrases. The texts of the pieces put end to end are the text of the file, byte for
//! byte; nothing is cut inside `{{ }}` or between `{% if %}` and `{% endif %}`. What each piece is for ([`Part`])
//! is read from its title, its words and its place, in French and English: a help for whoever proposes edits,
//! never something that changes the text.

mod add;
mod blocks;
mod contract;
mod cut;
mod diff;
mod edit;
mod error;
mod examples;
mod ground;
mod layout;
mod lines;
mod node;
mod parameters;
mod parts;
mod read;
mod restyle;
mod tokens;
mod without;

use std::ops::Range;
use std::sync::Arc;

use terms::{Lang, Output, Parameters, Version};

use crate::file::PromptFile;

pub use contract::Contract;
pub use diff::{Change, distance, word_diff};
pub use edit::Edit;
pub use error::EditError;
pub use examples::Shot;
pub use layout::{Layout, is_value};
pub use node::{Body, Level, Node, Part, Path};
pub use parts::fold;
pub use restyle::Style;
pub use tokens::estimate_tokens;

/// A prompt as a tree. Two trees are the same candidate when their [`Tree::version`] is the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    name: Arc<str>,
    /// The front matter with its `---` lines, and whatever stands before the first section.
    front: String,
    parameters: Parameters,
    output: Output,
    lang: Option<Lang>,
    nodes: Vec<Node>,
    /// The file does not end with a line end: every piece has one, and the last is taken away again.
    chopped: bool,
}

impl Tree {
    /// Cuts a prompt file.
    pub fn of(file: &PromptFile) -> Tree {
        read::read(file)
    }

    /// The text of the prompt file.
    pub fn text(&self) -> String {
        let mut out = self.front.clone();
        self.nodes.iter().for_each(|node| node.write(&mut out));
        if self.chopped && out.ends_with('\n') {
            out.pop();
        }
        out
    }

    /// The prompt file of this tree.
    pub fn file(&self) -> PromptFile {
        crate::parse(&self.name, &self.text()).0
    }

    /// What makes it one candidate and not another: the version of its prompt file, decoding parameters included.
    pub fn version(&self) -> Version {
        self.file().version()
    }

    /// The sections, and the runs of examples made of sections.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Decoding parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// What the prompt promises to return.
    pub fn output(&self) -> &Output {
        &self.output
    }

    /// The language the front matter names, else the one its words look like; `None` when they say too little.
    pub fn lang(&self) -> Option<Lang> {
        self.lang
    }

    /// The node at a path.
    pub fn get(&self, path: &[usize]) -> Option<&Node> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.nodes.get(*first)?, |node, i| node.nodes().get(*i))
    }

    /// The bytes of [`Tree::text`] that a node takes, what stands before and after its words included.
    pub fn span(&self, path: &[usize]) -> Option<Range<usize>> {
        let node = self.get(path)?;
        let length = |nodes: &[Node]| nodes.iter().map(|node| node.text().len()).sum::<usize>();
        let mut start = self.front.len();
        let mut nodes = self.nodes.as_slice();
        for (depth, i) in path.iter().enumerate() {
            start += length(nodes.get(..*i)?);
            if depth + 1 < path.len() {
                let parent = nodes.get(*i)?;
                start += parent.open.len();
                nodes = parent.nodes();
            }
        }
        // the line end that the file lacks
        let end = (start + node.text().len()).min(self.text().len());
        Some(start.min(end)..end)
    }

    /// Every node with its path, parents before children, in the order of the text.
    pub fn walk(&self) -> Vec<(Path, &Node)> {
        let mut found = Vec::new();
        for (i, node) in self.nodes.iter().enumerate() {
            let mut at = vec![i];
            found.push((at.clone(), node));
            node.walk(&mut at, &mut found);
        }
        found
    }

    /// The highest nodes of a part: a node whose parent is of the same part is left out.
    pub fn find(&self, part: Part) -> Vec<Path> {
        let of = |path: &[usize]| self.get(path).is_some_and(|node| node.part == part);
        let all = self.walk().into_iter();
        all.filter(|(path, node)| node.part == part && !of(&path[..path.len() - 1]))
            .map(|(path, _)| path)
            .collect()
    }

    /// The pieces of a level that can be taken away: neither the end of the prompt, where the case is put, nor the
    /// conversation, nor what is never sent, nor the first phrase of a sentence.
    pub fn pieces(&self, level: Level) -> Vec<Path> {
        let kept = |part: Part| matches!(part, Part::Tail | Part::History | Part::Note);
        let all = self.walk().into_iter();
        let pieces = all.filter(|(path, node)| {
            let first_phrase = level == Level::Phrase && path.last() == Some(&0);
            node.level == level && !kept(node.part) && !first_phrase
        });
        pieces.map(|(path, _)| path).collect()
    }
}
