//! Arms: every prompt on every model, the levels of further factors, and the bare request of each task.

use std::collections::BTreeMap;
use std::sync::Arc;

use checks::Checks;
use serde_json::{Map, Value};
use terms::{Currency, Explain, Message, ModelName, Money, Output, Parameters, Place, ResponseFormat};
use vendors::Target;

use super::prompts::Loaded;
use super::{Arm, covering};
use crate::project::parse_amount;
use crate::suite::{BudgetEntry, Design, Level, ModelEntry, SuiteFile};
use crate::{EngineError, Project};

/// A model with the parameters its entry adds.
type Model = (Arc<Target>, Parameters);

pub(super) fn make(
    project: &Project,
    suite: &SuiteFile,
    place: &str,
    prompts: &[Loaded],
    env: &(dyn Fn(&str) -> Option<String> + Sync),
    notes: &mut Vec<Message>,
) -> Result<Vec<Arm>, EngineError> {
    let models = models(project, suite, prompts, env)?;
    for warning in prompts.iter().flat_map(|p| p.compiled.warnings()) {
        let place = warning.place().map_or(String::new(), |place| place.to_string());
        notes.push(Message::new("engine-note-warning").with("place", place).with("what", warning.message()));
    }
    let levels: Vec<usize> =
        [prompts.len(), models.len()].into_iter().chain(suite.factors.values().map(Vec::len)).collect();
    let rows = match suite.design.unwrap_or_default() {
        // without further factors prompts and models are always crossed in full
        Design::Pairwise => covering::pairwise(&levels),
        Design::Full => covering::full(&levels),
    };
    let mut arms = Vec::new();
    for row in rows {
        let factors = suite.factors.iter().zip(&row[2..]);
        let choice: BTreeMap<&str, &Value> =
            factors.map(|((name, values), &l)| (name.as_str(), &values[l])).collect();
        let level = suite.level(place, &choice)?;
        let prompt = &prompts[row[0]];
        let checks = checks_of(suite, place, prompt)?;
        let structured = suite.structured.unwrap_or(false);
        arms.push(crafted(prompt, &models[row[1]], level, checks, structured));
    }
    if suite.bare.unwrap_or(true) {
        for prompt in prompts {
            bare(prompt, &models, &checks_of(suite, place, prompt)?, &mut arms, notes);
        }
        tell_apart(prompts, &mut arms);
    }
    Ok(arms)
}

