//! What a proposer may see.

use std::collections::BTreeMap;

use prompt::Meta;
use prompt::tree::Tree;
use terms::{Case, Output, Split, Version};

use super::choices::Choices;
use super::{Lexicon, Screen};
use crate::{Letter, Written};

/// What a proposer may see: versions with their scores, and train cases. Neither dev nor test cases can be put in it.
pub struct View<'v> {
    /// Versions to build on, the best first.
    pub parents: &'v [Parent],
    /// Train cases.
    pub train: &'v [Shown],
    /// What the person asked for.
    pub brief: &'v Brief,
    /// Known formulations.
    pub lexicon: &'v Lexicon,
    /// What no draft may break.
    pub screen: &'v Screen<'v>,
    /// Every version tried, the person's own first, in the order they came.
    pub tried: &'v [Attempt],
    /// What a model wrote to the letters just asked for; none for a strategy that needs no model.
    pub written: &'v [(Letter, Written)],
}

/// A version that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// The version.
    pub version: Version,
    /// Its tree.
    pub tree: Tree,
    /// What makes it of the person's own version.
    pub choices: Choices,
    /// Mean score over the dev items it answered.
    pub mean: f64,
    /// How many they are.
    pub n: u64,
    /// Whether it was kept.
    pub kept: bool,
}

/// A version to build on.
#[derive(Clone, Debug, PartialEq)]
pub struct Parent {
    /// The version.
    pub version: Version,
    /// Its tree.
    pub tree: Tree,
    /// Its mean score on dev; `None` while it has none.
    pub mean: Option<f64>,
}

impl Parent {
    /// A version to build on.
    pub fn new(tree: Tree, mean: Option<f64>) -> Parent {
        Parent { version: tree.version(), tree, mean }
    }
}

/// A train case: its text may be shown and used as an example.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    case: Case,
    /// What versions answered to it.
    pub answers: BTreeMap<Version, Answered>,
}

/// What a version answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The reply.
    pub reply: String,
    /// Its score, 0 to 1.
    pub score: f64,
}

impl Shown {
    /// A case without answers; `None` when it is not of the train split.
    pub fn train(case: Case) -> Option<Shown> {
        (case.split == Split::Train).then(|| Shown { case, answers: BTreeMap::new() })
    }

    /// The case.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The expected answer, when there is one.
    pub fn expected(&self) -> Option<&str> {
        self.case.expect.get("").map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// The words of its inputs.
    pub fn text(&self) -> String {
        text_of(&self.case)
    }
}

/// The words of a case's inputs, in the order of its columns.
pub fn text_of(case: &Case) -> String {
    let words = case.values.values().filter_map(|value| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    });
    words.collect::<Vec<_>>().join("\n")
}

/// What the person asked for, from the front matter of the prompt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brief {
    /// The goal in one line.
    pub task: Option<String>,
    /// For whom.
    pub audience: Option<String>,
    /// What the answer must respect.
    pub constraints: Vec<String>,
    /// What the prompt promises to return.
    pub output: Output,
}

impl Brief {
    /// From a front matter.
    pub fn of(meta: &Meta) -> Brief {
        Brief {
            task: meta.task.clone(),
            audience: meta.audience.clone(),
            constraints: meta.constraints.clone(),
            output: meta.output.clone(),
        }
    }

    /// The labels to answer with; none for another output.
    pub fn labels(&self) -> &[String] {
        match &self.output {
            Output::Labels { labels } => labels,
            _ => &[],
        }
    }
}
