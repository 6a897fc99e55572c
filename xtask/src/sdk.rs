//! `cargo xtask sdk`: the vendors' official SDKs, from their registries into `target/sdk`, against `motjuste serve` and
//! the fake vendor. See tests/sdk/README.md.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::{programs, root, run};

/// Installs what is missing and runs all of them.
///
/// # Errors
/// When something cannot be installed or built, or an SDK does not find what it expects.
pub fn check() -> Result<()> {
    let scripts = root().join("tests/sdk");
    let to = root().join("target/sdk");
    std::fs::create_dir_all(&to).context("failed to make target/sdk")?;
    let python = to.join("python");
    once(&python, &scripts.join("requirements.txt"), |wanted| {
        run(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        run(Command::new(python.join("bin/pip")).args(["install", "--quiet", "-r"]).arg(wanted))
    })?;
    let node = to.join("node");
    once(&node, &scripts.join("package.json"), |wanted| {
        std::fs::copy(wanted, node.join("package.json")).context("failed to copy package.json")?;
        run(Command::new("npm").args(["install", "--silent", "--no-audit", "--no-fund"]).current_dir(&node))
    })?;
    // Node.js looks for packages beside the script
    let twin = node.join("local_model.mjs");
    std::fs::copy(scripts.join("local_model.mjs"), &twin).context("failed to copy local_model.mjs")?;
    let bin = programs()?;
    let python = python.join("bin/python");
    run(Command::new(&python).arg(scripts.join("fake_vendor.py")).arg(bin.join("fake-vendor")))?;
    run(Command::new(&python).arg(scripts.join("local_model.py")).arg(bin.join("motjuste")))?;
    run(Command::new("node").arg(&twin).arg(bin.join("motjuste")))
}

/// Installs into a folder, unless the same list is installed there already.
fn once(folder: &Path, wanted: &Path, install: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let list = std::fs::read(wanted).with_context(|| format!("failed to read {}", wanted.display()))?;
    let installed = folder.join("installed");
    if std::fs::read(&installed).is_ok_and(|there| there == list) {
        return Ok(());
    }
    std::fs::create_dir_all(folder).context("failed to make a folder in target/sdk")?;
    install(wanted)?;
    std::fs::write(installed, list).context("failed to write in target/sdk")
}
