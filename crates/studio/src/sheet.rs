//! A prompt as pages show it: its goal, its inputs, its sections, its problems.

use std::path::Path;

use engine::plan::{Loaded, load_text};
use engine::{EngineError, Project};
use locale::Locale;
use prompt::{PromptFile, SectionRole, Type};
use report::visible;
use terms::{Explain, Message, Output};

/// A prompt that was read, whether or not it can be used.
pub struct Sheet {
    pub file: PromptFile,
    pub loaded: Result<Loaded, EngineError>,
}

/// What the parser has to say about a place.
pub struct Problem {
    /// 1-based; columns count characters.
    pub line: Option<u32>,
    pub column: Option<u32>,
    pub text: String,
    pub advice: Option<String>,
    pub warning: bool,
}

/// A section as it is written.
pub struct SectionView {
    pub role: String,
    pub name: Option<String>,
    /// `system`, `user`… for its colour.
    pub kind: &'static str,
    pub line: u32,
    pub pieces: Vec<Piece>,
}

/// Text, or a place where a value goes.
pub struct Piece {
    pub text: String,
    pub input: bool,
}

/// An input of the prompt.
pub struct InputView {
    pub name: String,
    pub kind: String,
    pub need: String,
    pub about: String,
}

impl Sheet {
    pub fn read(project: &Project, name: &str, text: &str) -> Sheet {
        let (file, _) = prompt::parse(name, text);
        let path = project.root.join(Path::new(name));
        Sheet { file, loaded: load_text(project, name, Some(path), text) }
    }

    /// Its title, or its file's name.
    pub fn title(&self) -> String {
        let title = self.file.meta().title.as_deref().filter(|t| !t.trim().is_empty());
        visible::excerpt(title.unwrap_or(self.file.name()), 120)
    }

    pub fn is_sound(&self) -> bool {
        self.loaded.is_ok()
    }

    /// Errors first, then what is odd but works, each in the order of the file.
    pub fn problems(&self, locale: &Locale) -> Vec<Problem> {
        let view = |error: &dyn Explain, warning| Problem {
            line: error.place().and_then(|place| place.line),
            column: error.place().and_then(|place| place.column),
            text: visible::lines(&locale.text(&error.message())).into_owned(),
            advice: error.hint().map(|hint| visible::lines(&locale.text(&hint)).into_owned()),
            warning,
        };
        match &self.loaded {
            Ok(loaded) => loaded.compiled.warnings().iter().map(|w| view(w, true)).collect(),
            Err(error) => {
                let odd = self.file.errors().iter().filter(|e| e.is_warning()).map(|e| view(e, true));
                error.each().into_iter().map(|e| view(e, false)).chain(odd).collect()
            }
        }
    }

    pub fn sections(&self, locale: &Locale) -> Vec<SectionView> {
        let view = |section: &prompt::Section| SectionView {
            role: locale.say(role(section.role)),
            name: section.name.as_deref().map(|name| visible::one_line(name).into_owned()),
            kind: section.role.name(),
            line: section.line,
            pieces: pieces(&self.file.body(section)),
        };
        self.file
            .sections()
            .iter()
            .map(view)
            .filter(|s| s.pieces.iter().any(|p| !p.text.trim().is_empty()))
            .collect()
    }

    pub fn inputs(&self, locale: &Locale) -> Vec<InputView> {
        let inputs = match &self.loaded {
            Ok(loaded) => loaded.compiled.inputs().iter().collect(),
            Err(_) => self.file.inputs().unwrap_or_default(),
        };
        let view = |input: &prompt::Input| InputView {
            name: visible::one_line(&input.name).into_owned(),
            kind: kind(&input.kind, locale),
            need: match &input.default {
                Some(default) => {
                    let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
                    locale.text(&Message::new("studio-default").with("value", visible::excerpt(&text, 60)))
                }
                None if input.required => locale.say("studio-required"),
                None => locale.say("studio-optional"),
            },
            about: input.description.as_deref().map_or(String::new(), |text| visible::excerpt(text, 300)),
        };
        inputs.into_iter().map(view).collect()
    }

    /// What the prompt promises to return.
    pub fn output(&self, locale: &Locale) -> String {
        match self.file.output() {
            Output::Text => match self.file.meta().max_words {
                Some(most) => locale.text(&Message::new("studio-output-words").with("count", most)),
                None => locale.say("studio-output-text"),
            },
            Output::Labels { labels } => {
                let list = visible::excerpt(&labels.join(", "), 400);
                locale.text(&Message::new("studio-output-labels").with("labels", list))
            }
            Output::Number { .. } => locale.say("studio-output-number"),
            Output::Json { .. } => locale.say("studio-output-json"),
        }
    }
}

fn role(role: SectionRole) -> &'static str {
    match role {
        SectionRole::System => "studio-role-system",
        SectionRole::User => "studio-role-user",
        SectionRole::Assistant => "studio-role-assistant",
        SectionRole::Tool => "studio-role-tool",
        SectionRole::Context => "studio-role-context",
        SectionRole::History => "studio-role-history",
        SectionRole::Step => "studio-role-step",
        SectionRole::Note => "studio-role-note",
    }
}

fn kind(kind: &Type, locale: &Locale) -> String {
    match kind {
        Type::Text => locale.say("studio-type-text"),
        Type::Number => locale.say("studio-type-number"),
        Type::Integer => locale.say("studio-type-integer"),
        Type::Boolean => locale.say("studio-type-boolean"),
        Type::Choice(choices) => {
            let list = visible::excerpt(&choices.join(", "), 200);
            locale.text(&Message::new("studio-type-choice").with("choices", list))
        }
        Type::List(_) => locale.say("studio-type-list"),
        Type::Image => locale.say("studio-type-image"),
        Type::Object(..) | Type::Any | Type::Schema(_) => locale.say("studio-type-object"),
    }
}

/// Splits a text at its `{{ … }}` and `{% … %}`: for the eye only, the parser decides what they mean.
fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut push = |text: &str, input| {
        if !text.is_empty() {
            out.push(Piece { text: visible::lines(text).into_owned(), input });
        }
    };
    let mut rest = text;
    while let Some(start) = [rest.find("{{"), rest.find("{%")].into_iter().flatten().min() {
        let close = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        let Some(length) = rest[start..].find(close) else { break };
        let end = start + length + close.len();
        push(&rest[..start], false);
        push(&rest[start..end], true);
        rest = &rest[end..];
    }
    push(rest, false);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_values_are_told_from_text() {
        let shown = |text: &str| -> Vec<(String, bool)> {
            pieces(text).into_iter().map(|p| (p.text, p.input)).collect()
        };
        let piece = |text: &str, input| (text.to_owned(), input);
        assert_eq!(
            shown("Hi {{ name }}, {% if x %}yes{% endif %}."),
            [
                piece("Hi ", false),
                piece("{{ name }}", true),
                piece(", ", false),
                piece("{% if x %}", true),
                piece("yes", false),
                piece("{% endif %}", true),
                piece(".", false)
            ]
        );
        assert_eq!(shown("open {{ x"), [piece("open {{ x", false)]);
    }
}
