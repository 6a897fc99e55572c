use crate::problem::PathFault;

/// Reads a file of the project. The path given is relative to the project's root, uses `/`, and holds no
/// `..`, no empty or dotted component; whoever implements it must not follow a symbolic link out of the
/// project, and should refuse files past a few tens of megabytes.
pub type Files<'a> = dyn Fn(&str) -> Result<Vec<u8>, FileError> + 'a;

/// Why a file of the project was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// There is no such file.
    NotFound,
    /// The path leads outside the project, by a symbolic link for instance.
    Outside,
    /// It is there and cannot be read (rights, a folder, a disk error).
    Unreadable,
    /// No files can be read here: the caller gave none.
    Unavailable,
}

/// Checks and cleans a path written in a prompt or in a value: root-relative, `/`-separated, inside the root.
///
/// Anything but plain components is refused rather than resolved (a path that needs resolving can be made to
/// resolve to something else): `..`, absolute paths, drive letters, backslashes, `%2e`, control characters.
pub(crate) fn clean_path(path: &str) -> Result<String, PathFault> {
    let path = path.trim();
    if path.is_empty() {
        return Err(PathFault::Empty);
    }
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || path.starts_with('~') || path.starts_with('\\') || drive {
        return Err(PathFault::Absolute);
    }
    if path.contains("://") {
        return Err(PathFault::Address);
    }
    if path.contains(['\\', ':', '\0']) || path.chars().any(char::is_control) {
        return Err(PathFault::Characters);
    }
    let mut clean = String::with_capacity(path.len());
    for component in path.split('/') {
        match component {
            "" | "." => continue,
            ".." => return Err(PathFault::Parent),
            // decoded once more by a careless reader, this would be `..` (MLflow CVE-2024-1560)
            encoded if encoded.to_ascii_lowercase().contains("%2e") => return Err(PathFault::Characters),
            plain => {
                if !clean.is_empty() {
                    clean.push('/');
                }
                clean.push_str(plain);
            }
        }
    }
    if clean.is_empty() { Err(PathFault::Empty) } else { Ok(clean) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_below_the_root_pass() {
        assert_eq!(clean_path("parts/ton.md"), Ok("parts/ton.md".to_owned()));
        assert_eq!(clean_path("./parts//été.md "), Ok("parts/été.md".to_owned()));
        for (path, fault) in [
            ("", PathFault::Empty),
            ("./", PathFault::Empty),
            ("/etc/passwd", PathFault::Absolute),
            ("~/x", PathFault::Absolute),
            ("C:/x", PathFault::Absolute),
            ("\\\\server\\x", PathFault::Absolute),
            ("../x", PathFault::Parent),
            ("a/../../x", PathFault::Parent),
            ("a/..\\x", PathFault::Characters),
            ("a/%2E%2e/x", PathFault::Characters),
            ("a\0b", PathFault::Characters),
            ("file:///etc/passwd", PathFault::Address),
            ("https://example.org/x", PathFault::Address),
        ] {
            assert_eq!(clean_path(path), Err(fault), "{path:?}");
        }
    }
}
