//! Kinds of task: each proposes what comes in, what comes out, and a rule that its prompts are better with.

/// A kind of task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskKind {
    /// Its name in addresses.
    pub name: &'static str,
    /// Key of what people call it.
    pub label: &'static str,
    /// Key of an example.
    pub what: &'static str,
    /// Key of a rule proposed for its prompts.
    pub rule: &'static str,
    /// Key of the name of its usual input.
    pub input: &'static str,
    /// What usually comes out.
    pub output: Shape,
}

/// The shape of an output, before its details are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// One of several labels.
    Labels,
    /// A number.
    Number,
    /// Named fields.
    Json,
}

/// Every kind, the commonest first.
pub const KINDS: [TaskKind; 8] = [
    TaskKind {
        name: "classify",
        label: "brief-classify",
        what: "brief-classify-what",
        rule: "brief-classify-rule",
        input: "brief-input-message",
        output: Shape::Labels,
    },
    TaskKind {
        name: "extract",
        label: "brief-extract",
        what: "brief-extract-what",
        rule: "brief-extract-rule",
        input: "brief-input-document",
        output: Shape::Json,
    },
    TaskKind {
        name: "summarise",
        label: "brief-summarise",
        what: "brief-summarise-what",
        rule: "brief-summarise-rule",
        input: "brief-input-document",
        output: Shape::Text,
    },
    TaskKind {
        name: "write",
        label: "brief-write",
        what: "brief-write-what",
        rule: "brief-write-rule",
        input: "brief-input-facts",
        output: Shape::Text,
    },
    TaskKind {
        name: "rewrite",
        label: "brief-rewrite",
        what: "brief-rewrite-what",
        rule: "brief-rewrite-rule",
        input: "brief-input-text",
        output: Shape::Text,
    },
    TaskKind {
        name: "translate",
        label: "brief-translate",
        what: "brief-translate-what",
        rule: "brief-translate-rule",
        input: "brief-input-text",
        output: Shape::Text,
    },
    TaskKind {
        name: "answer",
        label: "brief-answer",
        what: "brief-answer-what",
        rule: "brief-answer-rule",
        input: "brief-input-question",
        output: Shape::Text,
    },
    TaskKind {
        name: "estimate",
        label: "brief-estimate",
        what: "brief-estimate-what",
        rule: "brief-estimate-rule",
        input: "brief-input-text",
        output: Shape::Number,
    },
];

impl TaskKind {
    /// The kind of this name.
    pub fn named(name: &str) -> Option<&'static TaskKind> {
        KINDS.iter().find(|kind| kind.name == name)
    }
}
