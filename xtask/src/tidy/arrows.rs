//! Crates depend only downwards in the layout, and ARCHITECTURE.md names every one of them.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::root;

/// The layout, top first. `testkit` is for tests: anyone may use it as a dev-dependency.
pub const LAYOUT: &[&str] = &[
    "motjuste", "studio", "gateway", "course", "studies", "report", "engine", "brief", "fleet", "table",
    "ledger", "local", "keys", "vendors", "checks", "guard", "stats", "prompt", "locale", "terms",
];

/// Crates that break the order, or that the map does not name.
///
/// # Errors
/// When cargo or a file cannot be read.
pub fn check() -> Result<Vec<String>> {
    let metadata = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .context("failed to run cargo metadata")?;
    let metadata: Value = serde_json::from_slice(&metadata.stdout).context("cargo metadata is not JSON")?;
    let map =
        std::fs::read_to_string(root().join("ARCHITECTURE.md")).context("failed to read ARCHITECTURE.md")?;
    let short = |name: &str| name.strip_prefix("motjuste-").unwrap_or(name).to_owned();
    let place = |name: &str| LAYOUT.iter().position(|l| *l == name);
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = short(package["name"].as_str().unwrap_or_default());
        if ["xtask", "testkit", "benches"].contains(&name.as_str()) {
            continue;
        }
        let Some(own) = place(&name) else {
            wrong.push(format!("crate {name} is not in the layout (xtask/src/tidy/arrows.rs)"));
            continue;
        };
        if !map.contains(&format!("`{name}`")) && !map.contains(&format!("{name}/")) {
            wrong.push(format!("ARCHITECTURE.md does not name crate {name}"));
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = short(dependency["name"].as_str().unwrap_or_default());
            let dev = dependency["kind"] == "dev";
            match place(&to) {
                Some(at) if at <= own && !dev => {
                    wrong.push(format!("crate {name} depends on {to}, which is above it"))
                }
                None if to == "testkit" && !dev => {
                    wrong.push(format!("crate {name} depends on testkit outside tests"))
                }
                _ => {}
            }
        }
    }
    Ok(wrong)
}
