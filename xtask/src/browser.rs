//! `cargo xtask browser`: the studio in a real browser (`tests/browser`). `cargo xtask screenshots`: its pictures for
//! the documentation.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::root;

/// Builds the programs and runs the browser tests; `only` names some of their files.
///
/// # Errors
/// When something does not build or install, or a test fails.
pub fn test(only: &[String]) -> Result<()> {
    let every = [String::from("*.test.mjs")];
    let files = if only.is_empty() { &every } else { only };
    run(&format!("node --test --test-concurrency=1 --test-timeout=300000 {}", files.join(" ")))
}

/// Makes the pictures of `docs/pictures`.
///
/// # Errors
/// When something does not build or install, or a page does not open.
pub fn screenshots() -> Result<()> {
    run("node pictures.mjs")
}

/// A command line in `tests/browser`, with the programs built and the packages of its lock installed.
fn run(line: &str) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let build = ["build", "--quiet", "--locked", "-p", "motjuste", "-p", "motjuste-testkit", "--bins"];
    succeed(Command::new(cargo).args(build).current_dir(root()))?;
    let folder = root().join("tests/browser");
    if !folder.join("node_modules/playwright-core").is_dir() {
        // nothing that a package wants to run is run
        let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        succeed(Command::new("npm").args(install).current_dir(&folder))?;
    }
    let own = std::env::current_exe().context("failed to find this program")?;
    let programs = own.parent().unwrap_or(Path::new("."));
    succeed(Command::new("sh").args(["-c", line]).current_dir(&folder).env("MOTJUSTE_PROGRAMS", programs))
}

fn succeed(command: &mut Command) -> Result<()> {
    let shown = format!("{command:?}");
    let status = command.status().with_context(|| format!("failed to run {shown}"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}
