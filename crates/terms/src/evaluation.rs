//! The result of an evaluation as scripts and pages read it: the documented `--json` document.

use serde::{Deserialize, Serialize};

use crate::{CallKey, Message, Money, Score};

/// Name and version of the document; changes only when a reader could break.
pub const SCHEMA: &str = "motjuste/evaluation/1";

/// A claim about two arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A is better than B: the whole interval of A - B lies above 0.
    Better,
    /// A is worse than B.
    Worse,
    /// The whole interval lies within the equivalence margin.
    Equivalent,
    /// None of these can be said at this n.
    NotEnoughEvidence,
}

/// The whole document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// [`SCHEMA`].
    pub schema: String,
    /// Id of the run.
    pub run: String,
    /// Why the run ended.
    pub ended: Ended,
    /// Cases read.
    pub cases: u64,
    /// Repeats of each trial.
    pub repeats: u32,
    /// One per prompt x model, the bare request included.
    pub arms: Vec<Arm>,
    /// Paired comparisons: every arm with the bare request of its model, and prompts among themselves.
    pub comparisons: Vec<Comparison>,
    /// How the answers were had.
    pub calls: Calls,
    /// Failing cases grouped by check and reason, commonest first.
    pub flaws: Vec<Flaw>,
    /// Money spent by this run, one entry per currency.
    pub spent: Vec<Money>,
    /// Things a reader must know: knobs dropped, prices missing, looks at the test split...
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Message>,
}

/// Why a run ended; no "completed" without a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Every planned trial has an outcome.
    Completed,
    /// The next call could not be afforded.
    Budget,
    /// A person stopped it.
    Interrupted,
    /// The vendor refuses to go on (key, quota).
    Vendor,
}

/// A prompt on a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arm {
    /// Index in [`Evaluation::arms`], the number comparisons and trials refer to.
    pub arm: u32,
    /// The prompt file as named, or `bare`.
    pub prompt: String,
    /// Its version (32 hexadecimal digits).
    pub version: String,
    /// `vendor/model`.
    pub model: String,
    /// Whether this is the bare request.
    pub bare: bool,
    /// Parameters or factor levels that distinguish the arm, when it is not the prompt and the model alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// Cases with a score.
    pub n: u64,
    /// Mean score of those cases, 0 to 1; `null` when n = 0.
    pub score: Option<f64>,
    /// 95 % interval, lower end.
    pub low: Option<f64>,
    /// 95 % interval, upper end.
    pub high: Option<f64>,
    /// How the interval was made: `wilson`, `t`, `cluster-t`, `empirical-likelihood`...
    pub method: String,
    /// Trials whose reply could not be scored.
    pub unscored: u64,
    /// Trials whose call failed.
    pub failed: u64,
    /// Share of trials in which every check passed at the first repeat (pass@1); `null` when nothing was scored.
    pub pass_at_1: Option<f64>,
    /// Share of cases that gave the same answer at every repeat; `null` with one repeat.
    pub stability: Option<f64>,
    /// Share of the score's variance that is the model's own (within cases); `null` with one repeat.
    pub model_variance: Option<f64>,
    /// What the arm's answers cost when they were bought, reused ones included; `null` when a price is missing.
    pub cost: Option<f64>,
    /// Currency of `cost`.
    pub currency: Option<String>,
    /// Date of the price list.
    pub priced_on: Option<String>,
    /// Tokens read and written.
    pub tokens: Tokens,
    /// Milliseconds from sending to the last byte.
    pub latency_ms: Option<Latency>,
    /// Mean and interval of each named metric.
    pub metrics: Vec<Metric>,
}

/// Tokens of an arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// Read, the cached ones included.
    pub input: u64,
    /// Written, the reasoning ones included.
    pub output: u64,
    /// Of those read, from the vendor's cache.
    pub cached: u64,
}

/// Quantiles in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// One check over an arm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Name of the metric.
    pub name: String,
    /// Trials scored.
    pub n: u64,
    /// Mean value, 0 to 1, over cases (the mean of a case's repeats).
    pub score: Option<f64>,
    /// 95 % interval, lower end.
    pub low: Option<f64>,
    /// 95 % interval, upper end.
    pub high: Option<f64>,
    /// Trials passed.
    pub passed: u64,
    /// Trials failed.
    pub failed: u64,
    /// Trials unscored.
    pub unscored: u64,
}

/// Two arms on the same cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Arm A.
    pub a: u32,
    /// Arm B.
    pub b: u32,
    /// Cases scored in both.
    pub n: u64,
    /// Mean of A - B.
    pub difference: f64,
    /// 95 % interval, lower end.
    pub low: f64,
    /// 95 % interval, upper end.
    pub high: f64,
    /// Two-sided p-value, after Holm's correction over the comparisons of the document.
    pub p: f64,
    /// Before the correction.
    pub p_raw: f64,
    /// How p was had: `mcnemar-mid-p`, `sign-flip`, `cluster-t`...
    pub method: String,
    /// The claim.
    pub verdict: Verdict,
    /// Margin inside which two arms are called equivalent.
    pub margin: f64,
    /// Both right (score 1 in both).
    pub both_right: u64,
    /// Only A right.
    pub only_a: u64,
    /// Only B right.
    pub only_b: u64,
    /// Both wrong.
    pub both_wrong: u64,
    /// About how many more cases would settle it at 80 % power if the difference seen is the true one;
    /// `null` when it is settled, or when no finite number can be said.
    pub more_cases: Option<u64>,
}

/// How the answers of a run were had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calls {
    /// Sent and answered by this run.
    pub new: u64,
    /// Found in the ledger.
    pub reused: u64,
    /// Sent, answered with an error.
    pub failed: u64,
    /// Sent, outcome never seen: may be billed.
    pub unknown: u64,
}

/// Cases that fail for the same reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flaw {
    /// The arm.
    pub arm: u32,
    /// The metric that failed.
    pub check: String,
    /// Whether those trials were unscored rather than failed.
    pub unscored: bool,
    /// The reason's key without its arguments, by which trials are grouped.
    pub key: String,
    /// One of the reasons, whole.
    pub example: Message,
    /// Trials concerned.
    pub count: u64,
    /// Ids of some of the cases, first seen first; at most ten.
    pub cases: Vec<String>,
}

/// One trial as reports read it from the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Position of the case.
    pub case: u64,
    /// Id of the case.
    pub case_id: String,
    /// Index of the arm.
    pub arm: u32,
    /// 0-based repeat.
    pub repeat: u32,
    /// The call that answered it; `None` when nothing was sent.
    pub call: Option<CallKey>,
    /// The model's text; hostile.
    pub text: Option<String>,
    /// What was expected, when something was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<String>,
    /// The checks' opinions.
    pub scores: Vec<Score>,
    /// Why there is no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Message>,
    /// Milliseconds to the last byte.
    pub latency_ms: Option<f64>,
    /// Cost of the call.
    pub cost: Option<Money>,
    /// Weight of the case in the arm's score.
    pub weight: f64,
    /// Cluster of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Whether the answer came from the ledger.
    pub reused: bool,
}
