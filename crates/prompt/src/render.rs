use std::borrow::Cow;

use serde_json::{Map, Value};
use terms::{ChatMessage, Part, Place, Rendered, Role};

use crate::compile::{Block, Compiled, Context, MessageBlock};
use crate::error::PromptError;
use crate::files::{FileError, Files};
use crate::problem::Problem;
use crate::schema::{Coerced, Input, coerce};
use crate::suggest::nearest;
use crate::template::{Budget, Run, Sink, Val};

impl Compiled {
    /// The messages for these values. Values that are not inputs are ignored: cases carry more than inputs.
    ///
    /// A value is inserted as plain text, byte for byte; it is never read as a template, never escaped, and can
    /// never open a message. No file is read: an `image` input must be an `https:` address here, see
    /// [`Compiled::render_with`].
    ///
    /// # Errors
    /// A value is missing or of the wrong type, or a template goes wrong or past its [`crate::Limits`].
    pub fn render(&self, values: &Map<String, Value>) -> Result<Rendered, PromptError> {
        self.render_with(values, &|_| Err(FileError::Unavailable))
    }

    /// The same, with the files `image` inputs may name.
    ///
    /// # Errors
    /// As [`Compiled::render`]; or a picture cannot be read.
    pub fn render_with(
        &self,
        values: &Map<String, Value>,
        files: &Files<'_>,
    ) -> Result<Rendered, PromptError> {
        let coerced = self.coerce_all(values)?;
        let mut run = Run {
            inputs: self.names.iter().map(|index| coerced[*index].val()).collect(),
            locals: vec![None; self.locals],
            pictures: &self.pictures,
            files,
            budget: Budget::new(self.limits),
        };
        let mut messages = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            match block {
                Block::Message(block) => {
                    let parts = self.message(block, &mut run)?;
                    // vendors refuse empty messages, and an empty one says nothing
                    if !parts.is_empty() {
                        messages.push(ChatMessage { role: block.role, name: block.name.clone(), parts });
                    }
                }
                Block::History => self.history(values, &mut run.budget, &mut messages)?,
            }
        }
        if messages.is_empty() {
            return Err(self.fail(Problem::NothingRendered));
        }
        Ok(Rendered { messages })
    }

    /// A problem of the file as a whole.
    pub(crate) fn fail(&self, problem: Problem) -> PromptError {
        let place = Place { file: self.file.to_string(), line: Some(1), column: None };
        PromptError::new(problem, Some(place))
    }

    /// The values of all inputs, in their order: checked, with defaults.
    pub(crate) fn coerce_all<'a>(
        &'a self,
        values: &'a Map<String, Value>,
    ) -> Result<Vec<Coerced<'a>>, PromptError> {
        let mut all = Vec::with_capacity(self.inputs.len());
        for (input, place) in self.inputs.iter().zip(&self.places) {
            let coerced = self.value_of(input, values);
            all.push(coerced.map_err(|problem| PromptError::new(problem, Some(place.clone())))?);
        }
        Ok(all)
    }

    fn value_of<'a>(
        &'a self,
        input: &'a Input,
        values: &'a Map<String, Value>,
    ) -> Result<Coerced<'a>, Problem> {
        if let Some(value) = find(values, &input.name) {
            match coerce(input, value)? {
                Coerced::Val(Val::Missing) => {}
                coerced => return Ok(coerced),
            }
        }
        match &input.default {
            Some(default) => coerce(input, default),
            None if input.required => {
                let others = values.keys().filter(|key| !self.inputs.iter().any(|i| i.name == **key));
                let suggestion = nearest(&input.name, others.map(String::as_str));
                Err(Problem::MissingInput { field: input.name.clone(), suggestion })
            }
            None => Ok(Coerced::Val(Val::Missing)),
        }
    }

    fn message<'a>(&'a self, block: &'a MessageBlock, run: &mut Run<'a>) -> Result<Vec<Part>, PromptError> {
        let mut sink = Sink::with_capacity(block.literal + 64);
        for context in &block.contexts {
            self.context(context, run, &mut sink)?;
        }
        if let Some(template) = &block.template {
            run.section(template, &mut sink)?;
        }
        Ok(sink.finish())
    }

    fn context<'a>(
        &'a self,
        context: &'a Context,
        run: &mut Run<'a>,
        sink: &mut Sink,
    ) -> Result<(), PromptError> {
        let mut inner = Sink::default();
        run.section(&context.template, &mut inner)?;
        let mut parts = inner.finish();
        let placed = |problem| PromptError::new(problem, Some(context.template.source.place(0)));
        if let Some(document) = context.document.as_deref().filter(|text| !text.trim().is_empty()) {
            let text = document.trim_end_matches('\n');
            let separator = if parts.is_empty() { "" } else { "\n\n" };
            parts.push(Part::Text { text: format!("{separator}{text}") });
        }
        if parts.is_empty() {
            return Ok(());
        }
        let tag = delimiter(&parts);
        let budget = &mut run.budget;
        let head = match &context.name {
            Some(name) => format!("<{tag} name=\"{name}\">\n"),
            None => format!("<{tag}>\n"),
        };
        sink.literal(&head, budget)
            .and_then(|()| sink.parts(parts, budget))
            .and_then(|()| sink.literal(&format!("\n</{tag}>\n\n"), budget))
            .map_err(placed)
    }

    /// The conversation so far: what the person and the model said, nothing else.
    fn history(
        &self,
        values: &Map<String, Value>,
        budget: &mut Budget,
        messages: &mut Vec<ChatMessage>,
    ) -> Result<(), PromptError> {
        let turns: Cow<'_, [Value]> = match values.get("history") {
            None | Some(Value::Null) => return Ok(()),
            Some(Value::Array(turns)) => Cow::Borrowed(turns),
            // a cell of a table
            Some(Value::String(text)) if text.trim().is_empty() => return Ok(()),
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(Value::Array(turns)) => Cow::Owned(turns),
                _ => return Err(self.fail(Problem::BadHistory)),
            },
            Some(_) => return Err(self.fail(Problem::BadHistory)),
        };
        for turn in turns.iter() {
            let role = turn.get("role").and_then(Value::as_str);
            let content = turn.get("content").and_then(Value::as_str);
            let (Some(role), Some(content)) = (role, content) else {
                return Err(self.fail(Problem::BadHistory));
            };
            let role = match role {
                "user" => Role::User,
                "assistant" => Role::Assistant,
                // a value can never create a system message
                other => {
                    let found = other.chars().take(40).collect();
                    return Err(self.fail(Problem::BadHistoryRole { found }));
                }
            };
            budget.step().and_then(|()| budget.write(0, content.len())).map_err(|p| self.fail(p))?;
            if !content.is_empty() {
                messages.push(ChatMessage::text(role, content));
            }
        }
        Ok(())
    }
}

/// A value by name; a table saved in another Unicode form still finds its column.
fn find<'a>(values: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(value) = values.get(name) {
        return Some(value);
    }
    if name.is_ascii() {
        return None;
    }
    values.iter().find(|(key, _)| crate::parse::normalise(key) == name).map(|(_, value)| value)
}

/// A tag that the text does not close, so that no value can step out of its context: `context`, or
/// `context-n` with n past any that is there.
fn delimiter(parts: &[Part]) -> String {
    const CLOSE: &str = "</context";
    let mut next = 0_u64;
    for part in parts {
        let Part::Text { text } = part else { continue };
        for (at, _) in text.match_indices(CLOSE) {
            let after = &text[at + CLOSE.len()..];
            let digits = after.strip_prefix('-').unwrap_or("");
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            // numbers past 18 digits cannot be reached, hence cannot collide
            let number = digits[..end.min(18)].parse().unwrap_or(1);
            next = next.max(number + 1).max(2);
        }
    }
    if next == 0 { "context".to_owned() } else { format!("context-{next}") }
}
