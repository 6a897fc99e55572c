//! A file is read in one sitting.

use anyhow::Result;

use crate::workspace::files;

const CODE: usize = 500;
const TEST: usize = 900;

/// Files with two subjects in one room.
///
/// # Errors
/// When a file cannot be read.
pub fn check() -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for source in files(&[".rs", ".js", ".css"])? {
        let lines = source.text.lines().count();
        let most = if source.is_test() { TEST } else { CODE };
        if lines > most {
            wrong.push(format!("{}: {lines} lines, at most {most}", source.path));
        }
    }
    Ok(wrong)
}
