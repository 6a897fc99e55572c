//! Prompt files on the disk: found inside the project only, read with a stamp, saved whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use engine::plan::ENDING;
use terms::Message;

use crate::app::App;
use crate::fault::Fault;

/// A prompt file as it was read.
pub struct OnDisk {
    /// Its path from the project's root, with `/`.
    pub name: String,
    path: PathBuf,
    pub text: String,
    /// Of its bytes: tells whether it has changed since.
    pub stamp: String,
}

/// Reads a prompt of the project.
pub fn read(app: &App, name: &str) -> Result<OnDisk, Fault> {
    let path = inside(&app.root, name).ok_or_else(|| Fault::missing("studio-no-prompt"))?;
    let bytes = std::fs::read(&path).map_err(|cause| Fault::file(name, &cause))?;
    let stamp = blake3::hash(&bytes).to_hex().to_string();
    let text = prompt::decode(name, bytes)
        .map_err(|error| Fault::of(StatusCode::UNPROCESSABLE_ENTITY, terms::Explain::message(&error)))?;
    Ok(OnDisk { name: name.to_owned(), path, text, stamp })
}

impl OnDisk {
    /// Replaces the text: beside first, moved there when it is whole. Line ends stay as the file had them.
    pub fn save(&self, text: &str) -> Result<(), Fault> {
        let text = if self.text.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
        let write = || -> std::io::Result<()> {
            let folder = self.path.parent().unwrap_or(Path::new("."));
            let mut beside = tempfile::Builder::new().prefix(".motjuste-").tempfile_in(folder)?;
            beside.write_all(text.as_bytes())?;
            beside.as_file().set_permissions(std::fs::metadata(&self.path)?.permissions())?;
            beside.as_file().sync_all()?;
            beside.persist(&self.path)?;
            Ok(())
        };
        write().map_err(|cause| Fault::file(&self.name, &cause))
    }
}

/// The file of a name made of plain parts, links followed, when it is a prompt inside the project.
fn inside(root: &Path, name: &str) -> Option<PathBuf> {
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    if !name.ends_with(ENDING) || !name.split('/').all(plain) {
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
        assert!(inside(&root, "sub/a.mot.md").is_some());
        for bad in
            ["../b.mot.md", "sub/../../b.mot.md", "/etc/passwd", "sub//a.mot.md", "./sub/a.mot.md", "a.txt"]
        {
            assert!(inside(&root, bad).is_none(), "{bad}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outer.path().join("b.mot.md"), root.join("link.mot.md")).unwrap();
            assert!(inside(&root, "link.mot.md").is_none(), "a link leads out");
        }
    }
}
