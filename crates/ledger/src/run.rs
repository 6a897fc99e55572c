use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use terms::evaluation::Ended;

/// Crockford's base 32, lower case: no i, l, o, u, so that an id can be read aloud and copied by hand.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of the milliseconds: 45 bits, until the year 3084.
const TIME_LEN: usize = 9;
const LEN: usize = 11;

/// Short name of a run: eleven characters that sort by the time the run began (milliseconds, then a counter
/// for runs of the same millisecond). Unique in its ledger.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RunId([u8; LEN]);

/// The text is not a run id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunIdError(pub String);

impl fmt::Display for RunIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a run id: {:?}", self.0)
    }
}
impl std::error::Error for RunIdError {}

impl RunId {
    /// How many runs may begin in one millisecond.
    pub const PER_MILLISECOND: u32 = 1024;

    /// The id of the `counter`-th run (modulo [`RunId::PER_MILLISECOND`]) of a millisecond since the Unix epoch.
    pub fn at(started_ms: i64, counter: u32) -> RunId {
        let mut rest = ((started_ms.max(0) as u64) << 10) | u64::from(counter % RunId::PER_MILLISECOND);
        let mut out = [0; LEN];
        for byte in out.iter_mut().rev() {
            *byte = ALPHABET[(rest & 31) as usize];
            rest >>= 5;
        }
        RunId(out)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// What a person typed, in the alphabet of ids: lower case, `i` and `l` read as 1, `o` as 0. `None` when a
    /// character cannot be part of an id or there are too many.
    pub fn normal_prefix(typed: &str) -> Option<String> {
        let normal = |c: char| match c.to_ascii_lowercase() {
            'i' | 'l' => Some('1'),
            'o' => Some('0'),
            c if c.is_ascii() && ALPHABET.contains(&(c as u8)) => Some(c),
            _ => None,
        };
        let out: String = typed.trim().chars().map(normal).collect::<Option<_>>()?;
        (!out.is_empty() && out.len() <= LEN).then_some(out)
    }

    /// Milliseconds since the Unix epoch at which the run began.
    pub fn started_ms(&self) -> i64 {
        let digit = |b: &u8| ALPHABET.iter().position(|a| a == b).unwrap_or(0) as i64;
        self.0[..TIME_LEN].iter().fold(0, |sum, b| sum << 5 | digit(b))
    }
}
impl FromStr for RunId {
    type Err = RunIdError;
    fn from_str(s: &str) -> Result<RunId, RunIdError> {
        let bad = || RunIdError(s.to_owned());
        let normal = RunId::normal_prefix(s).ok_or_else(bad)?;
        normal.as_bytes().try_into().map(RunId).map_err(|_| bad())
    }
}
impl TryFrom<String> for RunId {
    type Error = RunIdError;
    fn try_from(s: String) -> Result<RunId, RunIdError> {
        s.parse()
    }
}
impl From<RunId> for String {
    fn from(id: RunId) -> String {
        id.as_str().to_owned()
    }
}
impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Hash of everything that decides which trials a run holds: two runs with the same plan ask the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlanHash(pub [u8; 16]);

/// A run about to begin.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRun {
    /// What it is: `eval`, `run`, `compare`...
    pub kind: String,
    /// What it asks.
    pub plan: PlanHash,
    /// Hash of the cases.
    pub cases_hash: [u8; 16],
    /// A line for lists, in the words of the person (file names).
    pub title: String,
    /// Arms (prompt, version, model...), parameters, whatever a reader needs to understand the results.
    pub document: Value,
    /// Milliseconds since the Unix epoch.
    pub started_ms: i64,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its owner is alive.
    Running,
    /// Its owner died without a word; it can be adopted.
    Abandoned,
    /// It ended, and why.
    Ended(Ended),
}

/// A line of the list of runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSummary {
    /// Its name.
    pub id: RunId,
    /// `eval`, `compare`...
    pub kind: String,
    /// What it asks.
    pub plan: PlanHash,
    /// Hash of the cases.
    pub cases_hash: [u8; 16],
    /// A line for lists.
    pub title: String,
    /// Milliseconds since the Unix epoch.
    pub started_ms: i64,
    /// Milliseconds since the Unix epoch; `None` while it has not ended.
    pub ended_ms: Option<i64>,
    /// Where it stands.
    pub status: Status,
    /// Trials recorded.
    pub trials: u64,
    /// Whether replies it rests on were pruned.
    pub pruned: bool,
}

/// A run with its documents.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    /// The line of the list.
    pub summary: RunSummary,
    /// [`NewRun::document`].
    pub document: Value,
    /// What [`crate::Store::finish`] was given; `None` while it has not ended.
    pub evaluation: Option<Value>,
}

/// A completed run of the same plan, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The line of the list.
    pub summary: RunSummary,
    /// The evaluation as it was stored.
    pub evaluation: Value,
}

/// Which runs to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this plan.
    pub plan: Option<PlanHash>,
    /// None of this kind (the parts that studies are made of).
    pub except: Option<String>,
    /// Only those whose title contains this, whatever the case of ASCII letters.
    pub title: Option<String>,
    /// Only those that ended so; `Some(None)`: only those that have not ended.
    pub ended: Option<Option<Ended>>,
    /// In which order.
    pub order: RunOrder,
}

/// In which order runs are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RunOrder {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// The largest first; the trials of a study are those its document tells.
    Largest,
    /// The highest cost first, as a number whatever its currency; a study costs what its document tells.
    Dearest,
}

/// A page of runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPage {
    /// The runs.
    pub runs: Vec<RunSummary>,
    /// Pass it as `after` for the next page; `None` when this is the last.
    pub next: Option<RunId>,
}
