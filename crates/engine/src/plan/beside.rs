//! What belongs to a prompt without being named: its cases, and the suite that holds for it.

use std::path::{Path, PathBuf};

use super::prompts::{ENDING, Loaded};
use crate::EngineError;
use crate::suite::{PromptEntry, SuiteFile};

/// Endings of cases files, in the order they are looked for beside a prompt.
const CASES: &[&str] = &[".cases.csv", ".cases.jsonl", ".cases.xlsx", ".cases.tsv"];
/// Ending of suites.
pub const SUITE: &str = ".suite.yaml";

/// The cases of a prompt; never empty.
///
/// # Errors
/// [`EngineError::NoCases`] with the name that was looked for.
pub fn cases(prompt: &Loaded) -> Result<Vec<PathBuf>, EngineError> {
    let found = prompt.path.as_deref().map(cases_of).unwrap_or_default();
    let name = &prompt.name;
    let stem = name.strip_suffix(ENDING).unwrap_or(name);
    let missing = || EngineError::NoCases { prompt: name.clone(), looked_for: format!("{stem}.cases.csv") };
    if found.is_empty() { Err(missing()) } else { Ok(found) }
}

/// The cases files of a prompt's file, whether or not the prompt can be used: the one of its name, else those named
/// by the suite that holds for it, else those of the prompt it was made from (`tri.mot.md` for `tri.court.mot.md`).
pub fn cases_of(prompt: &Path) -> Vec<PathBuf> {
    let own = CASES.iter().filter_map(|ending| sibling(prompt, ending)).find(|path| path.is_file());
    if let Some(own) = own {
        return vec![own];
    }
    let suite = suite_of(prompt);
    let named = suite.as_deref().and_then(|file| Some((file.parent()?, SuiteFile::read(file).ok()?.cases)));
    let named: Vec<PathBuf> =
        named.into_iter().flat_map(|(folder, cases)| cases.into_iter().map(|c| folder.join(c))).collect();
    if !named.is_empty() && named.iter().all(|path| path.is_file()) {
        return named;
    }
    origin(prompt).map(|origin| cases_of(&origin)).unwrap_or_default()
}

/// The suite that holds for a prompt's file: the one of its name, else the first of its folder that names it, else
/// that of the prompt it was made from.
pub fn suite_of(prompt: &Path) -> Option<PathBuf> {
    if let Some(own) = sibling(prompt, SUITE).filter(|path| path.is_file()) {
        return Some(own);
    }
    let name = prompt.file_name()?.to_str()?;
    let files = std::fs::read_dir(prompt.parent()?).into_iter().flatten().filter_map(Result::ok);
    let mut suites: Vec<PathBuf> =
        files.map(|file| file.path()).filter(|path| path.to_string_lossy().ends_with(SUITE)).collect();
    suites.sort();
    let names_it = |path: &PathBuf| SuiteFile::read(path).is_ok_and(|suite| names(&suite, name));
    suites.into_iter().find(names_it).or_else(|| suite_of(&origin(prompt)?))
}

/// Whether a suite names this file of its own folder.
fn names(suite: &SuiteFile, file: &str) -> bool {
    suite.prompts.iter().any(|entry| match entry {
        PromptEntry::File(given) => {
            let given = given.strip_prefix("./").unwrap_or(given);
            given == file || glob::Pattern::new(given).is_ok_and(|pattern| pattern.matches(file))
        }
        PromptEntry::Inline { .. } => false,
    })
}

/// The prompt that `tri.court.mot.md` was made from, when it is there: `tri.mot.md`.
fn origin(prompt: &Path) -> Option<PathBuf> {
    let stem = prompt.file_name()?.to_str()?.strip_suffix(ENDING)?;
    let (before, _) = stem.rsplit_once('.')?;
    Some(prompt.with_file_name(format!("{before}{ENDING}"))).filter(|path| path.is_file())
}

/// `tri.cases.csv` for `tri.mot.md`.
fn sibling(prompt: &Path, ending: &str) -> Option<PathBuf> {
    let name = prompt.file_name()?.to_str()?;
    let stem = name.strip_suffix(ENDING).unwrap_or(name);
    Some(prompt.with_file_name(format!("{stem}{ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        dir
    }

    #[track_caller]
    fn check(files: &[(&str, &str)], prompt: &str, cases: &[&str], suite: Option<&str>) {
        let dir = folder(files);
        let path = dir.path().join(prompt);
        let expected: Vec<PathBuf> = cases.iter().map(|name| dir.path().join(name)).collect();
        assert_eq!(cases_of(&path), expected);
        assert_eq!(suite_of(&path), suite.map(|name| dir.path().join(name)));
    }

    const SHARED: (&str, &str) = ("tri.suite.yaml", "prompts: [tri-*.mot.md]\ncases: [tri.cases.csv]\n");

    #[test]
    fn a_prompt_has_the_cases_of_its_name_first() {
        let files =
            [("a.mot.md", ""), ("a.cases.csv", ""), ("a.suite.yaml", "cases: [b.csv]\n"), ("b.csv", "")];
        check(&files, "a.mot.md", &["a.cases.csv"], Some("a.suite.yaml"));
        check(&files[2..], "a.mot.md", &["b.csv"], Some("a.suite.yaml"));
    }

    #[test]
    fn prompts_named_by_a_suite_share_its_cases() {
        let files = [("tri.cases.csv", ""), SHARED, ("broken.suite.yaml", "prompts: {")];
        check(&files, "tri-soigne.mot.md", &["tri.cases.csv"], Some("tri.suite.yaml"));
        check(&files, "autre.mot.md", &[], None);
        // a suite that names a file which is not there leads nowhere
        check(&files[1..], "tri-soigne.mot.md", &[], Some("tri.suite.yaml"));
    }

    #[test]
    fn the_prompts_of_the_demonstration_have_cases() {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/demo");
        for (prompt, cases) in
            [("tri-soigne", "tri"), ("facture-premier-jet", "facture"), ("triage-examples", "triage")]
        {
            let found = cases_of(&demo.join(format!("{prompt}{ENDING}")));
            assert_eq!(found, [demo.join(format!("{cases}.cases.csv"))]);
        }
    }

    #[test]
    fn a_prompt_made_from_another_has_what_that_one_has() {
        let suite = ("x.suite.yaml", "prompts: [a.mot.md]\ncases: [b.cases.csv]\n");
        let files = [("a.mot.md", ""), ("b.cases.csv", ""), suite];
        check(&files, "a.short.mot.md", &["b.cases.csv"], Some("x.suite.yaml"));
        // a name with a dot in it is no sign that there was another prompt
        check(&files, "a.short.trim.mot.md", &[], None);
        check(&[("v1.cases.csv", "")], "v1.2.mot.md", &[], None);
    }
}
