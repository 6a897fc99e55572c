use rusqlite::{OptionalExtension, Params, Row, params};
use serde_json::Value;
use terms::evaluation::Ended;

use super::super::fault::Fault;
use super::super::pool::Reader;
use super::{ended, ended_code, run_id};
use crate::{
    Finished, LedgerError, PlanHash, RunFilter, RunId, RunOrder, RunPage, RunRecord, RunSummary, Status,
};

const COLUMNS: &str =
    "r.name, r.kind, r.plan, r.cases, r.title, r.started_ms, r.ended_ms, r.ended, r.pruned, r.trials, r.id";

/// Trials and money of a run, 0 when nothing says more. A study's own row has none: its document tells them.
const TRIALS: &str =
    "case when r.trials > 0 then r.trials else coalesce((select evaluation ->> '$.cost.trials'
    from paper where run = r.id), 0) end";
const SPENT: &str = "coalesce((select max(spent) from account where run = r.id),
    (select evaluation ->> '$.cost.money.pico' from paper where run = r.id), 0)";

fn json(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::Damaged("document of a run"))
}

impl Reader<'_> {
    pub fn row_of(&self, id: RunId) -> Result<i64, Fault> {
        let sql = "select id from run where name = ?1 and id > 0";
        let row = self.db.prepare_cached(sql)?.query_row([id.as_str()], |row| row.get(0)).optional()?;
        row.ok_or_else(|| LedgerError::UnknownRun { id: id.to_string() }.into())
    }

    fn summary(&self, row: &Row<'_>) -> rusqlite::Result<RunSummary> {
        let id = run_id(row.get_ref(0)?.as_str()?)?;
        let status = match row.get(7)? {
            Some(code) => Status::Ended(ended(code)?),
            None if self.locks.is_owned(id) => Status::Running,
            None => Status::Abandoned,
        };
        Ok(RunSummary {
            id,
            kind: row.get(1)?,
            plan: PlanHash(row.get(2)?),
            cases_hash: row.get(3)?,
            title: row.get(4)?,
            started_ms: row.get(5)?,
            ended_ms: row.get(6)?,
            status,
            trials: row.get(9)?,
            pruned: row.get(8)?,
        })
    }

    fn summaries(&self, rest: &str, values: impl Params) -> Result<Vec<RunSummary>, Fault> {
        let mut statement =
            self.db.prepare_cached(&format!("select {COLUMNS} from run r where r.id > 0 and {rest}"))?;
        let found = statement.query_map(values, |row| self.summary(row))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    pub fn summary_of(&self, id: RunId) -> Result<RunSummary, Fault> {
        let found = self.summaries("r.name = ?1", [id.as_str()])?;
        found.into_iter().next().ok_or_else(|| LedgerError::UnknownRun { id: id.to_string() }.into())
    }

    pub fn unfinished(&self, plan: PlanHash) -> Result<Option<RunSummary>, Fault> {
        let open = "r.plan = ?1 and r.ended is not ?2 order by r.id desc";
        let found = self.summaries(open, params![plan.0, ended_code(Ended::Completed)])?;
        Ok(found.into_iter().find(|run| run.status != Status::Running))
    }

    pub fn finished(&self, plan: PlanHash) -> Result<Option<Finished>, Fault> {
        let whole = "r.plan = ?1 and r.ended = ?2 and r.pruned = 0 order by r.id desc limit 1";
        let found = self.summaries(whole, params![plan.0, ended_code(Ended::Completed)])?;
        let Some(summary) = found.into_iter().next() else { return Ok(None) };
        let (_, evaluation) = self.paper(summary.id)?;
        Ok(evaluation.map(|evaluation| Finished { summary, evaluation }))
    }

    fn paper(&self, id: RunId) -> Result<(Value, Option<Value>), Fault> {
        let sql = "select document, evaluation from paper where run = (select id from run where name = ?1)";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([id.as_str()])?;
        let row = rows.next()?.ok_or(Fault::Damaged("document of a run"))?;
        let evaluation = row.get_ref(1)?.as_str_or_null()?.map(json).transpose()?;
        Ok((json(row.get_ref(0)?.as_str()?)?, evaluation))
    }

    pub fn record_of(&self, id: RunId) -> Result<RunRecord, Fault> {
        let summary = self.summary_of(id)?;
        let (document, evaluation) = self.paper(id)?;
        Ok(RunRecord { summary, document, evaluation })
    }

    /// The run a person means.
    pub fn find(&self, typed: &str) -> Result<RunRecord, Fault> {
        let unknown = || LedgerError::UnknownRun { id: typed.to_owned() };
        let names: Vec<String> = if typed == "latest" {
            let sql = "select name from run where id > 0 order by id desc limit 1";
            self.db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
        } else {
            let prefix = RunId::normal_prefix(typed).ok_or_else(unknown)?;
            // "{" sorts just after "z", the last character of the alphabet
            let sql = "select name from run where name >= ?1 and name < ?1 || '{' and id > 0";
            self.db.prepare_cached(sql)?.query_map([prefix], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        match names.as_slice() {
            [] => Err(unknown().into()),
            [name] => self.record_of(run_id(name)?),
            _ => {
                let matches = names.len() as u64;
                Err(LedgerError::AmbiguousRun { id: typed.to_owned(), matches }.into())
            }
        }
    }

    pub fn page_of_runs(
        &self,
        filter: &RunFilter,
        after: Option<RunId>,
        limit: usize,
    ) -> Result<RunPage, Fault> {
        let (rank, compare, way) = match filter.order {
            RunOrder::Newest => ("0", "<", "desc"),
            RunOrder::Oldest => ("0", ">", "asc"),
            RunOrder::Largest => (TRIALS, "<", "desc"),
            RunOrder::Dearest => (SPENT, "<", "desc"),
        };
        let (mut from, mut first) = (i64::MAX, i64::MAX);
        if filter.order == RunOrder::Oldest {
            (from, first) = (0, 0);
        }
        if let Some(id) = after {
            from = self.row_of(id)?;
            let sql = format!("select {rank} from run r where r.id = ?1");
            first = self.db.prepare_cached(&sql)?.query_row([from], |row| row.get(0))?;
        }
        // a number alone would name a column
        let first_by = if rank == "0" { String::new() } else { format!("{rank} {way}, ") };
        let rest = format!(
            "({rank}, r.id) {compare} (?8, ?1) and (?2 is null or r.kind = ?2) and (?3 is null or r.plan = ?3)
                and (?4 is null or r.kind <> ?4) and (?5 is null or instr(lower(r.title), lower(?5)) > 0)
                and (?6 = 0 or r.ended is ?7)
            order by {first_by}r.id {way} limit ?9"
        );
        // one more than asked tells whether there is a next page
        let values = params![
            from,
            filter.kind,
            filter.plan.map(|plan| plan.0),
            filter.except,
            filter.title,
            filter.ended.is_some(),
            filter.ended.flatten().map(ended_code),
            first,
            limit as i64 + 1
        ];
        let mut runs = self.summaries(&rest, values)?;
        let more = runs.len() > limit;
        runs.truncate(limit);
        let next = if more { runs.last().map(|run| run.id) } else { None };
        Ok(RunPage { runs, next })
    }
}
