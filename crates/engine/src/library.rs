//! The prompts of a project, and what the ledger says of each.

use std::path::{Path, PathBuf};

use ledger::{RunFilter, RunId, Store};
use terms::Version;
use terms::evaluation::{Arm, Evaluation};

use crate::EngineError;
use crate::plan::{ENDING, SUITE};

/// Folders deep that prompts are looked for.
const DEEP: usize = 12;
/// Prompts listed at most.
const MOST: usize = 2_000;
/// Runs read at most, newest first: older evaluations are found through their run.
const RUNS: usize = 300;
/// Folders of what tools make and fetch.
const MADE: &[&str] = &["target", "node_modules", "dist", "build", "venv", "__pycache__"];

/// The prompt files of a folder, by their paths from it with `/`, sorted. Hidden folders, folders of what tools make,
/// and links are not entered; what cannot be read is passed over.
pub fn prompts(root: &Path) -> Vec<String> {
    files(root, ENDING)
}

/// The suites of a folder, found in the same way.
pub fn suites(root: &Path) -> Vec<String> {
    files(root, SUITE)
}

fn files(root: &Path, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let Ok(kind) = entry.file_type() else { continue };
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() && depth < DEEP && !MADE.contains(&name.as_str()) {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() && name.ends_with(ending) && found.len() < MOST {
                found.extend(shown(root, entry.path()));
            }
        }
    }
    found.sort();
    found
}

fn shown(root: &Path, path: PathBuf) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.iter();
    Some(parts.map(|part| part.to_str()).collect::<Option<Vec<_>>>()?.join("/"))
}

/// A prompt as it is now.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its file, from the project's root.
    pub name: String,
    /// Its version; `None` when the file does not compile.
    pub version: Option<Version>,
}

/// An evaluation that tried the prompt.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The run.
    pub run: RunId,
    /// When it began, in milliseconds since the Unix epoch.
    pub started_ms: i64,
    /// What it found.
    pub evaluation: Evaluation,
    /// Places of the prompt's arms in it, one per model and variant; never empty.
    arms: Vec<usize>,
    /// Whether it was this very version: the prompt has not changed since.
    pub current: bool,
}

impl Tried {
    /// The arms of the prompt, one per model and variant; never empty.
    pub fn arms(&self) -> impl ExactSizeIterator<Item = &Arm> {
        self.arms.iter().map(|at| &self.evaluation.arms[*at])
    }
}

/// For each prompt, the newest evaluations that tried it, `each` at most, newest first. An evaluation is the prompt's
/// when it tried the same version, or a file of the same name.
///
/// # Errors
/// The ledger.
pub async fn tried(
    store: &dyn Store,
    wanted: &[Wanted],
    each: usize,
) -> Result<Vec<Vec<Tried>>, EngineError> {
    let mut out: Vec<Vec<Tried>> = wanted.iter().map(|_| Vec::new()).collect();
    let (mut after, mut read) = (None, 0);
    loop {
        let page = store.runs(RunFilter::default(), after, 100).await.map_err(EngineError::below)?;
        for summary in &page.runs {
            read += 1;
            if !matches!(summary.kind.as_str(), "eval" | "compare") || summary.ended_ms.is_none() {
                continue;
            }
            let record = store.run(summary.id.as_str()).await.map_err(EngineError::below)?;
            let Some(evaluation) = record.evaluation else { continue };
            // written by another version of the tool: its numbers are not guessed
            let Ok(evaluation) = serde_json::from_value::<Evaluation>(evaluation) else { continue };
            // most prompts are not in it: only those that are keep a copy
            for (prompt, list) in wanted.iter().zip(&mut out).filter(|(_, list)| list.len() < each) {
                list.extend(of(prompt, &evaluation, summary.id, summary.started_ms));
            }
        }
        after = page.next;
        if after.is_none() || read >= RUNS || out.iter().all(|list| list.len() >= each) {
            return Ok(out);
        }
    }
}

fn of(prompt: &Wanted, evaluation: &Evaluation, run: RunId, started_ms: i64) -> Option<Tried> {
    let version = prompt.version.map(|v| v.to_string());
    let same = |arm: &Arm| Some(&arm.version) == version.as_ref();
    let crafted = || evaluation.arms.iter().enumerate().filter(|(_, arm)| !arm.bare);
    let current = crafted().any(|(_, arm)| same(arm));
    let kept = |arm: &Arm| if current { same(arm) } else { arm.prompt == prompt.name };
    let arms: Vec<usize> = crafted().filter(|(_, arm)| kept(arm)).map(|(at, _)| at).collect();
    match arms.is_empty() {
        true => None,
        false => Some(Tried { run, started_ms, evaluation: evaluation.clone(), arms, current }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_found_where_people_write_them() {
        let dir = tempfile::tempdir().unwrap();
        for file in [
            "b.mot.md",
            "sub/a.mot.md",
            "notes.md",
            ".git/c.mot.md",
            "target/d.mot.md",
            "sub/node_modules/e.mot.md",
        ] {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        assert_eq!(prompts(dir.path()), ["b.mot.md", "sub/a.mot.md"]);
        assert_eq!(prompts(&dir.path().join("none")), Vec::<String>::new());
    }
}
