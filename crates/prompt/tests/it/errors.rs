//! What a person reads when a prompt file is wrong, in both languages: place, what happened, what to do.
//!
//! Adding a case = adding `fixtures/errors/name.mot.md` and `name.txt` (English, then French).

use std::fs;
use std::path::{Path, PathBuf};

use locale::Locale;
use prompt::{Compiled, FileError, PromptError};
use terms::Lang;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn project(path: &str) -> Result<Vec<u8>, FileError> {
    fs::read(fixtures().join("project").join(path)).map_err(|_| FileError::NotFound)
}

/// Errors of a file, or its warnings when it compiles.
fn problems(name: &str, text: &str) -> Vec<PromptError> {
    let (file, errors) = prompt::parse(name, text);
    match Compiled::new(&file, &project) {
        Ok(compiled) => compiled.warnings().to_vec(),
        Err(mut all) => {
            // warnings of the same file are told as well
            all.extend(errors.into_iter().filter(PromptError::is_warning));
            all
        }
    }
}

#[test]
fn every_wrong_file_is_explained_in_both_languages() {
    let mut files: Vec<_> =
        fs::read_dir(fixtures().join("errors")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut wrong = String::new();
    let mut checked = 0;
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "md")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let found = problems(name, &fs::read_to_string(path).unwrap());
        let mut said = String::new();
        for lang in Lang::ALL {
            let locale = Locale::new(lang);
            for error in &found {
                said.push_str(&locale.explain(error));
                said.push('\n');
            }
        }
        let expected = fs::read_to_string(path.with_extension("").with_extension("txt")).unwrap_or_default();
        if said != expected {
            wrong.push_str(&format!("=== {name}\n{said}"));
        }
        checked += 1;
    }
    assert!(wrong.is_empty(), "these say something else than their .txt:\n{wrong}");
    assert!(checked >= 20, "only {checked} files were found");
}
