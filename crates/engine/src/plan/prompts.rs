//! From names, globs, `file@version` and inline texts to compiled prompts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::{RunFilter, Store};
use prompt::{Compiled, FileError};

use super::CaseSource;
use crate::suite::PromptEntry;
use crate::{EngineError, Project};

/// Ending of prompt files.
pub const ENDING: &str = ".mot.md";

/// A prompt that was found, read and compiled.
pub struct Loaded {
    /// As the person named it.
    pub name: String,
    /// Its file, for those that have one: the cases are looked for beside it.
    pub path: Option<PathBuf>,
    /// Folder its includes and the cases' pictures are read from.
    pub root: Arc<Path>,
    /// Canonical text.
    pub text: Arc<str>,
    /// Ready to render.
    pub compiled: Arc<Compiled>,
}

/// A prompt file by itself.
///
/// # Errors
/// A file that cannot be read, or is no prompt.
pub fn load_file(project: &Project, given: &str, base: &Path) -> Result<Loaded, EngineError> {
    let path = base.join(given);
    let text = std::fs::read_to_string(&path)
        .map_err(|cause| EngineError::File { path: given.to_owned(), cause })?;
    load(project, given, Some(path), &text)
}

/// Every prompt of the entries, in order; a glob gives its files sorted.
pub async fn resolve(
    project: &Project,
    entries: &[PromptEntry],
    base: &Path,
    store: Option<&dyn Store>,
) -> Result<Vec<Loaded>, EngineError> {
    let mut out = Vec::new();
    for entry in entries {
        match entry {
            PromptEntry::Inline { name, text } => out.push(load(project, name, None, text)?),
            PromptEntry::File(given) => match versioned(given, base) {
                Some((file, prefix)) => {
                    let text = old_version(file, prefix, store).await?;
                    let text = text.ok_or_else(|| EngineError::UnknownVersion { given: given.clone() })?;
                    out.push(load(project, given, Some(base.join(file)), &text)?);
                }
                None => {
                    for path in files(given, base)? {
                        let shown = shown(&path, base);
                        let text = std::fs::read_to_string(&path)
                            .map_err(|cause| EngineError::File { path: shown.clone(), cause })?;
                        out.push(load(project, &shown, Some(path), &text)?);
                    }
                }
            },
        }
    }
    if out.is_empty() {
        let given = entries.iter().map(|e| match e {
            PromptEntry::File(name) | PromptEntry::Inline { name, .. } => name.as_str(),
        });
        return Err(EngineError::NoPrompt { given: given.collect::<Vec<_>>().join(" ") });
    }
    Ok(out)
}

/// A line for lists of runs.
pub fn title(prompts: &[Loaded], cases: &CaseSource) -> String {
    let names: Vec<&str> = prompts.iter().take(3).map(|p| p.name.as_str()).collect();
    let more = if prompts.len() > 3 { format!(" +{}", prompts.len() - 3) } else { String::new() };
    format!("{}{more} · {}", names.join(", "), cases.name())
}

/// A prompt from a text, as if it stood in this file: what an editor has not saved yet.
///
/// # Errors
/// Everything wrong with the text.
pub fn load(project: &Project, name: &str, path: Option<PathBuf>, text: &str) -> Result<Loaded, EngineError> {
    // what is wrong with the text comes back from the compilation, warnings apart
    let (file, _) = prompt::parse(name, text);
    // a prompt outside the project may include what stands beside it, never more
    let folder = path.as_deref().and_then(Path::parent).map(Path::to_owned);
    let inside = |dir: &PathBuf| std::path::absolute(dir).is_ok_and(|d| d.starts_with(&project.root));
    let root = match folder {
        Some(dir) if !inside(&dir) => dir,
        _ => project.root.clone(),
    };
    let compiled =
        Compiled::new(&file, &|wanted: &str| read_inside(&root, wanted)).map_err(EngineError::all)?;
    Ok(Loaded {
        name: name.to_owned(),
        path,
        root: root.into(),
        text: prompt::format(&file).into(),
        compiled: Arc::new(compiled),
    })
}

/// Reads a file of the project for an include or a picture: relative, inside the root, links resolved.
pub(super) fn read_inside(root: &Path, wanted: &str) -> Result<Vec<u8>, FileError> {
    let read = |path: &Path| -> std::io::Result<Vec<u8>> {
        let (root, real) = (root.canonicalize()?, path.canonicalize()?);
        if !real.starts_with(&root) {
            return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, "outside the project"));
        }
        std::fs::read(real)
    };
    read(&root.join(wanted)).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => FileError::NotFound,
        std::io::ErrorKind::PermissionDenied => FileError::Outside,
        _ => FileError::Unreadable,
    })
}

/// `tri.mot.md@1a2b` when no file has that very name.
fn versioned<'a>(given: &'a str, base: &Path) -> Option<(&'a str, &'a str)> {
    let (file, prefix) = given.rsplit_once('@')?;
    let hex = prefix.len() >= 4 && prefix.len() <= 32 && prefix.bytes().all(|b| b.is_ascii_hexdigit());
    (hex && file.ends_with(ENDING) && !base.join(given).exists()).then_some((file, prefix))
}

/// The canonical text of a version that an earlier run of the project used.
async fn old_version(
    file: &str,
    prefix: &str,
    store: Option<&dyn Store>,
) -> Result<Option<String>, EngineError> {
    let Some(store) = store else { return Ok(None) };
    let mut after = None;
    loop {
        let page = store.runs(RunFilter::default(), after, 200).await.map_err(EngineError::below)?;
        for summary in &page.runs {
            let record = store.run(summary.id.as_str()).await.map_err(EngineError::below)?;
            for entry in record.document["prompts"].as_array().into_iter().flatten() {
                let same_file =
                    entry["name"].as_str().is_some_and(|n| n == file || n.starts_with(&format!("{file}@")));
                if same_file && entry["version"].as_str().is_some_and(|v| v.starts_with(prefix)) {
                    return Ok(entry["text"].as_str().map(str::to_owned));
                }
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(None);
        }
    }
}

fn files(given: &str, base: &Path) -> Result<Vec<PathBuf>, EngineError> {
    let direct = base.join(given);
    if direct.is_file() {
        return Ok(vec![direct]);
    }
    let is_pattern = given.contains(['*', '?', '[']);
    if !is_pattern {
        let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(EngineError::File { path: given.to_owned(), cause });
    }
    let pattern = direct.to_string_lossy().into_owned();
    let found = glob::glob(&pattern).map_err(|_| EngineError::NoPrompt { given: given.to_owned() })?;
    let mut out: Vec<PathBuf> = found.filter_map(Result::ok).filter(|p| p.is_file()).collect();
    out.sort();
    if out.is_empty() { Err(EngineError::NoPrompt { given: given.to_owned() }) } else { Ok(out) }
}

fn shown(path: &Path, base: &Path) -> String {
    path.strip_prefix(base).unwrap_or(path).display().to_string()
}
