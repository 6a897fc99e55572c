use rusqlite::{OptionalExtension, Row, params};
use terms::{CallKey, CallState, ModelName, Reply, Timing, Usage};

use super::super::block::{self, Slots};
use super::super::codec;
use super::super::fault::Fault;
use super::super::pool::Reader;
use super::super::write::op::Claimed;
use super::{money, run_id, unreadable};
use crate::{CallRecord, Claim, Evidence, Known};

const COLUMNS: &str = "c.key, c.state, r.name, c.input, c.output, c.cached, c.cache_write, c.reasoning,
    c.cost, p.currency, p.catalogue, c.started_ms, c.first_text_us, c.total_us, c.tries, c.block, c.slot, c.error";
const JOINED: &str = "from call c join run r on r.id = c.run left join price p on p.id = c.price";

pub fn state(code: i64) -> Result<CallState, Fault> {
    match code {
        1 => Ok(CallState::Done),
        2 => Ok(CallState::Failed),
        3 => Ok(CallState::Unknown),
        _ => Err(Fault::Damaged("state of a call")),
    }
}

/// Five columns from `first` on.
pub fn usage(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Usage>> {
    let Some(input) = row.get(first)? else { return Ok(None) };
    Ok(Some(Usage {
        input,
        output: row.get(first + 1)?,
        cached: row.get(first + 2)?,
        cache_write: row.get(first + 3)?,
        reasoning: row.get(first + 4)?,
    }))
}

impl Reader<'_> {
    /// What is known of a call; `None` as well when its reply was pruned.
    pub fn known(&self, key: CallKey) -> Result<Option<Known>, Fault> {
        if let Some(known) = self.in_flight(key)? {
            return Ok(Some(known));
        }
        let sql = format!("select {COLUMNS} {JOINED} where c.key = ?1 order by c.id desc limit 1");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([key.0])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let known = self.settled(row)?;
        let pruned = known.state == CallState::Done && known.reply.is_none();
        Ok((!pruned).then_some(known))
    }

    fn in_flight(&self, key: CallKey) -> Result<Option<Known>, Fault> {
        let sql = "select r.name, s.sent_ms from sending s join run r on r.id = s.run where s.key = ?1";
        let found = self.db.prepare_cached(sql)?.query_row([key.0], |row| {
            Ok(Known {
                key,
                state: CallState::Sent,
                run: run_id(row.get_ref(0)?.as_str()?)?,
                reply: None,
                error: None,
                usage: None,
                cost: None,
                timing: Timing { started_ms: row.get(1)?, ..Timing::default() },
                tries: 0,
            })
        });
        Ok(found.optional()?)
    }

    fn settled(&self, row: &Row<'_>) -> Result<Known, Fault> {
        let state = state(row.get(1)?)?;
        let usage = usage(row, 3)?;
        let reply = match (row.get::<_, Option<i64>>(15)?, row.get::<_, Option<usize>>(16)?) {
            (Some(block), Some(slot)) => self.reply(block, slot)?,
            _ => None,
        };
        let error = match row.get_ref(17)?.as_blob_or_null()? {
            Some(bytes) => Some(codec::message(bytes, &self.spelling.on(self.db))?),
            None => None,
        };
        Ok(Known {
            key: CallKey(row.get(0)?),
            state,
            run: run_id(row.get_ref(2)?.as_str()?)?,
            reply: reply.map(|reply| Reply { usage, ..reply }),
            error,
            usage,
            cost: money(row.get(8)?, row.get(9)?, row.get(10)?)?,
            timing: Timing { started_ms: row.get(11)?, first_text_us: row.get(12)?, total_us: row.get(13)? },
            tries: row.get(14)?,
        })
    }

    /// The reply in a slot, without its usage; `None` when there was none or it was pruned.
    pub fn reply(&self, block: i64, slot: usize) -> Result<Option<Reply>, Fault> {
        let sql = "select replies from block where id = ?1";
        // a pruned block reads as one without slots
        let slots = self.blocks.get(block, || {
            let mut statement = self.db.prepare_cached(sql)?;
            let mut rows = statement.query([block])?;
            let row = rows.next()?.ok_or(Fault::Damaged("block"))?;
            match row.get_ref(0)?.as_blob_or_null()? {
                Some(packed) => Ok::<_, Fault>(self.unpacker.borrow_mut().replies(packed)?),
                None => Ok(Slots::none()),
            }
        })?;
        match slots.get(slot) {
            Some(bytes) if !bytes.is_empty() => Ok(Some(codec::reply(&bytes)?)),
            Some(_) => Ok(None),
            None if slots.len() == 0 => Ok(None),
            None => Err(Fault::Damaged("slot of a block")),
        }
    }

    fn evidence(&self, block: i64, slot: usize) -> Result<Option<Evidence>, Fault> {
        let sql = "select replies, evidence from block where id = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([block])?;
        let row = rows.next()?.ok_or(Fault::Damaged("block"))?;
        let (replies, evidence) = (row.get_ref(0)?.as_blob_or_null()?, row.get_ref(1)?.as_blob_or_null()?);
        let (Some(replies), Some(evidence)) = (replies, evidence) else { return Ok(None) };
        let slots = self.unpacker.borrow_mut().evidence(replies, evidence)?;
        let slot = slots.get(slot).ok_or(Fault::Damaged("slot of a block"))?;
        Ok(Some(block::evidence_of(&slot)?))
    }

    /// Every sending of a call, newest first.
    pub fn records(&self, key: CallKey) -> Result<Vec<CallRecord>, Fault> {
        let mut out = Vec::new();
        if let Some(known) = self.in_flight(key)? {
            let sql = "select m.name, s.arm from sending s join model m on m.id = s.model where s.key = ?1";
            let found = self.db.prepare_cached(sql)?.query_row([key.0], |row| {
                Ok(CallRecord { known, model: model(row, 0)?, arm: row.get(1)?, evidence: None })
            });
            // it may have been settled between the two reads; its row is read below then
            out.extend(found.optional()?);
        }
        let sql = format!(
            "select {COLUMNS}, m.name, c.arm {JOINED} join model m on m.id = c.model
             where c.key = ?1 order by c.id desc"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([key.0])?;
        while let Some(row) = rows.next()? {
            out.push(self.record(row)?);
        }
        Ok(out)
    }

    fn record(&self, row: &Row<'_>) -> Result<CallRecord, Fault> {
        let evidence = match (row.get::<_, Option<i64>>(15)?, row.get::<_, Option<usize>>(16)?) {
            (Some(block), Some(slot)) => self.evidence(block, slot)?,
            _ => None,
        };
        Ok(CallRecord { known: self.settled(row)?, model: model(row, 18)?, arm: row.get(19)?, evidence })
    }

    /// Calls that a run sent or that its trials rest on, oldest first, one at a time.
    pub fn each_record(
        &self,
        run: i64,
        mut each: impl FnMut(CallRecord) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let sql = format!(
            "select {COLUMNS}, m.name, c.arm {JOINED} join model m on m.id = c.model
             where c.run = ?1 or c.id in (select call from trial where run = ?1) order by c.id"
        );
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query(params![run])?;
        while let Some(row) = rows.next()? {
            each(self.record(row)?)?;
        }
        Ok(())
    }

    /// The claims as a caller reads them.
    pub fn claims(&self, keys: &[CallKey], claimed: Vec<Claimed>) -> Result<Vec<Claim>, Fault> {
        let answer = |(key, claimed): (&CallKey, Claimed)| {
            claimed.with(|| self.known(*key)?.ok_or(Fault::Damaged("call")))
        };
        keys.iter().zip(claimed).map(answer).collect()
    }
}

pub fn model(row: &Row<'_>, column: usize) -> rusqlite::Result<ModelName> {
    let name: String = row.get(column)?;
    name.parse().map_err(|error: terms::ModelNameError| unreadable(error.to_string()))
}
