use serde_json::Value;
use terms::CallKey;
use terms::evaluation::Ended;

use super::super::fault::Fault;
use super::transaction::Transaction;
use crate::{Claim, Intent, Known, NewRun, NewTrial, Prune, PruneReport, Rating, RunId, Settled};

/// A write. `row` is the number of the run in the file.
pub enum Op {
    Begin {
        id: RunId,
        run: NewRun,
    },
    Adopt {
        id: RunId,
    },
    /// What a dead owner left in flight becomes unknown.
    Sweep {
        id: RunId,
    },
    Send {
        row: i64,
        intents: Vec<Intent>,
    },
    Withdraw {
        row: i64,
        keys: Vec<CallKey>,
    },
    Settle {
        row: i64,
        calls: Vec<Settled>,
    },
    Record {
        row: i64,
        trials: Vec<NewTrial>,
    },
    Finish {
        row: i64,
        ended: Ended,
        evaluation: Value,
        ended_ms: i64,
    },
    Look {
        dataset: [u8; 16],
        run: RunId,
    },
    Rate {
        run: RunId,
        ratings: Vec<Rating>,
    },
    Prune(Prune),
    /// The log is folded into the file.
    Fold,
}

/// What came of it.
pub enum Answer {
    Nothing,
    Fold,
    /// The row of the run; `None` when its name is taken.
    Row(Option<i64>),
    Claims(Vec<Claimed>),
    Count(u64),
    Pruned(PruneReport, Vec<RunId>),
}

/// A claim as the writer knows it: reading the reply is left to a reader.
pub enum Claimed {
    Granted { attempt: u32 },
    Busy { run: RunId },
    Done,
}

impl Claimed {
    /// The claim as a caller reads it; `known` reads the reply of a call that is done.
    pub fn with<E>(self, known: impl FnOnce() -> Result<Known, E>) -> Result<Claim, E> {
        match self {
            Claimed::Granted { attempt } => Ok(Claim::Granted { attempt }),
            Claimed::Busy { run } => Ok(Claim::Busy { run }),
            Claimed::Done => known().map(Box::new).map(Claim::Done),
        }
    }
}

impl Op {
    /// Does it; may be done again from the start when the transaction it was done in fails. `number` is its
    /// place in the batch.
    pub fn apply(&self, number: usize, to: &mut Transaction<'_>) -> Result<Answer, Fault> {
        match self {
            Op::Begin { id, run } => to.begin(*id, run).map(Answer::Row),
            Op::Adopt { id } => to.adopt(*id).map(|row| Answer::Row(Some(row))),
            Op::Sweep { id } => {
                let row = to.row_of(*id)?;
                to.sweep(row, None)?;
                Ok(Answer::Nothing)
            }
            Op::Send { row, intents } => intents
                .iter()
                .map(|intent| to.claim(*row, intent))
                .collect::<Result<_, _>>()
                .map(Answer::Claims),
            Op::Withdraw { row, keys } => to.withdraw(*row, keys).map(|()| Answer::Nothing),
            Op::Settle { row, calls } => {
                for (item, call) in calls.iter().enumerate() {
                    to.settle(*row, call, (number, item))?;
                }
                Ok(Answer::Nothing)
            }
            Op::Record { row, trials } => {
                for trial in trials {
                    let call = trial.call.map(|key| to.settled_call(key)).transpose()?;
                    to.record(*row, trial, call)?;
                }
                Ok(Answer::Nothing)
            }
            Op::Finish { row, ended, evaluation, ended_ms } => {
                to.finish(*row, *ended, evaluation, *ended_ms).map(|()| Answer::Nothing)
            }
            Op::Look { dataset, run } => to.look(dataset, *run).map(Answer::Count),
            Op::Rate { run, ratings } => {
                for rating in ratings {
                    to.rate(*run, rating)?;
                }
                Ok(Answer::Nothing)
            }
            Op::Fold => Ok(Answer::Fold),
            Op::Prune(prune) => to.prune(*prune).map(|(report, gone)| Answer::Pruned(report, gone)),
        }
    }
}
