use serde::{Deserialize, Serialize};
use serde_json::Value;
use terms::{Lang, Version};

use super::error::EditError;
use super::examples::{self, Shot};
use super::layout::{self, Layout};
use super::node::{Body, Node, Part, Path};
use super::restyle::{self, Style};
use super::{Tree, add, parameters, without};

/// A change of a prompt. Applied, it gives the new tree and the edit that undoes it exactly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// Takes one piece away and changes nothing else: see [`Edit::Without`] for a clean cut.
    Remove {
        /// Where.
        at: Path,
    },
    /// Puts a piece before the one that stands there, or after the last.
    Insert {
        /// Where it will stand.
        at: Path,
        /// The piece.
        node: Node,
    },
    /// Puts a piece in the place of another. The empty path is the whole prompt.
    Replace {
        /// Where.
        at: Path,
        /// The piece.
        node: Node,
    },
    /// Moves a piece.
    Move {
        /// Where it stands.
        from: Path,
        /// Where it will stand, once taken from there.
        to: Path,
    },
    /// Puts the pieces under a node in another order; the empty path orders the sections.
    Reorder {
        /// Their parent.
        at: Path,
        /// For each place, the number of the piece that comes to stand there.
        order: Vec<usize>,
    },
    /// Other words; what stands before and after stays.
    Reword {
        /// Where.
        at: Path,
        /// The words.
        words: String,
    },
    /// Other words of a known formulation, maybe in the other language.
    SwitchPhrase {
        /// Where.
        at: Path,
        /// The words.
        words: String,
        /// Their language.
        lang: Lang,
    },
    /// Takes pieces away, with the titles that would be left with nothing under them; numbers lists anew.
    Without {
        /// Where they stand, before any of them goes.
        at: Vec<Path>,
    },
    /// Says the form of the answer in these words, and only in these.
    SetFormat {
        /// A sentence or two.
        words: String,
    },
    /// Adds a part to the instructions, where such a part usually stands: a titled list in the marks the prompt already
    /// uses, or a paragraph when it has no title.
    Add {
        /// What it is for.
        part: Part,
        /// Its title.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Its items, or its sentences.
        lines: Vec<String>,
    },
    /// Adds an item at the end of a list, marked like the others.
    AddItem {
        /// The list.
        at: Path,
        /// Its words.
        words: String,
    },
    /// Other examples in the place of all there are, as messages before the case itself.
    SetExamples {
        /// In order.
        shots: Vec<Shot>,
    },
    /// Other marks around the titled parts.
    SwitchDelimiter {
        /// Which.
        to: Style,
    },
    /// Another layout of the examples that stand in the text, and of the case like them.
    SwitchLayout {
        /// Which.
        to: Layout,
    },
    /// A decoding parameter; `None` leaves it to the vendor.
    SetParameter {
        /// As in `model: {params: …}`.
        name: String,
        /// Its value.
        value: Option<Value>,
    },
    /// Another front matter.
    Front {
        /// With its `---` lines.
        text: String,
    },
    /// One after the other.
    All {
        /// In order.
        edits: Vec<Edit>,
    },
}

impl Edit {
    /// Hash of its canonical JSON: two edits that say the same have the same.
    pub fn id(&self) -> Version {
        let value = serde_json::to_value(self).unwrap_or(Value::Null);
        let mut out = String::new();
        canonical(&value, &mut out);
        Version::of(&out)
    }

