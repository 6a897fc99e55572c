//! From what a form asks for to a plan of the engine.

use engine::plan::ENDING;
use engine::suite::{BudgetEntry, ModelEntry, PromptEntry, SuiteFile};
use engine::{EngineError, Plan};
use terms::{Currency, ModelName};

use crate::jobs::Wish;
use crate::page::Visit;

/// The plan of a wish: the prompt on the cases beside it, with the checks of the suite beside it when there is one.
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
    let beside = format!("{}.suite.yaml", wish.prompt.strip_suffix(ENDING).unwrap_or(&wish.prompt));
    let path = project.root.join(&beside);
    let (suite, place) = match path.is_file() {
        true => (SuiteFile::read(&path)?, beside.as_str()),
        false => (SuiteFile::default(), "motjuste studio"),
    };
    let suite = SuiteFile {
        prompts: vec![PromptEntry::File(wish.prompt.clone())],
        models: wish.models.iter().map(model).collect::<Result<_, _>>()?,
        cases: Vec::new(),
        repeats: wish.repeats,
        budget,
        ..suite
    };
    let store = Some(visit.app.store());
    Plan::make(&project, &suite, place, &project.root, store, &visit.app.env).await
}

/// Names of models as a person lists them.
pub fn models(text: &str) -> impl Iterator<Item = String> {
    text.split([',', ' ', '\n', '\r']).filter(|model| !model.is_empty()).map(str::to_owned)
}
