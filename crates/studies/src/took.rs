//! What a run of the ledger took, studies included: a study's own row holds no trial, those of its parts do, and its
//! document tells them.

use ledger::{RunFilter, RunSummary};
use serde::Deserialize;
use serde_json::Value;
use terms::Money;
use terms::evaluation::Evaluation;

use crate::document::Cost;
use crate::evaluator::KIND;

/// What a run took.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Took {
    /// Trials asked for.
    pub trials: u64,
    /// Calls sent by the process that ended it; `None` while it has not ended.
    pub calls: Option<u64>,
    /// What its answers cost when they were bought.
    pub cost: Vec<Money>,
}

impl Took {
    /// Of a run and the document it was finished with.
    pub fn of(run: &RunSummary, finished: Option<&Value>) -> Took {
        let read = |stored: &Value| serde_json::from_value::<Cost>(stored["cost"].clone()).ok();
        if let Some(cost) = finished.and_then(read) {
            return Took {
                trials: cost.trials,
                calls: Some(cost.new),
                cost: cost.money.into_iter().collect(),
            };
        }
        let evaluation = finished.and_then(|stored| Evaluation::deserialize(stored).ok());
        let sent = evaluation.as_ref().map(|e| e.calls.new + e.calls.failed + e.calls.unknown);
        Took { trials: run.trials, calls: sent, cost: evaluation.map_or_else(Vec::new, |e| e.spent) }
    }
}

/// The runs that people started: the parts that studies are made of are left out.
pub fn whole_runs() -> RunFilter {
    RunFilter { except: Some(KIND.to_owned()), ..RunFilter::default() }
}
