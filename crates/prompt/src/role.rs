use terms::Role;

/// What a section is for. The canonical names are English; French aliases are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionRole {
    /// Standing instructions.
    System,
    /// The person.
    User,
    /// The model: an answer already given, mostly in few-shot examples.
    Assistant,
    /// A tool's answer.
    Tool,
    /// Background put, delimited, at the head of the next user message.
    Context,
    /// Where the conversation so far goes.
    History,
    /// A step of a chain.
    Step,
    /// For the reader of the file; never sent.
    Note,
}

const NAMES: [(&str, SectionRole); 16] = [
    ("system", SectionRole::System),
    ("user", SectionRole::User),
    ("assistant", SectionRole::Assistant),
    ("tool", SectionRole::Tool),
    ("context", SectionRole::Context),
    ("history", SectionRole::History),
    ("step", SectionRole::Step),
    ("note", SectionRole::Note),
    ("système", SectionRole::System),
    ("systeme", SectionRole::System),
    ("utilisateur", SectionRole::User),
    ("outil", SectionRole::Tool),
    ("contexte", SectionRole::Context),
    ("historique", SectionRole::History),
    ("étape", SectionRole::Step),
    ("etape", SectionRole::Step),
];

impl SectionRole {
    /// Reads a canonical name or a French alias, in any case. The word is expected in NFC.
    pub fn from_word(word: &str) -> Option<SectionRole> {
        let lower = word.to_lowercase();
        NAMES.iter().find(|(name, _)| *name == lower).map(|(_, role)| *role)
    }

    /// The canonical name.
    pub fn name(self) -> &'static str {
        match self {
            SectionRole::System => "system",
            SectionRole::User => "user",
            SectionRole::Assistant => "assistant",
            SectionRole::Tool => "tool",
            SectionRole::Context => "context",
            SectionRole::History => "history",
            SectionRole::Step => "step",
            SectionRole::Note => "note",
        }
    }

    /// The role of the message this section becomes, when it becomes one of its own.
    pub fn message_role(self) -> Option<Role> {
        match self {
            SectionRole::System => Some(Role::System),
            SectionRole::User => Some(Role::User),
            SectionRole::Assistant => Some(Role::Assistant),
            SectionRole::Tool => Some(Role::Tool),
            SectionRole::Context | SectionRole::History | SectionRole::Step | SectionRole::Note => None,
        }
    }

    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}
