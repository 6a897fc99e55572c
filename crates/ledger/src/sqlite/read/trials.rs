use rusqlite::{Row, ToSql};
use terms::evaluation::Trial;
use terms::{CallKey, CallState};

use super::super::codec;
use super::super::fault::Fault;
use super::super::pool::Reader;
use super::calls::{state, usage};
use super::{money, outcome_code};
use crate::{ScoreRow, TrialAt, TrialFilter};

/// Places of trials per page: a few bytes each.
pub const PLACES: usize = 8192;
/// Score rows per page.
pub const SCORES: usize = 2048;
/// Whole trials per page: about as many replies are in memory at once.
pub const TRIALS: usize = 256;

/// Rows after a place: `None` for the first page.
fn after_values(after: Option<TrialAt>) -> [i64; 3] {
    match after {
        Some(at) => [at.case as i64, i64::from(at.arm), i64::from(at.repeat)],
        None => [-1, -1, -1],
    }
}

fn at(row: &Row<'_>) -> rusqlite::Result<TrialAt> {
    Ok(TrialAt { case: row.get(0)?, arm: row.get(1)?, repeat: row.get(2)? })
}

/// What a whole trial is read from.
pub const COLUMNS: &str = "t.number, t.arm, t.repeat, i.id, i.weight, i.cluster, i.expect, t.scores, t.error,
    t.reused, c.key, c.state, c.total_us, c.block, c.slot, c.cost, p.currency, p.catalogue";
pub const JOINED: &str = "join item i on i.run = t.run and i.number = t.number
    left join call c on c.id = t.call left join price p on p.id = c.price";

impl Reader<'_> {
    pub fn places(&self, run: i64, after: Option<TrialAt>) -> Result<Vec<TrialAt>, Fault> {
        let [case, arm, repeat] = after_values(after);
        let sql = "select number, arm, repeat from trial
            where run = ?1 and error is null and (number, arm, repeat) > (?2, ?3, ?4)
            order by number, arm, repeat limit ?5";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_map([run, case, arm, repeat, PLACES as i64], at)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    pub fn score_rows(&self, run: i64, after: Option<TrialAt>) -> Result<Vec<ScoreRow>, Fault> {
        let [case, arm, repeat] = after_values(after);
        let sql = "select t.number, t.arm, t.repeat, i.id, i.weight, i.cluster, t.scores, t.error, t.answer,
                t.reused, c.total_us, c.input, c.output, c.cached, c.cache_write, c.reasoning,
                c.cost, p.currency, p.catalogue, c.state
            from trial t join item i on i.run = t.run and i.number = t.number
            left join call c on c.id = t.call left join price p on p.id = c.price
            where t.run = ?1 and (t.number, t.arm, t.repeat) > (?2, ?3, ?4)
            order by t.number, t.arm, t.repeat limit ?5";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([run, case, arm, repeat, SCORES as i64])?;
        let mut out = Vec::with_capacity(SCORES);
        let words = self.spelling.on(self.db);
        while let Some(row) = rows.next()? {
            let answered = row.get::<_, Option<i64>>(19)? == Some(super::super::write::DONE);
            let error = row.get_ref(7)?.as_blob_or_null()?.map(|bytes| codec::message(bytes, &words));
            out.push(ScoreRow {
                at: at(row)?,
                case_id: row.get(3)?,
                weight: row.get(4)?,
                cluster: row.get(5)?,
                scores: codec::scores(row.get_ref(6)?.as_blob()?, &words)?,
                error: error.transpose()?,
                answer: row.get::<_, Option<i64>>(8)?.map(i64::cast_unsigned),
                reused: row.get(9)?,
                total_us: if answered { row.get(10)? } else { None },
                usage: usage(row, 11)?,
                cost: money(row.get(16)?, row.get(17)?, row.get(18)?)?,
            });
        }
        Ok(out)
    }

    pub fn trials(
        &self,
        run: i64,
        filter: TrialFilter,
        after: Option<TrialAt>,
        limit: usize,
    ) -> Result<Vec<Trial>, Fault> {
        let [case, arm, repeat] = after_values(after);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let outcome = filter.outcome.map(outcome_code);
        let mut values: Vec<&dyn ToSql> = vec![&run, &case, &arm, &repeat, &limit];
        values.extend(outcome.as_ref().map(|outcome| outcome as &dyn ToSql));
        values.extend(filter.arm.as_ref().map(|arm| arm as &dyn ToSql));
        values.extend(filter.case.as_ref().map(|case| case as &dyn ToSql));
        let sql = page_sql(filter);
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(values.as_slice())?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(self.trial(row)?);
        }
        Ok(out)
    }

    pub fn trial(&self, row: &Row<'_>) -> Result<Trial, Fault> {
        let words = self.spelling.on(self.db);
        let at = at(row)?;
        let answered = match row.get(11)? {
            Some(code) => state(code)? == CallState::Done,
            None => false,
        };
        let text = match (row.get::<_, Option<i64>>(13)?, row.get::<_, Option<usize>>(14)?) {
            (Some(block), Some(slot)) if answered => self.reply(block, slot)?.map(|reply| reply.text),
            _ => None,
        };
        let error = row.get_ref(8)?.as_blob_or_null()?.map(|bytes| codec::message(bytes, &words));
        let total_us: Option<u64> = if answered { row.get(12)? } else { None };
        Ok(Trial {
            case: at.case,
            case_id: row.get(3)?,
            arm: at.arm,
            repeat: at.repeat,
            call: row.get::<_, Option<[u8; 16]>>(10)?.map(CallKey),
            text,
            expect: row.get(6)?,
            scores: codec::scores(row.get_ref(7)?.as_blob()?, &words)?,
            error: error.transpose()?,
            latency_ms: total_us.map(|us| us as f64 / 1000.0),
            cost: money(row.get(15)?, row.get(16)?, row.get(17)?)?,
            weight: row.get(4)?,
            cluster: row.get(5)?,
            reused: row.get(9)?,
        })
    }
}

