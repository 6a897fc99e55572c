//! The keyring of the system: the Secret Service of a Linux desktop, the Keychain, the Credential Manager.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use vendors::Secret;
use zeroize::Zeroizing;

use crate::KeysError;

/// The name under which keys are found in the keyring.
const SERVICE: &str = "motjuste";

/// Longest wait for an answer. A keyring may ask the person to open it.
const PATIENCE: Duration = Duration::from_secs(60);
/// Longest wait to learn whether there is one.
const THERE: Duration = Duration::from_secs(3);

/// Where secrets are put under a name.
pub trait Chest: Send + Sync {
    /// Whether it can be used here and now.
    fn is_there(&self) -> bool;

    /// The secret of this name; `None` when there is none.
    ///
    /// # Errors
    /// [`KeysError::Keyring`] when it does not answer or refuses.
    fn get(&self, name: &str) -> Result<Option<Secret>, KeysError>;

    /// Puts a secret, in place of the one before.
    ///
    /// # Errors
    /// As [`Chest::get`].
    fn put(&self, name: &str, secret: &Secret) -> Result<(), KeysError>;

    /// Takes a secret out; nothing happens when there is none.
    ///
    /// # Errors
    /// As [`Chest::get`].
    fn remove(&self, name: &str) -> Result<(), KeysError>;
}

/// The system's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemKeyring;

impl Chest for SystemKeyring {
    fn is_there(&self) -> bool {
        apart(THERE, || keyring::Entry::store_status().is_ok()).unwrap_or(false)
    }

    fn get(&self, name: &str) -> Result<Option<Secret>, KeysError> {
        let name = name.to_owned();
        apart(PATIENCE, move || match entry(&name)?.get_password() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(&error)),
        })?
    }

    fn put(&self, name: &str, secret: &Secret) -> Result<(), KeysError> {
        let (name, secret) = (name.to_owned(), Zeroizing::new(secret.expose().to_owned()));
        apart(PATIENCE, move || entry(&name)?.set_password(&secret).map_err(|error| refused(&error)))?
    }

    fn remove(&self, name: &str) -> Result<(), KeysError> {
        let name = name.to_owned();
        apart(PATIENCE, move || match entry(&name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(refused(&error)),
        })?
    }
}

fn entry(name: &str) -> Result<keyring::Entry, KeysError> {
    keyring::Entry::new(SERVICE, name).map_err(|error| refused(&error))
}

/// What a keyring says never holds the secret: its errors that carry one are not shown.
fn refused(error: &keyring::Error) -> KeysError {
    let cause = match error {
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => "?".to_owned(),
        other => other.to_string(),
    };
    KeysError::Keyring { cause }
}

/// On a thread of its own: the bus of the desktop must not be waited for on a thread that answers pages, and one that
/// never answers is given up.
fn apart<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, KeysError> {
    let (tell, told) = channel();
    thread::spawn(move || drop(tell.send(work())));
    told.recv_timeout(patience).map_err(|_| KeysError::Keyring { cause: "…".to_owned() })
}
