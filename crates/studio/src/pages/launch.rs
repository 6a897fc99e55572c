//! From what a form asks for to a plan of the engine.

use axum::response::{IntoResponse, Redirect, Response};
use engine::suite::{BudgetEntry, ModelEntry, PromptEntry, SuiteFile};
use engine::{EngineError, Plan};
use terms::{Currency, Message, ModelName};

use crate::fault::Said;
use crate::jobs::{Other, Wish, Work};
use crate::page::Visit;

/// The fields of a form as they were sent, without the spaces around.
#[derive(Clone, Debug, Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    pub fn new(pairs: Vec<(String, String)>) -> Sent {
        Sent(pairs.into_iter().map(|(name, value)| (name, value.trim().to_owned())).collect())
    }

    /// A field; `None` when it was not sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// A field, empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Every value of a field that may be sent several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// A number of things, one at least; `None` for an empty field.
    pub fn count(&self, name: &str) -> Result<Option<u64>, Vec<Said>> {
        match self.text(name) {
            "" => Ok(None),
            text => match text.parse().ok().filter(|n| *n > 0) {
                Some(n) => Ok(Some(n)),
                None => Err(wrong("studio-wrong-count")),
            },
        }
    }

    /// Points of 100, with a point or a comma, as a share of 1; `None` for an empty field.
    pub fn points(&self, name: &str) -> Result<Option<f64>, Vec<Said>> {
        match self.text(name) {
            "" => Ok(None),
            text => match text.replace(',', ".").parse::<f64>().ok().filter(|p| *p > 0.0 && *p < 100.0) {
                Some(points) => Ok(Some(points / 100.0)),
                None => Err(wrong("studio-wrong-margin")),
            },
        }
    }

    /// What every form asks for: models and money.
    pub fn wish(&self, prompt: &str) -> Result<Wish, Vec<Said>> {
        let currency = match self.text("currency") {
            "" => None,
            code => Some(Currency::try_from(code.to_ascii_uppercase()).map_err(|_| {
                let message = Message::new("cli-wrong-currency").with("code", code);
                vec![Said { message, place: None, hint: None }]
            })?),
        };
        Ok(Wish {
            prompt: prompt.to_owned(),
            models: self.models(),
            budget: self.get("budget").filter(|amount| !amount.is_empty()).map(str::to_owned),
            currency,
            sent: self.0.clone(),
            ..Wish::default()
        })
    }

    /// Which of its two buttons sent the form of an evaluation.
    pub fn evaluate_or_estimate(&self) -> Work {
        if self.text("do") == "estimate" { Work::Estimate } else { Work::Evaluate }
    }

    /// The models named.
    pub fn models(&self) -> Vec<String> {
        let mut named: Vec<String> = self.all("model").flat_map(models).collect();
        named.dedup();
        named
    }

    /// What forms of evaluations ask for: also repeats, which cases, and the margin.
    pub fn evaluation(&self, name: &str) -> Result<Wish, Vec<Said>> {
        let repeats = match self.text("repeats") {
            "" => None,
            text => match text.parse().ok().filter(|n| (1..=100).contains(n)) {
                Some(repeats) => Some(repeats),
                None => return Err(wrong("studio-wrong-repeats")),
            },
        };
        let split = match self.text("split") {
            "" => None,
            text => Some(table::split_from_name(text).ok_or_else(|| wrong("studio-wrong-split"))?),
        };
        let (limit, margin) = (self.count("limit")?, self.points("margin")?);
        Ok(Wish { repeats, split, limit, margin, ..self.wish(name)? })
    }
}

/// Starts a job and leads to its page.
pub fn started(visit: &Visit, wish: Wish, plan: Plan, work: Work) -> Response {
    let job = visit.app.jobs.start(visit.app.engine.clone(), wish, plan, work);
    Redirect::to(&format!("/live/{}", job.id)).into_response()
}

/// What is wrong with a form, in one sentence.
pub fn wrong(key: &'static str) -> Vec<Said> {
    vec![Said { message: Message::new(key), place: None, hint: None }]
}

/// The plan of a wish: a suite as it stands, or a prompt on its cases, with the checks of the suite that holds for it when
/// there is one.
pub async fn plan(visit: &Visit, wish: &Wish) -> Result<Plan, EngineError> {
    let project = visit.app.project()?;
    let model = |given: &String| {
        let parsed: Result<ModelName, _> = given.parse();
        parsed.map(ModelEntry::Name).map_err(|_| EngineError::ModelName { given: given.clone() })
    };
    let currency = wish.currency.unwrap_or(Currency::USD);
    let budget = wish.budget.clone().map(|amount| BudgetEntry::In { amount, currency });
    let path = project.root.join(&wish.prompt);
    if wish.suite {
        let read = SuiteFile::read(&path)?;
        let mut suite = narrowed(read, wish);
        suite.budget = budget.or(suite.budget);
        if !wish.models.is_empty() {
            suite.models = wish.models.iter().map(model).collect::<Result<_, _>>()?;
        }
        let base = path.parent().unwrap_or(&project.root);
        let store = Some(visit.app.store());
        return Plan::make(&project, &suite, &wish.prompt, base, store, &visit.app.env).await;
    }
    let (suite, place) = match engine::plan::suite_of(&path) {
        Some(file) => (SuiteFile::read(&file)?, file.display().to_string()),
        None => (SuiteFile::default(), "motjuste studio".to_owned()),
    };
    let mut prompts = vec![PromptEntry::File(wish.prompt.clone())];
    // what is compared is measured against each other, not against the bare request
    let bare = if wish.against.is_some() { Some(false) } else { suite.bare };
    let others = wish.against.iter().flatten().cloned();
    prompts.extend(others.map(|Other { name, text }| PromptEntry::Inline { name, text }));
    let suite = SuiteFile {
        prompts,
        bare,
        models: wish.models.iter().map(model).collect::<Result<_, _>>()?,
        cases: engine::plan::cases_of(&path),
        budget,
        ..narrowed(suite, wish)
    };
    let store = Some(visit.app.store());
    Plan::make(&project, &suite, &place, &project.root, store, &visit.app.env).await
}

/// A suite with what the wish says of its cases, of repeats and of the margin.
fn narrowed(suite: SuiteFile, wish: &Wish) -> SuiteFile {
    SuiteFile {
        repeats: wish.repeats.or(suite.repeats),
        split: wish.split.or(suite.split),
        limit: wish.limit.or(suite.limit),
        margin: wish.margin.or(suite.margin),
        ..suite
    }
}

/// Names of models as a person lists them.
pub fn models(text: &str) -> impl Iterator<Item = String> {
    text.split([',', ' ', '\n', '\r']).filter(|model| !model.is_empty()).map(str::to_owned)
}
