//! From what a form asks for to a plan of the engine.

use engine::suite::{BudgetEntry, ModelEntry, PromptEntry, SuiteFile};
use engine::{EngineError, Plan};
use terms::{Currency, ModelName};

use crate::jobs::{Other, Wish};
use crate::page::Visit;

/// The plan of a wish: the prompt on its cases, with the checks of the suite that holds for it when there is one.
pub async fn plan(visit: &Visit, wish: &Wish) -> Result<Plan, EngineError> {
    let project = visit.app.project()?;
    let model = |given: &String| {
        let parsed: Result<ModelName, _> = given.parse();
        parsed.map(ModelEntry::Name).map_err(|_| EngineError::ModelName { given: given.clone() })
    };
    let budget = wish.budget.clone().map(|amount| {
        let currency = Currency::try_from(wish.currency.clone()).unwrap_or(Currency::USD);
        BudgetEntry::In { amount, currency }
    });
    let path = project.root.join(&wish.prompt);
    let (suite, place) = match engine::plan::suite_of(&path) {
        Some(file) => (SuiteFile::read(&file)?, file.display().to_string()),
        None => (SuiteFile::default(), "motjuste studio".to_owned()),
    };
    let mut prompts = vec![PromptEntry::File(wish.prompt.clone())];
    // what is compared is measured against each other, not against the bare request
    let bare = if wish.against.is_some() { Some(false) } else { suite.bare };
    prompts.extend(wish.against.clone().map(|Other { name, text }| PromptEntry::Inline { name, text }));
    let suite = SuiteFile {
        prompts,
        bare,
        models: wish.models.iter().map(model).collect::<Result<_, _>>()?,
        cases: engine::plan::cases_of(&path),
        repeats: wish.repeats,
        budget,
        ..suite
    };
    let store = Some(visit.app.store());
    Plan::make(&project, &suite, &place, &project.root, store, &visit.app.env).await
}

/// Names of models as a person lists them.
pub fn models(text: &str) -> impl Iterator<Item = String> {
    text.split([',', ' ', '\n', '\r']).filter(|model| !model.is_empty()).map(str::to_owned)
}
