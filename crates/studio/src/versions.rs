//! Every text a prompt has had, kept in the project's own folder: nothing that was saved here is lost. One file for each
//! prompt, one line of JSON for each text, the oldest first.
//!
//! A branch is a prompt of its own beside the one it was started from (`tri.court.mot.md` beside `tri.mot.md`): it is
//! written, tried and measured like any other. Where it came from stands in the first line of its file here, not in the
//! prompt: the text that is adopted is the very text that was measured.

use std::io::Write;
use std::path::PathBuf;

use brief::slug;
use engine::plan::ENDING;
use engine::project::FOLDER;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::fault::Fault;
use crate::files::{OnDisk, stamp};

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
    /// The text of another prompt that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

/// A text of a prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Its file, from the project's root.
    pub prompt: String,
    pub stamp: String,
}

/// What a line says besides a text of its prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// A branch of this name begins.
    Branch(String),
    /// The branch became the newest version of the prompt it came from.
    Adopted,
    /// The branch was put away.
    Archived,
    /// Written by somebody who saved second, before both were put together; the prompt never was this text.
    Aside,
}

impl Kept {
    pub fn new(text: &str, why: &str) -> Kept {
        Kept {
            at: engine::now_ms(),
            stamp: stamp(text.as_bytes()),
            why: why.trim().to_owned(),
            text: text.to_owned(),
            from: None,
            mark: None,
        }
    }

    pub fn is_aside(&self) -> bool {
        self.mark == Some(Mark::Aside)
    }

    pub fn is_end(&self) -> bool {
        matches!(self.mark, Some(Mark::Adopted | Mark::Archived))
    }
}

/// Keeps the text of a file, unless it is the newest one already.
pub fn seen(app: &App, file: &OnDisk) -> Result<(), Fault> {
    keep(app, &file.name, Kept::new(&file.text, ""))
}

/// Keeps a text, unless it is the newest one already and nothing else is said.
pub fn keep(app: &App, name: &str, kept: Kept) -> Result<(), Fault> {
    let newest = all(app, name)?.into_iter().rev().find(|each| !each.is_aside());
    let plain = kept.mark.is_none() && kept.from.is_none();
    if plain && newest.is_some_and(|newest| newest.stamp == kept.stamp && !newest.is_end()) {
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

/// The newest texts of a prompt, newest first.
pub fn list(app: &App, name: &str) -> Result<Vec<Kept>, Fault> {
    Ok(all(app, name)?.into_iter().rev().take(LISTED).collect())
}

/// The text of this stamp, however old.
pub fn find(app: &App, name: &str, stamp: &str) -> Result<Option<Kept>, Fault> {
    Ok(all(app, name)?.into_iter().rev().find(|each| each.stamp == stamp))
}

/// Every text, oldest first; a line that was cut by a crash is passed over.
fn all(app: &App, name: &str) -> Result<Vec<Kept>, Fault> {
    let text = match std::fs::read_to_string(path(app, name)) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Fault::file(name, &cause)),
    };
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

/// `name` is that of a prompt that was read, or of a branch of one: its parts are plain.
fn path(app: &App, name: &str) -> PathBuf {
    app.root.join(FOLDER).join("versions").join(format!("{name}.jsonl"))
}

/// A line of work on a prompt that leaves it as it is.
pub struct Branch {
    /// Its file, from the project's root.
    pub prompt: String,
    /// As its person calls it.
    pub name: String,
    pub origin: Origin,
    /// How it ended, when it did.
    pub end: Option<Mark>,
    /// Its texts, newest first.
    pub texts: Vec<Kept>,
}

/// What a prompt is a branch of; `None` when it is none.
pub fn branch(app: &App, prompt: &str) -> Result<Option<Branch>, Fault> {
    let mut texts = all(app, prompt)?;
    texts.reverse();
    let Some(first) = texts.last() else { return Ok(None) };
    let (Some(Mark::Branch(name)), Some(origin)) = (first.mark.clone(), first.from.clone()) else {
        return Ok(None);
    };
    let end = texts.first().filter(|newest| newest.is_end()).and_then(|newest| newest.mark.clone());
    texts.truncate(LISTED);
    Ok(Some(Branch { prompt: prompt.to_owned(), name, origin, end, texts }))
}

/// The branches started from a prompt, by the names of their files.
pub fn branches(app: &App, prompt: &str) -> Result<Vec<Branch>, Fault> {
    let own = path(app, prompt);
    let folder = prompt.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let files = own.parent().and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten();
    let mut names: Vec<String> = files
        .filter_map(|file| file.ok()?.file_name().into_string().ok())
        .filter_map(|file| Some(format!("{folder}{}", file.strip_suffix(".jsonl")?)))
        .filter(|name| name.starts_with(stem(prompt)) && name != prompt)
        .collect();
    names.sort();
    let mut out = Vec::new();
    for name in names {
        out.extend(branch(app, &name)?.filter(|branch| branch.origin.prompt == prompt));
    }
    Ok(out)
}

/// The file of a branch of this name: `tri.court.mot.md` for "Court" of `tri.mot.md`; `None` for a name without a letter
/// or digit.
pub fn branch_file(prompt: &str, name: &str) -> Option<String> {
    let slug = slug(name);
    (!slug.is_empty()).then(|| format!("{}.{slug}{ENDING}", stem(prompt)))
}

/// Whether this name was ever given.
pub fn is_known(app: &App, prompt: &str) -> bool {
    path(app, prompt).exists()
}

fn stem(prompt: &str) -> &str {
    prompt.strip_suffix(ENDING).unwrap_or(prompt)
}
