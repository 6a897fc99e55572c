use terms::evaluation::Trial;
use terms::{CallKey, Message, Money, Outcome, Score, Usage};

/// Which trial of a run; sorts in the order of plans, results and pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrialAt {
    /// Position of the case (below 2^63).
    pub case: u64,
    /// Index of the arm.
    pub arm: u32,
    /// 0-based repeat.
    pub repeat: u32,
}

/// A trial with its outcome. Recording the same place of a run again replaces it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTrial {
    /// Which one.
    pub at: TrialAt,
    /// Id of the case.
    pub case_id: String,
    /// Weight of the case in the arm's score.
    pub weight: f64,
    /// Cluster of the case.
    pub cluster: Option<String>,
    /// What was expected. Id, weight, cluster and expectation are kept once per case: the first given stand.
    pub expect: Option<String>,
    /// The call that answered it; `None` when nothing was sent.
    pub call: Option<CallKey>,
    /// The checks' opinions.
    pub scores: Vec<Score>,
    /// Why there is no answer.
    pub error: Option<Message>,
    /// Fingerprint of the answer as repeats are compared (stability); `None` when repeats are not compared.
    pub answer: Option<u64>,
    /// Whether the answer came from the ledger.
    pub reused: bool,
}

/// How a trial ended, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrialOutcome {
    /// Every check that counts passed.
    Passed,
    /// A check that counts failed, none is unscored.
    Failed,
    /// A check that counts could not tell, or nothing counts.
    Unscored,
    /// There is no answer.
    Errored,
}

impl TrialOutcome {
    /// The outcome of these scores; `errored` when there is no answer to score.
    pub fn of(scores: &[Score], errored: bool) -> TrialOutcome {
        let mut counted = scores.iter().filter(|score| score.weight > 0.0).peekable();
        if errored {
            TrialOutcome::Errored
        } else if counted.peek().is_none() || counted.clone().any(|s| s.outcome == Outcome::Unscored) {
            TrialOutcome::Unscored
        } else if counted.any(|score| score.outcome == Outcome::Fail) {
            TrialOutcome::Failed
        } else {
            TrialOutcome::Passed
        }
    }
}

/// Which trials to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrialFilter {
    /// Only this arm.
    pub arm: Option<u32>,
    /// Only this outcome.
    pub outcome: Option<TrialOutcome>,
    /// Only this case.
    pub case: Option<u64>,
}

/// A page of trials with their texts, in (case, arm, repeat) order.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialPage {
    /// The trials.
    pub trials: Vec<Trial>,
    /// Pass it as `after` for the next page; `None` when this is the last.
    pub next: Option<TrialAt>,
}

/// What statistics read of a trial: no payload is touched.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRow {
    /// Which one.
    pub at: TrialAt,
    /// Id of the case.
    pub case_id: String,
    /// Weight of the case.
    pub weight: f64,
    /// Cluster of the case.
    pub cluster: Option<String>,
    /// The checks' opinions.
    pub scores: Vec<Score>,
    /// Why there is no answer.
    pub error: Option<Message>,
    /// Fingerprint of the answer.
    pub answer: Option<u64>,
    /// Whether the answer came from the ledger.
    pub reused: bool,
    /// Microseconds from sending to the last byte; `None` without an answer.
    pub total_us: Option<u64>,
    /// What the vendor counted.
    pub usage: Option<Usage>,
    /// What the answer cost when it was bought.
    pub cost: Option<Money>,
}

/// In which order trials are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TrialOrder {
    /// By case, arm and repeat.
    #[default]
    Case,
    /// The longest answer time first; trials without an answer are left out.
    Slowest,
    /// The shortest answer time first; the same.
    Fastest,
    /// The highest cost first, as a number whatever its currency; trials without a price are left out.
    Dearest,
    /// The lowest cost first; the same.
    Cheapest,
}
