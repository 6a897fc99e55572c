//! The repository as files: what the rules read.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the repository.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// A text file of the repository.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path from the root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Whether the file is a test, a benchmark or an example: held to fewer rules.
    pub fn is_test(&self) -> bool {
        let path = format!("/{}", self.path);
        // `conformance` holds the tests that every ledger passes
        ["/tests/", "/benches/", "/fuzz/", "/examples/", "/conformance/"].iter().any(|d| path.contains(d))
            || path.ends_with("/tests.rs")
    }

    /// The text before an inline `#[cfg(test)]` module.
    pub fn code(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod ").next().unwrap_or(&self.text)
    }

    /// The crate's folder name, for files under `crates/`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

/// Every tracked or new (not ignored) file with one of these endings.
///
/// # Errors
/// When git cannot be run or a file cannot be read.
pub fn files(endings: &[&str]) -> Result<Vec<Source>> {
    let root = root();
    let listed = std::process::Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(&root)
        .output()
        .context("failed to run git ls-files")?;
    let names = String::from_utf8(listed.stdout).context("a file name is not UTF-8")?;
    let mut out = Vec::new();
    for path in names.lines().filter(|p| endings.iter().any(|e| p.ends_with(e))) {
        let full = root.join(path);
        if !full.exists() {
            continue;
        }
        let text = std::fs::read_to_string(&full).with_context(|| format!("failed to read {path}"))?;
        out.push(Source { path: path.to_owned(), text });
    }
    Ok(out)
}
