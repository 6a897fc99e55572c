//! Before anything is sent: every case is read, rendered and looked at by the guard, so that a mistake in row
//! 5,000 is known before row 1 is paid for. A few microseconds a case; nothing is kept.

use guard::Guard;
use local::Familiarity;
use terms::{Case, Explain, Place, Split};

use crate::EngineError;
use crate::plan::{Arm, Plan};

/// What the pass counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Cases of the plan.
    pub cases: u64,
    /// Of these, sealed ones.
    pub test: u64,
    /// Whether any case says what is expected.
    pub expectations: bool,
    /// Words put to the embedded model, if it is asked.
    pub familiarity: Familiarity,
}

/// Reads every case once.
///
/// # Errors
/// The first case that cannot be read, rendered or let out; [`EngineError::EmptyCases`].
pub fn check(plan: &Plan, guard: &Guard) -> Result<Counted, EngineError> {
    // arms that differ by model or parameters only render the same text: one of them is enough
    let mut distinct: Vec<&Arm> = Vec::new();
    for arm in &plan.arms {
        let same =
            |seen: &&Arm| seen.version == arm.version && seen.bare == arm.bare && seen.inputs == arm.inputs;
        if !distinct.iter().any(same) {
            distinct.push(arm);
        }
    }
    let petit = plan.arms.iter().any(Arm::asks_petit);
    let mut counted = Counted::default();
    for case in plan.cases.open()? {
        let case = case?;
        for arm in &distinct {
            let rendered = arm.render(&case).map_err(|cause| wrong(plan, &case, cause))?;
            guard.check(&rendered.messages).map_err(|cause| wrong(plan, &case, cause))?;
            if petit {
                counted.familiarity = counted.familiarity.plus(Familiarity::of_question(&rendered.messages));
            }
        }
        counted.cases += 1;
        counted.test += u64::from(case.split == Split::Test);
        counted.expectations |= !case.expect.is_empty();
    }
    if counted.cases == 0 {
        return Err(EngineError::EmptyCases { file: plan.cases.name() });
    }
    Ok(counted)
}

fn wrong(plan: &Plan, case: &Case, cause: impl Explain + 'static) -> EngineError {
    let place = Place { file: plan.cases.name(), line: Some(case.line), column: None };
    EngineError::Case { place, id: case.id.clone(), cause: Box::new(cause) }
}
