//! From the ledger's score rows to an evaluation: one pass in (case, arm, repeat) order, in memory that does not
//! grow with the number of cases.

mod arm;
mod flaws;
mod latency;
mod pairs;

use ledger::{LedgerError, RunId, ScoreRow, Totals};
use terms::evaluation::{Calls, Ended, Evaluation, SCHEMA};
use terms::{Message, Score};

use crate::EngineError;
use crate::plan::Plan;
use arm::ArmTally;
use flaws::Flaws;
use pairs::Pairs;

/// What is known besides the rows.
pub(crate) struct Facts {
    pub run: RunId,
    pub ended: Ended,
    pub cases: u64,
    pub totals: Totals,
    pub notes: Vec<Message>,
}

/// A case's result on an arm: the mean of its scored repeats.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Item {
    sum: f64,
    scored: u32,
}

impl Item {
    fn mean(self) -> Option<f64> {
        (self.scored > 0).then(|| self.sum / f64::from(self.scored))
    }
}

/// Reads the rows and concludes.
pub(crate) fn evaluation(
    plan: &Plan,
    rows: impl Iterator<Item = Result<ScoreRow, LedgerError>>,
    facts: Facts,
) -> Result<Evaluation, EngineError> {
    let mut tallies: Vec<ArmTally> = plan.arms.iter().map(|_| ArmTally::new(plan.repeats)).collect();
    let mut pairs = Pairs::of(&plan.arms);
    let mut flaws = Flaws::default();
    let mut items = vec![Item::default(); plan.arms.len()];
    let mut current: Option<ScoreRow> = None;
    let mut reused = 0;
    for row in rows {
        let row = row.map_err(EngineError::below)?;
        if let Some(before) = current.as_ref().filter(|before| before.at.case != row.at.case) {
            close(&mut items, before, &mut tallies, &mut pairs);
        }
        reused += u64::from(row.reused);
        flaws.push(&row);
        let at = row.at.arm as usize;
        if let (Some(tally), Some(item)) = (tallies.get_mut(at), items.get_mut(at)) {
            let total = Score::total(&row.scores);
            if let Some(score) = total {
                item.sum += score;
                item.scored += 1;
            }
            tally.push(&row, total);
        }
        current = Some(row);
    }
    if let Some(last) = &current {
        close(&mut items, last, &mut tallies, &mut pairs);
    }
    let mut notes = facts.notes;
    let arms: Vec<_> = tallies
        .into_iter()
        .zip(&plan.arms)
        .enumerate()
        .map(|(index, (tally, arm))| tally.finish(index as u32, arm, &mut notes))
        .collect();
    Ok(Evaluation {
        schema: SCHEMA.to_owned(),
        run: facts.run.to_string(),
        ended: facts.ended,
        cases: facts.cases,
        repeats: plan.repeats,
        arms,
        comparisons: pairs.finish(plan.margin),
        calls: Calls {
            new: facts.totals.done,
            reused,
            failed: facts.totals.failed,
            unknown: facts.totals.unknown,
        },
        flaws: flaws.finish(),
        spent: facts.totals.spent,
        notes,
    })
}

/// The last row of a case was read: its items go to the arms and to the pairs.
fn close(items: &mut [Item], case: &ScoreRow, tallies: &mut [ArmTally], pairs: &mut Pairs) {
    let (weight, cluster) = (case.weight, case.cluster.as_deref());
    for (item, tally) in items.iter().zip(tallies.iter_mut()) {
        tally.close(item.mean(), weight, cluster);
    }
    pairs.push(items, weight, cluster);
    items.fill(Item::default());
}
