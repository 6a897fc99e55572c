//! Reads everything and compares it with what the ledger promises.

use std::collections::BTreeMap;

use rusqlite::Params;
use terms::{CallState, Message};

use super::block;
use super::fault::Fault;
use super::pool::Reader;
use super::read::calls::state;
use super::write::DONE;
use crate::CheckReport;

/// Spent and at risk, in 10^-12 of a currency.
type Account = (i128, i128);

/// What the calls and trials of a run add up to.
#[derive(Default)]
struct Sums {
    /// Done, failed, unknown, unpriced, trials.
    counts: [i64; 5],
    accounts: BTreeMap<String, Account>,
}

impl Reader<'_> {
    pub fn check(&self) -> Result<CheckReport, Fault> {
        // one instant, whatever others write meanwhile
        let snapshot = self.db.unchecked_transaction()?;
        let mut report = CheckReport {
            runs: self.number("select count(*) from run where id > 0", [])?,
            calls: self.number("select count(*) from call", [])?,
            trials: self.number("select count(*) from trial", [])?,
            problems: Vec::new(),
        };
        let problems = &mut report.problems;
        self.check_file(problems)?;
        if problems.is_empty() {
            self.check_links(problems)?;
            self.check_payloads(problems)?;
            self.check_sums(problems)?;
        }
        snapshot.commit()?;
        Ok(report)
    }

    fn number(&self, sql: &str, values: impl Params) -> Result<u64, Fault> {
        Ok(self.db.query_row(sql, values, |row| row.get(0))?)
    }

    fn check_file(&self, problems: &mut Vec<Message>) -> Result<(), Fault> {
        let mut statement = self.db.prepare("pragma quick_check(20)")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let said: String = row.get(0)?;
            if said != "ok" {
                problems.push(Message::new("ledger-check-file").with("detail", said));
            }
        }
        Ok(())
    }

    fn check_links(&self, problems: &mut Vec<Message>) -> Result<(), Fault> {
        let lost = self.number(
            "select count(*) from trial t where t.call is not null
                and not exists (select 1 from call c where c.id = t.call)",
            [],
        )?;
        if lost > 0 {
            problems.push(Message::new("ledger-check-trials-without-call").with("count", lost));
        }
        let lost = self.number(
            "select count(*) from trial t where not exists
                (select 1 from item i where i.run = t.run and i.number = t.number)",
            [],
        )?;
        if lost > 0 {
            problems.push(Message::new("ledger-check-trials-without-case").with("count", lost));
        }
        let lost = self.number(
            "select count(*) from rating r where not exists
                (select 1 from trial t where t.run = r.run and t.number = r.number and t.arm = r.arm
                    and t.repeat = r.repeat)",
            [],
        )?;
        if lost > 0 {
            problems.push(Message::new("ledger-check-ratings-without-trial").with("count", lost));
        }
        // of replies under row 0 it is not known whether they were pruned before their run was
        let lost = self.number(
            "select count(*) from call c left join block b on b.id = c.block left join run r on r.id = c.run
             where c.state = 1 and (b.id is null or r.id is null
                or (b.replies is null and r.pruned = 0 and r.id > 0))",
            [],
        )?;
        if lost > 0 {
            problems.push(Message::new("ledger-check-calls-without-reply").with("count", lost));
        }
        let twice = self.number(
            "select count(*) from (select c.key from call c join block b on b.id = c.block
                where c.state = 1 and b.replies is not null group by c.key having count(*) > 1)",
            [],
        )?;
        let again = self.number(
            "select count(*) from sending s join call c on c.key = s.key join block b on b.id = c.block
                where c.state = 1 and b.replies is not null",
            [],
        )?;
        if twice + again > 0 {
            problems.push(Message::new("ledger-check-paid-twice").with("count", twice + again));
        }
        Ok(())
    }

    /// Every block is decompressed, every reply decoded.
    fn check_payloads(&self, problems: &mut Vec<Message>) -> Result<(), Fault> {
        let mut damaged = 0u64;
        let mut statement = self.db.prepare("select replies, evidence from block")?;
        let mut rows = statement.query([])?;
        let mut unpacker = self.unpacker.borrow_mut();
        while let Some(row) = rows.next()? {
            let (replies, bytes) = (row.get_ref(0)?.as_blob_or_null()?, row.get_ref(1)?.as_blob_or_null()?);
            let sound = match (replies, bytes) {
                (Some(replies), Some(bytes)) => unpacker.evidence(replies, bytes).is_ok_and(|slots| {
                    (0..slots.len())
                        .filter_map(|slot| slots.get(slot))
                        .all(|b| block::evidence_of(&b).is_ok())
                }),
                (Some(replies), None) => unpacker.replies(replies).is_ok(),
                (None, Some(_)) => false,
                (None, None) => true,
            };
            damaged += u64::from(!sound);
        }
        drop(unpacker);
        // blocks follow each other as their calls do, so the cache of replies serves
        let sql = "select c.block, c.slot from call c join block b on b.id = c.block
            where c.state = ?1 and b.replies is not null order by c.id";
        let mut statement = self.db.prepare(sql)?;
        let mut rows = statement.query([DONE])?;
        while let Some(row) = rows.next()? {
            let read = self.reply(row.get(0)?, row.get(1)?);
            damaged += u64::from(!matches!(read, Ok(Some(_))));
        }
        if damaged > 0 {
            problems.push(Message::new("ledger-check-payloads").with("count", damaged));
        }
        Ok(())
    }

    /// Counts and money of every run, made again from its calls and trials. Added up here and not in SQL, which
    /// would sort every call in memory to group them.
    fn check_sums(&self, problems: &mut Vec<Message>) -> Result<(), Fault> {
        let mut found: BTreeMap<i64, Sums> = BTreeMap::new();
        let mut statement = self.db.prepare(
            "select c.run, c.state, c.cost, c.reserved, p.currency
             from call c left join price p on p.id = c.price where c.run > 0",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let sums = found.entry(row.get(0)?).or_default();
            let (cost, reserved): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
            match state(row.get(1)?)? {
                CallState::Done => {
                    sums.counts[0] += 1;
                    sums.counts[3] += i64::from(cost.is_none());
                }
                CallState::Failed => sums.counts[1] += 1,
                CallState::Unknown | CallState::Sent => sums.counts[2] += 1,
            }
            if cost.is_some() || reserved.is_some() {
                let account = sums.accounts.entry(row.get(4)?).or_default();
                account.0 += i128::from(cost.unwrap_or(0));
                account.1 += i128::from(reserved.unwrap_or(0));
            }
        }
        // in the order of the table: nothing to sort
        let mut statement = self.db.prepare("select run, count(*) from trial group by run")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.entry(row.get(0)?).or_default().counts[4] = row.get(1)?;
        }
        let sql = "select id, name, done, failed, unknown, unpriced, trials from run where id > 0";
        let mut statement = self.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let kept: [i64; 5] = [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
            let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
            let sums = found.remove(&id).unwrap_or_default();
            if sums.counts != kept {
                problems.push(Message::new("ledger-check-counts").with("id", name.as_str()));
            }
            if sums.accounts != self.accounts(id)? {
                problems.push(Message::new("ledger-check-money").with("id", name));
            }
        }
        if !found.is_empty() {
            problems.push(Message::new("ledger-check-lost-runs").with("count", found.len()));
        }
        Ok(())
    }

    fn accounts(&self, run: i64) -> Result<BTreeMap<String, Account>, Fault> {
        let sql = "select currency, spent, at_risk from account where run = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_map([run], |row| {
            let (spent, at_risk): (i64, i64) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, (i128::from(spent), i128::from(at_risk))))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}
