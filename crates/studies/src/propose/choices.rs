//! A version as choices: what was put into each slot of the person's own prompt. Versions of one search differ in a few
//! slots (the examples, the format, the labels, a parameter…), so that what is learnt of one choice says something about
//! versions never tried.

use prompt::tree::{Edit, Part, Tree};
use terms::Version;

/// Edits of the person's own version, one a slot, in the order they are made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices(Vec<(String, Edit)>);

impl Choices {
    /// The choices of a version made of one with these by an edit. An edit in a slot that is taken takes its place.
    #[must_use]
    pub fn with(&self, edit: &Edit) -> Choices {
        let mut choices = self.clone();
        for edit in steps(edit) {
            let slot = slot(edit);
            choices.0.retain(|(taken, _)| *taken != slot);
            choices.0.push((slot, edit.clone()));
        }
        choices
    }

    /// The slots with what was chosen.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Edit)> {
        self.0.iter().map(|(slot, edit)| (slot.as_str(), edit))
    }

    /// What was chosen in a slot; `None` when it is as the person left it.
    pub fn get(&self, slot: &str) -> Option<&Edit> {
        self.0.iter().find(|(taken, _)| taken == slot).map(|(_, edit)| edit)
    }

    /// Puts this into a slot, or leaves it as the person did.
    pub fn set(&mut self, slot: &str, edit: Option<Edit>) {
        match (self.0.iter_mut().find(|(taken, _)| taken == slot), edit) {
            (Some((_, chosen)), Some(edit)) => *chosen = edit,
            (None, Some(edit)) => self.0.push((slot.to_owned(), edit)),
            (_, None) => self.0.retain(|(taken, _)| taken != slot),
        }
    }

    /// All of them as one edit of the person's own version.
    pub fn edit(&self) -> Edit {
        Edit::All { edits: self.0.iter().map(|(_, edit)| edit.clone()).collect() }
    }

    /// The version they make of the person's own; `None` when they do not fit together.
    pub fn apply(&self, own: &Tree) -> Option<Tree> {
        let mut tree = own.clone();
        for (_, edit) in &self.0 {
            tree = fitted(edit, &tree).apply(&tree).ok()?.0;
        }
        Some(tree)
    }

    /// Their identity.
    pub fn id(&self) -> Version {
        self.edit().id()
    }
}

/// The edits an edit is made of: a list that takes the place of another is one choice.
fn steps(edit: &Edit) -> Vec<&Edit> {
    match edit {
        Edit::All { edits } if !replaces_labels(edits) => edits.iter().flat_map(steps).collect(),
        one => vec![one],
    }
}

fn replaces_labels(edits: &[Edit]) -> bool {
    matches!(edits, [Edit::Without { .. }, Edit::Add { part: Part::Labels, .. }])
}

/// The edit for this tree: the list of labels to be replaced is where it stands now.
fn fitted(edit: &Edit, tree: &Tree) -> Edit {
    let Edit::All { edits } = edit else { return edit.clone() };
    match edits.as_slice() {
        [Edit::Without { .. }, add] if replaces_labels(edits) => {
            let at = tree.find(Part::Labels);
            if at.is_empty() {
                add.clone()
            } else {
                Edit::All { edits: vec![Edit::Without { at }, add.clone()] }
            }
        }
        _ => edit.clone(),
    }
}

/// The slot an edit fills. What depends on where it stands has a slot of its own.
fn slot(edit: &Edit) -> String {
    match edit {
        Edit::SetExamples { .. } => "examples".to_owned(),
        Edit::SetFormat { .. } => "format".to_owned(),
        Edit::SwitchDelimiter { .. } => "marks".to_owned(),
        Edit::SwitchLayout { .. } => "layout".to_owned(),
        Edit::SetParameter { name, .. } => format!("parameter {name}"),
        Edit::Add { part: Part::Labels, .. } | Edit::All { .. } => "labels".to_owned(),
        Edit::Add { part, .. } if *part != Part::Rules => format!("part {}", part.name()),
        Edit::Replace { .. } => "instructions".to_owned(),
        other => format!("{} {}", other.name(), other.id().short()),
    }
}
