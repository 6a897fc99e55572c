use terms::{CallKey, Message, ModelName, Money};

use crate::RunId;

/// Of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole ledger, pruned runs included.
    All,
    /// One run.
    Run(RunId),
}

/// Money and calls. Each list has one entry per currency, in the order of their codes; sums are exact integers.
/// A call counts in the run that sent it, and once per sending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Costs of settled calls.
    pub spent: Vec<Money>,
    /// Held for calls in flight.
    pub reserved: Vec<Money>,
    /// What was held for calls whose outcome was never seen and whose cost is not known: the most they may be billed.
    pub at_risk: Vec<Money>,
    /// Calls answered.
    pub done: u64,
    /// Calls that failed.
    pub failed: u64,
    /// Calls whose outcome was never seen, those asked again since included.
    pub unknown: u64,
    /// Calls in flight.
    pub in_flight: u64,
    /// Answered calls without a cost.
    pub unpriced: u64,
    /// Trials recorded.
    pub trials: u64,
}

/// A call whose outcome was never seen.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownCall {
    /// Identity of the call.
    pub key: CallKey,
    /// The run that sent it.
    pub run: RunId,
    /// Whom it asked.
    pub model: ModelName,
    /// Index of the arm.
    pub arm: u32,
    /// Milliseconds since the Unix epoch.
    pub sent_ms: i64,
    /// The most it may be billed.
    pub reserved: Option<Money>,
    /// What was seen of it.
    pub error: Option<Message>,
}

/// Which runs to prune. A run that is in progress is never pruned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// Those that began before this (milliseconds since the Unix epoch).
    Before(i64),
    /// All but the newest so many.
    KeepLast(u64),
    /// This one.
    Run(RunId),
}

/// How much of them goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The bytes sent and received. Replies, scores and money stay; finished calls are still reused.
    Evidence,
    /// The replies too. Scores and money stay; the calls must be paid again if they are wanted again.
    Replies,
    /// Everything but the money, which is carried forward in [`Scope::All`]. Calls that trials of other runs
    /// rest on stay.
    Runs,
}

/// What to remove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prune {
    /// Which runs.
    pub select: Select,
    /// How much of them.
    pub depth: Depth,
}

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PruneReport {
    /// Runs touched.
    pub runs: u64,
    /// Calls that lost something.
    pub calls: u64,
    /// Trials removed.
    pub trials: u64,
    /// Bytes of the file before.
    pub bytes_before: u64,
    /// Bytes of the file after.
    pub bytes_after: u64,
}

/// Result of an integrity check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckReport {
    /// What is wrong; empty when the ledger is sound.
    pub problems: Vec<Message>,
    /// Runs read.
    pub runs: u64,
    /// Calls read.
    pub calls: u64,
    /// Trials read.
    pub trials: u64,
}

/// What the calls of one model came to, in one currency or in none. Calls in flight are not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// Whom they asked.
    pub model: ModelName,
    /// Calls answered.
    pub done: u64,
    /// Calls that failed.
    pub failed: u64,
    /// Calls whose outcome was never seen.
    pub unknown: u64,
    /// Tokens read.
    pub input: u64,
    /// Tokens written.
    pub output: u64,
    /// What they cost; `None` without a price.
    pub spent: Option<Money>,
    /// The most that unknown ones may be billed; `None` without a price.
    pub at_risk: Option<Money>,
}
