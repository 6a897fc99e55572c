use std::sync::Arc;

use serde_json::Value;
use terms::{Explain, Image, Output, Parameters, Place, Role, Version};

use crate::error::PromptError;
use crate::examples;
use crate::file::PromptFile;
use crate::files::{Files, clean_path};
use crate::front::Meta;
use crate::limits::Limits;
use crate::pictures::{Pictures, shown};
use crate::problem::Problem;
use crate::role::SectionRole;
use crate::schema::{self, Input, Type};
use crate::section::Section;
use crate::suggest::nearest;
use crate::template::{self, Free, Scope, Source, Template};

/// Errors told at once: past this, the first ones say enough.
const TOLD: usize = 100;

/// A prompt whose templates are read, ready to be rendered any number of times, from any thread.
#[derive(Debug)]
pub struct Compiled {
    pub(crate) file: Arc<str>,
    pub(crate) meta: Meta,
    version: Version,
    warnings: Vec<PromptError>,
    pub(crate) inputs: Vec<Input>,
    /// Where each input is declared, or first used.
    pub(crate) places: Vec<Place>,
    /// For each name the templates use, the input it is.
    pub(crate) names: Vec<usize>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) pictures: Vec<Image>,
    /// Names set by templates, at most, in one section.
    pub(crate) locals: usize,
    pub(crate) limits: Limits,
}

/// What rendering goes through, in order.
#[derive(Debug)]
pub(crate) enum Block {
    Message(MessageBlock),
    History,
}

#[derive(Debug)]
pub(crate) struct MessageBlock {
    pub role: Role,
    pub name: Option<String>,
    /// Context sections that go at the head of this message.
    pub contexts: Vec<Context>,
    pub template: Option<Template>,
    /// Bytes the template's own text takes.
    pub literal: usize,
}

#[derive(Debug)]
pub(crate) struct Context {
    pub name: Option<String>,
    pub template: Template,
    /// The text of `{src=path}`, put in as it is.
    pub document: Option<Arc<str>>,
}

impl Compiled {
    /// Reads the templates of a prompt file, and the files they name, with the default [`Limits`].
    ///
    /// # Errors
    /// Everything wrong with the file: what [`crate::parse`] found, syntax, unknown names, files.
    pub fn new(file: &PromptFile, files: &Files<'_>) -> Result<Compiled, Vec<PromptError>> {
        Compiled::with_limits(file, files, Limits::default())
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As [`Compiled::new`].
    pub fn with_limits(
        file: &PromptFile,
        files: &Files<'_>,
        limits: Limits,
    ) -> Result<Compiled, Vec<PromptError>> {
        let (mut warnings, mut errors): (Vec<_>, Vec<_>) =
            file.errors.iter().cloned().partition(PromptError::is_warning);
        let declared: Vec<String> = file.meta.inputs.iter().flatten().map(|d| d.input.name.clone()).collect();
        let mut scope = Scope::new(files, declared, Pictures::new(&limits));
        let blocks = read_sections(file, &mut scope, &mut warnings, &mut errors);
        errors.append(&mut scope.errors);
        let (inputs, places) = settle_inputs(file, &scope.free, &mut warnings, &mut errors);
        if !errors.is_empty() {
            errors.sort_by_key(order(&file.name));
            errors.truncate(TOLD);
            return Err(errors);
        }
        let index = |free: &Free| inputs.iter().position(|i| i.name == free.name).unwrap_or(0);
        let names = scope.free.iter().map(index).collect();
        Ok(Compiled {
            file: Arc::clone(&file.name),
            meta: file.meta.clone(),
            version: version(file, &scope),
            warnings,
            inputs,
            places,
            names,
            blocks,
            locals: usize::from(scope.slots),
            pictures: scope.pictures.loaded,
            limits,
        })
    }

    /// The inputs: those declared, or those the templates use when none are declared.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The inputs the templates really use.
    pub fn used_inputs(&self) -> impl Iterator<Item = &Input> {
        self.inputs.iter().enumerate().filter(|(i, _)| self.names.contains(i)).map(|(_, input)| input)
    }

    /// JSON Schema 2020-12 of the values [`Compiled::render`] takes.
    pub fn input_schema(&self) -> Value {
        schema::input_schema(self.inputs.iter())
    }

    /// What the prompt promises to return.
    pub fn output(&self) -> &Output {
        &self.meta.output
    }

    /// JSON Schema 2020-12 of the answer.
    pub fn output_schema(&self) -> Value {
        schema::output_schema(&self.meta.output)
    }

    /// Most words the answer may have.
    pub fn max_words(&self) -> Option<u32> {
        self.meta.max_words
    }

    /// The whole front matter.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Name for people.
    pub fn title(&self) -> Option<&str> {
        self.meta.title.as_deref()
    }

    /// The goal in one line.
    pub fn task(&self) -> Option<&str> {
        self.meta.task.as_deref()
    }

    /// Language of the prompt, as written.
    pub fn lang(&self) -> Option<&str> {
        self.meta.lang.as_deref()
    }

    /// Models in order of preference, as written.
    pub fn model_preferences(&self) -> &[String] {
        &self.meta.prefer
    }

    /// Decoding parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.meta.parameters
    }

