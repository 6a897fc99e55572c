//! The bare request: what a person would have typed without any craft.

use serde_json::{Map, Value};
use terms::{ChatMessage, Rendered, Role, Version};

use crate::compile::Compiled;
use crate::error::PromptError;
use crate::files::{FileError, Files};
use crate::problem::Problem;
use crate::template::{Budget, Sink, Val, emit};

impl Compiled {
    /// One user message: the task, then the inputs. One input is put as it is after a blank line; several are
    /// lines `name: value`. Optional inputs that are not given are left out.
    ///
    /// # Errors
    /// The prompt has no `task`, or a value is missing or of the wrong type.
    pub fn bare(&self, values: &Map<String, Value>) -> Result<Rendered, PromptError> {
        self.bare_with(values, &|_| Err(FileError::Unavailable))
    }

    /// The same, with the files `image` inputs may name.
    ///
    /// # Errors
    /// As [`Compiled::bare`]; or a picture cannot be read.
    pub fn bare_with(&self, values: &Map<String, Value>, files: &Files<'_>) -> Result<Rendered, PromptError> {
        let task = self.bare_task()?;
        let coerced = self.coerce_all(values)?;
        let mut budget = Budget::new(self.limits);
        let mut sink = Sink::with_capacity(task.len() + 256);
        sink.value(task, &mut budget).map_err(|problem| self.fail(problem))?;
        let named = self.inputs.len() > 1;
        let mut first = true;
        for (i, input) in self.inputs.iter().enumerate() {
            let val = coerced[i].val();
            if matches!(val, Val::Missing) {
                continue;
            }
            let before = if first { "\n\n" } else { "\n" };
            first = false;
            sink.literal(before, &mut budget)
                .and_then(|()| {
                    if named { sink.literal(&format!("{}: ", input.name), &mut budget) } else { Ok(()) }
                })
                .and_then(|()| emit(&val, &mut sink, &mut budget, files))
                .map_err(|problem| PromptError::new(problem, Some(self.places[i].clone())))?;
        }
        Ok(Rendered { messages: vec![ChatMessage { role: Role::User, name: None, parts: sink.finish() }] })
    }

    /// Version of the bare request: of the task and the names of the inputs, whatever the craft around them.
    ///
    /// # Errors
    /// The prompt has no `task`.
    pub fn bare_version(&self) -> Result<Version, PromptError> {
        let mut canonical = format!("bare\n{}\n", self.bare_task()?);
        for input in &self.inputs {
            canonical.push_str(&input.name);
            canonical.push('\n');
        }
        Ok(Version::of(&canonical))
    }

    fn bare_task(&self) -> Result<&str, PromptError> {
        self.task().ok_or_else(|| self.fail(Problem::NoTask))
    }
}
