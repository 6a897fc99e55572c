//! Calls that a crate must not make, each with its reason.

use anyhow::{Context, Result};

use crate::workspace::{files, root};

const PURE: &[(&str, &str)] = &[
    ("std::net", "the network"),
    ("std::fs", "the disk"),
    ("std::env", "the environment"),
    ("std::process", "other processes"),
    ("SystemTime::now", "the clock"),
    ("Instant::now", "the clock"),
    ("tokio::", "the runtime"),
    ("rand::rng", "global randomness"),
    ("thread::spawn", "threads"),
];

/// Path prefixes of code that is pure inside: what it needs is passed in.
const PURE_PATHS: &[&str] = &[
    "crates/terms/src",
    "crates/prompt/src",
    "crates/checks/src",
    "crates/stats/src",
    "crates/guard/src",
    "crates/vendors/src/protocols",
    "crates/report/src",
    "crates/studies/src",
];

const EVERYWHERE: &[(&str, &str)] = &[
    ("todo!(", "nothing is left to do in a commit"),
    ("unimplemented!(", "nothing is left to do in a commit"),
    ("#[allow(", "use #[expect(…, reason)]: it goes away when its cause does"),
];

const BANNED_CRATES: &[(&str, &str)] = &[
    ("aws-lc-sys", "TLS is rustls with ring"),
    ("aws-lc-rs", "TLS is rustls with ring"),
    ("openssl-sys", "TLS is rustls with ring"),
    ("native-tls", "TLS is rustls with ring"),
    ("serde_yaml", "unmaintained: serde-saphyr"),
    ("sqlx", "one SQLite binding only: rusqlite"),
];

/// Calls and crates that are not allowed where they stand.
///
/// # Errors
/// When a file cannot be read.
pub fn check() -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for source in files(&[".rs"])? {
        if source.is_test() || source.path.starts_with("xtask/") {
            continue;
        }
        let pure = PURE_PATHS.iter().any(|p| source.path.starts_with(p));
        let rules = EVERYWHERE.iter().chain(PURE.iter().filter(|_| pure));
        for (pattern, reason) in rules {
            let code = |line: &&str| line.contains(pattern) && !line.trim_start().starts_with("//");
            if let Some(line) = source.code().lines().position(|l| code(&l)) {
                wrong.push(format!("{}:{}: {pattern} ({reason})", source.path, line + 1));
            }
        }
    }
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).context("failed to read Cargo.lock")?;
    for (name, reason) in BANNED_CRATES {
        if lock.contains(&format!("name = \"{name}\"")) {
            wrong.push(format!("Cargo.lock holds {name} ({reason})"));
        }
    }
    Ok(wrong)
}
