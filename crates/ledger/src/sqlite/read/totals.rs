use rusqlite::params;
use terms::{CallKey, Money};

use super::super::codec;
use super::super::fault::Fault;
use super::super::pool::Reader;
use super::calls::model;
use super::{money, run_id};
use crate::{Scope, Totals, UnknownCall};

/// Unknown calls per page.
const UNKNOWN: usize = 1024;

/// Where a walk over unknown calls stands: those that were swept up, then those of dead owners that nobody has
/// swept up yet.
pub enum Walk {
    Settled { after: i64 },
    InFlight,
    Over,
}

impl Reader<'_> {
    pub fn row_in(&self, scope: Scope) -> Result<Option<i64>, Fault> {
        match scope {
            Scope::All => Ok(None),
            Scope::Run(id) => self.row_of(id).map(Some),
        }
    }

    pub fn totals(&self, scope: Scope) -> Result<Totals, Fault> {
        // one instant for all the sums
        let snapshot = self.db.unchecked_transaction()?;
        let row = self.row_in(scope)?;
        let mut totals = self
            .db
            .prepare_cached(
                "select coalesce(sum(done), 0), coalesce(sum(failed), 0), coalesce(sum(unknown), 0),
                    coalesce(sum(unpriced), 0), coalesce(sum(trials), 0) from run where ?1 is null or id = ?1",
            )?
            .query_row([row], |row| {
                Ok(Totals {
                    done: row.get(0)?,
                    failed: row.get(1)?,
                    unknown: row.get(2)?,
                    unpriced: row.get(3)?,
                    trials: row.get(4)?,
                    ..Totals::default()
                })
            })?;
        let sql = "select spent, at_risk, currency, catalogue from account where ?1 is null or run = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([row])?;
        while let Some(row) = rows.next()? {
            add(&mut totals.spent, money(row.get(0)?, row.get(2)?, row.get(3)?)?);
            add(&mut totals.at_risk, money(row.get(1)?, row.get(2)?, row.get(3)?)?);
        }
        self.in_flight_totals(row, &mut totals)?;
        // an entry of nothing says nothing
        for sums in [&mut totals.spent, &mut totals.reserved, &mut totals.at_risk] {
            sums.retain(|sum| sum.pico != 0);
            sums.sort_by_key(|sum| sum.currency);
        }
        snapshot.commit()?;
        Ok(totals)
    }

    /// A call in flight whose owner is dead is unknown already, though nobody has written it down yet.
    fn in_flight_totals(&self, run: Option<i64>, totals: &mut Totals) -> Result<(), Fault> {
        let mut statement = self.db.prepare_cached(
            "select r.name, s.reserved, p.currency, p.catalogue from sending s join run r on r.id = s.run
             left join price p on p.id = s.price where ?1 is null or s.run = ?1 order by s.run",
        )?;
        let mut rows = statement.query([run])?;
        let mut owner: Option<(String, bool)> = None;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let owned = match &owner {
                Some((known, owned)) if *known == name => *owned,
                _ => self.locks.is_owned(run_id(&name)?),
            };
            owner = Some((name, owned));
            let reserved = money(row.get(1)?, row.get(2)?, row.get(3)?)?;
            if owned {
                totals.in_flight += 1;
                add(&mut totals.reserved, reserved);
            } else {
                totals.unknown += 1;
                add(&mut totals.at_risk, reserved);
            }
        }
        Ok(())
    }

    /// The next page of a walk over unknown calls.
    pub fn unknown_calls(&self, scope: Scope, walk: &mut Walk) -> Result<Vec<UnknownCall>, Fault> {
        let row = self.row_in(scope)?;
        let mut out = Vec::new();
        if let Walk::Settled { after } = walk {
            let mut statement = self.db.prepare_cached(
                "select c.key, r.name, m.name, c.arm, c.started_ms, c.reserved, p.currency, p.catalogue, c.error, c.id
                 from call c join run r on r.id = c.run join model m on m.id = c.model
                 left join price p on p.id = c.price
                 where c.state = 3 and (?1 is null or c.run = ?1) and c.id > ?2 order by c.id limit ?3",
            )?;
            let mut rows = statement.query(params![row, *after, UNKNOWN as i64])?;
            while let Some(row) = rows.next()? {
                out.push(self.unknown(row)?);
                *after = row.get(9)?;
            }
            if !out.is_empty() {
                return Ok(out);
            }
            *walk = Walk::InFlight;
        }
        if let Walk::InFlight = walk {
            *walk = Walk::Over;
            // few: never more than were in flight when their owners died
            let mut statement = self.db.prepare_cached(
                "select s.key, r.name, m.name, s.arm, s.sent_ms, s.reserved, p.currency, p.catalogue, null
                 from sending s join run r on r.id = s.run join model m on m.id = s.model
                 left join price p on p.id = s.price where ?1 is null or s.run = ?1 order by s.sent_ms, s.key",
            )?;
            let mut rows = statement.query([row])?;
            while let Some(row) = rows.next()? {
                if !self.locks.is_owned(run_id(row.get_ref(1)?.as_str()?)?) {
                    out.push(self.unknown(row)?);
                }
            }
        }
        Ok(out)
    }

    fn unknown(&self, row: &rusqlite::Row<'_>) -> Result<UnknownCall, Fault> {
        let error = row.get_ref(8)?.as_blob_or_null()?;
        let error = error.map(|bytes| codec::message(bytes, &self.spelling.on(self.db))).transpose()?;
        Ok(UnknownCall {
            key: CallKey(row.get(0)?),
            run: run_id(row.get_ref(1)?.as_str()?)?,
            model: model(row, 2)?,
            arm: row.get(3)?,
            sent_ms: row.get(4)?,
            reserved: money(row.get(5)?, row.get(6)?, row.get(7)?)?,
            error,
        })
    }
}

fn add(sums: &mut Vec<Money>, amount: Option<Money>) {
    if let Some(amount) = amount {
        super::super::write::add(sums, amount);
    }
}
