//! Who owns a run: whoever holds the system's lock on its file. The system lets go when the process dies,
//! however it dies, so no heartbeat and no clock is needed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::RunId;

/// The folder of lock files beside a ledger.
#[derive(Clone, Debug)]
pub struct Locks {
    folder: PathBuf,
}

impl Locks {
    pub fn beside(ledger: &Path) -> Locks {
        let mut name = ledger.as_os_str().to_owned();
        name.push(".locks");
        Locks { folder: name.into() }
    }

    fn file(&self, run: RunId) -> PathBuf {
        self.folder.join(format!("run-{run}"))
    }

    /// Takes the lock of a run; `None` when its owner is alive. Blocks for a few milliseconds at most: a
    /// look by [`Locks::is_owned`] holds the file for an instant.
    pub fn take(&self, run: RunId) -> io::Result<Option<File>> {
        std::fs::create_dir_all(&self.folder)?;
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(self.file(run))?;
        for pause_ms in [1, 2, 4, 0] {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::WouldBlock) => std::thread::park_timeout(Duration::from_millis(pause_ms)),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Whether the owner of a run is alive. When the file cannot be read, it is taken to be.
    pub fn is_owned(&self, run: RunId) -> bool {
        match File::open(self.file(run)) {
            Ok(file) => file.try_lock_shared().is_err(),
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Removes the file of a run that nobody can ever own again (complete or gone).
    pub fn forget(&self, run: RunId) {
        // a file left behind is untidy, not wrong
        let _ = std::fs::remove_file(self.file(run));
    }
}
