//! A few connections for readers, opened when they are first needed.

use std::cell::RefCell;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::block::{Cache, Unpacker};
use super::fault::{Fault, Whereabouts};
use super::owner::Locks;
use super::schema;
use super::words::Spelling;
use crate::LedgerError;

/// A connection and the working memory of whoever reads on it.
struct Desk {
    db: Connection,
    unpacker: RefCell<Unpacker>,
}

/// What a reader has at hand.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub db: &'a Connection,
    pub spelling: &'a Spelling,
    pub blocks: &'a Cache,
    pub locks: &'a Locks,
    pub unpacker: &'a RefCell<Unpacker>,
}

pub struct Readers {
    at: Whereabouts,
    most: usize,
    /// Read a file in a folder where nothing can be written, which SQLite does only for a file that is promised
    /// not to change.
    immutable: bool,
    pool: Mutex<Pool>,
    returned: Condvar,
    spelling: Spelling,
    pub blocks: Cache,
    pub locks: Locks,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Desk>,
    open: usize,
}

impl Readers {
    pub fn new(at: Whereabouts, most: usize, immutable: bool) -> Readers {
        let locks = Locks::beside(&at.path);
        Readers {
            at,
            most: most.max(1),
            immutable,
            pool: Mutex::default(),
            returned: Condvar::new(),
            spelling: Spelling::default(),
            blocks: Cache::default(),
            locks,
        }
    }

    /// Runs a read on a connection of the pool, waiting for one when all are busy.
    pub fn with<T>(&self, read: impl FnOnce(Reader<'_>) -> Result<T, Fault>) -> Result<T, LedgerError> {
        let lent = Lent { readers: self, desk: Some(self.borrow()?) };
        let Some(Desk { db, unpacker }) = &lent.desk else {
            return Err(LedgerError::Bug { detail: "no connection".to_owned() });
        };
        let reader =
            Reader { db, spelling: &self.spelling, blocks: &self.blocks, locks: &self.locks, unpacker };
        read(reader).map_err(|fault| self.at.explain(fault))
    }

    /// Closes the connections nobody is using.
    pub fn close(&self) {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        pool.open -= pool.idle.len();
        pool.idle.clear();
    }

    fn borrow(&self) -> Result<Desk, LedgerError> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(desk) = pool.idle.pop() {
                return Ok(desk);
            }
            if pool.open < self.most {
                pool.open += 1;
                break;
            }
            pool = self.returned.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
        drop(pool);
        self.connect().map_err(|fault| {
            self.pool.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
            self.returned.notify_one();
            self.at.explain(fault)
        })
    }

    fn connect(&self) -> Result<Desk, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = if self.immutable {
            let uri = immutable_uri(&self.at.path);
            Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?
        } else {
            Connection::open_with_flags(&self.at.path, flags)?
        };
        tune(&connection, self.at.wait)?;
        schema::require(&connection, &self.at)?;
        let unpacker = Unpacker::new().map_err(|error| LedgerError::Bug { detail: error.to_string() })?;
        Ok(Desk { db: connection, unpacker: RefCell::new(unpacker) })
    }
}

/// Settings every connection shares.
pub fn tune(connection: &Connection, wait: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(wait)?;
    // plans that depend on the values bound are made anew at every execution: half the time of a look-up
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// A `file:` address of the path, every byte that could mean something else escaped.
fn immutable_uri(path: &std::path::Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => uri.push(*byte as char),
            other => uri.push_str(&format!("%{other:02x}")),
        }
    }
    uri + "?immutable=1"
}

struct Lent<'a> {
    readers: &'a Readers,
    desk: Option<Desk>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut pool = self.readers.pool.lock().unwrap_or_else(PoisonError::into_inner);
        pool.idle.extend(self.desk.take());
        self.readers.returned.notify_one();
    }
}

/// Rows fetched a page at a time; an empty page ends them. No transaction stays open between pages, so that a slow
/// consumer never keeps the ledger's log from being folded in.
pub fn paged<T: Send + 'static>(
    readers: Arc<Readers>,
    mut page: impl FnMut(Reader<'_>) -> Result<Vec<T>, Fault> + Send + 'static,
) -> crate::Rows<T> {
    let mut buffer = Vec::new().into_iter();
    let mut over = false;
    Box::new(std::iter::from_fn(move || {
        if let Some(row) = buffer.next() {
            return Some(Ok(row));
        }
        if over {
            return None;
        }
        match readers.with(&mut page) {
            Ok(rows) => {
                buffer = rows.into_iter();
                let first = buffer.next();
                over = first.is_none();
                first.map(Ok)
            }
            Err(error) => {
                over = true;
                Some(Err(error))
            }
        }
    }))
}
