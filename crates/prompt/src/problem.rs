use terms::Kind;

/// What can be wrong with a prompt file, its templates, or the values given to it.
///
/// The sentences are in `sentences.rs`; the place is in [`crate::PromptError`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "the variants and their fields are said in full by the sentences of the catalogues"
)]
pub enum Problem {
    // the file
    NotUtf8 {
        path: String,
    },
    FrontMatterOpen,
    FrontMatterNotMap,
    FrontMatterTooBig,
    YamlSyntax,
    YamlAnchor,
    YamlTag,
    DuplicateKey {
        key: String,
    },
    /// `within` is "" for the front matter itself, where unknown keys are kept (a warning).
    UnknownKey {
        key: String,
        within: &'static str,
        suggestion: Option<String>,
    },
    WrongShape {
        key: String,
        expected: Shape,
    },
    UnknownFormat {
        found: String,
        suggestion: Option<String>,
    },
    // inputs
    UnknownType {
        found: String,
        suggestion: Option<String>,
    },
    EmptyChoice {
        field: String,
    },
    BadInputName {
        name: String,
    },
    BadDefault {
        field: String,
        reason: Box<Problem>,
    },
    UnusedInput {
        name: String,
    },
    // sections
    MissingRole,
    UnknownRole {
        role: String,
        suggestion: Option<String>,
    },
    BadHeader {
        found: String,
    },
    BadName {
        name: String,
    },
    BadAttributes,
    DuplicateAttribute {
        attribute: String,
    },
    UnknownAttribute {
        attribute: String,
        role: &'static str,
        suggestion: Option<String>,
    },
    StrayText,
    ExampleIncomplete {
        example: String,
    },
    HistoryTwice,
    HistoryWithText,
    ChainsUnsupported,
    NothingToSend,
    NoUserMessage,
    // templates
    UnclosedDelimiter {
        delimiter: &'static str,
    },
    UnexpectedToken {
        found: String,
    },
    UnexpectedEndOfTag,
    UnclosedString,
    BadNumber {
        found: String,
    },
    UnknownTag {
        tag: String,
        suggestion: Option<String>,
    },
    ForbiddenTag {
        tag: String,
    },
    UnclosedBlock {
        tag: &'static str,
    },
    StrayTag {
        tag: String,
    },
    UnknownFilter {
        name: String,
        suggestion: Option<String>,
    },
    UnknownTest {
        name: String,
        suggestion: Option<String>,
    },
    UnknownFunction {
        name: String,
    },
    BadArguments {
        name: &'static str,
        usage: &'static str,
    },
    TooDeep,
    TooManyNames,
    UnknownVariable {
        name: String,
        suggestion: Option<String>,
    },
    ImageOutsideUser {
        name: String,
    },
    // files of the project
    BadPath {
        path: String,
        fault: PathFault,
    },
    FileNotFound {
        path: String,
    },
    FileUnreadable {
        path: String,
    },
    FileTooBig {
        path: String,
        limit: usize,
    },
    FilesUnavailable {
        path: String,
    },
    IncludeCycle {
        path: String,
    },
    IncludeTooDeep {
        limit: usize,
    },
    TooManyIncludes {
        limit: usize,
    },
    NotAPicture {
        path: String,
    },
    TooManyPictures {
        count: usize,
        limit: usize,
    },
    // values
    MissingInput {
        field: String,
        suggestion: Option<String>,
    },
    BadValue {
        field: String,
        expected: Shape,
        found: String,
    },
    NotAChoice {
        field: String,
        found: String,
        choices: String,
        suggestion: Option<String>,
    },
    BadHistory,
    BadHistoryRole {
        found: String,
    },
    NothingRendered,
    NoTask,
    // rendering
    Undefined {
        name: String,
    },
    WrongOperand {
        operation: &'static str,
    },
    ImageInExpression,
    DivisionByZero,
    NumberTooBig,
    RangeTooBig {
        limit: i64,
    },
    OutOfSteps {
        limit: u64,
    },
    OutOfMemory {
        limit: usize,
    },
    MessageTooBig {
        limit: usize,
    },
}

/// What a value should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text,
    /// Text or a list of texts.
    TextOrList,
    /// A list.
    List,
    /// A map.
    Map,
    /// A number.
    Number,
    /// A number not below zero.
    Positive,
    /// A number from 0 to 1.
    Share,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A picture.
    Picture,
}

/// Why a path is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathFault {
    /// There is none.
    Empty,
    /// It does not start from the project's root.
    Absolute,
    /// It climbs (`..`).
    Parent,
    /// It holds a backslash, a colon, a control character or an encoded dot.
    Characters,
    /// It is an address, and not an `https:` one where these are allowed.
    Address,
}

impl Problem {
    /// Whether the prompt works all the same.
    pub(crate) fn is_warning(&self) -> bool {
        matches!(
            self,
            Problem::UnknownKey { within: "", .. }
                | Problem::UnusedInput { .. }
                | Problem::UnknownAttribute { .. }
                | Problem::NoUserMessage
        )
    }

    /// Whether the values are at fault rather than the file.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Problem::MissingInput { .. }
            | Problem::BadValue { .. }
            | Problem::NotAChoice { .. }
            | Problem::BadHistory
            | Problem::BadHistoryRole { .. }
            | Problem::NothingRendered
            | Problem::MessageTooBig { .. } => Kind::Data,
            _ => Kind::Config,
        }
    }

    /// The input, key or attribute concerned.
    pub(crate) fn field(&self) -> Option<&str> {
        match self {
            Problem::DuplicateKey { key }
            | Problem::UnknownKey { key, .. }
            | Problem::WrongShape { key, .. } => Some(key),
            Problem::EmptyChoice { field }
            | Problem::BadDefault { field, .. }
            | Problem::MissingInput { field, .. }
            | Problem::BadValue { field, .. }
            | Problem::NotAChoice { field, .. } => Some(field),
            Problem::BadInputName { name }
            | Problem::UnusedInput { name }
            | Problem::UnknownVariable { name, .. }
            | Problem::ImageOutsideUser { name }
            | Problem::Undefined { name } => Some(name),
            Problem::UnknownAttribute { attribute, .. } | Problem::DuplicateAttribute { attribute } => {
                Some(attribute)
            }
            Problem::BadHistory | Problem::BadHistoryRole { .. } => Some("history"),
            Problem::NoTask => Some("task"),
            _ => None,
        }
    }
}
