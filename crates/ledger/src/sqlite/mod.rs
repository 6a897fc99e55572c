//! The ledger in one SQLite file: WAL, one writer with group commit, a few readers.

mod block;
mod check;
mod codec;
mod export;
mod fault;
mod open;
mod owner;
mod pool;
mod ratings;
mod read;
mod schema;
mod store;
mod words;
mod write;

use std::collections::HashMap;
use std::fs::File;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

pub use open::{Durability, Options, open, open_read_only};

use crate::{LedgerError, NewRun, Rows, RunId};
use fault::{Fault, Whereabouts};
use pool::{Reader, Readers};
use write::op::{Answer, Op};
use write::queue::Queue;

struct SqliteStore {
    at: Whereabouts,
    readers: Arc<Readers>,
    /// `None` when the ledger was opened to be looked at.
    writing: Option<(Arc<Queue>, JoinHandle<()>)>,
    /// Row and lock of the runs this store owns.
    owned: Mutex<HashMap<RunId, Owned>>,
    counter: AtomicU32,
}

struct Owned {
    row: i64,
    /// Held, not read: the lock goes when the file is closed.
    _lock: File,
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        if let Some((queue, thread)) = self.writing.take() {
            queue.close();
            // a writer that died has told those who waited; there is nobody left to tell
            let _ = thread.join();
        }
    }
}

fn bug(detail: &str) -> LedgerError {
    LedgerError::Bug { detail: detail.to_owned() }
}

impl SqliteStore {
    /// Has the writer do something and waits until it is durable.
    async fn write(&self, op: Op) -> Result<Answer, LedgerError> {
        let Some((queue, _)) = &self.writing else {
            return Err(LedgerError::ReadOnly { path: self.at.path.clone() });
        };
        let told = queue.push(op).ok_or_else(|| bug("the writer of the ledger is gone"))?;
        told.await.map_err(|_| bug("the writer of the ledger failed"))?
    }

    /// Reads on a thread that may block.
    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(Reader<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let readers = Arc::clone(&self.readers);
        blocking(move || readers.with(read)).await?
    }

    fn row(&self, run: RunId) -> Result<i64, LedgerError> {
        let owned = self.owned.lock().unwrap_or_else(PoisonError::into_inner);
        owned.get(&run).map(|owned| owned.row).ok_or(LedgerError::RunNotOwned { run })
    }

    fn own(&self, run: RunId, row: i64, lock: File) {
        let owned = Owned { row, _lock: lock };
        self.owned.lock().unwrap_or_else(PoisonError::into_inner).insert(run, owned);
    }

    fn disown(&self, run: RunId) {
        self.owned.lock().unwrap_or_else(PoisonError::into_inner).remove(&run);
    }

    /// The lock of a run; `None` when somebody holds it.
    async fn lock(&self, run: RunId) -> Result<Option<File>, LedgerError> {
        if self.writing.is_none() {
            return Err(LedgerError::ReadOnly { path: self.at.path.clone() });
        }
        let (readers, at) = (Arc::clone(&self.readers), self.at.clone());
        blocking(move || readers.locks.take(run).map_err(|error| at.explain_io(&error))).await?
    }

    async fn begin_run(&self, run: NewRun) -> Result<RunId, LedgerError> {
        for _ in 0..RunId::PER_MILLISECOND {
            let id = RunId::at(run.started_ms, self.counter.fetch_add(1, Ordering::Relaxed));
            // another process may have begun a run at the same instant: its name is locked, or taken
            let Some(lock) = self.lock(id).await? else { continue };
            if let Answer::Row(Some(row)) = self.write(Op::Begin { id, run: run.clone() }).await? {
                self.own(id, row, lock);
                return Ok(id);
            }
        }
        Err(bug("no name is left for a run"))
    }

    /// A page after another of a run, each with the row of the run and where the last ended.
    fn run_pages<T: Send + 'static, C: Copy + Send + 'static>(
        &self,
        run: RunId,
        cursor: impl Fn(&T) -> C + Send + 'static,
        page: impl Fn(Reader<'_>, i64, Option<C>) -> Result<Vec<T>, Fault> + Send + 'static,
    ) -> Rows<T> {
        let mut after = None;
        pool::paged(Arc::clone(&self.readers), move |reader| {
            let rows = page(reader, reader.row_of(run)?, after)?;
            after = rows.last().map(&cursor).or(after);
            Ok(rows)
        })
    }
}

/// Does something that may block: on tokio's threads for that, or here when there is no runtime.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, LedgerError> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => runtime.spawn_blocking(work).await.map_err(|error| bug(&error.to_string())),
        Err(_) => Ok(work()),
    }
}
