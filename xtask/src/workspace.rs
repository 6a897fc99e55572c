//! The repository as files, and the programs it builds.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The root of the repository.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Builds the tool and the pretend vendor, and gives the folder they are in. `MOTJUSTE_PROGRAMS` names a folder where they
/// are built already: a build of two packages alone has other features, and takes minutes after one of all.
///
/// # Errors
/// When they do not build.
pub fn programs() -> Result<PathBuf> {
    if let Some(built) = std::env::var_os("MOTJUSTE_PROGRAMS") {
        return Ok(built.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--quiet", "--locked", "-p", "motjuste", "-p", "motjuste-testkit", "--bins"];
    run(Command::new(cargo).args(build).current_dir(root()))?;
    // this program stands beside the two it has just built
    let own = std::env::current_exe().context("failed to find this program")?;
    Ok(own.parent().context("this program has no folder")?.to_owned())
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started, or fails.
pub fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let ended = command.status().with_context(|| format!("failed to start {name}"))?;
    if !ended.success() {
        bail!("{name} ended with {ended}");
    }
    Ok(())
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
    let listed = Command::new("git")
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
