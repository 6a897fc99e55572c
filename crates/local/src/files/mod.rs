//! Files of models: a GGUF file, or a folder as the transformers library writes it. A file is hostile until its header
//! has been checked: no size is believed before it is compared with the bytes that are there.

mod folder;
pub mod gguf;
mod safetensors;

use std::path::Path;
use std::sync::Arc;

pub use folder::Embedded;
pub use safetensors::Safetensors;

use crate::error::{FileProblem, LocalError};
use crate::model::Decoder;
use crate::template::ChatTemplate;
use crate::words::Words;

/// A model ready to be asked.
pub struct Model {
    /// Weights.
    pub decoder: Arc<Decoder>,
    /// Tokens.
    pub words: Arc<Words>,
    /// How a conversation is written for it; `None` when its files do not say.
    pub template: Option<ChatTemplate>,
}

impl Model {
    /// Opens a GGUF file, or a folder with `config.json`, `tokenizer.json` and `*.safetensors`.
    ///
    /// # Errors
    /// A file that cannot be read, or is not what it should be.
    pub fn open(path: &Path) -> Result<Model, LocalError> {
        if path.is_dir() {
            return folder::open(path);
        }
        let mut magic = [0; 4];
        let mut file = std::fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        std::io::Read::read_exact(&mut file, &mut magic)
            .map_err(|_| LocalError::file(path.display().to_string(), FileProblem::NoModel))?;
        match &magic {
            b"GGUF" => gguf::open(path),
            _ => Err(LocalError::file(path.display().to_string(), FileProblem::NoModel)),
        }
    }

    fn assembled(
        decoder: Decoder,
        words: Words,
        template: Option<ChatTemplate>,
    ) -> Result<Model, FileProblem> {
        // more tokens than rows would be read past the end; fewer is padding
        if words.size() > decoder.config().vocabulary {
            return Err(FileProblem::Sizes("vocab_size".to_owned()));
        }
        Ok(Model { decoder: Arc::new(decoder), words: Arc::new(words), template })
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> LocalError {
    LocalError::Read { file: path.display().to_string(), why: error.to_string() }
}
