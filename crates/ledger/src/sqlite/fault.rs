//! SQLite's result codes in the ledger's words.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::ffi;

use super::codec::Damaged;
use crate::LedgerError;

/// What goes wrong inside, before it is known where.
#[derive(Debug)]
pub enum Fault {
    Sql(rusqlite::Error),
    /// A record that cannot be read: which kind.
    Damaged(&'static str),
    Ledger(LedgerError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        Fault::Sql(error)
    }
}
impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Fault {
        Fault::Ledger(error)
    }
}
impl From<Damaged> for Fault {
    fn from(_: Damaged) -> Fault {
        Fault::Damaged("record")
    }
}
impl From<rusqlite::types::FromSqlError> for Fault {
    fn from(error: rusqlite::types::FromSqlError) -> Fault {
        Fault::Sql(error.into())
    }
}

impl Fault {
    /// Whether the same work may succeed when done without its neighbours: not so for the disk or a lock.
    pub fn is_of_the_work(&self) -> bool {
        match self {
            Fault::Ledger(_) => true,
            Fault::Damaged(_) => false,
            Fault::Sql(rusqlite::Error::SqliteFailure(error, _)) => {
                let code = error.extended_code & 0xff;
                matches!(
                    code,
                    ffi::SQLITE_CONSTRAINT | ffi::SQLITE_MISMATCH | ffi::SQLITE_TOOBIG | ffi::SQLITE_ERROR
                )
            }
            Fault::Sql(_) => true,
        }
    }
}

/// Where a ledger is and how long it waits for others.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    pub path: PathBuf,
    pub wait: Duration,
}

impl Whereabouts {
    pub fn explain(&self, fault: Fault) -> LedgerError {
        let path = self.path.clone();
        let (error, detail) = match fault {
            Fault::Ledger(error) => return error,
            Fault::Damaged(detail) => return LedgerError::Corrupt { path, detail: detail.to_owned() },
            Fault::Sql(rusqlite::Error::SqliteFailure(error, detail)) => {
                (error, detail.unwrap_or_else(|| error.to_string()))
            }
            // a column of another type than was written
            Fault::Sql(
                error @ (rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)),
            ) => return LedgerError::Corrupt { path, detail: error.to_string() },
            Fault::Sql(error) => return LedgerError::Bug { detail: error.to_string() },
        };
        match error.extended_code & 0xff {
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED | ffi::SQLITE_PROTOCOL => {
                LedgerError::Locked { path, waited_ms: self.wait.as_millis() as u64 }
            }
            ffi::SQLITE_READONLY | ffi::SQLITE_PERM => LedgerError::ReadOnly { path },
            ffi::SQLITE_FULL => LedgerError::Full { path },
            ffi::SQLITE_CORRUPT => LedgerError::Corrupt { path, detail },
            ffi::SQLITE_NOTADB => LedgerError::NotALedger { path },
            ffi::SQLITE_CANTOPEN => LedgerError::Open { path, detail },
            ffi::SQLITE_IOERR => LedgerError::Io { path, detail },
            _ => LedgerError::Bug { detail },
        }
    }

    /// An error of the file system while opening.
    pub fn explain_io(&self, error: &std::io::Error) -> LedgerError {
        explain_io(&self.path, error)
    }
}

pub fn explain_io(path: &Path, error: &std::io::Error) -> LedgerError {
    use std::io::ErrorKind as E;
    let path = path.to_owned();
    match error.kind() {
        E::PermissionDenied | E::ReadOnlyFilesystem => LedgerError::ReadOnly { path },
        E::StorageFull | E::QuotaExceeded => LedgerError::Full { path },
        _ => LedgerError::Open { path, detail: error.to_string() },
    }
}
