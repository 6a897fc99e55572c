//! Opening a ledger.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use super::SqliteStore;
use super::fault::{Fault, Whereabouts, explain_io};
use super::pool::{Readers, tune};
use super::schema;
use super::write::Writer;
use super::write::queue::Queue;
use crate::{LedgerError, Store};

/// What a write that was acknowledged survives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// `kill -9` of the process. After a power cut the last writes may be missing; the file is sound.
    #[default]
    ProcessCrash,
    /// A power cut, at the price of a wait for the disk at each commit.
    PowerLoss,
}

/// How a ledger is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What an acknowledged write survives.
    pub durability: Durability,
    /// How long another program may hold the file before [`LedgerError::Locked`].
    pub wait: Duration,
    /// How long a write that comes among others waits for more of them to share its transaction.
    pub gather: Duration,
    /// zstd level of the payloads.
    pub level: i32,
    /// Connections for readers at most.
    pub readers: usize,
    /// The file is not let grow beyond so many bytes: [`LedgerError::Full`].
    pub most_bytes: Option<u64>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            durability: Durability::default(),
            wait: Duration::from_secs(10),
            gather: Duration::from_millis(1),
            level: 1,
            readers: 3,
            most_bytes: None,
        }
    }
}

/// Pages of the log before it is folded into the file: 16 MB, so that a page written many times is copied once.
const LOG_PAGES: i64 = 4000;
const PAGE: u64 = 4096;

/// Opens the ledger at this path, making the file and its folder when they do not exist. Several processes may
/// have it open. What dead owners left in flight becomes unknown.
///
/// [`LedgerError::Open`], [`LedgerError::ReadOnly`], [`LedgerError::NotALedger`], [`LedgerError::Newer`],
/// [`LedgerError::Corrupt`], [`LedgerError::Locked`], [`LedgerError::Full`].
pub fn open(path: &Path, options: &Options) -> Result<Arc<dyn Store>, LedgerError> {
    let at = Whereabouts { path: path.to_owned(), wait: options.wait };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| at.explain_io(&error))?;
    }
    let connection = patiently(&at, options)?;
    let readers = Arc::new(Readers::new(at.clone(), options.readers, false));
    let mut writer = Writer::new(connection, at.clone(), Arc::clone(&readers), options.gather, options.level)
        .map_err(|error| LedgerError::Bug { detail: error.to_string() })?;
    writer.sweep_the_dead().map_err(|fault| at.explain(fault))?;
    let queue = Arc::new(Queue::default());
    let work = {
        let queue = Arc::clone(&queue);
        std::thread::Builder::new().name("ledger".to_owned()).spawn(move || writer.work(&queue))
    };
    let thread =
        work.map_err(|error| LedgerError::Io { path: path.to_owned(), detail: error.to_string() })?;
    Ok(Arc::new(SqliteStore {
        at,
        readers,
        writing: Some((queue, thread)),
        owned: Mutex::new(HashMap::new()),
        counter: AtomicU32::new(0),
    }))
}

/// Opens an existing ledger to look at it: every write answers [`LedgerError::ReadOnly`]. Works in a folder where
/// nothing can be written.
///
/// Errors of [`open`], and [`LedgerError::Open`] when there is no such file.
pub fn open_read_only(path: &Path, options: &Options) -> Result<Arc<dyn Store>, LedgerError> {
    let at = Whereabouts { path: path.to_owned(), wait: options.wait };
    std::fs::metadata(path)
        .map_err(|error| LedgerError::Open { path: path.to_owned(), detail: error.to_string() })?;
    let mut readers = Readers::new(at.clone(), options.readers, false);
    if let Err(error) = readers.with(|_| Ok(())) {
        // SQLite reads a log only where it can write its index; without a log there is nothing to index
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let has_log = std::fs::metadata(&log).is_ok_and(|meta| meta.len() > 0);
        if has_log || matches!(error, LedgerError::NotALedger { .. } | LedgerError::Newer { .. }) {
            return Err(error);
        }
        readers = Readers::new(at.clone(), options.readers, true);
        readers.with(|_| Ok(()))?;
    }
    Ok(Arc::new(SqliteStore {
        at,
        readers: Arc::new(readers),
        writing: None,
        owned: Mutex::new(HashMap::new()),
        counter: AtomicU32::new(0),
    }))
}

/// Connects; while another process makes the file or changes how it is kept, SQLite says at once that it is locked,
/// without the wait it was told: then it is tried again until that wait is over.
#[expect(clippy::disallowed_methods, reason = "opening blocks, and is documented to")]
fn patiently(at: &Whereabouts, options: &Options) -> Result<Connection, LedgerError> {
    let started = Instant::now();
    loop {
        match connect(at, options).map_err(|fault| writable(at, fault)) {
            Err(LedgerError::Locked { .. }) if started.elapsed() < at.wait => {
                std::thread::sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
}

fn connect(at: &Whereabouts, options: &Options) -> Result<Connection, Fault> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(&at.path, flags)?;
    tune(&connection, at.wait)?;
    if let Some(most) = options.most_bytes {
        connection.query_row(&format!("pragma max_page_count = {}", (most / PAGE).max(1)), [], |_| Ok(()))?;
    }
    if connection.is_readonly("main")? {
        return Err(LedgerError::ReadOnly { path: at.path.clone() }.into());
    }
    // the kind of file is looked at before anything is written to it
    schema::refuse_others(&connection, at)?;
    let mode: String = connection.query_row("pragma journal_mode = wal", [], |row| row.get(0))?;
    if mode != "wal" {
        let detail = format!("journal_mode {mode}");
        return Err(LedgerError::Open { path: at.path.clone(), detail }.into());
    }
    let synchronous = match options.durability {
        Durability::ProcessCrash => "normal",
        Durability::PowerLoss => "full",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.query_row(&format!("pragma wal_autocheckpoint = {LOG_PAGES}"), [], |_| Ok(()))?;
    connection
        .query_row(&format!("pragma journal_size_limit = {}", LOG_PAGES as u64 * PAGE), [], |_| Ok(()))?;
    connection.pragma_update(None, "cache_size", -8192)?;
    schema::prepare(&mut connection, at)?;
    Ok(connection)
}

/// SQLite says "cannot open" for a file it may not create; the system knows why.
fn writable(at: &Whereabouts, fault: Fault) -> LedgerError {
    let error = at.explain(fault);
    let LedgerError::Open { .. } = error else { return error };
    match std::fs::OpenOptions::new().append(true).create(true).open(&at.path) {
        Ok(_) => error,
        Err(why) => explain_io(&at.path, &why),
    }
}
