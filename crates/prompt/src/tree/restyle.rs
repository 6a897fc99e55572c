//! The form of a prompt: marks around its titled parts, the sentence that says the form of the answer.

use serde::{Deserialize, Serialize};
use terms::Lang;

use super::Tree;
use super::edit::opens_section;
use super::error::EditError;
use super::node::{Body, Level, Node, Part, Path};
use super::parts::fold;
use super::without::{place, pop_space, without};

/// How the titled parts of a prompt are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// `## Rules`.
    Heading,
    /// `Rules:`.
    Label,
    /// `**Rules**`.
    Bold,
    /// `<rules>` and `</rules>`.
    Xml,
}

impl Style {
    /// All of them.
    pub const ALL: [Style; 4] = [Style::Heading, Style::Label, Style::Bold, Style::Xml];

    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Style::Heading => "heading",
            Style::Label => "label",
            Style::Bold => "bold",
            Style::Xml => "xml",
        }
    }
}

impl Tree {
    /// The style of the first titled part; `None` when there is none.
    pub fn style(&self) -> Option<Style> {
        self.walk().into_iter().find_map(|(_, node)| title(node)).map(|(style, _)| style)
    }
}

/// The title of a block, without its marks, and their style.
fn title(node: &Node) -> Option<(Style, String)> {
    if node.level != Level::Block {
        return None;
    }
    let line = node.open.trim();
    if line.is_empty() || line.contains('\n') || line.starts_with(":::") {
        return None;
    }
    if let Some(name) = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let name = name.split_whitespace().next()?.replace(['_', '-'], " ");
        let mut chars = name.chars();
        let capital: String = chars.next()?.to_uppercase().chain(chars).collect();
        return node.close.contains("</").then_some((Style::Xml, capital));
    }
    let bare = |text: &str| text.trim_matches(['#', '*', ':', ' ', '\u{a0}', '\u{202f}', '\t']).to_owned();
    let style = match line {
        line if line.starts_with('#') => Style::Heading,
        line if line.starts_with("**") => Style::Bold,
        line if line.ends_with(':') => Style::Label,
        _ => return None,
    };
    Some((style, bare(line))).filter(|(_, title)| !title.is_empty())
}

pub(super) fn switch_delimiter(tree: &mut Tree, to: Style) -> Result<(), EditError> {
    let lang = tree.lang;
    let titled: Vec<Path> = tree
        .walk()
        .into_iter()
        .filter(|(_, node)| title(node).is_some_and(|(style, _)| style != to))
        .map(|(path, _)| path)
        .collect();
    if titled.is_empty() {
        return Err(EditError::NothingToChange);
    }
    for path in titled {
        restyle(tree.node_mut(&path)?, to, lang);
    }
    Ok(())
}

fn restyle(node: &mut Node, to: Style, lang: Option<Lang>) {
    let Some((from, title)) = title(node) else { return };
    let blank = node.open.len() - node.open.trim_start().len();
    let before = node.open[..blank].to_owned();
    let mut space = pop_space(node);
    if from == Style::Xml {
        // what is left of the close is the tag, maybe after the line end of the text
        node.close.clear();
        pop_space(node);
    }
    if !space.contains('\n') {
        space.push('\n');
    }
    let (open, close) = frame(&title, to, lang);
    node.open = before + &open;
    node.close.push_str(&close);
    node.close.push_str(&space);
}

/// What stands before and after a part of this title.
pub(super) fn frame(title: &str, style: Style, lang: Option<Lang>) -> (String, String) {
    let open = match style {
        Style::Heading => format!("## {title}\n"),
        Style::Bold => format!("**{title}**\n"),
        Style::Label if lang == Some(Lang::Fr) => format!("{title}\u{a0}:\n"),
        Style::Label => format!("{title}:\n"),
        Style::Xml => {
            let folded = fold(title);
            let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let tag = words.collect::<Vec<_>>().join("_");
            let tag = if tag.starts_with(|c: char| c.is_alphabetic()) { tag } else { format!("part_{tag}") };
            return (format!("<{tag}>\n"), format!("\n</{tag}>"));
        }
    };
    (open, String::new())
}

/// Puts these words in the place of every sentence and block that says the form of the answer.
pub(super) fn set_format(tree: &mut Tree, words: &str) -> Result<(), EditError> {
    let words = words.trim();
    if words.is_empty() {
        return Err(EditError::NothingToChange);
    }
    if opens_section(words) {
        return Err(EditError::OpensSection);
    }
    let found = tree.find(Part::Format);
    let Some((first, others)) = found.split_first() else {
        let (at, level) = instruction_end(tree).ok_or(EditError::NothingToChange)?;
        let sentence = Node::leaf(Level::Sentence, Part::Format, words);
        let node = match level {
            Level::Sentence => sentence,
            _ => Node::branch(Level::Block, Part::Format, vec![sentence]).between("", "\n"),
        };
        return place(tree, &at, node);
    };
    let node = tree.node_mut(first)?;
    let space = pop_space(node);
    if node.level == Level::Block {
        let sentence = Node::leaf(Level::Sentence, Part::Format, words);
        let tagged = node.close.trim_start().starts_with("</");
        node.body = Body::Nodes(vec![sentence]);
        node.close = if tagged { format!("\n{}{space}", node.close.trim_start()) } else { space };
    } else {
        node.body = Body::Words(words.to_owned());
        node.close = space;
    }
    if !others.is_empty() {
        // the whole is said in one place
        without(tree, others)?;
    }
    Ok(())
}

/// Where an instruction is added: after the last block of the first message that is not the case itself.
pub(super) fn instruction_end(tree: &Tree) -> Option<(Path, Level)> {
    let spoken = |node: &Node| {
        node.level == Level::Section && !matches!(node.part, Part::Note | Part::Context | Part::History)
    };
    let section = tree.nodes.iter().position(spoken)?;
    let blocks = tree.nodes[section].nodes();
    let end = blocks.iter().position(|block| block.part == Part::Tail).unwrap_or(blocks.len());
    Some((vec![section, end], Level::Block))
}
