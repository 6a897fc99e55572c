//! Which models there are: the embedded one and files, opened when first asked for, once.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use terms::ChatMessage;

use crate::error::{FileProblem, LocalError, QuestionProblem};
use crate::files::Model;
use crate::generate::Runner;
use crate::template::ChatTemplate;
use crate::words::{Style, Words};

/// Name of the embedded model.
pub const PETIT: &str = "petit";

/// A model that answers.
pub struct Served {
    /// As it was asked for.
    pub name: String,
    /// Its threads.
    pub runner: Runner,
    template: Option<ChatTemplate>,
}

impl Served {
    /// Starts a model.
    pub fn new(name: &str, model: Model) -> Served {
        let Model { decoder, words, template } = model;
        Served { name: name.to_owned(), runner: Runner::start(decoder, words), template }
    }

    /// Opens and starts a model: [`PETIT`], or the path of a file or folder.
    ///
    /// # Errors
    /// No such model, or one that cannot be run.
    pub fn open(name: &str) -> Result<Served, LocalError> {
        let model = if name == PETIT { embedded::open()? } else { Model::open(Path::new(name))? };
        Ok(Served::new(name, model))
    }

    /// Its tokens.
    pub fn words(&self) -> &Arc<Words> {
        self.runner.words()
    }

    /// Whether the space an answer starts with is not part of it.
    pub fn drops_space(&self) -> bool {
        // the embedded model learnt its answers so; in SentencePiece a word carries its space
        self.name == PETIT || matches!(self.words().style(), Style::Sentence { .. })
    }

    /// The tokens of a conversation.
    ///
    /// # Errors
    /// A model without a chat template, or messages that cannot be written with it.
    pub fn conversation(&self, messages: &[ChatMessage]) -> Result<Vec<u32>, LocalError> {
        match &self.template {
            Some(template) => template.tokens(messages, self.words()),
            None => Err(self.wrong(FileProblem::Missing("chat_template".to_owned()))),
        }
    }

    /// The tokens of a text as it stands.
    ///
    /// # Errors
    /// A text that cannot be encoded.
    pub fn text(&self, text: &str) -> Result<Vec<u32>, LocalError> {
        let words = self.words();
        let mut tokens = words.encode(text).map_err(|problem| self.wrong(problem))?;
        if let Some(start) = words.start() {
            tokens.insert(0, start);
        }
        Ok(tokens)
    }

    fn wrong(&self, problem: FileProblem) -> LocalError {
        LocalError::file(&*self.name, problem)
    }
}

/// The models opened so far.
#[derive(Default)]
pub struct Models {
    opened: Mutex<HashMap<String, Arc<Served>>>,
    /// No others are opened.
    closed: bool,
}

impl Models {
    /// This model and no other: for a port, where a name must not open a file. `local/NAME` is the same model.
    pub fn only(served: Served) -> Models {
        let opened = HashMap::from([(served.name.clone(), Arc::new(served))]);
        Models { opened: Mutex::new(opened), closed: true }
    }

    /// The model of this name: [`PETIT`], or the path of a file or folder. The first time it is opened, which takes
    /// from milliseconds to seconds: not for an asynchronous worker.
    ///
    /// # Errors
    /// No such model, or one that cannot be run.
    pub fn get(&self, name: &str) -> Result<Arc<Served>, LocalError> {
        // held while a model is opened: two calls must not open it twice
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let plain = if self.closed { name.strip_prefix("local/").unwrap_or(name) } else { name };
        if let Some(model) = opened.get(plain).or_else(|| opened.get(name)) {
            return Ok(model.clone());
        }
        if self.closed {
            return Err(LocalError::Question(QuestionProblem::Model(name.to_owned())));
        }
        let served = Arc::new(Served::open(name)?);
        opened.insert(name.to_owned(), served.clone());
        Ok(served)
    }
}

/// What tells one model from another of the same name, for the identity of calls: of the embedded one the weights, of
/// files their lengths and times, and their first megabyte.
///
/// # Errors
/// No such model or file.
pub fn fingerprint(name: &str) -> Result<String, LocalError> {
    if name == PETIT {
        return embedded::fingerprint();
    }
    let path = Path::new(name);
    let wrong = |error: std::io::Error| LocalError::Read { file: name.to_owned(), why: error.to_string() };
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let listed = std::fs::read_dir(path).map_err(wrong)?;
        files = listed.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|file| file.extension().is_some_and(|e| e == "safetensors" || e == "json"));
        files.sort();
    }
    let mut hash = blake3::Hasher::new();
    for file in files {
        let opened = std::fs::File::open(&file).map_err(wrong)?;
        let about = opened.metadata().map_err(wrong)?;
        hash.update(&about.len().to_le_bytes());
        let changed = about.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        hash.update(&changed.map_or(0, |d| d.as_nanos()).to_le_bytes());
        let mut start = Vec::new();
        std::io::Read::read_to_end(&mut std::io::Read::take(opened, 1 << 20), &mut start).map_err(wrong)?;
        hash.update(&start);
    }
    Ok(hash.finalize().to_hex()[..16].to_owned())
}

/// What a conversation is for the embedded model: its tokens, and how many the model can hold, at least one of an answer
/// included. `None` when it was not built in, or cannot write the messages.
pub fn petit_tokens(messages: &[ChatMessage]) -> Option<(usize, usize)> {
    type Parts = (Arc<Words>, ChatTemplate, usize);
    // what is needed to count is kept, the weights are not
    static PARTS: LazyLock<Option<Parts>> = LazyLock::new(|| {
        let Model { decoder, words, template } = embedded::open().ok()?;
        Some((words, template?, decoder.config().context))
    });
    let (words, template, context) = PARTS.as_ref()?;
    Some((template.tokens(messages, words).ok()?.len(), *context))
}

/// The files of the embedded model, when they were there at build time (`build.rs`).
#[cfg(petit)]
mod embedded {
    use super::{LocalError, Model};
    use crate::files::Embedded;

    const FILES: Embedded<'_> = Embedded {
        config: include_str!("../petit/config.json"),
        tokenizer: include_str!("../petit/tokenizer.json"),
        about: include_str!("../petit/tokenizer_config.json"),
        weights: include_bytes!("../petit/model.safetensors"),
    };

    pub(super) fn open() -> Result<Model, LocalError> {
        FILES.open()
    }

    pub(super) fn fingerprint() -> Result<String, LocalError> {
        let mut hash = blake3::Hasher::new();
        for part in [FILES.config.as_bytes(), FILES.tokenizer.as_bytes(), FILES.about.as_bytes()] {
            hash.update(part);
        }
        hash.update(FILES.weights);
        Ok(hash.finalize().to_hex()[..16].to_owned())
    }
}

#[cfg(not(petit))]
mod embedded {
    use super::{LocalError, Model};

    pub(super) fn open() -> Result<Model, LocalError> {
        Err(LocalError::NoPetit)
    }

    pub(super) fn fingerprint() -> Result<String, LocalError> {
        Err(LocalError::NoPetit)
    }
}
