//! The trials of a run, a page at a time: the ledger finds a page in the same time whatever their number.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Html;
use ledger::{RunId, RunRecord, TrialAt, TrialFilter, TrialOrder, TrialOutcome, TrialPage};
use report::{Standing, brief, visible};
use serde::Deserialize;
use terms::evaluation::Trial;

use crate::fault::Fault;
use crate::page::{Page, Visit, html};

/// Trials on a page.
const PAGE: usize = 50;

/// Name in addresses, key of the sentence.
const OUTCOMES: [(&str, &str, TrialOutcome); 4] = [
    ("passed", "report-passed", TrialOutcome::Passed),
    ("failed", "report-failed", TrialOutcome::Failed),
    ("unscored", "report-unscored", TrialOutcome::Unscored),
    ("errored", "report-no-answer", TrialOutcome::Errored),
];

/// Name in addresses, key of the sentence.
const ORDERS: [(&str, &str, TrialOrder); 5] = [
    ("case", "studio-by-case", TrialOrder::Case),
    ("slowest", "studio-slowest", TrialOrder::Slowest),
    ("fastest", "studio-fastest", TrialOrder::Fastest),
    ("dearest", "studio-dearest", TrialOrder::Dearest),
    ("cheapest", "studio-cheapest", TrialOrder::Cheapest),
];

/// What is asked for in the address.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Asked {
    /// Index of the arm.
    arm: String,
    /// `passed`, `failed`, `unscored` or `errored`.
    outcome: String,
    /// `case` (the default), `slowest`, `fastest`, `dearest` or `cheapest`; by time or price, trials without one are left
    /// out.
    sort: String,
    /// Where the page before ended: `case.arm.repeat`.
    after: String,
}

impl Asked {
    fn order(&self) -> TrialOrder {
        ORDERS.iter().find(|(name, ..)| *name == self.sort).map_or(TrialOrder::Case, |(.., order)| *order)
    }
}

/// A page of a run's trials.
pub async fn read(visit: &Visit, run: RunId, asked: &Asked) -> Result<TrialPage, Fault> {
    let outcome = OUTCOMES.iter().find(|(name, _, _)| *name == asked.outcome);
    let filter = TrialFilter { arm: asked.arm.parse().ok(), outcome: outcome.map(|o| o.2), case: None };
    Ok(visit.app.store().sorted_page(run, filter, asked.order(), place(&asked.after), PAGE).await?)
}

#[derive(Template)]
#[template(path = "trials.html")]
struct Trials {
    page: Page,
    run: String,
    arms: Vec<(u32, String, bool)>,
    outcomes: Vec<(&'static str, String, bool)>,
    orders: Vec<(&'static str, String, bool)>,
    rows: Vec<Row>,
    next: Option<String>,
    later: bool,
}

struct Row {
    link: String,
    case: String,
    arm: String,
    standing: String,
    class: &'static str,
    answer: String,
    expect: String,
    cost: String,
    time: String,
}

pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let store = visit.app.store();
    let record = store.run(&id).await?;
    let run = record.summary.id;
    let names = arms(&visit, &record);
    let arm: Option<u32> = asked.arm.parse().ok();
    let outcome = OUTCOMES.iter().find(|(name, _, _)| *name == asked.outcome);
    let order = asked.order();
    let page = read(&visit, run, &asked).await?;
    let rows = page.trials.iter().map(|trial| row(&visit, &run.to_string(), &names, trial)).collect();
    let next = page.next.map(|at| {
        format!(
            "/run/{run}/trials?arm={}&outcome={}&sort={}&after={}.{}.{}",
            asked.arm.parse::<u32>().map_or(String::new(), |a| a.to_string()),
            outcome.map_or("", |o| o.0),
            ORDERS.iter().find(|(.., each)| *each == order).map_or("", |o| o.0),
            at.case,
            at.arm,
            at.repeat
        )
    });
    html(&Trials {
        page: visit.page("/runs"),
        arms: names
            .into_iter()
            .enumerate()
            .map(|(at, name)| (at as u32, name, arm == Some(at as u32)))
            .collect(),
        outcomes: OUTCOMES
            .iter()
            .map(|(name, key, _)| (*name, visit.locale().say(key), asked.outcome == *name))
            .collect(),
        rows,
        next,
        orders: ORDERS
            .iter()
            .map(|(name, key, each)| (*name, visit.locale().say(key), *each == order))
            .collect(),
        later: place(&asked.after).is_some(),
        run: run.to_string(),
    })
}

/// `case.arm.repeat`.
fn place(text: &str) -> Option<TrialAt> {
    let mut parts = text.split('.');
    let case = parts.next()?.parse().ok()?;
    let at = TrialAt { case, arm: parts.next()?.parse().ok()?, repeat: parts.next()?.parse().ok()? };
    parts.next().is_none().then_some(at)
}

/// The arms by their index, as a person names them.
pub fn arms(visit: &Visit, record: &RunRecord) -> Vec<String> {
    let arms = record.document["arms"].as_array();
    let text = |arm: &serde_json::Value, key: &str| visible::excerpt(arm[key].as_str().unwrap_or("?"), 120);
    let name = |arm: &serde_json::Value| {
        let bare = arm["bare"].as_bool().unwrap_or(false);
        let mut prompt = if bare { visit.locale().say("report-bare") } else { text(arm, "prompt") };
        if let Some(variant) = arm["variant"].as_str() {
            prompt = format!("{prompt} ({})", visible::excerpt(variant, 120));
        }
        format!("{prompt} · {}", text(arm, "model"))
    };
    arms.into_iter().flatten().map(name).collect()
}

/// The colour of an outcome; its word stands beside it.
pub fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Passed => "good",
        Standing::Failed => "bad",
        Standing::Unscored | Standing::NoAnswer => "warn",
    }
}

fn row(visit: &Visit, run: &str, arms: &[String], trial: &Trial) -> Row {
    let locale = visit.locale();
    let answer = match (&trial.text, &trial.error) {
        (Some(text), _) => visible::excerpt(text, 300),
        (None, Some(error)) => visible::excerpt(&locale.text(error), 300),
        (None, None) => locale.say("cli-trial-no-text"),
    };
    Row {
        link: format!("/run/{run}/trial/{}/{}/{}", trial.case, trial.arm, trial.repeat),
        case: visible::excerpt(&trial.case_id, 80),
        arm: arms.get(trial.arm as usize).cloned().unwrap_or_default(),
        standing: brief::standing(trial, locale),
        class: class(Standing::of(trial)),
        answer,
        expect: trial.expect.as_deref().map_or(String::new(), |text| visible::excerpt(text, 120)),
        cost: trial.cost.as_ref().map_or_else(|| "–".to_owned(), |cost| locale.money(cost)),
        time: trial.latency_ms.map_or_else(|| "–".to_owned(), |ms| locale.duration(ms / 1000.0)),
    }
}
