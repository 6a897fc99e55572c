use std::future::Future;
use std::io::Write;
use std::pin::Pin;

use serde_json::Value;
use terms::CallKey;
use terms::evaluation::{Ended, Trial};

use crate::{
    Bill, CallFilter, CallPage, CallRecord, CheckReport, Claim, Finished, Intent, Known, LedgerError, NewRun,
    NewTrial, PlanHash, Prune, PruneReport, Rating, RunFilter, RunId, RunPage, RunRecord, RunSummary, Scope,
    ScoreRow, Settled, Totals, TrialAt, TrialFilter, TrialOrder, TrialPage, UnknownCall,
};

/// What the asynchronous methods return; await it inside a tokio runtime.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, LedgerError>> + Send + 'a>>;

/// Rows read as they are wanted, a page at a time: memory does not grow with their number. **Blocking** (about
/// a millisecond a page): read long ones from a blocking thread.
pub type Rows<T> = Box<dyn Iterator<Item = Result<T, LedgerError>> + Send>;

/// The ledger in domain words.
///
/// A write is durable when its future resolves: it survives `kill -9` of the process (and power loss, with
/// [`crate::Durability::PowerLoss`]). Concurrent writes share a transaction (group commit), so call them
/// concurrently or with several items at once. Within one call all items are written or none is.
///
/// Every method may fail with the errors of the place it is kept in: [`LedgerError::Locked`],
/// [`LedgerError::Full`], [`LedgerError::ReadOnly`], [`LedgerError::Corrupt`], [`LedgerError::Io`]; the
/// others are named at each method. After an error nothing of the call was written and the ledger stays usable: the
/// next call tries again.
pub trait Store: Send + Sync {
    /// Begins a run and makes this store its owner until [`Store::finish`] or until the store is dropped.
    fn begin(&self, run: NewRun) -> BoxFuture<'_, RunId>;

    /// The newest run of this plan that is not complete (abandoned, interrupted, out of budget, refused by the
    /// vendor) and that nobody owns: one to [`Store::adopt`].
    fn unfinished(&self, plan: PlanHash) -> BoxFuture<'_, Option<RunSummary>>;

    /// Becomes the owner of a run that is not complete and that nobody owns, to go on with it. Calls its dead
    /// owner had in flight become unknown.
    ///
    /// [`LedgerError::UnknownRun`], [`LedgerError::RunOwned`] when its owner is alive,
    /// [`LedgerError::RunComplete`].
    fn adopt(&self, run: RunId) -> BoxFuture<'_, RunSummary>;

    /// The newest completed run of this plan with its evaluation, unless replies it rests on were pruned.
    fn finished(&self, plan: PlanHash) -> BoxFuture<'_, Option<Finished>>;

    /// What is known of each call, in the order of `keys`; `None` when it was never sent, was withdrawn, or
    /// its reply was pruned. A call in flight is `Sent`, whoever owns it.
    fn known(&self, keys: Vec<CallKey>) -> BoxFuture<'_, Vec<Option<Known>>>;

    /// Records calls before their first byte leaves; answers in the order of `intents`. Only a granted call may
    /// be sent. A call that a dead run left in flight becomes unknown and is granted again; a failed or unknown one is
    /// granted again; the same key twice in `intents` is granted once and `Busy` after.
    ///
    /// [`LedgerError::RunNotOwned`] when this store does not own the run.
    fn send(&self, run: RunId, intents: Vec<Intent>) -> BoxFuture<'_, Vec<Claim>>;

    /// Takes back granted calls of which no byte has left: no trace of them remains. Keys that are not in
    /// flight in this run are passed over. [`LedgerError::RunNotOwned`].
    fn withdraw(&self, run: RunId, keys: Vec<CallKey>) -> BoxFuture<'_, ()>;

    /// Records how calls ended, each with the trial it answers.
    ///
    /// [`LedgerError::RunNotOwned`]; [`LedgerError::NotInFlight`] when a key was not granted to this run or is
    /// settled already; [`LedgerError::Incomplete`] for a `Done` without a reply or a `Sent`.
    fn settle(&self, run: RunId, calls: Vec<Settled>) -> BoxFuture<'_, ()>;

    /// Records trials answered by calls already in the ledger, or by none. A trial recorded before is replaced.
    ///
    /// [`LedgerError::RunNotOwned`]; [`LedgerError::UnknownCall`] when a call was never settled.
    fn record(&self, run: RunId, trials: Vec<NewTrial>) -> BoxFuture<'_, ()>;

