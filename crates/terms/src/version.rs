use std::fmt;

use serde::{Deserialize, Serialize};

/// A prompt's version: the BLAKE3 hash of its canonical form. Content, not history.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version([u8; 16]);

impl Version {
    /// Hash of a canonical text (first 128 bits of BLAKE3).
    pub fn of(canonical: &str) -> Version {
        let mut out = [0; 16];
        out.copy_from_slice(&blake3::hash(canonical.as_bytes()).as_bytes()[..16]);
        Version(out)
    }

    /// The first eight hexadecimal digits, enough for a person.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::call::hex(&self.0, f)
    }
}
impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::call::hex(&self.0, f)
    }
}
impl TryFrom<String> for Version {
    type Error = String;
    fn try_from(s: String) -> Result<Version, String> {
        crate::call::unhex(&s).map(Version)
    }
}
impl From<Version> for String {
    fn from(v: Version) -> String {
        v.to_string()
    }
}
