//! Old payloads and old runs go; the money they cost stays on the books.

use rusqlite::params;
use terms::Money;

use super::super::fault::Fault;
use super::super::read::money;
use super::transaction::{Memory, Transaction};
use crate::{Depth, Prune, PruneReport, RunId, Select};

impl Transaction<'_> {
    /// Says what was removed and which runs are gone. Sizes are left to whoever gives the space back.
    pub fn prune(&mut self, prune: Prune) -> Result<(PruneReport, Vec<RunId>), Fault> {
        // sums of this transaction must be on the books before they are carried forward
        self.carry()?;
        let chosen = self.chosen(prune.select)?;
        self.db.execute_batch(
            "create temp table if not exists doomed (run integer primary key); delete from doomed",
        )?;
        for (row, _) in &chosen {
            self.sweep(*row, None)?;
            self.db.prepare_cached("insert into doomed (run) values (?1)")?.execute([row])?;
        }
        self.carry()?;
        let mut report = PruneReport { runs: chosen.len() as u64, ..PruneReport::default() };
        let mut gone = Vec::new();
        match prune.depth {
            Depth::Evidence => report.calls = self.prune_evidence()?,
            Depth::Replies => report.calls = self.prune_replies()?,
            Depth::Runs => {
                let rows: Vec<i64> = chosen.iter().map(|(row, _)| *row).collect();
                (report.calls, report.trials) = self.prune_runs(&rows)?;
                gone = chosen.into_iter().map(|(_, id)| id).collect();
            }
        }
        self.db.execute_batch("delete from doomed")?;
        *self.memory = Memory::default();
        Ok((report, gone))
    }

    /// Runs nobody is working on that the selection names.
    fn chosen(&self, select: Select) -> Result<Vec<(i64, RunId)>, Fault> {
        let (filter, value) = match select {
            Select::Before(ms) => ("started_ms < ?1", ms),
            Select::KeepLast(keep) => (
                "id not in (select id from run where id > 0 order by id desc limit ?1)",
                i64::try_from(keep).unwrap_or(i64::MAX),
            ),
            Select::Run(id) => ("id = ?1", self.row_of(id)?),
        };
        let sql = format!("select id, name, ended is null from run where id > 0 and {filter} order by id");
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query([value])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            let id: RunId = name.parse().map_err(|_| Fault::Damaged("run"))?;
            let in_progress: bool = row.get(2)?;
            if !(in_progress && self.locks.is_owned(id)) {
                out.push((row.get(0)?, id));
            }
        }
        Ok(out)
    }

    fn count(&self, sql: &str) -> Result<u64, Fault> {
        Ok(self.db.query_row(sql, [], |row| row.get(0))?)
    }

    fn prune_evidence(&mut self) -> Result<u64, Fault> {
        let calls = self.count(
            "select count(*) from call where block in
                (select id from block where run in (select run from doomed) and evidence is not null)",
        )?;
        self.db.execute_batch("update block set evidence = null where run in (select run from doomed)")?;
        Ok(calls)
    }

    fn prune_replies(&mut self) -> Result<u64, Fault> {
        let calls = self.count(
            "select count(*) from call where block in
                (select id from block where run in (select run from doomed) and replies is not null)",
        )?;
        self.db.execute_batch(
            "update run set pruned = 1 where id in (select run from doomed) or id in
                (select t.run from trial t join call c on c.id = t.call
                 where c.block in (select id from block where run in (select run from doomed)));
             update block set replies = null, evidence = null where run in (select run from doomed)",
        )?;
        Ok(calls)
    }

    /// Counts calls and trials removed.
    fn prune_runs(&mut self, rows: &[i64]) -> Result<(u64, u64), Fault> {
        for row in rows {
            self.carry_forward(*row)?;
        }
        let before = self.count("select count(*) from call")?;
        let trials = self.count("select count(*) from trial where run in (select run from doomed)")?;
        // what trials of other runs rest on stays under row 0, and goes when they do
        self.db.execute_batch(
            "delete from trial where run in (select run from doomed);
             delete from item where run in (select run from doomed);
             delete from paper where run in (select run from doomed);
             delete from rating where run in (select run from doomed);
             delete from account where run in (select run from doomed);
             delete from bill where run in (select run from doomed);
             insert or ignore into doomed (run) values (0);
             delete from call where run in (select run from doomed)
                and id not in (select call from trial where call is not null);
             update call set run = 0 where run in (select run from doomed);
             delete from block where run in (select run from doomed)
                and id not in (select block from call where block is not null);
             update block set run = 0 where run in (select run from doomed);
             delete from run where id in (select run from doomed where run > 0)",
        )?;
        Ok((before - self.count("select count(*) from call")?, trials))
    }

    fn carry_forward(&mut self, row: i64) -> Result<(), Fault> {
        self.db
            .prepare_cached(
                "update run set done = run.done + old.done, failed = run.failed + old.failed,
                    unknown = run.unknown + old.unknown, unpriced = run.unpriced + old.unpriced
                 from run as old where run.id = 0 and old.id = ?1",
            )?
            .execute(params![row])?;
        self.db
            .prepare_cached(
                "insert into bill select 0, model, currency, done, failed, unknown, input, output, spent, at_risk, catalogue
                 from bill where run = ?1 on conflict do update set
                    done = done + excluded.done, failed = failed + excluded.failed,
                    unknown = unknown + excluded.unknown, input = input + excluded.input,
                    output = output + excluded.output, spent = spent + excluded.spent,
                    at_risk = at_risk + excluded.at_risk, catalogue = min(catalogue, excluded.catalogue)",
            )?
            .execute([row])?;
        let accounts: Vec<(Option<Money>, Option<Money>)> = self
            .db
            .prepare_cached("select spent, at_risk, currency, catalogue from account where run = ?1")?
            .query_map([row], |r| {
                Ok((money(r.get(0)?, r.get(2)?, r.get(3)?)?, money(r.get(1)?, r.get(2)?, r.get(3)?)?))
            })?
            .collect::<Result<_, _>>()?;
        for (spent, at_risk) in accounts {
            if let (Some(spent), Some(at_risk)) = (spent, at_risk) {
                self.carry_money(0, spent, at_risk)?;
            }
        }
        Ok(())
    }
}
