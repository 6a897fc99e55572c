//! Runs: begun, adopted, ended; looks at sealed splits; trials.

use rusqlite::{OptionalExtension, params};
use serde_json::Value;
use terms::evaluation::Ended;

use super::super::codec::put_scores;
use super::super::fault::Fault;
use super::super::read::{ended_code, outcome_code};
use super::calls::Answered;
use super::transaction::{Statement, Transaction};
use crate::{LedgerError, NewRun, NewTrial, RunId, TrialOutcome};

impl Transaction<'_> {
    pub fn row_of(&self, id: RunId) -> Result<i64, Fault> {
        let row = self
            .db
            .prepare_cached("select id from run where name = ?1 and id > 0")?
            .query_row([id.as_str()], |row| row.get(0))
            .optional()?;
        row.ok_or_else(|| LedgerError::UnknownRun { id: id.to_string() }.into())
    }

    /// `None` when the name is taken.
    pub fn begin(&mut self, id: RunId, run: &NewRun) -> Result<Option<i64>, Fault> {
        let row: Option<i64> = self
            .db
            .prepare_cached(
                "insert into run (name, kind, plan, cases, title, started_ms) values (?1, ?2, ?3, ?4, ?5, ?6)
                 on conflict do nothing returning id",
            )?
            .query_row(
                params![id.as_str(), run.kind, run.plan.0, run.cases_hash, run.title, run.started_ms],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(row) = row {
            let insert = "insert into paper (run, document) values (?1, ?2)";
            self.db.prepare_cached(insert)?.execute(params![row, run.document.to_string()])?;
        }
        Ok(row)
    }

    pub fn adopt(&mut self, id: RunId) -> Result<i64, Fault> {
        let row = self.row_of(id)?;
        let find = "select ended is ?2 from run where id = ?1";
        let complete: bool = self
            .db
            .prepare_cached(find)?
            .query_row(params![row, ended_code(Ended::Completed)], |r| r.get(0))?;
        if complete {
            return Err(LedgerError::RunComplete { run: id }.into());
        }
        self.sweep(row, None)?;
        self.db
            .prepare_cached("update run set ended = null, ended_ms = null where id = ?1")?
            .execute([row])?;
        Ok(row)
    }

    pub fn finish(&mut self, row: i64, ended: Ended, evaluation: &Value, ended_ms: i64) -> Result<(), Fault> {
        self.sweep(row, None)?;
        let update = "update run set ended = ?2, ended_ms = ?3 where id = ?1";
        self.db.prepare_cached(update)?.execute(params![row, ended_code(ended), ended_ms])?;
        let update = "update paper set evaluation = ?2 where run = ?1";
        self.db.prepare_cached(update)?.execute(params![row, evaluation.to_string()])?;
        Ok(())
    }

    pub fn look(&mut self, dataset: &[u8; 16], run: RunId) -> Result<u64, Fault> {
        self.row_of(run)?;
        let insert = "insert into look (dataset, run) values (?1, ?2) on conflict do nothing";
        self.db.prepare_cached(insert)?.execute(params![dataset, run.as_str()])?;
        let count = "select count(*) from look where dataset = ?1";
        Ok(self.db.prepare_cached(count)?.query_row([dataset], |row| row.get(0))?)
    }

    /// Records a trial that rests on this call, if any.
    pub fn record(&mut self, row: i64, trial: &NewTrial, answer: Option<Answered>) -> Result<(), Fault> {
        let number = trial.at.case;
        if self.is_new_item(row, number) {
            self.hot.get(self.db, Statement::Item)?.execute(params![
                row,
                number,
                trial.case_id,
                trial.weight,
                trial.cluster,
                trial.expect
            ])?;
        }
        let mut scores = Vec::new();
        put_scores(&mut scores, &trial.scores, &mut self.memory.numbers.on(self.db))?;
        let error = self.message(trial.error.as_ref())?;
        let outcome = outcome_code(TrialOutcome::of(&trial.scores, trial.error.is_some()));
        let values = params![
            row,
            number,
            trial.at.arm,
            trial.at.repeat,
            answer.as_ref().map(|answer| answer.call),
            outcome,
            trial.reused,
            trial.answer.map(u64::cast_signed),
            scores,
            error,
            answer.as_ref().and_then(|answer| answer.total_us),
            answer.as_ref().and_then(|answer| answer.cost),
        ];
        let inserted = self.hot.get(self.db, Statement::Trial)?.execute(values)?;
        if inserted == 0 {
            self.db
                .prepare_cached(
                    "update trial set call = ?5, outcome = ?6, reused = ?7, answer = ?8, scores = ?9, error = ?10,
                        total_us = ?11, cost = ?12
                     where run = ?1 and number = ?2 and arm = ?3 and repeat = ?4",
                )?
                .execute(values)?;
        }
        self.sums.of(row).trials += inserted as i64;
        Ok(())
    }
}
