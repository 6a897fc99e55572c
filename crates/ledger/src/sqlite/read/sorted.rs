//! Trials by time or by price. A page is read from an index: each outcome is a list that is sorted already, and the
//! four are merged.

use rusqlite::OptionalExtension;
use terms::evaluation::Trial;

use super::super::fault::Fault;
use super::super::pool::Reader;
use super::outcome_code;
use super::trials::{COLUMNS, JOINED};
use crate::{TrialAt, TrialFilter, TrialOrder, TrialOutcome};

/// A column of `trial` with its index, and which end comes first.
#[derive(Clone, Copy)]
pub struct Sorting {
    column: &'static str,
    index: &'static str,
    most_first: bool,
}

impl Sorting {
    /// `None` for the order of the table itself.
    pub fn of(order: TrialOrder) -> Option<Sorting> {
        let (column, index, most_first) = match order {
            TrialOrder::Case => return None,
            TrialOrder::Slowest => ("total_us", "trial_time", true),
            TrialOrder::Fastest => ("total_us", "trial_time", false),
            TrialOrder::Dearest => ("cost", "trial_cost", true),
            TrialOrder::Cheapest => ("cost", "trial_cost", false),
        };
        Some(Sorting { column, index, most_first })
    }

    /// A page: run, then value and place just before it, limit, arm, case.
    fn sql(self, outcomes: &[i64]) -> String {
        let Sorting { column, index, most_first } = self;
        let (compare, way) = if most_first { ("<", "desc") } else { (">", "asc") };
        let order = format!("{column} {way}, number {way}, arm {way}, repeat {way}");
        let branch = |outcome: &i64| {
            format!(
                "select * from (select number, arm, repeat, {column} from trial indexed by {index}
                where run = ?1 and outcome = {outcome} and {column} is not null
                    and ({column}, number, arm, repeat) {compare} (?2, ?3, ?4, ?5)
                    and (?7 is null or arm = ?7) and (?8 is null or number = ?8)
                order by {order} limit ?6)"
            )
        };
        let branches = outcomes.iter().map(branch).collect::<Vec<_>>().join(" union all ");
        format!(
            "with page as materialized (select * from ({branches}) order by {order} limit ?6)
            select {COLUMNS} from page join trial t
                on t.run = ?1 and t.number = page.number and t.arm = page.arm and t.repeat = page.repeat {JOINED}
            order by t.{column} {way}, t.number {way}, t.arm {way}, t.repeat {way}"
        )
    }
}

impl Reader<'_> {
    /// At most `limit` trials from just after `after` on; none when that trial has no such value.
    pub fn sorted(
        &self,
        run: i64,
        filter: TrialFilter,
        sorting: Sorting,
        after: Option<TrialAt>,
        limit: usize,
    ) -> Result<Vec<Trial>, Fault> {
        let end = if sorting.most_first { i64::MAX } else { -1 };
        let from = match after {
            None => [end; 4],
            Some(at) => {
                let place = [at.case as i64, i64::from(at.arm), i64::from(at.repeat)];
                let sql = format!(
                    "select {} from trial where run = ?1 and number = ?2 and arm = ?3 and repeat = ?4",
                    sorting.column
                );
                let values = [run, place[0], place[1], place[2]];
                let found: Option<Option<i64>> =
                    self.db.prepare_cached(&sql)?.query_row(values, |row| row.get(0)).optional()?;
                let Some(value) = found.flatten() else { return Ok(Vec::new()) };
                [value, place[0], place[1], place[2]]
            }
        };
        let all = [TrialOutcome::Passed, TrialOutcome::Failed, TrialOutcome::Unscored, TrialOutcome::Errored];
        let outcomes: Vec<i64> = filter
            .outcome
            .map_or_else(|| all.to_vec(), |one| vec![one])
            .into_iter()
            .map(outcome_code)
            .collect();
        let mut statement = self.db.prepare_cached(&sorting.sql(&outcomes))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (arm, case) = (filter.arm.map(i64::from), filter.case.map(|case| case as i64));
        let mut rows =
            statement.query(rusqlite::params![run, from[0], from[1], from[2], from[3], limit, arm, case])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(self.trial(row)?);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sorted_page_is_read_from_its_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        super::super::super::pool::tune(&db, std::time::Duration::ZERO).unwrap();
        db.execute_batch(include_str!("../migrations/001.sql")).unwrap();
        db.execute_batch(include_str!("../migrations/002.sql")).unwrap();
        db.execute_batch(include_str!("../migrations/003.sql")).unwrap();
        for order in [TrialOrder::Slowest, TrialOrder::Fastest, TrialOrder::Dearest, TrialOrder::Cheapest] {
            let sorting = Sorting::of(order).unwrap();
            for outcomes in [&[1][..], &[0, 1, 2, 3]] {
                let mut statement =
                    db.prepare(&format!("explain query plan {}", sorting.sql(outcomes))).unwrap();
                let steps = statement.raw_query().mapped(|row| row.get::<_, String>(3)).map(Result::unwrap);
                let plan = steps.collect::<Vec<_>>().join("; ");
                let looked = format!("USING COVERING INDEX {} (run=? AND outcome=? AND ", sorting.index);
                assert_eq!(plan.matches(&looked).count(), outcomes.len(), "{plan}");
            }
        }
    }
}
