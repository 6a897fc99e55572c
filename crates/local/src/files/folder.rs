//! A folder as the transformers library writes it, or the same files in memory.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::{Model, Safetensors, unreadable};
use crate::error::{FileProblem, LocalError};
use crate::model::{Config, Decoder};
use crate::template::ChatTemplate;
use crate::tokenizer::Tokenizer;
use crate::words::Words;

/// Longest `config.json` and `tokenizer_config.json`.
const LONGEST_CONFIG: u64 = 1 << 20;
/// Longest `tokenizer.json`: the largest known has 34 MB.
const LONGEST_TOKENIZER: u64 = 64 << 20;

/// What `config.json` and `tokenizer_config.json` say about the ends of answers.
#[derive(Default, Deserialize)]
struct Marks {
    #[serde(default)]
    eos_token_id: Value,
    #[serde(default)]
    bos_token_id: Option<u32>,
}

#[derive(Default, Deserialize)]
struct About {
    #[serde(default)]
    chat_template: Option<Value>,
    #[serde(default)]
    add_bos_token: Option<bool>,
    #[serde(default)]
    eos_token: Option<Value>,
}

/// The files of a model that lies in memory.
pub struct Embedded<'a> {
    /// `config.json`.
    pub config: &'a str,
    /// `tokenizer.json`, of this project.
    pub tokenizer: &'a str,
    /// `tokenizer_config.json`.
    pub about: &'a str,
    /// `model.safetensors`.
    pub weights: &'a [u8],
}

pub(super) fn open(folder: &Path) -> Result<Model, LocalError> {
    let text = |name: &str, most: u64| read(&folder.join(name), most);
    let named = |name: &str| folder.join(name).display().to_string();
    if !folder.join("config.json").is_file() || !folder.join("tokenizer.json").is_file() {
        return Err(LocalError::file(folder.display().to_string(), FileProblem::NoModel));
    }
    let config = text("config.json", LONGEST_CONFIG)?;
    let about = match folder.join("tokenizer_config.json").is_file() {
        true => text("tokenizer_config.json", LONGEST_CONFIG)?,
        false => "{}".to_owned(),
    };
    let tokenizer = text("tokenizer.json", LONGEST_TOKENIZER)?;
    let words =
        Words::from_json(&tokenizer).map_err(|problem| LocalError::file(named("tokenizer.json"), problem))?;
    drop(tokenizer);
    let listed = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths: Vec<_> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "safetensors"))
        .collect();
    paths.sort();
    if paths.is_empty() || paths.len() > 1000 {
        return Err(LocalError::file(folder.display().to_string(), FileProblem::NoModel));
    }
    let files = paths.iter().map(|path| {
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        Ok((file, path.display().to_string()))
    });
    let weights = Safetensors::open(files.collect::<Result<_, LocalError>>()?)?;
    assemble(&config, &about, words, weights, &folder.display().to_string())
}

impl Embedded<'_> {
    /// The model.
    ///
    /// # Errors
    /// As for files.
    pub fn open(&self) -> Result<Model, LocalError> {
        let name = "petit";
        let tokenizer = Tokenizer::from_json(self.tokenizer)
            .map_err(|problem| LocalError::Tokenizer { file: name.to_owned(), problem })?;
        let weights = Safetensors::open(vec![(Cursor::new(self.weights), name.to_owned())])?;
        assemble(self.config, self.about, Words::ours(&tokenizer), weights, name)
    }
}

fn assemble<R: Read + std::io::Seek>(
    config: &str,
    about: &str,
    mut words: Words,
    mut weights: Safetensors<R>,
    name: &str,
) -> Result<Model, LocalError> {
    let of_file = |problem| LocalError::file(name, problem);
    let json = |error: serde_json::Error| of_file(FileProblem::Header(error.to_string()));
    let marks: Marks = serde_json::from_str(config).map_err(json)?;
    let about: About = serde_json::from_str(about).map_err(json)?;
    let mut config = Config::from_json(config.as_bytes()).map_err(of_file)?;
    // some files say they are tied and bring the head all the same: what is there counts
    config.tied &= !crate::model::Source::has(&weights, "lm_head.weight");
    let mut ends: Vec<u32> = match &marks.eos_token_id {
        Value::Array(list) => list.iter().filter_map(Value::as_u64).map(|n| n as u32).collect(),
        other => other.as_u64().map(|n| n as u32).into_iter().collect(),
    };
    let named = about.eos_token.as_ref().and_then(|t| t.as_str().or(t["content"].as_str()));
    ends.extend(named.and_then(|name| words.special(name)));
    let wants_start = about.add_bos_token.unwrap_or(false);
    words.mark_ends(&ends, marks.bos_token_id.filter(|_| wants_start));
    let template = match &about.chat_template {
        Some(Value::String(text)) => Some(ChatTemplate::new(text).map_err(of_file)?),
        _ => None,
    };
    let decoder = Decoder::load(config, &mut weights)?;
    Model::assembled(decoder, words, template).map_err(of_file)
}

fn read(path: &Path, most: u64) -> Result<String, LocalError> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let size = file.metadata().map_err(|error| unreadable(path, &error))?.len();
    if size > most {
        return Err(LocalError::file(name, FileProblem::Sizes(format!("{size}"))));
    }
    let mut text = String::with_capacity(size as usize);
    file.take(most).read_to_string(&mut text).map_err(|error| unreadable(path, &error))?;
    Ok(text)
}
