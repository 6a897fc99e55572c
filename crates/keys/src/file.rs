//! A file of keys closed by a passphrase, in the format of `age` (scrypt, ChaCha20-Poly1305): `age -d` opens it too.

use std::collections::BTreeMap;
use std::path::Path;

use age::secrecy::SecretString;
use vendors::Secret;
use zeroize::Zeroizing;

use crate::KeysError;
use crate::list::{failed, replace};

/// log2 of scrypt's N: 128 MiB and some tenths of a second for each guess at the passphrase.
const WORK: u8 = 17;
/// The most that is accepted of a file: more would be a trap, not a protection.
const MOST_WORK: u8 = 20;
/// Characters of a passphrase at least.
pub const SHORTEST: usize = 8;

/// Keys by place.
pub type Contents = BTreeMap<String, Secret>;

/// The keys in the file; none when there is no file.
pub fn open(path: &Path, passphrase: &Secret) -> Result<Contents, KeysError> {
    let closed = match std::fs::read(path) {
        Ok(closed) => closed,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Contents::new()),
        Err(cause) => return Err(failed(path, &cause)),
    };
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.expose().to_owned()));
    identity.set_max_work_factor(MOST_WORK);
    let damaged = || KeysError::Damaged { path: path.display().to_string() };
    let text = match age::decrypt(&identity, &closed) {
        Ok(text) => Zeroizing::new(text),
        Err(
            age::DecryptError::DecryptionFailed
            | age::DecryptError::KeyDecryptionFailed
            | age::DecryptError::NoMatchingKeys,
        ) => {
            return Err(KeysError::Passphrase);
        }
        Err(_) => return Err(damaged()),
    };
    let read: BTreeMap<String, String> = serde_json::from_slice(&text).map_err(|_| damaged())?;
    Ok(read.into_iter().map(|(place, key)| (place, Secret::new(key))).collect())
}

/// Closes the keys in the file, whole or not at all.
pub fn close(path: &Path, passphrase: &Secret, keys: &Contents) -> Result<(), KeysError> {
    if passphrase.expose().chars().count() < SHORTEST {
        return Err(KeysError::Short { least: SHORTEST });
    }
    let plain: BTreeMap<&str, &str> =
        keys.iter().map(|(place, key)| (place.as_str(), key.expose())).collect();
    let failed = |cause: String| KeysError::File { path: path.display().to_string(), cause };
    let text = serde_json::to_vec(&plain).map_err(|error| failed(error.to_string()))?;
    let text = Zeroizing::new(text);
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.expose().to_owned()));
    recipient.set_work_factor(WORK);
    let closed = age::encrypt(&recipient, &text).map_err(|error| failed(error.to_string()))?;
    replace(path, &closed)
}
