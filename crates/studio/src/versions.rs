//! Every text a prompt has had, kept in the project's own folder: nothing that was saved here is lost. One file for each
//! prompt, one line of JSON for each text, the oldest first.

use std::io::Write;
use std::path::PathBuf;

use engine::project::FOLDER;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::fault::Fault;
use crate::files::stamp;

/// Texts listed at most, the newest.
const LISTED: usize = 200;

/// A text as it was saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// When, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Of its bytes.
    pub stamp: String,
    /// Why, in the person's words; may be empty.
    pub why: String,
    pub text: String,
}

/// Keeps a text, unless it is the newest one already.
pub fn keep(app: &App, name: &str, text: &str, why: &str) -> Result<(), Fault> {
    let kept = Kept {
        at: engine::now_ms(),
        stamp: stamp(text.as_bytes()),
        why: why.trim().to_owned(),
        text: text.to_owned(),
    };
    if list(app, name)?.first().is_some_and(|newest| newest.stamp == kept.stamp) {
        return Ok(());
    }
    let path = path(app, name);
    let append = || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path)?;
        // one write: two studios on one project each add whole lines
        file.write_all(format!("{}\n", serde_json::to_string(&kept)?).as_bytes())?;
        file.sync_data()
    };
    append().map_err(|cause| Fault::file(name, &cause))
}

/// The texts of a prompt, newest first; a line that was cut by a crash is passed over.
pub fn list(app: &App, name: &str) -> Result<Vec<Kept>, Fault> {
    let text = match std::fs::read_to_string(path(app, name)) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Fault::file(name, &cause)),
    };
    let lines = text.lines().rev().filter_map(|line| serde_json::from_str(line).ok());
    Ok(lines.take(LISTED).collect())
}

/// `name` is that of a prompt that was read: its parts are plain.
fn path(app: &App, name: &str) -> PathBuf {
    app.root.join(FOLDER).join("versions").join(format!("{name}.jsonl"))
}
