use bytes::Bytes;
use terms::{CallKey, CallState, Message, ModelName, Money, Reply, Timing, Usage};

use crate::{NewTrial, RunId};

/// A call about to leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// Identity of the call.
    pub key: CallKey,
    /// Whom it asks.
    pub model: ModelName,
    /// Index of the arm in the run's document.
    pub arm: u32,
    /// The most it may cost: held until it is settled, counted as at risk if the outcome is never seen.
    pub reserved: Option<Money>,
    /// Milliseconds since the Unix epoch.
    pub sent_ms: i64,
}

/// What the ledger answers to an [`Intent`].
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// Recorded: send it. `attempt` is 1 the first time this key is ever sent.
    Granted {
        /// 1 + how often this key was sent before (failed or unknown outcomes).
        attempt: u32,
    },
    /// It is in flight already, by this live run (perhaps the caller's own): do not send, ask again later.
    Busy {
        /// Who sent it.
        run: RunId,
    },
    /// It was answered in the meantime: do not send.
    Done(Box<Known>),
}

/// The bytes of a call. **Secrets are redacted by whoever hands them over**: the ledger keeps what it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Method, address and headers sent.
    pub request_head: Bytes,
    /// Body sent.
    pub request_body: Bytes,
    /// HTTP status; `None` when none came.
    pub status: Option<u16>,
    /// Headers received.
    pub response_head: Bytes,
    /// Body received, as far as it came.
    pub response_body: Bytes,
}

/// The end of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Identity of the call; it must have been granted to this run.
    pub key: CallKey,
    /// `Done`, `Failed` or `Unknown`; `Sent` is refused.
    pub state: CallState,
    /// The decoded answer; required when `Done`. Its `usage` is not stored twice: it is read back as `usage`.
    pub reply: Option<Reply>,
    /// Why it failed, or why the outcome is unknown.
    pub error: Option<Message>,
    /// What the vendor counted.
    pub usage: Option<Usage>,
    /// What it cost, when that is known.
    pub cost: Option<Money>,
    /// When, and how long.
    pub timing: Timing,
    /// HTTP requests the transport made for it (retries of a 429 included).
    pub tries: u32,
    /// The bytes.
    pub evidence: Evidence,
    /// The trial it answers, recorded in the same transaction.
    pub trial: Option<NewTrial>,
}

/// What the ledger knows about a call: its latest sending.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Identity of the call.
    pub key: CallKey,
    /// Where it stands.
    pub state: CallState,
    /// The run that sent it.
    pub run: RunId,
    /// The answer; `Some` exactly when `Done`.
    pub reply: Option<Reply>,
    /// Why it failed, or why the outcome is unknown.
    pub error: Option<Message>,
    /// What the vendor counted.
    pub usage: Option<Usage>,
    /// What it cost when it was bought.
    pub cost: Option<Money>,
    /// When, and how long.
    pub timing: Timing,
    /// HTTP requests made for it.
    pub tries: u32,
}

/// One sending of a call, with its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct CallRecord {
    /// Outcome and reply.
    pub known: Known,
    /// Whom it asked.
    pub model: ModelName,
    /// Index of the arm in the run's document.
    pub arm: u32,
    /// The bytes; `None` while it is in flight, when the outcome was never seen, and after a prune.
    pub evidence: Option<Evidence>,
}

/// Which calls to list. Calls in flight are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallFilter {
    /// Only those that this run sent.
    pub run: Option<RunId>,
    /// Only those that asked this model.
    pub model: Option<ModelName>,
    /// Only those that ended so.
    pub state: Option<CallState>,
    /// The oldest first instead of the newest.
    pub oldest_first: bool,
}

/// A line of the list of calls: one sending that ended. No payload is read.
#[derive(Clone, Debug, PartialEq)]
pub struct CallLine {
    /// Place in the list: pass it as `after` for what follows.
    pub place: u64,
    /// Identity of the call.
    pub key: CallKey,
    /// The run that sent it; `None` when it was pruned.
    pub run: Option<RunId>,
    /// Whom it asked.
    pub model: ModelName,
    /// `Done`, `Failed` or `Unknown`.
    pub state: CallState,
    /// When, and how long.
    pub timing: Timing,
    /// HTTP requests made for it.
    pub tries: u32,
    /// What the vendor counted.
    pub usage: Option<Usage>,
    /// What it cost.
    pub cost: Option<Money>,
    /// The most it may be billed, when its end was never seen.
    pub at_risk: Option<Money>,
    /// Why it failed, or why the outcome is unknown.
    pub error: Option<Message>,
}

/// A page of calls.
#[derive(Clone, Debug, PartialEq)]
pub struct CallPage {
    /// The calls.
    pub calls: Vec<CallLine>,
    /// Pass it as `after` for the next page; `None` when this is the last.
    pub next: Option<u64>,
}
