//! The keys of a person, wherever each is kept.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use terms::{Explain, Message};
use vendors::{KeyRing, Origin, Secret};

use crate::file::{self, Contents};
use crate::keyring::Chest;
use crate::list::{Allowed, List};
use crate::{KeysError, SystemKeyring};

/// Characters of a key at most.
const LONGEST: usize = 4096;
/// Variables of ours that open what is closed: no project is given them.
const OURS: &str = "MOTJUSTE_KEYS";

/// Where a key is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The keyring of the system.
    Keyring,
    /// The file closed by a passphrase.
    File,
}

/// A place that has a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Scheme, host and port.
    pub origin: String,
    /// Where the key is.
    pub place: Place,
    /// The last four characters of the key; `None` while it cannot be read, or when it is too short to show any.
    pub last: Option<String>,
}

/// How a passphrase is asked for; `None` when nobody answers.
pub type Ask = Box<dyn Fn() -> Option<Secret> + Send + Sync>;

/// The keys of a person. Reading costs a small file; the keyring and the closed file are only touched for a place that
/// is in the list. Every method may block for a second (or for as long as a keyring asks the person).
pub struct Keys {
    folder: Option<PathBuf>,
    chest: Box<dyn Chest>,
    ask: Ask,
    opened: Mutex<Option<Opened>>,
}

/// The file of keys, opened in this process.
struct Opened {
    passphrase: Secret,
    keys: Contents,
}

impl Keys {
    /// The keys kept in this folder (made when the first one is written) and in the system's keyring.
    pub fn new(folder: Option<PathBuf>, ask: Ask) -> Keys {
        Keys::with_chest(folder, Box::new(SystemKeyring), ask)
    }

    /// The same with another keyring.
    pub fn with_chest(folder: Option<PathBuf>, chest: Box<dyn Chest>, ask: Ask) -> Keys {
        Keys { folder, chest, ask, opened: Mutex::new(None) }
    }

    /// The usual folder: `MOTJUSTE_CONFIG`, or `motjuste` in the person's folder of settings.
    pub fn usual_folder(env: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
        let env = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        env("MOTJUSTE_CONFIG")
            .or_else(|| Some(env("XDG_CONFIG_HOME")?.join("motjuste")))
            .or_else(|| Some(env("APPDATA")?.join("motjuste")))
            .or_else(|| Some(env("HOME")?.join(".config").join("motjuste")))
    }

    fn path(&self, name: &str) -> Result<PathBuf, KeysError> {
        self.folder.as_ref().map(|folder| folder.join(name)).ok_or(KeysError::NoFolder)
    }

    fn list_path(&self) -> Result<PathBuf, KeysError> {
        self.path("keys.json")
    }

    fn file_path(&self) -> Result<PathBuf, KeysError> {
        self.path("keys.age")
    }

    fn read_list(&self) -> Result<List, KeysError> {
        match self.list_path() {
            Ok(path) => List::read(&path),
            Err(KeysError::NoFolder) => Ok(List::default()),
            Err(error) => Err(error),
        }
    }

    fn opened(&self) -> MutexGuard<'_, Option<Opened>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the file of keys is, for a person to read.
    pub fn file(&self) -> Option<PathBuf> {
        self.file_path().ok()
    }

    /// Whether there is a keyring here.
    pub fn has_keyring(&self) -> bool {
        self.chest.is_there()
    }

    /// Whether there is a file of keys.
    pub fn has_file(&self) -> bool {
        self.file_path().is_ok_and(|path| path.is_file())
    }

    /// Whether there is a file of keys that this process has not opened.
    pub fn is_locked(&self) -> bool {
        self.opened().is_none() && self.has_file()
    }

    /// Opens the file of keys for as long as this process lives.
    ///
    /// # Errors
    /// [`KeysError::Passphrase`], or a file that cannot be read.
    pub fn unlock(&self, passphrase: Secret) -> Result<(), KeysError> {
        let keys = file::open(&self.file_path()?, &passphrase)?;
        *self.opened() = Some(Opened { passphrase, keys });
        Ok(())
    }

    /// Forgets the passphrase and what it opened.
    pub fn lock(&self) {
        *self.opened() = None;
    }

    /// Does something with the open file, opened by asking when it is not.
    fn with_file<T>(&self, work: impl FnOnce(&mut Opened) -> Result<T, KeysError>) -> Result<T, KeysError> {
        if self.opened().is_none() {
            self.unlock((self.ask)().ok_or(KeysError::Locked)?)?;
        }
        work(self.opened().as_mut().ok_or(KeysError::Locked)?)
    }

    /// Every place that has a key, in their order.
    ///
    /// # Errors
    /// A list that cannot be read.
    pub fn list(&self) -> Result<Vec<Kept>, KeysError> {
        let last = |origin: &str, place: Place| match place {
            Place::Keyring => self.chest.get(origin).ok().flatten().as_ref().and_then(last_four),
            Place::File => self.opened().as_ref()?.keys.get(origin).and_then(last_four),
        };
        let kept = |(origin, place): (&String, &Place)| Kept {
            origin: origin.clone(),
            place: *place,
            last: last(origin, *place),
        };
        Ok(self.read_list()?.keys.iter().map(kept).collect())
    }

