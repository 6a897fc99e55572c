//! Lists of calls, and money by model.

use rusqlite::{Row, ToSql, params};
use terms::{CallKey, CallState, Money, Timing};

use super::super::codec;
use super::super::fault::Fault;
use super::super::pool::Reader;
use super::super::write::{FAILED, UNKNOWN};
use super::calls::{model, state, usage};
use super::{money, run_id};
use crate::{Bill, CallFilter, CallLine, Scope};

const COLUMNS: &str = "c.id, c.key, r.name, m.name, c.state, c.started_ms, c.first_text_us, c.total_us, c.tries,
    c.input, c.output, c.cached, c.cache_write, c.reasoning, c.cost, c.reserved, p.currency, p.catalogue, c.error, r.id";

/// Failed calls that are sorted to be listed; of more than that, a page is met soon enough by reading all calls in order.
const FEW: u64 = 20_000;

impl Reader<'_> {
    /// At most `limit` calls from just after `after` on.
    pub fn calls(
        &self,
        filter: &CallFilter,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<CallLine>, Fault> {
        let run = filter.run.map(|id| self.row_of(id)).transpose()?;
        let name = filter.model.as_ref().map(ToString::to_string);
        let code = match filter.state {
            None => None,
            Some(CallState::Done) => Some(super::super::write::DONE),
            Some(CallState::Failed) => Some(FAILED),
            Some(CallState::Unknown) => Some(UNKNOWN),
            Some(CallState::Sent) => return Ok(Vec::new()),
        };
        let index = match (code, run) {
            (Some(UNKNOWN), _) => "indexed by call_unknown",
            (Some(FAILED), Some(_)) => "indexed by call_failed",
            (Some(FAILED), None) if self.failed()? <= FEW => "indexed by call_failed",
            (_, Some(_)) => "indexed by call_run",
            (_, None) if name.is_some() => "indexed by call_model",
            _ => "not indexed",
        };
        let (compare, way) = if filter.oldest_first { (">", "asc") } else { ("<", "desc") };
        let from = after.map_or(if filter.oldest_first { 0 } else { i64::MAX }, |place| place as i64);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut sql = format!(
            "select {COLUMNS} from call c {index} join run r on r.id = c.run join model m on m.id = c.model
             left join price p on p.id = c.price where c.id {compare} ?1"
        );
        let mut values: Vec<&dyn ToSql> = vec![&from, &limit];
        let mut also = |condition: String, value| {
            values.push(value);
            sql += &condition.replace('?', &format!("?{}", values.len()));
        };
        if let Some(run) = &run {
            also(" and c.run = ?".to_owned(), run);
        }
        if let Some(name) = &name {
            also(" and c.model = (select id from model where name = ?)".to_owned(), name);
        }
        if let Some(code) = &code {
            // a partial index must be spoken to in its own words
            also(format!(" and c.state = {code} and c.state = ?"), code);
        }
        sql += &format!(" order by c.id {way} limit ?2");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(values.as_slice())?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(self.line(row)?);
        }
        Ok(out)
    }

    fn failed(&self) -> Result<u64, Fault> {
        Ok(self.db.prepare_cached("select sum(failed) from run")?.query_row([], |row| row.get(0))?)
    }

    fn line(&self, row: &Row<'_>) -> Result<CallLine, Fault> {
        let of = |pico| -> rusqlite::Result<Option<Money>> { money(pico, row.get(16)?, row.get(17)?) };
        let error = row.get_ref(18)?.as_blob_or_null()?;
        let error = error.map(|bytes| codec::message(bytes, &self.spelling.on(self.db))).transpose()?;
        // row 0 stands for runs that were pruned
        let pruned = row.get::<_, i64>(19)? == 0;
        Ok(CallLine {
            place: row.get(0)?,
            key: CallKey(row.get(1)?),
            run: if pruned { None } else { Some(run_id(row.get_ref(2)?.as_str()?)?) },
            model: model(row, 3)?,
            state: state(row.get(4)?)?,
            timing: Timing { started_ms: row.get(5)?, first_text_us: row.get(6)?, total_us: row.get(7)? },
            tries: row.get(8)?,
            usage: usage(row, 9)?,
            cost: of(row.get(14)?)?,
            at_risk: of(row.get(15)?)?,
            error,
        })
    }

    /// What each model did and cost.
    pub fn bills(&self, scope: Scope) -> Result<Vec<Bill>, Fault> {
        let row = self.row_in(scope)?;
        let mut statement = self.db.prepare_cached(
            "select m.name, sum(b.done), sum(b.failed), sum(b.unknown), sum(b.input), sum(b.output), sum(b.spent),
                sum(b.at_risk), b.currency, min(b.catalogue)
             from bill b join model m on m.id = b.model where ?1 is null or b.run = ?1
             group by m.name, b.currency order by m.name, b.currency",
        )?;
        let mut rows = statement.query(params![row])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let priced = !row.get_ref(8)?.as_str()?.is_empty();
            let of = |pico| -> rusqlite::Result<Option<Money>> {
                if priced { money(pico, row.get(8)?, row.get(9)?) } else { Ok(None) }
            };
            out.push(Bill {
                model: model(row, 0)?,
                done: row.get(1)?,
                failed: row.get(2)?,
                unknown: row.get(3)?,
                input: row.get(4)?,
                output: row.get(5)?,
                spent: of(row.get(6)?)?,
                at_risk: of(row.get(7)?)?,
            });
        }
        Ok(out)
    }
}