    /// Hash of the canonical text and of the files it includes: of everything that decides what is sent. It is
    /// [`PromptFile::version`] for a prompt that names no file.
    pub fn version(&self) -> Version {
        self.version
    }

    /// What is odd but works.
    pub fn warnings(&self) -> &[PromptError] {
        &self.warnings
    }

    /// Whether the prompt has a place for the conversation so far (`values["history"]`).
    pub fn takes_history(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::History))
    }
}

/// In the order of the file, what is in included files last.
fn order(name: &str) -> impl Fn(&PromptError) -> (bool, Option<u32>, Option<u32>) {
    move |error| error.place().map_or((true, None, None), |p| (p.file != name, p.line, p.column))
}

fn version(file: &PromptFile, scope: &Scope<'_>) -> Version {
    if scope.included.is_empty() && scope.pictures.loaded.is_empty() {
        return file.version();
    }
    let mut all = crate::format(file);
    for included in &scope.included {
        all.push('\0');
        all.push_str(&included.path);
        all.push('\0');
        all.push_str(&included.text);
    }
    for picture in &scope.pictures.loaded {
        all.push('\0');
        match picture {
            Image::Url(url) => all.push_str(url),
            Image::Data { base64, .. } => all.push_str(base64),
        }
    }
    Version::of(&all)
}

fn read_sections(
    file: &PromptFile,
    scope: &mut Scope<'_>,
    warnings: &mut Vec<PromptError>,
    errors: &mut Vec<PromptError>,
) -> Vec<Block> {
    let mut problems = Vec::new();
    examples::check(file, &mut problems);
    let mut blocks: Vec<Block> = Vec::with_capacity(file.sections.len());
    let mut contexts: Vec<Context> = Vec::new();
    let mut history = false;
    for section in &file.sections {
        let at = section.header.as_ref().map_or(section.body.start, |header| header.start);
        match section.role {
            SectionRole::Note => {}
            SectionRole::Step => problems.push((Problem::ChainsUnsupported, at)),
            SectionRole::History => {
                if !file.trimmed(section).is_empty() {
                    problems.push((Problem::HistoryWithText, at));
                }
                if std::mem::replace(&mut history, true) {
                    problems.push((Problem::HistoryTwice, at));
                }
                blocks.push(Block::History);
            }
            SectionRole::Context => match read_context(file, section, scope) {
                Ok(context) => contexts.push(context),
                Err(error) => errors.push(error),
            },
            SectionRole::System | SectionRole::User | SectionRole::Assistant | SectionRole::Tool => {
                let Some(role) = section.role.message_role() else { continue };
                scope.open_section(role == Role::User);
                let source = source(file, section);
                let literal = source.text.len();
                let template = match template::read(source, scope) {
                    Ok(template) => template,
                    Err(error) => {
                        errors.push(error);
                        continue;
                    }
                };
                // background is for the question really asked, not for the examples before it
                let takes = role == Role::User && section.example().is_none();
                blocks.push(Block::Message(MessageBlock {
                    role,
                    name: section.name.clone(),
                    contexts: if takes { std::mem::take(&mut contexts) } else { Vec::new() },
                    template: Some(template),
                    literal,
                }));
            }
        }
        if errors.len() + problems.len() >= TOLD {
            break;
        }
    }
    if !contexts.is_empty() {
        blocks.push(Block::Message(MessageBlock {
            role: Role::User,
            name: None,
            contexts,
            template: None,
            literal: 0,
        }));
    }
    problems.truncate(TOLD);
    errors.extend(problems.into_iter().map(|(problem, at)| PromptError::new(problem, Some(file.place(at)))));
    let user = blocks.iter().any(|b| matches!(b, Block::Message(m) if m.role == Role::User));
    if blocks.is_empty() && errors.is_empty() {
        errors.push(PromptError::new(Problem::NothingToSend, Some(file.place(file.text.len()))));
    } else if !user && !history && errors.is_empty() {
        warnings.push(PromptError::new(Problem::NoUserMessage, Some(file.place(0))));
    }
    blocks
}