    /// Keeps a key for a place, in place of the one it had.
    ///
    /// # Errors
    /// [`KeysError::Key`], [`KeysError::ClearText`], and whatever keeps the place from being written. A file that is not
    /// there yet is closed by the passphrase that [`Keys::unlock`] was given or that is asked for.
    pub fn put(&self, origin: &Origin, key: &Secret, place: Place) -> Result<(), KeysError> {
        let plain = |b: u8| b.is_ascii_graphic();
        if key.expose().is_empty() || key.expose().len() > LONGEST || !key.expose().bytes().all(plain) {
            return Err(KeysError::Key);
        }
        if !origin.is_https() && !origin.is_loopback() {
            return Err(KeysError::ClearText { origin: origin.to_string() });
        }
        let name = origin.to_string();
        let mut list = self.read_list()?;
        let before = list.keys.get(&name).copied();
        match place {
            Place::Keyring => self.chest.put(&name, key)?,
            Place::File => {
                let path = self.file_path()?;
                self.with_file(|opened| {
                    let mut keys = opened.keys.clone();
                    keys.insert(name.clone(), key.clone());
                    file::close(&path, &opened.passphrase, &keys)?;
                    opened.keys = keys;
                    Ok(())
                })?;
            }
        }
        list.keys.insert(name.clone(), place);
        list.write(&self.list_path()?)?;
        // one key for a place, wherever it was
        match before {
            Some(other) if other != place => self.take_out(&name, other),
            _ => Ok(()),
        }
    }

    /// Takes the key of a place out; whether there was one.
    ///
    /// # Errors
    /// Whatever keeps the place from being written.
    pub fn remove(&self, origin: &Origin) -> Result<bool, KeysError> {
        let name = origin.to_string();
        let mut list = self.read_list()?;
        let Some(place) = list.keys.get(&name).copied() else { return Ok(false) };
        self.take_out(&name, place)?;
        list.keys.remove(&name);
        list.write(&self.list_path()?)?;
        Ok(true)
    }

    fn take_out(&self, name: &str, place: Place) -> Result<(), KeysError> {
        if place == Place::Keyring {
            return self.chest.remove(name);
        }
        let path = self.file_path()?;
        self.with_file(|opened| {
            let mut keys = opened.keys.clone();
            keys.remove(name);
            file::close(&path, &opened.passphrase, &keys)?;
            opened.keys = keys;
            Ok(())
        })
    }

    /// The variables that projects may send, and where.
    ///
    /// # Errors
    /// A list that cannot be read.
    pub fn allowed(&self) -> Result<Vec<Allowed>, KeysError> {
        Ok(self.read_list()?.allowed)
    }

    /// Lets projects send a variable to a place, or no more.
    ///
    /// # Errors
    /// [`KeysError::Variable`], or a list that cannot be written.
    pub fn allow(&self, variable: &str, origin: &Origin, yes: bool) -> Result<(), KeysError> {
        let name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        if variable.is_empty() || !variable.bytes().all(name) || variable.starts_with(OURS) {
            return Err(KeysError::Variable { given: variable.to_owned() });
        }
        let allowed = Allowed { variable: variable.to_owned(), origin: origin.to_string() };
        let mut list = self.read_list()?;
        list.allowed.retain(|other| *other != allowed);
        if yes {
            list.allowed.push(allowed);
        }
        list.write(&self.list_path()?)
    }

    /// The key of a place.
    ///
    /// # Errors
    /// [`KeysError::Locked`] and whatever keeps it from being read.
    pub fn get(&self, origin: &Origin) -> Result<Option<Secret>, KeysError> {
        let name = origin.to_string();
        match self.read_list()?.keys.get(&name) {
            None => Ok(None),
            Some(Place::Keyring) => self.chest.get(&name),
            Some(Place::File) => self.with_file(|opened| Ok(opened.keys.get(&name).cloned())),
        }
    }
}

impl KeyRing for Keys {
    fn key(&self, origin: &Origin) -> Result<Option<Secret>, (Message, Option<Message>)> {
        self.get(origin).map_err(|error| (error.message(), error.hint()))
    }

    fn has(&self, origin: &Origin) -> bool {
        self.read_list().is_ok_and(|list| list.keys.contains_key(&origin.to_string()))
    }

    fn allows(&self, variable: &str, origin: &Origin) -> bool {
        let origin = origin.to_string();
        let same = |allowed: &Allowed| allowed.variable == variable && allowed.origin == origin;
        self.read_list().is_ok_and(|list| list.allowed.iter().any(same))
    }
}

/// Never more than a quarter of a key.
fn last_four(key: &Secret) -> Option<String> {
    let key = key.expose();
    (key.len() >= 16).then(|| key[key.len() - 4..].to_owned())
}

/// The place that an address is of, as a person writes it.
///
/// # Errors
/// [`KeysError::Address`].
pub fn origin(given: &str) -> Result<Origin, KeysError> {
    Origin::of(given).ok_or_else(|| KeysError::Address { given: given.to_owned() })
}
