//! The model that writes versions, for the studies that may ask one.

use engine::plan::{Arm, load_text, single_arm};
use engine::{EngineError, Project};
use terms::{Lang, ModelName};

use super::{Bench, stopped};
use crate::StudyError;
use crate::letter::Form;

/// The arm of a model that writes versions: which of our prompts it is asked with changes from letter to letter.
///
/// # Errors
/// A model of no known vendor, or without its key.
pub fn proposer(
    project: &Project,
    model: ModelName,
    env: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<Arm, EngineError> {
    let prompt = load_text(project, "letter.mot.md", None, Form::Reflect.text(Lang::En))?;
    single_arm(project, &prompt, Some(model), env)
}

impl Bench<'_> {
    /// A budget can only be kept when the proposing model has a price in its currency.
    pub(super) fn priced(&self, proposer: Option<&Arm>) -> Result<(), StudyError> {
        let (Some(cap), Some(arm)) = (self.plan.budget, proposer) else { return Ok(()) };
        let model = arm.target.model.to_string();
        match &arm.target.price {
            None => Err(stopped(&EngineError::NoPrice { model })),
            Some(price) if price.currency != cap.currency => Err(stopped(&EngineError::Currency {
                model,
                price: price.currency.code().to_owned(),
                budget: cap.currency.code().to_owned(),
            })),
            Some(_) => Ok(()),
        }
    }
}
