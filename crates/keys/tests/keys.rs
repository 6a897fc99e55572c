//! Keys kept in a keyring and in a closed file: given to their place, and to no other.
#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use keys::{Ask, Chest, Keys, KeysError, Place, origin};
use vendors::{KeyRing, Origin, Secret};

/// A keyring in memory.
#[derive(Default, Clone)]
struct Drawer(Arc<Mutex<BTreeMap<String, Secret>>>);

impl Chest for Drawer {
    fn is_there(&self) -> bool {
        true
    }
    fn get(&self, name: &str) -> Result<Option<Secret>, KeysError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }
    fn put(&self, name: &str, secret: &Secret) -> Result<(), KeysError> {
        self.0.lock().unwrap().insert(name.to_owned(), secret.clone());
        Ok(())
    }
    fn remove(&self, name: &str) -> Result<(), KeysError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

const KEY: &str = "sk-canary-0123456789abcd";
const PASSPHRASE: &str = "le cheval bleu dort";

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn keys(folder: &Path, chest: &Drawer, passphrase: Option<&'static str>) -> Keys {
    let ask: Ask = Box::new(move || passphrase.map(secret));
    Keys::with_chest(Some(folder.to_owned()), Box::new(chest.clone()), ask)
}

fn at(url: &str) -> Origin {
    origin(url).unwrap()
}

fn everything_in(folder: &Path) -> String {
    let files = folder.read_dir().unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

#[test]
fn a_key_is_given_to_its_place_and_to_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("motjuste");
    for place in [Place::Keyring, Place::File] {
        let chest = Drawer::default();
        let keys = keys(&folder, &chest, Some(PASSPHRASE));
        keys.put(&at("https://api.openai.com/v1"), &secret(KEY), place).unwrap();
        assert_eq!(keys.get(&at("https://API.openai.com:443")).unwrap().unwrap().expose(), KEY);
        for other in [
            "http://api.openai.com:443",
            "https://api.openai.com:444",
            "https://openai.com",
            "https://evil.example",
        ] {
            assert_eq!(keys.get(&at(other)).unwrap(), None, "{other}");
        }
        assert!(!everything_in(&folder).contains("canary"), "no file holds the key in clear");
        let list = keys.list().unwrap();
        assert_eq!((list[0].place, list[0].last.as_deref()), (place, Some("abcd")));
        assert!(!format!("{list:?}{:?}", keys.get(&at("https://api.openai.com"))).contains("canary"));
        assert!(keys.remove(&at("https://api.openai.com")).unwrap());
        assert!(!keys.remove(&at("https://api.openai.com")).unwrap());
        assert!(chest.0.lock().unwrap().is_empty() && keys.list().unwrap().is_empty());
    }
}

#[test]
fn a_closed_file_opens_with_its_passphrase_only() {
    let dir = tempfile::tempdir().unwrap();
    let chest = Drawer::default();
    let place = at("https://h.example");
    keys(dir.path(), &chest, Some(PASSPHRASE)).put(&place, &secret(KEY), Place::File).unwrap();

    let nobody = keys(dir.path(), &chest, None);
    assert!(nobody.is_locked());
    assert_eq!(nobody.get(&place), Err(KeysError::Locked));
    assert_eq!(nobody.list().unwrap()[0].last, None);
    assert_eq!(
        nobody.get(&at("https://other.example")).unwrap(),
        None,
        "nothing is asked for what is not there"
    );
    assert_eq!(nobody.unlock(secret("le cheval vert dort")), Err(KeysError::Passphrase));
    assert_eq!(nobody.put(&place, &secret("other-key"), Place::File), Err(KeysError::Locked));
    nobody.unlock(secret(PASSPHRASE)).unwrap();
    assert_eq!(nobody.get(&place).unwrap().unwrap().expose(), KEY);
    nobody.lock();
    assert_eq!(nobody.get(&place), Err(KeysError::Locked));

    // a byte changed anywhere is noticed
    let path = dir.path().join("keys.age");
    let mut bytes = std::fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(nobody.unlock(secret(PASSPHRASE)), Err(KeysError::Damaged { .. })));
    assert!(std::fs::read_to_string(dir.path().join("keys.json")).unwrap().contains("https://h.example:443"));
}

#[test]
fn a_key_has_one_place_and_the_last_one_stands() {
    let dir = tempfile::tempdir().unwrap();
    let chest = Drawer::default();
    let keys = keys(dir.path(), &chest, Some(PASSPHRASE));
    let place = at("https://h.example");
    keys.put(&place, &secret(KEY), Place::File).unwrap();
    keys.put(&place, &secret("second-key-2222222"), Place::Keyring).unwrap();
    assert_eq!(keys.get(&place).unwrap().unwrap().expose(), "second-key-2222222");
    keys.put(&place, &secret("third-key"), Place::File).unwrap();
    assert_eq!(keys.get(&place).unwrap().unwrap().expose(), "third-key");
    assert!(chest.0.lock().unwrap().is_empty(), "the one before is gone from where it was");
    assert_eq!(keys.list().unwrap()[0].last, None, "a short key shows nothing of itself");
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let keys = keys(dir.path(), &Drawer::default(), Some("short"));
    let place = at("https://h.example");
    for bad in ["", "two words", "clé", "a\nb"] {
        assert_eq!(keys.put(&place, &secret(bad), Place::Keyring), Err(KeysError::Key), "{bad:?}");
    }
    let lan = keys.put(&at("http://192.168.1.2"), &secret(KEY), Place::Keyring);
    assert!(matches!(lan, Err(KeysError::ClearText { .. })));
    keys.put(&at("http://127.0.0.1:8080/v1"), &secret(KEY), Place::Keyring).unwrap();
    assert_eq!(keys.put(&place, &secret(KEY), Place::File), Err(KeysError::Short { least: 8 }));
    assert!(!keys.has_file());
    assert!(matches!(origin("api.openai.com"), Err(KeysError::Address { .. })));
    let homeless = Keys::with_chest(None, Box::new(Drawer::default()), Box::new(|| None));
    assert_eq!(homeless.put(&place, &secret(KEY), Place::Keyring), Err(KeysError::NoFolder));
    assert_eq!(homeless.get(&place).unwrap(), None);
}

#[test]
fn a_permission_is_for_one_variable_and_one_place() {
    let dir = tempfile::tempdir().unwrap();
    let keys = keys(dir.path(), &Drawer::default(), None);
    let place = at("https://h.example");
    keys.allow("COMPANY", &place, true).unwrap();
    assert!(keys.allows("COMPANY", &place));
    assert!(!keys.allows("COMPANY", &at("https://evil.example")) && !keys.allows("OTHER", &place));
    keys.allow("COMPANY", &place, false).unwrap();
    assert!(!keys.allows("COMPANY", &place));
    for bad in ["", "A B", "MOTJUSTE_KEYS_PASSPHRASE", "é"] {
        assert!(matches!(keys.allow(bad, &place, true), Err(KeysError::Variable { .. })), "{bad}");
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let keys = keys(dir.path(), &Drawer::default(), Some(PASSPHRASE));
    keys.put(&at("https://h.example"), &secret(KEY), Place::File).unwrap();
    for name in ["keys.age", "keys.json"] {
        let mode = std::fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}
