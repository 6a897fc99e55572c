//! Rows of the file as the ledger's words.

pub mod calls;
pub mod lines;
pub mod runs;
pub mod sorted;
pub mod totals;
pub mod trials;

use rusqlite::types::{FromSqlError, Type};
use terms::evaluation::Ended;
use terms::{Currency, Money};

use crate::{RunId, TrialOutcome};

pub fn ended_code(ended: Ended) -> i64 {
    match ended {
        Ended::Completed => 0,
        Ended::Budget => 1,
        Ended::Interrupted => 2,
        Ended::Vendor => 3,
    }
}

pub fn ended(code: i64) -> rusqlite::Result<Ended> {
    let all = [Ended::Completed, Ended::Budget, Ended::Interrupted, Ended::Vendor];
    all.into_iter().find(|ended| ended_code(*ended) == code).ok_or(FromSqlError::OutOfRange(code).into())
}

pub fn outcome_code(outcome: TrialOutcome) -> i64 {
    match outcome {
        TrialOutcome::Passed => 0,
        TrialOutcome::Failed => 1,
        TrialOutcome::Unscored => 2,
        TrialOutcome::Errored => 3,
    }
}

fn unreadable(error: String) -> rusqlite::Error {
    let error: Box<dyn std::error::Error + Send + Sync> = error.into();
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error)
}

/// An amount; `None` when there is none.
pub fn money(
    pico: Option<i64>,
    currency: Option<String>,
    catalogue: Option<String>,
) -> rusqlite::Result<Option<Money>> {
    let Some(pico) = pico else { return Ok(None) };
    let currency = Currency::try_from(currency.unwrap_or_default()).map_err(unreadable)?;
    let catalogue = catalogue.unwrap_or_default().parse().map_err(unreadable)?;
    Ok(Some(Money { pico, currency, catalogue }))
}

pub fn run_id(name: &str) -> rusqlite::Result<RunId> {
    name.parse().map_err(|error: crate::RunIdError| unreadable(error.to_string()))
}
