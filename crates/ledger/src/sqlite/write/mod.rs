//! The one writer: a thread that owns the only connection that writes. It takes the writes that wait, does
//! them in one transaction, and tells everyone. It outlives every error: what cannot be written is answered, and
//! the next batch is tried anew.

mod calls;
pub mod op;
mod payload;
mod prune;
pub mod queue;
mod runs;
mod transaction;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::block::Packer;
use super::fault::{Fault, Whereabouts};
use super::pool::Readers;
use crate::LedgerError;
pub use calls::{DONE, FAILED, UNKNOWN};
pub use transaction::{Transaction, add};

use op::{Answer, Op};
use payload::Payloads;
use queue::{Queue, Waiting};
use transaction::{Hot, Memory, Sums};

pub struct Writer {
    pub connection: Connection,
    pub at: Whereabouts,
    pub readers: Arc<Readers>,
    pub gather: Duration,
    packer: Packer,
    memory: Memory,
}

impl Writer {
    pub fn new(
        connection: Connection,
        at: Whereabouts,
        readers: Arc<Readers>,
        gather: Duration,
        level: i32,
    ) -> io::Result<Writer> {
        let packer = Packer::new(level)?;
        Ok(Writer { connection, at, readers, gather, packer, memory: Memory::default() })
    }

    /// Works until the queue is closed and empty.
    pub fn work(mut self, queue: &Queue) {
        // writes that come one by one are written at once; when they come together, waiting a little for
        // more costs each of them little and spares a transaction
        let mut gather = Duration::ZERO;
        while let Some(batch) = queue.next(gather) {
            gather = if batch.len() > 1 { self.gather } else { Duration::ZERO };
            let done = catch_unwind(AssertUnwindSafe(|| self.write(batch)));
            if done.is_err() {
                // those who waited are told by the closing of their channels
                self.roll_back();
            }
        }
        // the last connection to close folds the log into the file, which readers cannot do
        self.readers.close();
    }

    /// Writes a batch and answers everyone in it.
    fn write(&mut self, mut batch: Vec<Waiting>) {
        while !batch.is_empty() {
            match self.attempt(&batch) {
                Ok(answers) => {
                    for (waiting, answer) in batch.into_iter().zip(answers) {
                        let answer = self.after(answer);
                        // whoever asked may have gone: what was asked is done all the same
                        let _ = waiting.tell.send(Ok(answer));
                    }
                    return;
                }
                Err((at, fault)) => {
                    self.roll_back();
                    let blamed = at.filter(|_| fault.is_of_the_work());
                    let error = self.at.explain(fault);
                    match blamed {
                        // the one at fault is answered, the others are done without it
                        Some(number) => {
                            let waiting = batch.remove(number);
                            let _ = waiting.tell.send(Err(error));
                        }
                        None => {
                            for waiting in batch {
                                let _ = waiting.tell.send(Err(error.clone()));
                            }
                            return;
                        }
                    }
                }
            }
        }
    }

    /// One transaction; on failure, whose fault it was if it was somebody's.
    fn attempt(&mut self, batch: &[Waiting]) -> Result<Vec<Answer>, (Option<usize>, Fault)> {
        let all = |fault| (None, fault);
        let mut payloads = Payloads::pack(batch, &mut self.packer)
            .map_err(|error| all(LedgerError::Bug { detail: error.to_string() }.into()))?;
        self.connection.execute_batch("begin immediate").map_err(|error| all(error.into()))?;
        let mut transaction = Transaction {
            db: &self.connection,
            locks: &self.readers.locks,
            memory: &mut self.memory,
            payloads: &mut payloads,
            hot: Hot::default(),
            sums: Sums::default(),
        };
        let mut answers = Vec::with_capacity(batch.len());
        for (number, waiting) in batch.iter().enumerate() {
            let answer = waiting.op.apply(number, &mut transaction).map_err(|fault| (Some(number), fault))?;
            answers.push(answer);
        }
        transaction.carry().map_err(all)?;
        drop(transaction);
        self.connection.execute_batch("commit").map_err(|error| all(error.into()))?;
        Ok(answers)
    }

    fn roll_back(&mut self) {
        // SQLite has rolled back by itself after some errors
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("rollback");
        }
        self.memory = Memory::default();
    }

    /// What is done once the transaction is durable.
    fn after(&mut self, answer: Answer) -> Answer {
        let (mut report, gone) = match answer {
            Answer::Pruned(report, gone) => (report, gone),
            Answer::Fold => {
                // whatever a reader still needs is folded at the closing
                let _ = self.connection.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(()));
                return Answer::Nothing;
            }
            other => return other,
        };
        for run in &gone {
            self.readers.locks.forget(*run);
        }
        self.readers.blocks.clear();
        report.bytes_before = self.size();
        // the space is given back if nobody is in the way; the next prune tries again
        let _ = self.connection.execute_batch("vacuum");
        let _ = self.connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()));
        report.bytes_after = self.size();
        Answer::Pruned(report, gone)
    }

    /// Bytes of the file and of its log.
    fn size(&self) -> u64 {
        let mut log = self.at.path.as_os_str().to_owned();
        log.push("-wal");
        let of = |path: &std::path::Path| std::fs::metadata(path).map_or(0, |meta| meta.len());
        of(&self.at.path) + of(log.as_ref())
    }

    /// What dead owners left in flight becomes unknown; done before anything else is.
    pub fn sweep_the_dead(&mut self) -> Result<(), Fault> {
        let names: Vec<String> = self
            .connection
            .prepare("select name from run where id in (select run from sending)")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for name in names {
            let id = name.parse().map_err(|_| Fault::Damaged("run"))?;
            // held until it is done, so that nobody adopts the run meanwhile
            let Ok(Some(_held)) = self.readers.locks.take(id) else { continue };
            let (tell, _) = tokio::sync::oneshot::channel();
            let swept = self.attempt(&[Waiting { op: Op::Sweep { id }, tell }]);
            if let Err((_, fault)) = swept {
                self.roll_back();
                return Err(fault);
            }
        }
        Ok(())
    }
}
