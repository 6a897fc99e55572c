//! What will be asked: arms (prompt x model x parameters), cases, repeats. A plan is small whatever the number of
//! cases: trials are made from it one chunk at a time, in (case, arm, repeat) order.

mod arms;
mod beside;
mod cases;
pub mod covering;
mod prompts;

use std::path::Path;
use std::sync::Arc;

use checks::Checks;
use ledger::{PlanHash, Store};
use prompt::Compiled;
use serde_json::{Map, Value};
use terms::{Case, Message, Money, Parameters, Rendered, Request, ResponseFormat, Split, Version};
use vendors::Target;

pub use arms::single as single_arm;
pub use beside::{SUITE, cases as cases_beside, cases_of, suite_of};
pub use cases::CaseSource;
pub use prompts::{ENDING, Loaded, load as load_text, load_file as load_prompt};

use crate::suite::SuiteFile;
use crate::{EngineError, Project};

/// A prompt on a model, ready to be rendered with a case.
#[derive(Clone)]
pub struct Arm {
    /// The file as named, or `bare`.
    pub name: String,
    /// Version of the prompt, or of its bare request.
    pub version: Version,
    /// Whether this is the bare request of the prompt.
    pub bare: bool,
    /// The compiled prompt.
    pub prompt: Arc<Compiled>,
    /// Folder the cases' pictures are read from.
    pub root: Arc<Path>,
    /// Canonical text of the prompt file, kept with the run.
    pub text: Arc<str>,
    /// Where calls go.
    pub target: Arc<Target>,
    /// Decoding parameters: the prompt's, then the model's, then the factor's.
    pub parameters: Parameters,
    /// Those of the model and the factor alone: they hold whatever the prompt says.
    pub given: Parameters,
    /// Shape asked of the vendor.
    pub format: ResponseFormat,
    /// Inputs set by a factor, over the case's own values.
    pub inputs: Map<String, Value>,
    /// What distinguishes the arm besides prompt and model.
    pub variant: Option<String>,
    /// How replies are scored.
    pub checks: Arc<Checks>,
}

impl Arm {
    /// Whether the embedded model answers.
    pub(crate) fn asks_petit(&self) -> bool {
        self.target.url.starts_with(local::ADDRESS) && self.target.model.model == local::PETIT
    }

    /// The messages for a case.
    ///
    /// # Errors
    /// What the prompt says of the case's values.
    pub fn render(&self, case: &Case) -> Result<Rendered, prompt::PromptError> {
        let merged;
        let values = if self.inputs.is_empty() {
            &case.values
        } else {
            let mut map = case.values.clone();
            map.extend(self.inputs.iter().map(|(k, v)| (k.clone(), v.clone())));
            merged = map;
            &merged
        };
        self.render_values(values)
    }

    /// The messages for these values.
    ///
    /// # Errors
    /// What the prompt says of them.
    pub fn render_values(&self, values: &Map<String, Value>) -> Result<Rendered, prompt::PromptError> {
        let files = |wanted: &str| prompts::read_inside(&self.root, wanted);
        if self.bare {
            self.prompt.bare_with(values, &files)
        } else {
            self.prompt.render_with(values, &files)
        }
    }

    /// The same arm with another text of its prompt; `variant` says what distinguishes it. Decoding parameters of
    /// the text are read anew, those of the model stay.
    ///
    /// # Errors
    /// The text does not compile.
    pub fn rewritten(&self, text: &str, variant: Option<String>) -> Result<Arm, EngineError> {
        let (file, _) = prompt::parse(&self.name, text);
        let compiled = Compiled::new(&file, &self.files()).map_err(EngineError::all)?;
        let text = prompt::format(&file).into();
        let parameters = arms::over(compiled.parameters(), &self.given);
        let (version, prompt) = (compiled.version(), Arc::new(compiled));
        Ok(Arm { version, prompt, text, variant, parameters, ..self.clone() })
    }

    /// The files a text of this prompt may include.
    pub fn files(&self) -> impl Fn(&str) -> Result<Vec<u8>, prompt::FileError> + use<> {
        let root = self.root.clone();
        move |wanted: &str| prompts::read_inside(&root, wanted)
    }

    /// The question for rendered messages.
    pub fn request(&self, rendered: Rendered, stream: bool) -> Request {
        Request {
            model: self.target.model.clone(),
            messages: rendered.messages,
            parameters: self.parameters.clone(),
            format: self.format.clone(),
            stream,
        }
    }
}

/// Everything that decides which trials a run holds.
pub struct Plan {
    /// A line for lists: the prompts' names and the cases'.
    pub title: String,
    /// The arms, in the order of tables.
    pub arms: Vec<Arm>,
    /// The cases.
    pub cases: CaseSource,
    /// Repeats of each trial, at least 1.
    pub repeats: u32,
    /// Calls in flight at most.
    pub concurrency: usize,
    /// Most money the run may spend.
    pub budget: Option<Money>,
    /// Whether answers are read as they are written.
    pub stream: bool,
    /// Equivalence margin, as a share of 1.
    pub margin: f64,
    /// Identity of all of the above, money and concurrency aside.
    pub hash: PlanHash,
    /// Things to say about the plan itself.
    pub notes: Vec<Message>,
    /// A part of a study: the study counts its look at sealed cases, once, and knows equal answers by their
    /// fingerprints.
    pub part: bool,
}

/// Calls in flight when nothing else is said.
pub const DEFAULT_CONCURRENCY: usize = 64;
/// Two prompts within two points of 100 are called equivalent when nothing else is said.
pub const DEFAULT_MARGIN: f64 = 0.02;