fn read_context(file: &PromptFile, section: &Section, scope: &mut Scope<'_>) -> Result<Context, PromptError> {
    let mut document = None;
    if let Some(path) = section.source() {
        let at = section.header.as_ref().map_or(section.body.start, |header| header.start);
        let fail = |problem| PromptError::new(problem, Some(file.place(at)));
        let clean = clean_path(path).map_err(|fault| fail(Problem::BadPath { path: shown(path), fault }))?;
        document = Some(template::read_file(&clean, scope).map_err(fail)?);
    }
    scope.open_section(true);
    let template = template::read(source(file, section), scope)?;
    Ok(Context { name: section.name.clone(), template, document })
}

fn source(file: &PromptFile, section: &Section) -> Source {
    let trimmed = file.trimmed(section);
    let skipped = file.text[section.body.start..trimmed.start].matches('\n').count();
    let first = section.line + u32::from(section.header.is_some());
    let line = first.saturating_add(u32::try_from(skipped).unwrap_or(u32::MAX));
    Source::new(Arc::clone(&file.name), file.body(section).into_owned(), line)
}

/// Matches the names templates use with the inputs declared, or makes inputs of them when none are.
fn settle_inputs(
    file: &PromptFile,
    free: &[Free],
    warnings: &mut Vec<PromptError>,
    errors: &mut Vec<PromptError>,
) -> (Vec<Input>, Vec<Place>) {
    let Some(declared) = &file.meta.inputs else {
        let inputs = free.iter().map(|free| Input {
            name: free.name.clone(),
            kind: if free.structured { Type::Any } else { Type::Text },
            required: !free.guarded,
            default: None,
            description: None,
        });
        return (inputs.collect(), free.iter().map(|free| free.place.clone()).collect());
    };
    for free in free {
        match declared.iter().find(|d| d.input.name == free.name) {
            Some(declared) if declared.input.kind == Type::Image => {
                if let Some(place) = &free.outside_user {
                    let problem = Problem::ImageOutsideUser { name: free.name.clone() };
                    errors.push(PromptError::new(problem, Some(place.clone())));
                }
            }
            Some(_) => {}
            None => {
                let suggestion = nearest(&free.name, declared.iter().map(|d| d.input.name.as_str()));
                let problem = Problem::UnknownVariable { name: free.name.clone(), suggestion };
                errors.push(PromptError::new(problem, Some(free.place.clone())));
            }
        }
        if errors.len() >= TOLD {
            break;
        }
    }
    for declared in declared.iter().take(TOLD) {
        if !free.iter().any(|free| free.name == declared.input.name) {
            let problem = Problem::UnusedInput { name: declared.input.name.clone() };
            warnings.push(PromptError::new(problem, Some(file.place(declared.at))));
        }
    }
    let inputs = declared.iter().map(|d| d.input.clone()).collect();
    (inputs, declared.iter().map(|d| file.place(d.at)).collect())
}
