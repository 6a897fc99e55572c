use serde::{Deserialize, Serialize};

/// How big a piece of a prompt is: the grain at which it can be removed or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A `:::` section of the file: a message, a background, a note.
    Section,
    /// A paragraph, a list with its title, a tagged part, a run of examples.
    Block,
    /// An item of a list, one example.
    Item,
    /// One side of an example: what is given or what is answered. Never removed alone.
    Turn,
    /// A sentence.
    Sentence,
    /// Part of a sentence, between commas, semicolons, colons, dashes or brackets.
    Phrase,
}

/// What a piece of a prompt is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Who the model is to be.
    Role,
    /// What is to be done.
    Task,
    /// What must be known to do it.
    Context,
    /// What must be respected, mostly a list.
    Rules,
    /// The labels and what each means.
    Labels,
    /// The form of the answer.
    Format,
    /// A run of examples.
    Examples,
    /// One example.
    Example,
    /// What an example gives.
    Given,
    /// What an example answers.
    Answered,
    /// The end of the prompt, where the case itself is put.
    Tail,
    /// The conversation so far.
    History,
    /// Never sent.
    Note,
    /// None of these.
    Other,
}

impl Part {
    /// Every part, in the order in which a prompt usually has them.
    pub const ALL: [Part; 14] = [
        Part::Note,
        Part::Role,
        Part::Context,
        Part::Task,
        Part::Labels,
        Part::Rules,
        Part::Other,
        Part::Format,
        Part::Examples,
        Part::Example,
        Part::Given,
        Part::Answered,
        Part::History,
        Part::Tail,
    ];

    /// Lower-case name, as in the JSON of an edit.
    pub fn name(self) -> &'static str {
        match self {
            Part::Role => "role",
            Part::Task => "task",
            Part::Context => "context",
            Part::Rules => "rules",
            Part::Labels => "labels",
            Part::Format => "format",
            Part::Examples => "examples",
            Part::Example => "example",
            Part::Given => "given",
            Part::Answered => "answered",
            Part::Tail => "tail",
            Part::History => "history",
            Part::Note => "note",
            Part::Other => "other",
        }
    }
}

/// The children met on the way from the sections of a tree down to a node. Empty for no node.
pub type Path = Vec<usize>;

/// A piece of a prompt. Its text is `open`, then its words or its children's texts, then `close`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its grain.
    pub level: Level,
    /// Its purpose.
    pub part: Part,
    /// What stands before: a header, a title, a bullet, an opening tag, the comma before a phrase.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub open: String,
    /// The words, or the smaller pieces.
    #[serde(flatten)]
    pub body: Body,
    /// What stands after: final punctuation, a closing tag, blank lines.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub close: String,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// Words that are not cut further.
    Words(String),
    /// Smaller pieces, in order.
    Nodes(Vec<Node>),
}

impl Node {
    /// A node of words, nothing before and nothing after.
    pub fn leaf(level: Level, part: Part, words: impl Into<String>) -> Node {
        Node { level, part, open: String::new(), body: Body::Words(words.into()), close: String::new() }
    }

    /// A node of smaller pieces.
    pub fn branch(level: Level, part: Part, nodes: Vec<Node>) -> Node {
        Node { level, part, open: String::new(), body: Body::Nodes(nodes), close: String::new() }
    }

    /// The same node between these.
    #[must_use]
    pub fn between(mut self, open: impl Into<String>, close: impl Into<String>) -> Node {
        self.open = open.into();
        self.close = close.into();
        self
    }

    /// The smaller pieces; none in a node of words.
    pub fn nodes(&self) -> &[Node] {
        match &self.body {
            Body::Nodes(nodes) => nodes,
            Body::Words(_) => &[],
        }
    }

    /// The text as it stands in the file.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// The words alone: neither what stands before nor what stands after, spaces at the ends left out.
    pub fn words(&self) -> String {
        let mut out = String::new();
        self.write_body(&mut out);
        out.trim().to_owned()
    }

    pub(crate) fn write(&self, out: &mut String) {
        out.push_str(&self.open);
        self.write_body(out);
        out.push_str(&self.close);
    }

    fn write_body(&self, out: &mut String) {
        match &self.body {
            Body::Words(words) => out.push_str(words),
            Body::Nodes(nodes) => nodes.iter().for_each(|node| node.write(out)),
        }
    }

    /// Every node under this one, itself left out, parents first.
    pub(crate) fn walk<'n>(&'n self, at: &mut Path, found: &mut Vec<(Path, &'n Node)>) {
        for (i, node) in self.nodes().iter().enumerate() {
            at.push(i);
            found.push((at.clone(), node));
            node.walk(at, found);
            at.pop();
        }
    }
}
