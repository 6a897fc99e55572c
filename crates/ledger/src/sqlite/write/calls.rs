//! Calls: claimed before they leave, settled when they end, swept up when nobody saw the end.

use rusqlite::{OptionalExtension, params};
use terms::{CallKey, CallState, Money, Usage};

use super::super::fault::Fault;
use super::op::Claimed;
use super::payload::Place;
use super::transaction::{Bill, Statement, Transaction, add};
use crate::{Intent, LedgerError, RunId, Settled};

/// Codes of states in `call`; a call in flight is a row of `sending` instead.
pub const DONE: i64 = 1;
pub const FAILED: i64 = 2;
pub const UNKNOWN: i64 = 3;

impl Transaction<'_> {
    pub fn claim(&mut self, row: i64, intent: &Intent) -> Result<Claimed, Fault> {
        let model = self.model(&intent.model)?;
        let price = self.price(intent.reserved)?;
        let reserved = intent.reserved.map(|money| money.pico);
        let values = params![intent.key.0, row, model, intent.arm, intent.sent_ms, reserved, price];
        if self.hot.get(self.db, Statement::Send)?.execute(values)? == 0 {
            let (owner, name) = self.sender(intent.key)?;
            if owner == row || self.locks.is_owned(name) {
                return Ok(Claimed::Busy { run: name });
            }
            self.sweep(owner, Some(intent.key))?;
            self.hot.get(self.db, Statement::Send)?.execute(values)?;
        }
        let last = self.hot.get(self.db, Statement::LastCall)?;
        let last: Option<i64> = last.query_row([intent.key.0], |row| row.get(0)).optional()?;
        let Some(last) = last else { return Ok(Claimed::Granted { attempt: 1 }) };
        if self.is_answered(last)? {
            self.hot.get(self.db, Statement::Landed)?.execute([intent.key.0])?;
            return Ok(Claimed::Done);
        }
        let count = "select count(*) from call where key = ?1";
        let before: u32 = self.db.prepare_cached(count)?.query_row([intent.key.0], |row| row.get(0))?;
        Ok(Claimed::Granted { attempt: before + 1 })
    }

    fn sender(&self, key: CallKey) -> Result<(i64, RunId), Fault> {
        let find = "select s.run, r.name from sending s join run r on r.id = s.run where s.key = ?1";
        let (row, name): (i64, String) =
            self.db.prepare_cached(find)?.query_row([key.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((row, name.parse().map_err(|_| Fault::Damaged("run"))?))
    }

    /// Whether a call is done and its reply was not pruned.
    fn is_answered(&self, call: i64) -> Result<bool, Fault> {
        let find =
            "select c.state = 1 and b.replies is not null from call c left join block b on b.id = c.block
            where c.id = ?1";
        Ok(self.db.prepare_cached(find)?.query_row([call], |row| row.get(0))?)
    }

    pub fn withdraw(&mut self, row: i64, keys: &[CallKey]) -> Result<(), Fault> {
        let mut delete = self.db.prepare_cached("delete from sending where key = ?1 and run = ?2")?;
        for key in keys {
            delete.execute(params![key.0, row])?;
        }
        Ok(())
    }

    pub fn settle(&mut self, row: i64, call: &Settled, place: Place) -> Result<(), Fault> {
        let state = match (call.state, &call.reply) {
            (CallState::Done, Some(_)) => DONE,
            (CallState::Failed, _) => FAILED,
            (CallState::Unknown, _) => UNKNOWN,
            (CallState::Done | CallState::Sent, _) => {
                return Err(LedgerError::Incomplete { key: call.key }.into());
            }
        };
        let found: Option<(i64, i64, Option<i64>, Option<i64>)> = self
            .hot
            .get(self.db, Statement::InFlight)?
            .query_row(params![call.key.0, row], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
            .optional()?;
        let Some((model, arm, held, held_price)) = found else {
            return Err(LedgerError::NotInFlight { key: call.key }.into());
        };
        self.hot.get(self.db, Statement::Landed)?.execute([call.key.0])?;
        let at_risk = if state == UNKNOWN && call.cost.is_none() { held } else { None };
        let price = if at_risk.is_some() { held_price } else { self.price(call.cost)? };
        let (block, slot) = self.payloads.place(self.db, place)?;
        let error = self.message(call.error.as_ref())?;
        let usage = call.usage.as_ref();
        let id = self.hot.get(self.db, Statement::Call)?.insert(params![
            call.key.0,
            row,
            model,
            arm,
            state,
            call.tries,
            call.timing.started_ms,
            call.timing.first_text_us,
            call.timing.total_us,
            usage.map(|u| u.input),
            usage.map(|u| u.output),
            usage.map(|u| u.cached),
            usage.map(|u| u.cache_write),
            usage.map(|u| u.reasoning),
            call.cost.map(|money| money.pico),
            at_risk,
            price,
            block,
            slot,
            error,
        ])?;
        let risked = match at_risk {
            Some(reserved) => self.held(reserved, held_price)?,
            None => None,
        };
        let sum = self.sums.of(row);
        match state {
            DONE => sum.done += 1,
            FAILED => sum.failed += 1,
            _ => sum.unknown += 1,
        }
        sum.bill(Bill {
            model,
            done: (state == DONE).into(),
            failed: (state == FAILED).into(),
            unknown: (state == UNKNOWN).into(),
            usage: call.usage.unwrap_or_default(),
            spent: call.cost,
            at_risk: risked,
        });
        if let Some(cost) = call.cost {
            add(&mut sum.spent, cost);
        } else if state == DONE {
            sum.unpriced += 1;
        }
        if let Some(money) = risked {
            add(&mut sum.at_risk, money);
        }
        let total_us = (state == DONE).then_some(call.timing.total_us);
        let answer = Answered { call: id, total_us, cost: call.cost.map(|money| money.pico) };
        match &call.trial {
            Some(trial) => self.record(row, trial, Some(answer)),
            None => Ok(()),
        }
    }

    /// What was held for a call, as money.
    fn held(&mut self, pico: i64, price: Option<i64>) -> Result<Option<Money>, Fault> {
        let find = "select currency, catalogue from price where id = ?1";
        let money = self
            .db
            .prepare_cached(find)?
            .query_row([price], |r| super::super::read::money(Some(pico), r.get(0)?, r.get(1)?))?;
        Ok(money)
    }

    /// The latest sending of a call that ended.
    pub fn settled_call(&self, key: CallKey) -> Result<Answered, Fault> {
        let find = "select id, case state when 1 then total_us end, cost from call
            where key = ?1 order by id desc limit 1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Answered { call: row.get(0)?, total_us: row.get(1)?, cost: row.get(2)? })
        };
        let found = self.db.prepare_cached(find)?.query_row([key.0], read).optional()?;
        found.ok_or_else(|| LedgerError::UnknownCall { key }.into())
    }

    /// Calls that a run has in flight (or this one of them) become unknown: nobody will see their end.
    pub fn sweep(&mut self, row: i64, only: Option<CallKey>) -> Result<(), Fault> {
        let left: Vec<Left> = self
            .db
            .prepare_cached(
                "select s.key, s.model, s.arm, s.sent_ms, s.reserved, s.price, p.currency, p.catalogue
                 from sending s left join price p on p.id = s.price
                 where s.run = ?1 and (?2 is null or s.key = ?2) order by s.sent_ms, s.key",
            )?
            .query_map(params![row, only.map(|key| key.0)], |r| {
                Ok(Left {
                    key: r.get(0)?,
                    model: r.get(1)?,
                    arm: r.get(2)?,
                    sent_ms: r.get(3)?,
                    reserved: super::super::read::money(r.get(4)?, r.get(6)?, r.get(7)?)?,
                    price: r.get(5)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        let none = None::<i64>;
        for call in left {
            self.hot.get(self.db, Statement::Call)?.execute(params![
                call.key,
                row,
                call.model,
                call.arm,
                UNKNOWN,
                0,
                call.sent_ms,
                none,
                0,
                none,
                none,
                none,
                none,
                none,
                none,
                call.reserved.map(|m| m.pico),
                call.price,
                none,
                none,
                None::<Vec<u8>>,
            ])?;
            self.hot.get(self.db, Statement::Landed)?.execute([call.key])?;
            let sum = self.sums.of(row);
            sum.unknown += 1;
            sum.bill(Bill {
                model: call.model,
                done: 0,
                failed: 0,
                unknown: 1,
                usage: Usage::default(),
                spent: None,
                at_risk: call.reserved,
            });
            if let Some(money) = call.reserved {
                add(&mut sum.at_risk, money);
            }
        }
        Ok(())
    }
}

/// What a trial keeps of the call it rests on.
pub struct Answered {
    /// Its row.
    pub call: i64,
    /// Microseconds until its answer was there, when there is one.
    pub total_us: Option<u64>,
    /// 10^-12 of its currency.
    pub cost: Option<i64>,
}

/// A call in flight, all of it.
struct Left {
    key: [u8; 16],
    model: i64,
    arm: i64,
    sent_ms: i64,
    reserved: Option<Money>,
    price: Option<i64>,
}
