//! Every run, what was spent, and the calls whose end was never seen.

use askama::Template;
use axum::extract::Query;
use axum::response::Html;
use ledger::{RunFilter, RunId, Scope};
use report::visible;
use serde::Deserialize;
use terms::{Message, Money};

use super::run::status;
use crate::fault::Fault;
use crate::page::{Page, Visit, day, html};

/// Runs on a page.
const PAGE: usize = 50;
/// Unknown calls listed.
const UNKNOWN: usize = 100;

#[derive(Deserialize)]
pub struct Asked {
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "runs.html")]
struct Runs {
    page: Page,
    rows: Vec<Row>,
    next: Option<String>,
    spent: Vec<String>,
    at_risk: Vec<String>,
    calls: String,
    unknown: Vec<Unknown>,
    unknown_more: bool,
}

struct Row {
    id: String,
    day: String,
    kind: String,
    title: String,
    status: String,
    trials: String,
    spent: String,
    pruned: bool,
}

struct Unknown {
    key: String,
    short: String,
    run: String,
    model: String,
    day: String,
    most: String,
    error: String,
}

pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Html<String>, Fault> {
    let store = visit.app.store();
    let locale = visit.locale();
    let after: Option<RunId> = asked.after.and_then(|id| id.parse().ok());
    let page = store.runs(RunFilter::default(), after, PAGE).await?;
    let amounts = |list: &[Money]| -> Vec<String> {
        let dated = |money: &Money| {
            let cost = Message::new("cli-cost").with("cost", locale.money(money));
            locale.text(&cost.with("date", money.catalogue.to_string()))
        };
        list.iter().map(dated).collect()
    };
    let mut rows = Vec::new();
    for run in &page.runs {
        let totals = store.totals(Scope::Run(run.id)).await?;
        rows.push(Row {
            id: run.id.to_string(),
            day: day(run.started_ms),
            kind: visible::excerpt(&run.kind, 40),
            title: visible::excerpt(&run.title, 160),
            status: locale.say(status(run.status)),
            trials: locale.integer(i64::try_from(run.trials).unwrap_or(i64::MAX)),
            spent: totals.spent.iter().map(|m| locale.money(m)).collect::<Vec<_>>().join(" + "),
            pruned: run.pruned,
        });
    }
    let totals = store.totals(Scope::All).await?;
    let shared = visit.app.engine.store().clone();
    let read = move || shared.unknown_calls(Scope::All).take(UNKNOWN + 1).collect::<Result<Vec<_>, _>>();
    let mut calls = match totals.unknown {
        0 => Vec::new(),
        _ => tokio::task::spawn_blocking(read).await.map_err(|_| Fault::missing("studio-no-page"))??,
    };
    let unknown_more = calls.len() > UNKNOWN;
    calls.truncate(UNKNOWN);
    let unknown = calls
        .iter()
        .map(|call| Unknown {
            key: call.key.to_string(),
            short: call.key.to_string().chars().take(12).collect(),
            run: call.run.to_string(),
            model: visible::excerpt(&call.model.to_string(), 120),
            day: day(call.sent_ms),
            most: call.reserved.as_ref().map_or_else(|| "–".to_owned(), |m| locale.money(m)),
            error: call.error.as_ref().map_or(String::new(), |e| visible::excerpt(&locale.text(e), 300)),
        })
        .collect();
    let calls = Message::new("studio-calls")
        .with("done", totals.done)
        .with("failed", totals.failed)
        .with("unknown", totals.unknown);
    html(&Runs {
        page: visit.page("/runs"),
        rows,
        next: page.next.map(|id| id.to_string()),
        spent: amounts(&totals.spent),
        at_risk: amounts(&totals.at_risk),
        calls: locale.text(&calls),
        unknown,
        unknown_more,
    })
}
