use terms::evaluation::Trial;
use terms::{Outcome, Score};

/// How a trial ended, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Every check that counts passed.
    Passed,
    /// A check that counts failed.
    Failed,
    /// A check that counts could not tell, or none counts: the trial has no score.
    Unscored,
    /// The call gave no text.
    NoAnswer,
}

impl Standing {
    /// Of this trial.
    pub fn of(trial: &Trial) -> Standing {
        if trial.error.is_some() || trial.text.is_none() {
            Standing::NoAnswer
        } else if Score::total(&trial.scores).is_none() {
            Standing::Unscored
        } else if trial.scores.iter().any(|s| s.weight > 0.0 && s.outcome == Outcome::Fail) {
            Standing::Failed
        } else {
            Standing::Passed
        }
    }

    /// Name in machine-read exports.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Passed => "passed",
            Standing::Failed => "failed",
            Standing::Unscored => "unscored",
            Standing::NoAnswer => "no-answer",
        }
    }

    /// Key of its name for a person.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Standing::Passed => "report-passed",
            Standing::Failed => "report-failed",
            Standing::Unscored => "report-unscored",
            Standing::NoAnswer => "report-no-answer",
        }
    }
}
