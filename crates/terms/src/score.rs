use serde::{Deserialize, Serialize};

use crate::Message;

/// What a check concluded. Unparsable is its own outcome, never silently "wrong".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The reply does what the check asks.
    Pass,
    /// It does not.
    Fail,
    /// The check cannot tell: nothing to compare with, or the reply cannot be read.
    Unscored,
}

/// One check's opinion of one reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Name of the metric: the check's own name unless the suite renames it.
    pub check: String,
    /// Pass, fail or unscored.
    pub outcome: Outcome,
    /// 0 to 1 for a scored reply; a graded check may say .8. `None` when unscored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Weight in the trial's score; 0 records without counting.
    pub weight: f64,
    /// Why it failed or could not be scored; `None` on a plain pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Message>,
}

impl Score {
    /// A trial's score: the weighted mean of the scored checks, 0 to 1; `None` when a check that counts is
    /// unscored or nothing counts.
    pub fn total(scores: &[Score]) -> Option<f64> {
        let (mut sum, mut weight) = (0.0, 0.0);
        for score in scores.iter().filter(|s| s.weight > 0.0) {
            sum += score.value? * score.weight;
            weight += score.weight;
        }
        (weight > 0.0).then(|| sum / weight)
    }
}
