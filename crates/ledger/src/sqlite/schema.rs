//! Layout of the file and how older ones are brought up to date.

use rusqlite::{Connection, TransactionBehavior};

use super::fault::{Fault, Whereabouts};
use crate::LedgerError;

/// Step n brings layout n to layout n + 1. Never edit one that was released: add the next.
const STEPS: &[&str] = &[
    include_str!("migrations/001.sql"),
    include_str!("migrations/002.sql"),
    include_str!("migrations/003.sql"),
];

/// The layout this program writes.
pub const KNOWN: i64 = STEPS.len() as i64;

/// "MotJ", in the file's header: tells a ledger from any other SQLite file.
const APPLICATION: i64 = 0x4d6f_744a;

fn layout(connection: &Connection) -> rusqlite::Result<(i64, i64)> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get(0));
    Ok((number("pragma application_id")?, number("pragma user_version")?))
}

/// Refuses what is not a ledger, or not one of ours yet. A fresh file passes.
fn recognise(connection: &Connection, at: &Whereabouts) -> Result<i64, Fault> {
    let (application, found) = layout(connection)?;
    let path = at.path.clone();
    match (application, found) {
        (APPLICATION, found) if found > KNOWN => Err(LedgerError::Newer { path, found, known: KNOWN }.into()),
        (APPLICATION, found) => Ok(found),
        (0, 0) => {
            let tables: i64 =
                connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
            if tables == 0 {
                return Ok(0);
            }
            // another process may have made the tables between the two looks
            if layout(connection)? != (0, 0) {
                return recognise(connection, at);
            }
            Err(LedgerError::NotALedger { path }.into())
        }
        _ => Err(LedgerError::NotALedger { path }.into()),
    }
}

/// Refuses a file that must not be touched.
pub fn refuse_others(connection: &Connection, at: &Whereabouts) -> Result<(), Fault> {
    recognise(connection, at).map(drop)
}

/// Makes or updates the tables; does nothing, without taking any lock, when they are up to date.
pub fn prepare(connection: &mut Connection, at: &Whereabouts) -> Result<(), Fault> {
    if recognise(connection, at)? == KNOWN {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // another process may have done it while this one waited for the lock
    let found = recognise(&transaction, at)?;
    for step in STEPS.iter().skip(found.max(0) as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", KNOWN)?;
    transaction.commit()?;
    Ok(())
}

/// For readers, who cannot update anything.
pub fn require(connection: &Connection, at: &Whereabouts) -> Result<(), Fault> {
    match recognise(connection, at)? {
        KNOWN => Ok(()),
        // an older layout, or an empty file: its tables are not there yet
        _ => Err(LedgerError::NotALedger { path: at.path.clone() }.into()),
    }
}
