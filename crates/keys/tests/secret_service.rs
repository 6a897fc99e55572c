//! A key in a real keyring: the Secret Service of a desktop session of its own, where its programs are installed
//! (`dbus-run-session`, `gnome-keyring-daemon`). Elsewhere the test says that it did nothing.
#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::process::Command;

use keys::{Chest, Keys, Place, SystemKeyring, origin};
use vendors::Secret;

/// Set in the process that runs inside the session.
const INSIDE: &str = "MOTJUSTE_TEST_SESSION";

#[test]
fn a_key_is_kept_by_the_systems_keyring() {
    if std::env::var_os(INSIDE).is_some() {
        return inside();
    }
    let there = |name: &str| Command::new(name).arg("--version").output().is_ok_and(|o| o.status.success());
    if !there("dbus-run-session") || !there("gnome-keyring-daemon") {
        eprintln!("no Secret Service can be started here: nothing was tested");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let script = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$0\" --exact \
                  a_key_is_kept_by_the_systems_keyring --nocapture";
    let ended = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", script])
        .arg(std::env::current_exe().unwrap())
        .env(INSIDE, "yes")
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .output()
        .unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

fn inside() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = SystemKeyring;
    assert!(keyring.is_there());
    let place = origin("https://api.openai.com/v1").unwrap();
    let keys = Keys::new(Some(folder.path().to_owned()), Box::new(|| None));
    assert!(keys.has_keyring());
    keys.put(&place, &Secret::new("sk-canary-000000-wxyz".to_owned()), Place::Keyring).unwrap();
    // another process would see it too
    let again = Keys::new(Some(folder.path().to_owned()), Box::new(|| None));
    assert_eq!(again.get(&place).unwrap().unwrap().expose(), "sk-canary-000000-wxyz");
    assert_eq!(again.list().unwrap()[0].last.as_deref(), Some("wxyz"));
    assert!(again.remove(&place).unwrap());
    assert_eq!(keyring.get(&place.to_string()).unwrap(), None);
}
