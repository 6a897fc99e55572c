use std::collections::BTreeSet;

use crate::compile::Compiled;
use crate::error::PromptError;
use crate::file::PromptFile;
use crate::files::Files;

use super::Tree;
use super::error::EditError;
use super::node::Level;

/// What every version of a prompt must keep: the inputs that reach the model, and a text that compiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Required inputs that the prompt uses.
    required: BTreeSet<String>,
    /// Inputs it knows.
    known: BTreeSet<String>,
}

impl Contract {
    /// The contract of a prompt as it is.
    ///
    /// # Errors
    /// The prompt does not compile.
    pub fn of(file: &PromptFile, files: &Files<'_>) -> Result<Contract, Vec<PromptError>> {
        let compiled = Compiled::new(file, files)?;
        let used = compiled.used_inputs();
        Ok(Contract {
            required: used.filter(|input| input.required).map(|input| input.name.clone()).collect(),
            known: compiled.inputs().iter().map(|input| input.name.clone()).collect(),
        })
    }

    /// Whether a version keeps the contract. Costs a parse and a compilation: tens of microseconds.
    ///
    /// # Errors
    /// It does not compile, a required input no longer reaches the model, it asks for an input the prompt does not
    /// have, or a text in it opens a section of its own.
    pub fn check(&self, tree: &Tree, files: &Files<'_>) -> Result<(), EditError> {
        let file = tree.file();
        let sections =
            tree.walk().iter().filter(|(_, node)| node.open.trim_start().starts_with(":::")).count();
        let headless = tree
            .nodes
            .iter()
            .filter(|node| node.level == Level::Section && !node.open.trim_start().starts_with(":::"));
        let headless = headless.filter(|node| !node.text().trim().is_empty()).count();
        if file.sections().len() != sections + headless {
            return Err(EditError::OpensSection);
        }
        let compiled = Compiled::new(&file, files).map_err(|errors| match errors.into_iter().next() {
            Some(error) => EditError::Broken { error: Box::new(error) },
            None => EditError::NothingToChange,
        })?;
        if let Some(new) = compiled.inputs().iter().find(|input| !self.known.contains(&input.name)) {
            return Err(EditError::NewInput { name: new.name.clone() });
        }
        let used: BTreeSet<&str> = compiled.used_inputs().map(|input| input.name.as_str()).collect();
        match self.required.iter().find(|name| !used.contains(name.as_str())) {
            Some(name) => Err(EditError::LosesInput { name: name.clone() }),
            None => Ok(()),
        }
    }
}
