//! [`Store`] said with reads and writes.

use std::io::Write;

use serde_json::Value;
use terms::CallKey;
use terms::evaluation::{Ended, Trial};

use super::read::sorted::Sorting;
use super::read::totals::Walk;
use super::read::trials::{TRIALS, place};
use super::write::op::{Answer, Claimed, Op};
use super::{SqliteStore, bug, pool};
use crate::{
    Bill, BoxFuture, CallFilter, CallPage, CallRecord, CheckReport, Claim, Finished, Intent, Known,
    LedgerError, NewRun, NewTrial, PlanHash, Prune, PruneReport, Rating, Rows, RunFilter, RunId, RunPage,
    RunRecord, RunSummary, Scope, ScoreRow, Settled, Store, Totals, TrialAt, TrialFilter, TrialOrder,
    TrialPage, UnknownCall,
};

impl Store for SqliteStore {
    fn begin(&self, run: NewRun) -> BoxFuture<'_, RunId> {
        Box::pin(self.begin_run(run))
    }

    fn unfinished(&self, plan: PlanHash) -> BoxFuture<'_, Option<RunSummary>> {
        Box::pin(self.read(move |reader| reader.unfinished(plan)))
    }

    fn adopt(&self, run: RunId) -> BoxFuture<'_, RunSummary> {
        Box::pin(async move {
            // known before it is locked, or a mistyped name would leave a lock behind
            self.read(move |reader| reader.row_of(run)).await?;
            let lock = self.lock(run).await?.ok_or(LedgerError::RunOwned { run })?;
            let Answer::Row(Some(row)) = self.write(Op::Adopt { id: run }).await? else {
                return Err(bug("an adopted run has no row"));
            };
            self.own(run, row, lock);
            self.read(move |reader| reader.summary_of(run)).await
        })
    }

    fn finished(&self, plan: PlanHash) -> BoxFuture<'_, Option<Finished>> {
        Box::pin(self.read(move |reader| reader.finished(plan)))
    }

    fn known(&self, keys: Vec<CallKey>) -> BoxFuture<'_, Vec<Option<Known>>> {
        Box::pin(self.read(move |reader| {
            // one look at one instant: the file is locked once instead of twice for each call
            let snapshot = reader.db.unchecked_transaction()?;
            let known = keys.into_iter().map(|key| reader.known(key)).collect::<Result<_, _>>()?;
            snapshot.commit()?;
            Ok(known)
        }))
    }

    fn send(&self, run: RunId, intents: Vec<Intent>) -> BoxFuture<'_, Vec<Claim>> {
        Box::pin(async move {
            let row = self.row(run)?;
            let keys: Vec<CallKey> = intents.iter().map(|intent| intent.key).collect();
            let Answer::Claims(claimed) = self.write(Op::Send { row, intents }).await? else {
                return Err(bug("claims were not answered"));
            };
            if claimed.iter().any(|claim| matches!(claim, Claimed::Done)) {
                return self.read(move |reader| reader.claims(&keys, claimed)).await;
            }
            // nothing to read: not worth another thread
            let unread = || Err(bug("a reply was not read"));
            claimed.into_iter().map(|claim| claim.with(unread)).collect()
        })
    }

    fn withdraw(&self, run: RunId, keys: Vec<CallKey>) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let row = self.row(run)?;
            self.write(Op::Withdraw { row, keys }).await.map(drop)
        })
    }

    fn settle(&self, run: RunId, calls: Vec<Settled>) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let row = self.row(run)?;
            self.write(Op::Settle { row, calls }).await.map(drop)
        })
    }

    fn record(&self, run: RunId, trials: Vec<NewTrial>) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let row = self.row(run)?;
            self.write(Op::Record { row, trials }).await.map(drop)
        })
    }

    fn finish(&self, run: RunId, ended: Ended, evaluation: Value, ended_ms: i64) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let row = self.row(run)?;
            self.write(Op::Finish { row, ended, evaluation, ended_ms }).await?;
            if ended == Ended::Completed {
                self.readers.locks.forget(run);
            }
            self.disown(run);
            Ok(())
        })
    }

    fn fold(&self) {
        // a writer that is gone has folded everything, and a reader has nothing to fold
        if let Some((queue, _)) = &self.writing {
            let _ = queue.push(Op::Fold);
        }
    }

    fn look(&self, dataset: [u8; 16], run: RunId) -> BoxFuture<'_, u64> {
        Box::pin(async move {
            match self.write(Op::Look { dataset, run }).await? {
                Answer::Count(count) => Ok(count),
                _ => Err(bug("a look was not counted")),
            }
        })
    }

    fn rate(&self, run: RunId, ratings: Vec<Rating>) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.write(Op::Rate { run, ratings }).await.map(drop) })
    }

    fn ratings(&self, run: RunId) -> BoxFuture<'_, Vec<Rating>> {
        Box::pin(self.read(move |reader| reader.ratings(reader.row_of(run)?)))
    }

    fn done_trials(&self, run: RunId) -> Rows<TrialAt> {
        self.run_pages(run, |at| *at, |reader, row, after| reader.places(row, after))
    }

    fn score_rows(&self, run: RunId) -> Rows<ScoreRow> {
        self.run_pages(run, |row: &ScoreRow| row.at, |reader, row, after| reader.score_rows(row, after))
    }

    fn trials(&self, run: RunId, filter: TrialFilter) -> Rows<Trial> {
        self.run_pages(run, place, move |reader, row, after| reader.trials(row, filter, after, TRIALS))
    }

    fn trial_page(
        &self,
        run: RunId,
        filter: TrialFilter,
        after: Option<TrialAt>,
        limit: usize,
    ) -> BoxFuture<'_, TrialPage> {
        Box::pin(self.read(move |reader| {
            let row = reader.row_of(run)?;
            Ok(page(reader.trials(row, filter, after, limit.saturating_add(1))?, limit))
        }))
    }

    fn sorted_page(
        &self,
        run: RunId,
        filter: TrialFilter,
        order: TrialOrder,
        after: Option<TrialAt>,
        limit: usize,
    ) -> BoxFuture<'_, TrialPage> {
        let Some(sorting) = Sorting::of(order) else { return self.trial_page(run, filter, after, limit) };
        Box::pin(self.read(move |reader| {
            let row = reader.row_of(run)?;
            Ok(page(reader.sorted(row, filter, sorting, after, limit.saturating_add(1))?, limit))
        }))
    }

    fn calls(&self, filter: CallFilter, after: Option<u64>, limit: usize) -> BoxFuture<'_, CallPage> {
        Box::pin(self.read(move |reader| {
            let mut calls = reader.calls(&filter, after, limit.saturating_add(1))?;
            let more = calls.len() > limit;
            calls.truncate(limit);
            let next = if more { calls.last().map(|call| call.place) } else { None };
            Ok(CallPage { calls, next })
        }))
    }

    fn bills(&self, scope: Scope) -> BoxFuture<'_, Vec<Bill>> {
        Box::pin(self.read(move |reader| reader.bills(scope)))
    }

    fn runs(&self, filter: RunFilter, after: Option<RunId>, limit: usize) -> BoxFuture<'_, RunPage> {
        Box::pin(self.read(move |reader| reader.page_of_runs(&filter, after, limit)))
    }

    fn run(&self, prefix: &str) -> BoxFuture<'_, RunRecord> {
        let prefix = prefix.to_owned();
        Box::pin(self.read(move |reader| reader.find(&prefix)))
    }

    fn call(&self, key: CallKey) -> BoxFuture<'_, Vec<CallRecord>> {
        Box::pin(self.read(move |reader| reader.records(key)))
    }

    fn totals(&self, scope: Scope) -> BoxFuture<'_, Totals> {
        Box::pin(self.read(move |reader| reader.totals(scope)))
    }

    fn unknown_calls(&self, scope: Scope) -> Rows<UnknownCall> {
        let mut walk = Walk::Settled { after: 0 };
        pool::paged(self.readers.clone(), move |reader| reader.unknown_calls(scope, &mut walk))
    }

    fn prune(&self, prune: Prune) -> BoxFuture<'_, PruneReport> {
        Box::pin(async move {
            match self.write(Op::Prune(prune)).await? {
                Answer::Pruned(report, _) => Ok(report),
                _ => Err(bug("a prune was not reported")),
            }
        })
    }

    fn check(&self) -> BoxFuture<'_, CheckReport> {
        Box::pin(self.read(|reader| reader.check()))
    }

    fn export(&self, run: RunId, to: &mut dyn Write) -> Result<u64, LedgerError> {
        self.readers.with(|reader| reader.export(run, to))
    }
}

/// A page of so many trials from one more than that, which tells whether there is a next page.
fn page(mut trials: Vec<Trial>, limit: usize) -> TrialPage {
    let more = trials.len() > limit;
    trials.truncate(limit);
    let next = if more { trials.last().map(place) } else { None };
    TrialPage { trials, next }
}
