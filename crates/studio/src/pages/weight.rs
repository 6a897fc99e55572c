//! About how many tokens a prompt is, what reading it costs on the models it names and on one of each other vendor, and
//! which of those it names cannot hold it.

use std::collections::BTreeSet;

use engine::Project;
use engine::window::{Room, estimate};
use report::visible;
use serde::Serialize;
use terms::{ChatMessage, Message, ModelName, Part};

use super::{known_models, named_models, try_out};
use crate::page::Visit;
use crate::sheet::{Problem, Sheet};

/// Models whose price is told.
const MODELS: usize = 6;
/// A single request costs too little to be read.
const REQUESTS: u64 = 1_000;

/// What a prompt weighs; nothing is said of one that cannot be filled in.
#[derive(Default, Serialize)]
pub struct Weight {
    pub said: String,
    /// Models with the price of many requests.
    pub prices: Vec<(String, String)>,
    /// Models it names that cannot hold it.
    #[serde(skip)]
    pub over: Vec<Problem>,
}

/// Of these messages.
pub fn of(
    visit: &Visit,
    project: &Project,
    sheet: &Sheet,
    messages: &[ChatMessage],
    case: Option<&str>,
) -> Weight {
    let locale = visit.locale();
    let tokens = estimate(messages);
    let pictures = messages.iter().flat_map(|m| &m.parts).any(|part| matches!(part, Part::Image { .. }));
    let written = |count: u64| locale.integer(i64::try_from(count).unwrap_or(i64::MAX));
    let count = written(tokens);
    let said = match case {
        Some(case) => Message::new("studio-weight-case").with("case", visible::excerpt(case, 60)),
        None => Message::new("studio-weight-said"),
    };
    let mut vendors = BTreeSet::new();
    let price = |model: String| {
        let name: ModelName = model.parse().ok()?;
        let row = project.catalogue.price(&name)?;
        let cost = row.upper_bound(tokens.saturating_mul(REQUESTS), 0);
        let said = Message::new("cli-cost").with("cost", locale.money(&cost));
        Some((visible::excerpt(&model, 80), locale.text(&said.with("date", cost.catalogue.to_string()))))
    };
    // those it names, then one of each other vendor
    let named = named_models(project, sheet);
    let full = |model: &String| {
        let room = Room::of(project, &model.parse().ok()?, messages, &visit.app.env)?;
        if !room.is_full() {
            return None;
        }
        let said = match case {
            Some(case) => Message::new("studio-window-case").with("case", visible::excerpt(case, 60)),
            None => Message::new("studio-window"),
        };
        let said = said.with("tokens", written(room.tokens)).with("window", written(room.window));
        Some(Problem {
            line: None,
            column: None,
            text: visit.text(&said.with("model", visible::excerpt(model, 80))),
            advice: Some(locale.say("studio-window-advice")),
            warning: true,
        })
    };
    let over = named.iter().filter_map(full).collect();
    let mut wanted = |model: &String| {
        let vendor = model.split('/').next().unwrap_or_default().to_owned();
        vendors.insert(vendor) || named.contains(model)
    };
    let models = known_models(project, sheet).into_iter().filter(|model| wanted(model));
    let prices = models.filter_map(price).take(MODELS).collect();
    let mut said = locale.text(&said.with("tokens", count));
    if pictures {
        said = format!("{said} {}", locale.say("studio-weight-pictures"));
    }
    Weight { said, prices, over }
}

/// Of a prompt with its first case.
pub fn with_first_case(visit: &Visit, project: &Project, sheet: &Sheet) -> Weight {
    let Ok(loaded) = &sheet.loaded else { return Weight::default() };
    let case = try_out::cases(loaded, None).ok().and_then(|(_, case)| case);
    let values = case.as_ref().map(|case| case.values.clone()).unwrap_or_default();
    match loaded.compiled.render(&values) {
        Ok(rendered) => of(visit, project, sheet, &rendered.messages, case.as_ref().map(|c| c.id.as_str())),
        Err(_) => Weight::default(),
    }
}
