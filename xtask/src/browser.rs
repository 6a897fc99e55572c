//! `cargo xtask browser`: the studio in a real browser (`tests/browser`). `cargo xtask screenshots`: its pictures for
//! the documentation.

use std::process::Command;

use anyhow::Result;

use crate::workspace::{self, programs, root};

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
    let programs = programs()?;
    let folder = root().join("tests/browser");
    if !folder.join("node_modules/playwright-core").is_dir() {
        // nothing that a package wants to run is run
        let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        workspace::run(Command::new("npm").args(install).current_dir(&folder))?;
    }
    workspace::run(
        Command::new("sh").args(["-c", line]).current_dir(&folder).env("MOTJUSTE_PROGRAMS", programs),
    )
}
