//! Pictures: a file of the project or an `https:` address.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use terms::Image;

use crate::files::{FileError, Files, clean_path};
use crate::limits::{Limits, PICTURES};
use crate::problem::{PathFault, Problem};

/// How many pictures may still be shown, and how many bytes of base64: `{{ photo }}` in a loop would otherwise
/// read and hold a file ten thousand times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    count: usize,
    bytes: usize,
    limit: usize,
}

impl Allowance {
    pub(crate) fn new(limits: &Limits) -> Allowance {
        Allowance { count: PICTURES, bytes: limits.pictures, limit: limits.pictures >> 20 }
    }

    pub(crate) fn take(&mut self, image: &Image) -> Result<(), Problem> {
        let size = match image {
            Image::Data { base64, .. } => base64.len(),
            Image::Url(url) => url.len(),
        };
        match (self.count.checked_sub(1), self.bytes.checked_sub(size)) {
            (Some(count), Some(bytes)) => {
                self.count = count;
                self.bytes = bytes;
                Ok(())
            }
            _ => Err(Problem::TooManyPictures { count: PICTURES, limit: self.limit }),
        }
    }
}

/// The pictures of a prompt's own text, as they are found.
pub(crate) struct Pictures {
    pub loaded: Vec<Image>,
    allowance: Allowance,
    /// Largest one, in bytes.
    largest: usize,
}

impl Pictures {
    pub(crate) fn new(limits: &Limits) -> Pictures {
        Pictures { loaded: Vec::new(), allowance: Allowance::new(limits), largest: limits.picture }
    }

    /// Reads one more; its index.
    pub(crate) fn add(&mut self, path: &str, files: &Files<'_>) -> Result<usize, Problem> {
        let image = load(path, files, self.largest)?;
        self.allowance.take(&image)?;
        self.loaded.push(image);
        Ok(self.loaded.len() - 1)
    }
}

/// The picture a path or an address names. Only `https:` addresses are handed to vendors; `data:` and
/// anything else is refused, so that a value cannot smuggle bytes past the preview.
pub(crate) fn load(path: &str, files: &Files<'_>, limit: usize) -> Result<Image, Problem> {
    if path.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) {
        let plain = path.len() > 8 && !path.chars().any(|c| c.is_whitespace() || c.is_control());
        return if plain {
            Ok(Image::Url(path.to_owned()))
        } else {
            Err(Problem::BadPath { path: shown(path), fault: PathFault::Characters })
        };
    }
    let clean = clean_path(path).map_err(|fault| Problem::BadPath { path: shown(path), fault })?;
    let bytes = files(&clean).map_err(|error| file_problem(error, &clean))?;
    if bytes.len() > limit {
        return Err(Problem::FileTooBig { path: clean, limit: limit >> 20 });
    }
    let media_type = media_type(&bytes).ok_or(Problem::NotAPicture { path: clean })?;
    Ok(Image::Data { media_type: media_type.to_owned(), base64: STANDARD.encode(&bytes) })
}

pub(crate) fn file_problem(error: FileError, path: &str) -> Problem {
    let path = path.to_owned();
    match error {
        FileError::NotFound => Problem::FileNotFound { path },
        FileError::Outside => Problem::BadPath { path, fault: PathFault::Parent },
        FileError::Unreadable => Problem::FileUnreadable { path },
        FileError::Unavailable => Problem::FilesUnavailable { path },
    }
}

/// The beginning of a path, for an error: it may come from a value of any size.
pub(crate) fn shown(path: &str) -> String {
    path.chars().take(120).collect()
}

/// By the first bytes: PNG (RFC 2083), JPEG (SOI + marker), GIF 87a/89a, WebP (RIFF container).
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Some("image/gif")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        None
    }
}

/// The path of a line that is nothing but a Markdown picture: `![alt](path)`.
pub(crate) fn picture_line(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix("![")?.strip_suffix(')')?;
    let (alt, path) = inner.split_once("](")?;
    let path = path.trim();
    (!alt.contains(']') && !path.is_empty() && !path.contains(['(', ')'])).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_line_is_a_picture() {
        assert_eq!(picture_line(" ![une photo](img/a b.png) "), Some("img/a b.png"));
        assert_eq!(picture_line("![](a.png)"), Some("a.png"));
        for text in
            ["see ![](a.png)", "![](a.png).", "![]()", "[](a.png)", "![a](b)(c)", "![](a.png) ![](b.png)"]
        {
            assert_eq!(picture_line(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_other_than_https_are_refused() {
        let none: &Files<'_> = &|_| Err(FileError::NotFound);
        assert_eq!(
            load("https://example.org/a.png", none, 10),
            Ok(Image::Url("https://example.org/a.png".to_owned()))
        );
        for path in
            ["http://example.org/a.png", "file:///etc/passwd", "data:image/png;base64,AAAA", "../a.png"]
        {
            assert!(matches!(load(path, none, 10), Err(Problem::BadPath { .. })), "{path}");
        }
    }

    #[test]
    fn the_first_bytes_decide_the_type() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"GIF89a", Some("image/gif")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"RIFF\x10\0\0\0WAVE", None),
            (b"<svg/>", None),
            (b"", None),
        ] {
            assert_eq!(media_type(bytes), expected);
        }
    }
}
