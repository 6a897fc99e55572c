use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Request;

/// Identity of a call: hash of endpoint, model, parameters, messages, format and repeat number.
///
/// Two requests with the same key ask the same thing for the same sample, so a finished one is never paid
/// twice. Whether the answer is streamed is delivery and not part of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CallKey(pub [u8; 16]);

impl CallKey {
    /// The key of this request to this endpoint (base URL) for this repeat (0-based).
    pub fn of(endpoint: &str, request: &Request, repeat: u32) -> CallKey {
        // gathered first: hashing the pieces one by one as they are written takes several times as long
        let mut bytes = Vec::with_capacity(1024);
        bytes.extend_from_slice(b"motjuste call 1\0");
        bytes.extend_from_slice(endpoint.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(&repeat.to_le_bytes());
        let content = (&request.model, &request.parameters, &request.format, &request.messages);
        // writing plain data into a vector cannot fail
        let _ = serde_json::to_writer(&mut bytes, &content);
        let mut out = [0; 16];
        out.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..16]);
        CallKey(out)
    }
}

pub(crate) fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|b| write!(f, "{b:02x}"))
}

pub(crate) fn unhex(s: &str) -> Result<[u8; 16], String> {
    let bad = || format!("not 32 hexadecimal digits: {s:?}");
    let mut out = [0; 16];
    if s.len() != 32 || !s.is_ascii() {
        return Err(bad());
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&s[2 * i..2 * i + 2], 16).map_err(|_| bad())?;
    }
    Ok(out)
}

impl fmt::Display for CallKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}
impl fmt::Debug for CallKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}
impl TryFrom<String> for CallKey {
    type Error = String;
    fn try_from(s: String) -> Result<CallKey, String> {
        unhex(&s).map(CallKey)
    }
}
impl From<CallKey> for String {
    fn from(k: CallKey) -> String {
        k.to_string()
    }
}

/// Where a call stands. `Unknown`: it was sent, and its end was not seen or cannot be read; it may be billed and is
/// never hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallState {
    /// Recorded before the first byte left.
    Sent,
    /// Answered and decoded.
    Done,
    /// Answered with an error, or never reached the vendor: nothing billed that the vendor did not say.
    Failed,
    /// Sent, outcome not seen.
    Unknown,
}
