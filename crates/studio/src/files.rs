//! Prompts and their cases on the disk: found inside the project only, read with a stamp, saved whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use engine::plan::{ENDING, SUITE};
use table::Format;
use terms::Message;

use crate::app::App;
use crate::fault::Fault;

/// A prompt file as it was read.
pub struct OnDisk {
    /// Its path from the project's root, with `/`.
    pub name: String,
    path: PathBuf,
    pub text: String,
    /// Of its text: tells whether it has changed since.
    pub stamp: String,
}

/// Reads a prompt of the project.
pub fn read(app: &App, name: &str) -> Result<OnDisk, Fault> {
    let path = inside(&app.root, name, ENDING).ok_or_else(|| Fault::missing("studio-no-prompt"))?;
    let bytes = std::fs::read(&path).map_err(|cause| Fault::file(name, &cause))?;
    let text = prompt::decode(name, bytes)
        .map_err(|error| Fault::of(StatusCode::UNPROCESSABLE_ENTITY, terms::Explain::message(&error)))?;
    let stamp = stamp(text.as_bytes());
    Ok(OnDisk { name: name.to_owned(), path, text, stamp })
}

/// The path of a suite of the project.
pub fn suite(app: &App, name: &str) -> Result<PathBuf, Fault> {
    inside(&app.root, name, SUITE).ok_or_else(|| Fault::missing("studio-no-suite"))
}

impl OnDisk {
    /// Replaces the text. Line ends stay as the file had them.
    pub fn save(&self, text: &str) -> Result<(), Fault> {
        let text = if self.text.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
        replace(&self.path, &text).map_err(|cause| Fault::file(&self.name, &cause))
    }

    /// Takes the file out of the folder: what it held is kept elsewhere.
    pub fn remove(self) -> Result<(), Fault> {
        std::fs::remove_file(&self.path).map_err(|cause| Fault::file(&self.name, &cause))
    }

    /// The files its cases are read from.
    pub fn case_files(&self) -> Vec<PathBuf> {
        engine::plan::cases_of(&self.path)
    }

    /// Its cases, the first file when there are several; `None` when there are none yet.
    pub fn cases(&self, app: &App) -> Result<Option<CasesFile>, Fault> {
        let Some(path) = self.case_files().into_iter().next() else { return Ok(None) };
        // a link that leads out of the project is followed by nobody
        let inside = app.root.canonicalize().ok().zip(path.canonicalize().ok());
        if !inside.is_some_and(|(root, real)| real.starts_with(root)) {
            return Err(Fault::missing("studio-no-page"));
        }
        let name = shown(app, &path);
        let format = Format::of(&path).map_err(|error| Fault::explained(&error))?;
        let failed = |cause| Fault::file(&name, &cause);
        let large = std::fs::metadata(&path).map_err(failed)?.len() > table::Grid::MOST as u64;
        let bytes = if large { Vec::new() } else { std::fs::read(&path).map_err(failed)? };
        Ok(Some(CasesFile { stamp: stamp(&bytes), name, path, format, large, bytes }))
    }

    /// Where new cases are written.
    pub fn new_cases(&self) -> String {
        format!("{}.cases.csv", self.name.strip_suffix(ENDING).unwrap_or(&self.name))
    }
}

/// The cases of a prompt as they were read.
pub struct CasesFile {
    /// Its path from the project's root, with `/`.
    pub name: String,
    pub path: PathBuf,
    pub format: Format,
    /// Whether it is too large to be held whole: then it was not read.
    pub large: bool,
    pub bytes: Vec<u8>,
    pub stamp: String,
}

impl CasesFile {
    pub fn save(&self, text: &str) -> Result<(), Fault> {
        replace(&self.path, text).map_err(|cause| Fault::file(&self.name, &cause))
    }
}

/// Writes a file of the project that is not there yet; one that is there stays as it is.
pub fn create(app: &App, name: &str, text: &str) -> Result<(), Fault> {
    if !name.split('/').all(plain) {
        return Err(Fault::missing("studio-no-page"));
    }
    let made = std::fs::OpenOptions::new().write(true).create_new(true).open(app.root.join(name));
    let written = made.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Fault::of(StatusCode::CONFLICT, Message::new("cli-new-exists").with("file", name))
        }
        _ => Fault::file(name, &cause),
    })
}

/// Writes a file that only we write, over what it held.
pub fn generated(app: &App, name: &str, text: &str) -> Result<(), Fault> {
    if !name.split('/').all(plain) {
        return Err(Fault::missing("studio-no-page"));
    }
    let path = app.root.join(name);
    let written = if path.exists() { replace(&path, text) } else { std::fs::write(&path, text) };
    written.map_err(|cause| Fault::file(name, &cause))
}

/// Beside first, moved there when it is whole.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".motjuste-").tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().set_permissions(std::fs::metadata(path)?.permissions())?;
    beside.as_file().sync_all()?;
    beside.persist(path)?;
    Ok(())
}

/// A text with one kind of line ends, whatever a browser or another system made of them.
pub fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Tells whether bytes have changed.
pub fn stamp(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn shown(app: &App, path: &Path) -> String {
    path.strip_prefix(&app.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// A part of a path that leads nowhere else.
pub fn plain(part: &str) -> bool {
    !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0'])
}

/// The file of a name made of plain parts, links followed, when it ends so and is inside the project.
fn inside(root: &Path, name: &str, ending: &str) -> Option<PathBuf> {
    if !name.ends_with(ending) || !name.split('/').all(plain) {
        return None;
    }
    let (root, path) = (root.canonicalize().ok()?, root.join(name).canonicalize().ok()?);
    path.starts_with(&root).then_some(path)
}

/// The message of a file that changed while it was edited.
pub fn changed(name: &str) -> Message {
    Message::new("studio-changed").with("file", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_prompts_inside_the_project_are_reached() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("project");
        std::fs::create_dir_all(root.join("sub")).unwrap();
        std::fs::write(root.join("sub/a.mot.md"), "x").unwrap();
        std::fs::write(outer.path().join("b.mot.md"), "x").unwrap();
        assert!(inside(&root, "sub/a.mot.md", ENDING).is_some());
        for bad in
            ["../b.mot.md", "sub/../../b.mot.md", "/etc/passwd", "sub//a.mot.md", "./sub/a.mot.md", "a.txt"]
        {
            assert!(inside(&root, bad, ENDING).is_none(), "{bad}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outer.path().join("b.mot.md"), root.join("link.mot.md")).unwrap();
            assert!(inside(&root, "link.mot.md", ENDING).is_none(), "a link leads out");
        }
    }
}
