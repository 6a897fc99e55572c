//! A template that stands in no prompt file: the chat template inside a model's files. It is read by the same closed
//! evaluator, under the same limits: such a file may come from anyone.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::error::PromptError;
use crate::files::FileError;
use crate::limits::Limits;
use crate::pictures::Pictures;
use crate::template::{Budget, Run, Scope, Sink, Source, Template, Val, read};

/// A template read once and rendered many times.
#[derive(Debug)]
pub struct Loose {
    template: Template,
    /// Names it uses, in the order of its slots.
    names: Vec<String>,
    locals: usize,
}

impl Loose {
    /// Reads a template; `name` says where it stands, for errors. It can include nothing.
    ///
    /// # Errors
    /// Something the evaluator does not have (macros, unknown filters), with its place.
    pub fn read(text: &str, name: &str) -> Result<Loose, PromptError> {
        let limits = Limits::default();
        let none = |_: &str| Err(FileError::Unavailable);
        let mut scope = Scope::new(&none, Vec::new(), Pictures::new(&limits));
        scope.open_section(false);
        let template = read(Source::new(Arc::from(name), text.to_owned(), 1), &mut scope)?;
        if let Some(error) = scope.errors.pop() {
            return Err(error);
        }
        let names = scope.free.into_iter().map(|free| free.name).collect();
        Ok(Loose { template, names, locals: usize::from(scope.slots) })
    }

    /// Renders it. A name without a value is empty and false; a missing field is an error.
    ///
    /// # Errors
    /// The template goes wrong, or past the limits.
    pub fn render(&self, values: &Map<String, Value>, limits: Limits) -> Result<String, PromptError> {
        let none = |_: &str| Err(FileError::Unavailable);
        let value = |name: &String| values.get(name).map_or(Val::Missing, Val::from_json);
        let mut run = Run {
            inputs: self.names.iter().map(value).collect(),
            locals: vec![None; self.locals],
            pictures: &[],
            files: &none,
            budget: Budget::new(limits),
        };
        let mut sink = Sink::default();
        run.section(&self.template, &mut sink)?;
        Ok(sink.whole())
    }
}