/// The arm of a prompt alone: on the model named, or the first that the prompt or the project prefers.
///
/// # Errors
/// No model, or one that cannot be resolved.
pub fn single(
    project: &Project,
    prompt: &Loaded,
    model: Option<ModelName>,
    env: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<Arm, EngineError> {
    let suite =
        SuiteFile { models: model.map(ModelEntry::Name).into_iter().collect(), ..SuiteFile::default() };
    let models = models(project, &suite, std::slice::from_ref(prompt), env)?;
    let first = models.first().ok_or(EngineError::NoModel)?;
    let checks = checks_of(&suite, "", prompt)?;
    Ok(crafted(prompt, first, Level::default(), checks, false))
}

fn crafted(
    prompt: &Loaded,
    (target, own): &Model,
    level: Level,
    checks: Arc<Checks>,
    structured: bool,
) -> Arm {
    let given = over(own, &level.parameters);
    Arm {
        name: prompt.name.clone(),
        version: prompt.compiled.version(),
        bare: false,
        prompt: prompt.compiled.clone(),
        root: prompt.root.clone(),
        text: prompt.text.clone(),
        target: target.clone(),
        parameters: over(prompt.compiled.parameters(), &given),
        given,
        format: if structured { format(prompt) } else { ResponseFormat::Text },
        inputs: level.inputs,
        variant: level.shown.or_else(|| shown_parameters(own)),
        checks,
    }
}

/// One bare arm for each task and model: prompts that state the same task share it.
fn bare(
    prompt: &Loaded,
    models: &[Model],
    checks: &Arc<Checks>,
    arms: &mut Vec<Arm>,
    notes: &mut Vec<Message>,
) {
    let Ok(version) = prompt.compiled.bare_version() else {
        notes.push(Message::new("engine-note-no-bare").with("prompt", prompt.name.as_str()));
        return;
    };
    for (target, own) in models {
        let same = |arm: &Arm| arm.bare && arm.version == version && arm.target.model == target.model;
        if arms.iter().any(same) {
            continue;
        }
        // only what the model needs to answer at all is taken over: craft includes decoding parameters
        let parameters =
            Parameters { max_tokens: prompt.compiled.parameters().max_tokens, ..Parameters::default() };
        arms.push(Arm {
            name: "bare".to_owned(),
            version,
            bare: true,
            prompt: prompt.compiled.clone(),
            root: prompt.root.clone(),
            text: prompt.text.clone(),
            target: target.clone(),
            parameters: over(&parameters, own),
            given: own.clone(),
            format: ResponseFormat::Text,
            inputs: Map::new(),
            variant: None,
            checks: checks.clone(),
        });
    }
}

/// Two tasks have two bare requests: each then says whose it is.
fn tell_apart(prompts: &[Loaded], arms: &mut [Arm]) {
    let first = arms.iter().find(|arm| arm.bare).map(|arm| arm.version);
    if arms.iter().filter(|arm| arm.bare).all(|arm| Some(arm.version) == first) {
        return;
    }
    for arm in arms.iter_mut().filter(|arm| arm.bare) {
        let owner = prompts.iter().find(|p| p.compiled.bare_version().is_ok_and(|v| v == arm.version));
        arm.variant = owner.map(|p| p.name.clone());
    }
}

fn models(
    project: &Project,
    suite: &SuiteFile,
    prompts: &[Loaded],
    env: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<Vec<Model>, EngineError> {
    let mut wanted: Vec<(ModelName, Parameters)> = suite
        .models
        .iter()
        .map(|entry| match entry {
            ModelEntry::Name(model) => (model.clone(), Parameters::default()),
            ModelEntry::With { model, parameters } => (model.clone(), parameters.clone()),
        })
        .collect();
    if wanted.is_empty() {
        // a preference without a vendor is a remark for people: the vendor is never guessed
        let named = |p: &Loaded| p.compiled.model_preferences().iter().find_map(|m| m.parse().ok());
        let preferred: Option<ModelName> = prompts.iter().find_map(named);
        let named: Vec<ModelName> = match preferred {
            Some(model) => vec![model],
            None => project.settings.models.clone(),
        };
        wanted.extend(named.into_iter().map(|m| (m, Parameters::default())));
    }
    if wanted.is_empty() {
        return Err(EngineError::NoModel);
    }
    let resolve = |(model, own): (ModelName, Parameters)| {
        let mut target = project.catalogue.resolve(&model, env).map_err(EngineError::below)?;
        if target.url.starts_with(local::ADDRESS) {
            let version = local::fingerprint(&model.model).map_err(EngineError::below)?;
            target = target.pinned(&version);
        }
        Ok((Arc::new(target), own))
    };
    wanted.into_iter().map(resolve).collect()
}

/// The suite's checks, or those that the prompt's output calls for.
fn checks_of(suite: &SuiteFile, place: &str, prompt: &Loaded) -> Result<Arc<Checks>, EngineError> {
    let output = prompt.compiled.output();
    if suite.checks.is_empty() {
        return Ok(Arc::new(checks::for_output(output)));
    }
    let context = checks::Context { file: Some(place), lines: &suite.check_lines, output: Some(output) };
    checks::parse(&suite.checks, &context).map(Arc::new).map_err(EngineError::all)
}

/// The shape of the prompt's output contract, for vendors that can enforce one.
fn format(prompt: &Loaded) -> ResponseFormat {
    match prompt.compiled.output() {
        Output::Json { schema: Some(schema) } => {
            ResponseFormat::JsonSchema { name: "answer".to_owned(), schema: schema.clone() }
        }
        Output::Json { schema: None } => ResponseFormat::Json,
        _ => ResponseFormat::Text,
    }
}

/// The parameters of `top` where it sets any, else those of `base`.
pub(super) fn over(base: &Parameters, top: &Parameters) -> Parameters {
    let mut extra = base.extra.clone();
    extra.extend(top.extra.clone());
    Parameters {
        temperature: top.temperature.or(base.temperature),
        top_p: top.top_p.or(base.top_p),
        top_k: top.top_k.or(base.top_k),
        max_tokens: top.max_tokens.or(base.max_tokens),
        stop: if top.stop.is_empty() { base.stop.clone() } else { top.stop.clone() },
        seed: top.seed.or(base.seed),
        frequency_penalty: top.frequency_penalty.or(base.frequency_penalty),
        presence_penalty: top.presence_penalty.or(base.presence_penalty),
        reasoning_effort: top.reasoning_effort.clone().or_else(|| base.reasoning_effort.clone()),
        logprobs: top.logprobs.or(base.logprobs),
        extra,
    }
}

fn shown_parameters(own: &Parameters) -> Option<String> {
    if *own == Parameters::default() {
        return None;
    }
    let Ok(Value::Object(map)) = serde_json::to_value(own) else { return None };
    Some(map.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(" "))
}

pub(super) fn budget(entry: &BudgetEntry, place: &str, project: &Project) -> Result<Money, EngineError> {
    let (text, currency) = match entry {
        BudgetEntry::Number(amount) => (amount.to_string(), Currency::USD),
        BudgetEntry::Text(text) => (text.clone(), Currency::USD),
        BudgetEntry::In { amount, currency } => (amount.clone(), *currency),
    };
    parse_amount(&text, currency, project.catalogue.date()).ok_or_else(|| EngineError::Settings {
        place: Place { file: place.to_owned(), line: None, column: None },
        cause: format!("budget: {text:?}"),
    })
}

/// A budget can only be kept when every model has a price in its currency.
pub(super) fn priced(arms: &[Arm], cap: Money) -> Result<(), EngineError> {
    for arm in arms {
        let model = arm.target.model.to_string();
        match &arm.target.price {
            None => return Err(EngineError::NoPrice { model }),
            Some(price) if price.currency != cap.currency => {
                return Err(EngineError::Currency {
                    model,
                    price: price.currency.code().to_owned(),
                    budget: cap.currency.code().to_owned(),
                });
            }
            Some(_) => {}
        }
    }
    Ok(())
}