    /// What kind of change it is: the name of its variant, for a log or a colour.
    pub fn name(&self) -> &'static str {
        match self {
            Edit::Remove { .. } => "remove",
            Edit::Insert { .. } => "insert",
            Edit::Replace { .. } => "replace",
            Edit::Move { .. } => "move",
            Edit::Reorder { .. } => "reorder",
            Edit::Reword { .. } => "reword",
            Edit::SwitchPhrase { .. } => "switch-phrase",
            Edit::Without { .. } => "without",
            Edit::SetFormat { .. } => "set-format",
            Edit::Add { .. } => "add",
            Edit::AddItem { .. } => "add-item",
            Edit::SetExamples { .. } => "set-examples",
            Edit::SwitchDelimiter { .. } => "switch-delimiter",
            Edit::SwitchLayout { .. } => "switch-layout",
            Edit::SetParameter { .. } => "set-parameter",
            Edit::Front { .. } => "front",
            Edit::All { .. } => "all",
        }
    }

    /// The new tree, and the edit that makes the old one of it.
    ///
    /// # Errors
    /// The edit does not fit the tree. Whether the prompt still says what it must, and whether a piece put in opens a
    /// section of its own, is asked of [`super::Contract::check`].
    pub fn apply(&self, tree: &Tree) -> Result<(Tree, Edit), EditError> {
        let mut new = tree.clone();
        let undo = match self {
            Edit::Remove { at } => Edit::Insert { at: at.clone(), node: new.take(at)? },
            Edit::Insert { at, node } => {
                new.put(at, node.clone())?;
                Edit::Remove { at: at.clone() }
            }
            Edit::Replace { at, node } if at.is_empty() => {
                new.nodes = node.nodes().to_vec();
                restore(tree, at)?
            }
            Edit::Replace { at, node } => {
                *new.node_mut(at)? = node.clone();
                restore(tree, at)?
            }
            Edit::Move { from, to } => {
                let node = new.take(from)?;
                without::place(&mut new, to, node)?;
                restore(tree, common(from, to))?
            }
            Edit::Reorder { at, order } => {
                without::reorder(&mut new, at, order)?;
                restore(tree, at)?
            }
            Edit::Reword { at, words } | Edit::SwitchPhrase { at, words, .. } => {
                reword(new.node_mut(at)?, words)?;
                restore(tree, at)?
            }
            Edit::Without { at } => {
                without::without(&mut new, at)?;
                restore(tree, &[])?
            }
            Edit::SetFormat { words } => {
                restyle::set_format(&mut new, words)?;
                restore(tree, &[])?
            }
            Edit::Add { part, title, lines } => {
                add::part(&mut new, *part, title.as_deref(), lines)?;
                restore(tree, &[])?
            }
            Edit::AddItem { at, words } => {
                add::item(&mut new, at, words)?;
                restore(tree, at)?
            }
            Edit::SetExamples { shots } => {
                examples::set(&mut new, shots)?;
                restore(tree, &[])?
            }
            Edit::SwitchDelimiter { to } => {
                restyle::switch_delimiter(&mut new, *to)?;
                restore(tree, &[])?
            }
            Edit::SwitchLayout { to } => {
                layout::switch(&mut new, *to)?;
                restore(tree, &[])?
            }
            Edit::SetParameter { name, value } => {
                parameters::set(&mut new, name, value.as_ref())?;
                Edit::Front { text: tree.front.clone() }
            }
            Edit::Front { text } => {
                parameters::set_front(&mut new, text)?;
                Edit::Front { text: tree.front.clone() }
            }
            Edit::All { edits } => {
                let mut undone = Vec::with_capacity(edits.len());
                for edit in edits {
                    let (next, undo) = edit.apply(&new)?;
                    new = next;
                    undone.push(undo);
                }
                undone.reverse();
                Edit::All { edits: undone }
            }
        };
        Ok((new, undo))
    }
}

/// Sorted keys, no spaces.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| key.as_str());
            out.push('{');
            for (i, (key, value)) in members.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                canonical(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                canonical(item, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// The edit that puts back what stands at a path.
fn restore(tree: &Tree, at: &[usize]) -> Result<Edit, EditError> {
    let node = if at.is_empty() {
        Node::branch(super::Level::Section, super::Part::Other, tree.nodes.clone())
    } else {
        tree.get(at).ok_or(EditError::NoPiece)?.clone()
    };
    Ok(Edit::Replace { at: at.to_vec(), node })
}

/// The deepest node above both places.
fn common<'p>(a: &'p [usize], b: &[usize]) -> &'p [usize] {
    let parents = a.len().min(b.len()).saturating_sub(1);
    let same = a.iter().zip(b).take(parents).take_while(|(a, b)| a == b).count();
    &a[..same]
}

/// A header is a line that starts with three colons.
pub(super) fn opens_section(text: &str) -> bool {
    text.split('\n').any(crate::section::is_header)
}

fn reword(node: &mut Node, words: &str) -> Result<(), EditError> {
    let words = words.trim();
    // the stop stands after the words already
    let ended = node.close.trim_start().starts_with(['.', '!', '?', '…']);
    let words = if ended { words.trim_end_matches(['.', '!', '?', '…']).trim_end() } else { words };
    if words.is_empty() {
        return Err(EditError::NothingToChange);
    }
    if opens_section(words) {
        return Err(EditError::OpensSection);
    }
    node.body = Body::Words(words.to_owned());
    Ok(())
}

impl Tree {
    pub(super) fn node_mut(&mut self, at: &[usize]) -> Result<&mut Node, EditError> {
        let (last, parents) = at.split_last().ok_or(EditError::NoPiece)?;
        self.children_mut(parents)?.get_mut(*last).ok_or(EditError::NoPiece)
    }

    /// The nodes under a path; the empty one gives the sections.
    pub(super) fn children_mut(&mut self, at: &[usize]) -> Result<&mut Vec<Node>, EditError> {
        let mut nodes = &mut self.nodes;
        for i in at {
            nodes = match nodes.get_mut(*i).map(|node| &mut node.body) {
                Some(Body::Nodes(nodes)) => nodes,
                _ => return Err(EditError::NoPiece),
            };
        }
        Ok(nodes)
    }

    pub(super) fn take(&mut self, at: &[usize]) -> Result<Node, EditError> {
        let (last, parents) = at.split_last().ok_or(EditError::NoPiece)?;
        let nodes = self.children_mut(parents)?;
        if *last < nodes.len() { Ok(nodes.remove(*last)) } else { Err(EditError::NoPiece) }
    }

    pub(super) fn put(&mut self, at: &[usize], node: Node) -> Result<(), EditError> {
        let (last, parents) = at.split_last().ok_or(EditError::NoPiece)?;
        let nodes = self.children_mut(parents)?;
        if *last > nodes.len() {
            return Err(EditError::NoPiece);
        }
        nodes.insert(*last, node);
        Ok(())
    }
}