    /// Ends a run this store owns and lets it go; calls still in flight become unknown. `Ended::Completed`
    /// closes it for good, any other reason leaves it to be adopted. [`LedgerError::RunNotOwned`].
    fn finish(&self, run: RunId, ended: Ended, evaluation: Value, ended_ms: i64) -> BoxFuture<'_, ()>;

    /// Puts what was written in order where a backend keeps it aside first; nobody waits for it. To be called when the
    /// last call is settled, so that it is done while the evaluation is made instead of after it.
    fn fold(&self) {}

    /// Counts a look of this run at the sealed split of a data set and returns how many runs have looked, this
    /// one included. The same run counts once. [`LedgerError::UnknownRun`].
    fn look(&self, dataset: [u8; 16], run: RunId) -> BoxFuture<'_, u64>;

    /// Adds what people say of answers of a run, which may be over: nobody need own it. All are written or none.
    ///
    /// [`LedgerError::UnknownRun`]; [`LedgerError::NotRatable`] when an answer is not in the run, when a pair is one
    /// answer twice, or when a grade is not on its scale.
    fn rate(&self, run: RunId, ratings: Vec<Rating>) -> BoxFuture<'_, ()>;

    /// Everything people have said of a run, in the order they said it. [`LedgerError::UnknownRun`].
    fn ratings(&self, run: RunId) -> BoxFuture<'_, Vec<Rating>>;

    /// Places of the trials that have an answer, in order: the right side of the anti-join of a resumed plan. One
    /// that ended in an error is not among them: it is asked again.
    fn done_trials(&self, run: RunId) -> Rows<TrialAt>;

    /// Scores, costs and times of every trial in order, for statistics; payloads are not read.
    fn score_rows(&self, run: RunId) -> Rows<ScoreRow>;

    /// Trials with their texts in order, for exports and reports.
    fn trials(&self, run: RunId, filter: TrialFilter) -> Rows<Trial>;

    /// At most `limit` trials with their texts, from just after `after` on. [`LedgerError::UnknownRun`].
    fn trial_page(
        &self,
        run: RunId,
        filter: TrialFilter,
        after: Option<TrialAt>,
        limit: usize,
    ) -> BoxFuture<'_, TrialPage>;

    /// The same in another order, from just after the trial at `after` on; a page is found by an index, whatever the
    /// number of trials. [`LedgerError::UnknownRun`].
    fn sorted_page(
        &self,
        run: RunId,
        filter: TrialFilter,
        order: TrialOrder,
        after: Option<TrialAt>,
        limit: usize,
    ) -> BoxFuture<'_, TrialPage>;

    /// Calls that ended, from just after `after` on. [`LedgerError::UnknownRun`].
    fn calls(&self, filter: CallFilter, after: Option<u64>, limit: usize) -> BoxFuture<'_, CallPage>;

    /// What each model did and cost, in the order of their names. [`LedgerError::UnknownRun`].
    fn bills(&self, scope: Scope) -> BoxFuture<'_, Vec<Bill>>;

    /// Runs in the order of the filter, from just after `after` on.
    fn runs(&self, filter: RunFilter, after: Option<RunId>, limit: usize) -> BoxFuture<'_, RunPage>;

    /// The run whose id begins with what a person typed, or the newest for `latest`.
    /// [`LedgerError::UnknownRun`], [`LedgerError::AmbiguousRun`].
    fn run(&self, prefix: &str) -> BoxFuture<'_, RunRecord>;

    /// Every sending of a call with its bytes, newest first; empty when there is none.
    fn call(&self, key: CallKey) -> BoxFuture<'_, Vec<CallRecord>>;

    /// Money and calls of a run or of everything. [`LedgerError::UnknownRun`].
    fn totals(&self, scope: Scope) -> BoxFuture<'_, Totals>;

    /// Calls whose outcome was never seen, oldest first, those of abandoned runs included.
    fn unknown_calls(&self, scope: Scope) -> Rows<UnknownCall>;

    /// Removes old payloads or old runs and gives the space back. [`LedgerError::UnknownRun`].
    fn prune(&self, prune: Prune) -> BoxFuture<'_, PruneReport>;

    /// Reads everything and verifies the file and the ledger's own rules (every trial's call exists, every answered
    /// call has its reply, sums agree). Reports what is wrong; fails only when it cannot read at all.
    fn check(&self) -> BoxFuture<'_, CheckReport>;

    /// Writes a run as JSON lines (the run, then each trial followed by the call that answered it when it is
    /// the first to rest on it). **Blocking.** [`LedgerError::UnknownRun`], [`LedgerError::Export`].
    fn export(&self, run: RunId, to: &mut dyn Write) -> Result<u64, LedgerError>;
}
