//! What people say of answers, to and from rows.

use rusqlite::types::FromSqlError;
use rusqlite::{OptionalExtension, Row, params};

use super::fault::Fault;
use super::pool::Reader;
use super::write::Transaction;
use crate::{LedgerError, Rated, Rating, RunId, Said, Scale, Vote};

const VOTES: [Vote; 4] = [Vote::Left, Vote::Right, Vote::Tie, Vote::BothBad];
const PAIR: i64 = 2;
const SKIPPED: i64 = -1;
const TAKEN_BACK: i64 = -2;

fn code<T>(said: Said<T>, given: impl Fn(T) -> i64) -> i64 {
    match said {
        Said::Given(mark) => given(mark),
        Said::Skipped => SKIPPED,
        Said::TakenBack => TAKEN_BACK,
    }
}

fn said<T>(mark: i64, given: impl Fn(i64) -> Option<T>) -> Result<Said<T>, FromSqlError> {
    match mark {
        SKIPPED => Ok(Said::Skipped),
        TAKEN_BACK => Ok(Said::TakenBack),
        mark => given(mark).map(Said::Given).ok_or(FromSqlError::OutOfRange(mark)),
    }
}

fn rating(row: &Row<'_>) -> rusqlite::Result<Rating> {
    let (arm, scale, mark): (u32, i64, i64) = (row.get(5)?, row.get(7)?, row.get(8)?);
    let of = match scale {
        PAIR => {
            let vote = |mark| VOTES.get(usize::try_from(mark).ok()?).copied();
            Rated::Pair { left: arm, right: row.get(6)?, said: said(mark, vote)? }
        }
        _ => {
            let scale = if scale == 0 { Scale::PassFail } else { Scale::Stars };
            let grade = |mark| u8::try_from(mark).ok().filter(|grade| scale.holds(*grade));
            Rated::Answer { arm, scale, said: said(mark, grade)? }
        }
    };
    Ok(Rating {
        rater: row.get(0)?,
        at_ms: row.get(1)?,
        blind: row.get(2)?,
        case: row.get(3)?,
        repeat: row.get(4)?,
        of,
        note: row.get(9)?,
    })
}

impl Reader<'_> {
    /// Every rating of a run, in the order they were given.
    pub fn ratings(&self, run: i64) -> Result<Vec<Rating>, Fault> {
        let sql = "select rater, at_ms, blind, number, repeat, arm, other, scale, mark, note
            from rating where run = ?1 order by id";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_map([run], rating)?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

impl Transaction<'_> {
    /// Adds a rating of answers that are there.
    pub fn rate(&mut self, run: RunId, rating: &Rating) -> Result<(), Fault> {
        let row = self.row_of(run)?;
        let (arm, other, scale, mark) = match rating.of {
            Rated::Answer { arm, scale, said } => {
                let sound = !matches!(said, Said::Given(grade) if !scale.holds(grade));
                (
                    arm,
                    None,
                    if scale == Scale::PassFail { 0 } else { 1 },
                    sound.then(|| code(said, i64::from)),
                )
            }
            Rated::Pair { left, right, said } => {
                let of = |vote| VOTES.iter().position(|v| *v == vote).map_or(0, |at| at as i64);
                (left, Some(right), PAIR, (left != right).then(|| code(said, of)))
            }
        };
        let mark = mark.ok_or(LedgerError::NotRatable { run })?;
        for arm in std::iter::once(arm).chain(other) {
            let find = "select 1 from trial where run = ?1 and number = ?2 and arm = ?3 and repeat = ?4
                and error is null";
            let found: Option<i64> = self
                .db
                .prepare_cached(find)?
                .query_row(params![row, rating.case, arm, rating.repeat], |row| row.get(0))
                .optional()?;
            found.ok_or(LedgerError::NotRatable { run })?;
        }
        let insert = "insert into rating
            (run, rater, at_ms, blind, number, repeat, arm, other, scale, mark, note)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        self.db.prepare_cached(insert)?.execute(params![
            row,
            rating.rater,
            rating.at_ms,
            rating.blind,
            rating.case,
            rating.repeat,
            arm,
            other,
            scale,
            mark,
            rating.note
        ])?;
        Ok(())
    }
}
