//! The list of places that have a key: a plain file, without any secret.

use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::KeysError;
use crate::store::Place;

const SCHEMA: &str = "motjuste/key-list/1";

/// A variable that a person lets projects send to a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Allowed {
    /// The variable of the environment.
    pub variable: String,
    /// Scheme, host and port.
    pub origin: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    #[serde(default)]
    schema: String,
    /// Places with a key, and where the key is.
    #[serde(default)]
    pub keys: std::collections::BTreeMap<String, Place>,
    #[serde(default)]
    pub allowed: Vec<Allowed>,
}

impl List {
    /// An empty list when there is no file.
    pub fn read(path: &Path) -> Result<List, KeysError> {
        let text = match std::fs::read(path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(List::default()),
            Err(cause) => return Err(failed(path, &cause)),
        };
        serde_json::from_slice(&text).map_err(|_| KeysError::Damaged { path: path.display().to_string() })
    }

    pub fn write(mut self, path: &Path) -> Result<(), KeysError> {
        self.schema = SCHEMA.to_owned();
        self.allowed.sort();
        self.allowed.dedup();
        let text = serde_json::to_vec_pretty(&self).map_err(|error| KeysError::File {
            path: path.display().to_string(),
            cause: error.to_string(),
        })?;
        replace(path, &text)
    }
}

/// Beside first, moved there when it is whole; nobody else may read it.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), KeysError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        // temporary files are made for their owner alone
        let mut beside = tempfile::Builder::new().prefix(".motjuste-").tempfile_in(folder)?;
        beside.write_all(bytes)?;
        beside.as_file().sync_all()?;
        beside.persist(path)?;
        Ok(())
    };
    write().map_err(|cause| failed(path, &cause))
}

pub fn failed(path: &Path, cause: &std::io::Error) -> KeysError {
    KeysError::File { path: path.display().to_string(), cause: cause.to_string() }
}