/// A page of trials: run, place, limit, then what the filter has of outcome, arm and case.
fn page_sql(filter: TrialFilter) -> String {
    // the planner knows nothing of how rare an outcome is
    let index = if filter.outcome.is_some() { " indexed by trial_outcome" } else { "" };
    let mut sql = format!(
        "select {COLUMNS} from trial t{index} {JOINED}
        where t.run = ?1 and (t.number, t.arm, t.repeat) > (?2, ?3, ?4)"
    );
    let conditions = [
        ("t.outcome", filter.outcome.is_some()),
        ("t.arm", filter.arm.is_some()),
        ("t.number", filter.case.is_some()),
    ];
    for (number, (column, _)) in (6..).zip(conditions.into_iter().filter(|(_, wanted)| *wanted)) {
        sql += &format!(" and {column} = ?{number}");
    }
    sql + " order by t.number, t.arm, t.repeat limit ?5"
}

/// Where a trial is.
pub fn place(trial: &Trial) -> TrialAt {
    TrialAt { case: trial.case, arm: trial.arm, repeat: trial.repeat }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TrialOutcome;

    /// Where SQLite looks for the trials of a page.
    fn plan(filter: TrialFilter) -> String {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        super::super::super::pool::tune(&db, std::time::Duration::ZERO).unwrap();
        db.execute_batch(include_str!("../migrations/001.sql")).unwrap();
        db.execute_batch(include_str!("../migrations/002.sql")).unwrap();
        db.execute_batch(include_str!("../migrations/003.sql")).unwrap();
        let mut statement = db.prepare(&format!("explain query plan {}", page_sql(filter))).unwrap();
        let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3)).map(Result::unwrap);
        steps.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn trials_of_an_outcome_are_found_by_their_index_and_all_of_them_in_order() {
        for outcome in
            [TrialOutcome::Passed, TrialOutcome::Failed, TrialOutcome::Unscored, TrialOutcome::Errored]
        {
            for arm in [None, Some(1)] {
                let plan = plan(TrialFilter { outcome: Some(outcome), arm, case: None });
                assert!(
                    plan.contains("USING INDEX trial_outcome (run=? AND outcome=? AND (number,arm,repeat)>"),
                    "{plan}"
                );
            }
        }
        let plan = plan(TrialFilter::default());
        assert!(plan.starts_with("SEARCH t USING PRIMARY KEY (run=? AND (number,arm,repeat)>"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