impl Plan {
    /// Makes a plan from a suite. `suite_place` names the suite file, or the command line, in errors; relative paths
    /// start from `base`.
    ///
    /// # Errors
    /// Anything wrong in the prompts, the checks, the models or the cases' header.
    pub async fn make(
        project: &Project,
        suite: &SuiteFile,
        suite_place: &str,
        base: &Path,
        store: Option<&dyn Store>,
        env: &(dyn Fn(&str) -> Option<String> + Sync),
    ) -> Result<Plan, EngineError> {
        let prompts = prompts::resolve(project, &suite.prompts, base, store).await?;
        let mut notes = Vec::new();
        let arms = arms::make(project, suite, suite_place, &prompts, env, &mut notes)?;
        let cases = CaseSource::find(suite, &prompts, base)?;
        let repeats = suite.repeats.or(project.settings.defaults.repeats).unwrap_or(1).max(1);
        let concurrency = suite.concurrency.or(project.settings.defaults.concurrency);
        let margin = suite.margin.or(project.settings.defaults.margin).unwrap_or(DEFAULT_MARGIN);
        let budget = match &suite.budget {
            Some(entry) => Some(arms::budget(entry, suite_place, project)?),
            None => project.budget()?,
        };
        if let Some(cap) = budget {
            arms::priced(&arms, cap)?;
        }
        let stream = suite.stream.unwrap_or(false);
        let title = prompts::title(&prompts, &cases);
        let hash = hash(&arms, &cases, repeats, margin)?;
        Ok(Plan {
            title,
            arms,
            cases,
            repeats,
            concurrency: concurrency.unwrap_or(DEFAULT_CONCURRENCY).clamp(1, 4096),
            budget,
            stream,
            margin,
            hash,
            notes,
            part: false,
        })
    }

    /// Drops the arms that are not wanted.
    ///
    /// # Errors
    /// As [`Plan::make`] when a cases file cannot be read.
    pub fn keep_arms(&mut self, wanted: impl Fn(&Arm) -> bool) -> Result<(), EngineError> {
        self.arms.retain(wanted);
        self.hash = hash(&self.arms, &self.cases, self.repeats, self.margin)?;
        Ok(())
    }

    /// The same plan with other arms.
    ///
    /// # Errors
    /// As [`Plan::make`] when a cases file cannot be read.
    pub fn with_arms(&self, arms: Vec<Arm>) -> Result<Plan, EngineError> {
        Ok(Plan {
            title: self.title.clone(),
            cases: self.cases.clone(),
            repeats: self.repeats,
            concurrency: self.concurrency,
            budget: self.budget,
            stream: self.stream,
            margin: self.margin,
            hash: hash(&arms, &self.cases, self.repeats, self.margin)?,
            notes: self.notes.clone(),
            part: self.part,
            arms,
        })
    }

    /// A part of a study on this plan: some of its arms on some of its cases, within what is left of the budget.
    ///
    /// # Errors
    /// As [`Plan::make`] when a cases file cannot be read.
    pub fn part(
        &self,
        arms: &[usize],
        cases: std::collections::BTreeSet<u64>,
        budget: Option<Money>,
    ) -> Result<Plan, EngineError> {
        let part = Plan {
            title: self.title.clone(),
            arms: arms.iter().filter_map(|arm| self.arms.get(*arm).cloned()).collect(),
            cases: self.cases.clone(),
            repeats: self.repeats,
            concurrency: self.concurrency,
            budget,
            stream: self.stream,
            margin: self.margin,
            hash: self.hash,
            notes: Vec::new(),
            part: true,
        };
        part.only(cases)
    }

    /// The same plan on some of its cases only, by position.
    ///
    /// # Errors
    /// As [`Plan::make`] when a cases file cannot be read.
    pub fn only(mut self, cases: std::collections::BTreeSet<u64>) -> Result<Plan, EngineError> {
        self.cases.only = Some(cases);
        self.hash = hash(&self.arms, &self.cases, self.repeats, self.margin)?;
        Ok(self)
    }

    /// Trials per case.
    pub fn per_case(&self) -> u64 {
        self.arms.len() as u64 * u64::from(self.repeats)
    }

    /// Whether an answer may depend on files the hash does not see (pictures named by the cases).
    pub fn reads_files(&self) -> bool {
        self.arms.iter().any(|arm| arm.prompt.inputs().iter().any(|input| input.kind == prompt::Type::Image))
    }

    /// Whether sealed cases can be part of it.
    pub fn may_see_test(&self) -> bool {
        !self.part && matches!(self.cases.split, None | Some(Split::Test))
    }
}

/// Identity of a plan. The endpoint is part of it, the key and the concurrency are not.
fn hash(arms: &[Arm], cases: &CaseSource, repeats: u32, margin: f64) -> Result<PlanHash, EngineError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"motjuste plan 1\0");
    for arm in arms {
        let content = (
            &arm.name,
            arm.version,
            arm.bare,
            &arm.target.model,
            arm.target.endpoint(),
            &arm.parameters,
            &arm.format,
            &arm.inputs,
        );
        // writing plain data into a hasher cannot fail
        let _ = serde_json::to_writer(&mut hasher, &content);
        hasher.update(&arm.checks.fingerprint());
    }
    cases.hash_into(&mut hasher)?;
    hasher.update(&repeats.to_le_bytes());
    hasher.update(&margin.to_le_bytes());
    let mut out = [0; 16];
    out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok(PlanHash(out))
}
