//! What each problem says, as keys of the catalogues `locales/{en,fr}/prompt.ftl`.

use terms::Message;

use crate::problem::{PathFault, Problem, Shape};

impl Problem {
    /// What happened.
    pub(crate) fn message(&self) -> Message {
        let m = Message::new;
        match self {
            Problem::NotUtf8 { path } => m("prompt-not-utf8").with("path", path.as_str()),
            Problem::FrontMatterOpen => m("prompt-front-matter-open"),
            Problem::FrontMatterNotMap => m("prompt-front-matter-not-map"),
            Problem::FrontMatterTooBig => m("prompt-front-matter-too-big"),
            Problem::YamlSyntax => m("prompt-yaml-syntax"),
            Problem::YamlAnchor => m("prompt-yaml-anchor"),
            Problem::YamlTag => m("prompt-yaml-tag"),
            Problem::DuplicateKey { key } => m("prompt-duplicate-key").with("key", key.as_str()),
            Problem::UnknownKey { key, within: "", .. } => {
                m("prompt-unknown-front-key").with("key", key.as_str())
            }
            Problem::UnknownKey { key, within, .. } => {
                m("prompt-unknown-key").with("key", key.as_str()).with("within", *within)
            }
            Problem::WrongShape { key, expected } => {
                m("prompt-wrong-shape").with("key", key.as_str()).with("expected", expected.words())
            }
            Problem::UnknownFormat { found, .. } => m("prompt-unknown-format").with("found", found.as_str()),
            Problem::UnknownType { found, .. } => m("prompt-unknown-type").with("found", found.as_str()),
            Problem::EmptyChoice { field } => m("prompt-empty-choice").with("field", field.as_str()),
            Problem::BadInputName { name } => m("prompt-bad-input-name").with("name", name.as_str()),
            Problem::BadDefault { field, reason } => {
                m("prompt-bad-default").with("field", field.as_str()).with("reason", reason.message())
            }
            Problem::UnusedInput { name } => m("prompt-unused-input").with("name", name.as_str()),
            Problem::MissingRole => m("prompt-missing-role"),
            Problem::UnknownRole { role, .. } => m("prompt-unknown-role").with("role", role.as_str()),
            Problem::BadHeader { found } => m("prompt-bad-header").with("found", found.as_str()),
            Problem::BadName { name } => m("prompt-bad-name").with("name", name.as_str()),
            Problem::BadAttributes => m("prompt-bad-attributes"),
            Problem::DuplicateAttribute { attribute } => {
                m("prompt-duplicate-attribute").with("attribute", attribute.as_str())
            }
            Problem::UnknownAttribute { attribute, role, .. } => {
                m("prompt-unknown-attribute").with("attribute", attribute.as_str()).with("role", *role)
            }
            Problem::StrayText => m("prompt-stray-text"),
            Problem::ExampleIncomplete { example } => {
                m("prompt-example-incomplete").with("example", example.as_str())
            }
            Problem::HistoryTwice => m("prompt-history-twice"),
            Problem::HistoryWithText => m("prompt-history-with-text"),
            Problem::ChainsUnsupported => m("prompt-chains-unsupported"),
            Problem::NothingToSend => m("prompt-nothing-to-send"),
            Problem::NoUserMessage => m("prompt-no-user-message"),
            Problem::UnclosedDelimiter { delimiter } => {
                m("prompt-unclosed-delimiter").with("delimiter", *delimiter)
            }
            Problem::UnexpectedToken { found } => m("prompt-unexpected-token").with("found", found.as_str()),
            Problem::UnexpectedEndOfTag => m("prompt-unexpected-end-of-tag"),
            Problem::UnclosedString => m("prompt-unclosed-string"),
            Problem::BadNumber { found } => m("prompt-bad-number").with("found", found.as_str()),
            Problem::UnknownTag { tag, .. } => m("prompt-unknown-tag").with("tag", tag.as_str()),
            Problem::ForbiddenTag { tag } => m("prompt-forbidden-tag").with("tag", tag.as_str()),
            Problem::UnclosedBlock { tag } => m("prompt-unclosed-block").with("tag", *tag),
            Problem::StrayTag { tag } => m("prompt-stray-tag").with("tag", tag.as_str()),
            Problem::UnknownFilter { name, .. } => m("prompt-unknown-filter").with("name", name.as_str()),
            Problem::UnknownTest { name, .. } => m("prompt-unknown-test").with("name", name.as_str()),
            Problem::UnknownFunction { name } => m("prompt-unknown-function").with("name", name.as_str()),
            Problem::BadArguments { name, .. } => m("prompt-bad-arguments").with("name", *name),
            Problem::TooDeep => m("prompt-too-deep"),
            Problem::TooManyNames => m("prompt-too-many-names"),
            Problem::UnknownVariable { name, .. } => m("prompt-unknown-variable").with("name", name.as_str()),
            Problem::ImageOutsideUser { name } => m("prompt-image-outside-user").with("name", name.as_str()),
            Problem::BadPath { path, fault } => {
                m("prompt-bad-path").with("path", path.as_str()).with("reason", fault.words())
            }
            Problem::FileNotFound { path } => m("prompt-file-not-found").with("path", path.as_str()),
            Problem::FileUnreadable { path } => m("prompt-file-unreadable").with("path", path.as_str()),
            Problem::FileTooBig { path, limit } => {
                m("prompt-file-too-big").with("path", path.as_str()).with("limit", *limit)
            }
            Problem::FilesUnavailable { path } => m("prompt-files-unavailable").with("path", path.as_str()),
            Problem::IncludeCycle { path } => m("prompt-include-cycle").with("path", path.as_str()),
            Problem::IncludeTooDeep { limit } => m("prompt-include-too-deep").with("limit", *limit),
            Problem::TooManyIncludes { limit } => m("prompt-too-many-includes").with("limit", *limit),
            Problem::NotAPicture { path } => m("prompt-not-a-picture").with("path", path.as_str()),
            Problem::TooManyPictures { count, limit } => {
                m("prompt-too-many-pictures").with("count", *count).with("limit", *limit)
            }
            Problem::MissingInput { field, .. } => m("prompt-missing-input").with("field", field.as_str()),
            Problem::BadValue { field, expected, found } => m("prompt-bad-value")
                .with("field", field.as_str())
                .with("expected", expected.words())
                .with("found", found.as_str()),
            Problem::NotAChoice { field, found, .. } => {
                m("prompt-not-a-choice").with("field", field.as_str()).with("found", found.as_str())
            }
            Problem::BadHistory => m("prompt-bad-history"),
            Problem::BadHistoryRole { found } => m("prompt-bad-history-role").with("found", found.as_str()),
            Problem::NothingRendered => m("prompt-nothing-rendered"),
            Problem::NoTask => m("prompt-no-task"),
            Problem::Undefined { name } => m("prompt-undefined").with("name", name.as_str()),
            Problem::WrongOperand { operation } => m("prompt-wrong-operand").with("operation", *operation),
            Problem::ImageInExpression => m("prompt-image-in-expression"),
            Problem::DivisionByZero => m("prompt-division-by-zero"),
            Problem::NumberTooBig => m("prompt-number-too-big"),
            Problem::RangeTooBig { limit } => m("prompt-range-too-big").with("limit", *limit),
            Problem::OutOfSteps { limit } => m("prompt-out-of-steps").with("limit", *limit),
            Problem::OutOfMemory { limit } => m("prompt-out-of-memory").with("limit", *limit),
            Problem::MessageTooBig { limit } => m("prompt-message-too-big").with("limit", *limit),
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<Message> {
        let m = Message::new;
        let suggested = match self {
            Problem::UnknownKey { suggestion, .. }
            | Problem::UnknownFormat { suggestion, .. }
            | Problem::UnknownType { suggestion, .. }
            | Problem::UnknownRole { suggestion, .. }
            | Problem::UnknownAttribute { suggestion, .. }
            | Problem::UnknownTag { suggestion, .. }
            | Problem::UnknownFilter { suggestion, .. }
            | Problem::UnknownTest { suggestion, .. }
            | Problem::UnknownVariable { suggestion, .. }
            | Problem::NotAChoice { suggestion, .. } => suggestion.as_deref(),
            _ => None,
        };
        if let Some(word) = suggested {
            return Some(m("prompt-hint-did-you-mean").with("word", word));
        }
        Some(match self {
            Problem::NotUtf8 { .. } => m("prompt-hint-not-utf8"),
            Problem::FrontMatterOpen => m("prompt-hint-front-matter-open"),
            Problem::FrontMatterNotMap => m("prompt-hint-front-matter-not-map"),
            Problem::YamlSyntax => m("prompt-hint-yaml-syntax"),
            Problem::YamlAnchor | Problem::YamlTag => m("prompt-hint-yaml-plain"),
            Problem::UnknownFormat { .. } => m("prompt-hint-formats"),
            Problem::UnknownType { .. } => m("prompt-hint-types"),
            Problem::EmptyChoice { .. } => m("prompt-hint-empty-choice"),
            Problem::BadInputName { .. } => m("prompt-hint-input-name"),
            Problem::BadDefault { reason, .. } => return reason.hint(),
            Problem::UnusedInput { name } => m("prompt-hint-unused-input").with("name", name.as_str()),
            Problem::MissingRole | Problem::UnknownRole { .. } | Problem::BadHeader { .. } => {
                m("prompt-hint-roles")
            }
            Problem::BadName { .. } => m("prompt-hint-section-name"),
            Problem::BadAttributes => m("prompt-hint-attributes"),
            Problem::StrayText => m("prompt-hint-stray-text"),
            Problem::ExampleIncomplete { .. } => m("prompt-hint-example"),
            Problem::HistoryWithText => m("prompt-hint-history-with-text"),
            Problem::ChainsUnsupported => m("prompt-hint-chains"),
            Problem::NothingToSend | Problem::NoUserMessage => m("prompt-hint-user-section"),
            Problem::UnclosedDelimiter { .. } => m("prompt-hint-raw"),
            Problem::UnexpectedToken { .. } | Problem::UnexpectedEndOfTag | Problem::UnclosedString => {
                m("prompt-hint-expression")
            }
            Problem::UnknownTag { .. } | Problem::ForbiddenTag { .. } => m("prompt-hint-tags"),
            Problem::UnclosedBlock { tag } => m("prompt-hint-unclosed-block").with("tag", *tag),
            Problem::UnknownFilter { .. } => m("prompt-hint-filters"),
            Problem::UnknownTest { .. } => m("prompt-hint-tests"),
            Problem::UnknownFunction { .. } => m("prompt-hint-functions"),
            Problem::BadArguments { usage, .. } => m("prompt-hint-usage").with("usage", *usage),
            Problem::UnknownVariable { name, .. } => m("prompt-hint-declare").with("name", name.as_str()),
            Problem::ImageOutsideUser { .. } => m("prompt-hint-image-outside-user"),
            Problem::BadPath { .. } | Problem::FileNotFound { .. } => m("prompt-hint-path"),
            Problem::NotAPicture { .. } => m("prompt-hint-pictures"),
            Problem::MissingInput { field, suggestion: Some(word) } => {
                m("prompt-hint-rename-column").with("word", word.as_str()).with("field", field.as_str())
            }
            Problem::MissingInput { field, .. } => {
                m("prompt-hint-missing-input").with("field", field.as_str())
            }
            Problem::BadValue { expected: Shape::Number | Shape::Integer, .. } => m("prompt-hint-number"),
            Problem::BadValue { expected: Shape::Boolean, .. } => m("prompt-hint-boolean"),
            Problem::BadValue { expected: Shape::List | Shape::Map, .. } => m("prompt-hint-json"),
            Problem::NotAChoice { choices, .. } => m("prompt-hint-choices").with("choices", choices.as_str()),
            Problem::BadHistory | Problem::BadHistoryRole { .. } => m("prompt-hint-history"),
            Problem::NoTask => m("prompt-hint-task"),
            Problem::Undefined { name } => m("prompt-hint-undefined").with("name", name.as_str()),
            Problem::WrongOperand { operation: "+" } => m("prompt-hint-concat"),
            Problem::WrongOperand { operation: "for" | "join" | "items" } => m("prompt-hint-list-input"),
            Problem::OutOfSteps { .. } | Problem::OutOfMemory { .. } | Problem::RangeTooBig { .. } => {
                m("prompt-hint-simplify")
            }
            Problem::MessageTooBig { .. } => m("prompt-hint-message-too-big"),
            _ => return None,
        })
    }
}

impl Shape {
    fn words(self) -> Message {
        Message::new(match self {
            Shape::Text => "prompt-shape-text",
            Shape::TextOrList => "prompt-shape-text-or-list",
            Shape::List => "prompt-shape-list",
            Shape::Map => "prompt-shape-map",
            Shape::Number => "prompt-shape-number",
            Shape::Positive => "prompt-shape-positive",
            Shape::Share => "prompt-shape-share",
            Shape::Integer => "prompt-shape-integer",
            Shape::Boolean => "prompt-shape-boolean",
            Shape::Picture => "prompt-shape-picture",
        })
    }
}

impl PathFault {
    fn words(self) -> Message {
        Message::new(match self {
            PathFault::Empty => "prompt-path-empty",
            PathFault::Absolute => "prompt-path-absolute",
            PathFault::Parent => "prompt-path-parent",
            PathFault::Characters => "prompt-path-characters",
            PathFault::Address => "prompt-path-address",
        })
    }
}

#[cfg(test)]
mod tests;
