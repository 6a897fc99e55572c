//! Every run, what was spent on which model, and the calls whose end was never seen.

use askama::Template;
use axum::extract::Query;
use axum::response::{Html, Response};
use ledger::{Bill, RunFilter, RunId, RunOrder, RunSummary, Scope};
use report::visible;
use serde::Deserialize;
use studies::took::{Took, whole_runs};
use terms::evaluation::Ended;
use terms::{Message, Money};

use super::run::status;
use crate::fault::Fault;
use crate::page::{Page, Visit, day, encoded, html};
use crate::spreadsheet::{Cell, Sheet, table};

/// Runs on a page.
const PAGE: usize = 50;
/// Unknown calls listed.
const UNKNOWN: usize = 100;

/// Kinds of runs as they are chosen.
pub const KINDS: [&str; 9] =
    ["eval", "compare", "race", "optimise", "trim", "ablate", "vary", "run", "estimate"];
/// Name in addresses, key of the sentence, how it ended.
pub const STATUSES: [(&str, &str, Option<Ended>); 5] = [
    ("completed", "cli-status-completed", Some(Ended::Completed)),
    ("budget", "cli-status-budget", Some(Ended::Budget)),
    ("interrupted", "cli-status-interrupted", Some(Ended::Interrupted)),
    ("vendor", "cli-status-vendor", Some(Ended::Vendor)),
    ("open", "studio-not-ended", None),
];
/// Name in addresses, key of the sentence.
pub const ORDERS: [(&str, &str, RunOrder); 4] = [
    ("newest", "studio-newest", RunOrder::Newest),
    ("oldest", "studio-oldest", RunOrder::Oldest),
    ("largest", "studio-largest", RunOrder::Largest),
    ("dearest", "studio-dearest", RunOrder::Dearest),
];

/// What is asked for in the address.
#[derive(Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Asked {
    /// `eval`, `compare`, `race`, `optimise`, `trim`, `ablate`, `vary`, `run`...
    pub kind: String,
    /// `completed`, `budget`, `interrupted`, `vendor` or `open` (not ended).
    pub status: String,
    /// A part of the title (the files and models of the run).
    pub title: String,
    /// `newest` (the default), `oldest`, `largest` or `dearest`.
    pub sort: String,
    /// Where the page before ended.
    pub after: String,
}

impl Asked {
    pub fn filter(&self) -> RunFilter {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let status = STATUSES.iter().find(|(name, ..)| *name == self.status);
        let order = ORDERS.iter().find(|(name, ..)| *name == self.sort);
        RunFilter {
            kind: some(&self.kind),
            title: some(&self.title),
            ended: status.map(|(.., ended)| *ended),
            order: order.map_or(RunOrder::Newest, |(.., order)| *order),
            ..whole_runs()
        }
    }

    pub fn after(&self) -> Option<RunId> {
        self.after.parse().ok()
    }

    /// The same in an address, with where to go on.
    fn address(&self, path: &str, after: &str) -> String {
        let pairs =
            [("kind", &self.kind), ("status", &self.status), ("title", &self.title), ("sort", &self.sort)];
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={}&", encoded(value)));
        format!("{path}?{}after={after}", pairs.collect::<String>())
    }
}

/// A choice of a form: name in addresses, words, whether it is the one.
pub type Choice = (&'static str, String, bool);

#[derive(Template)]
#[template(path = "runs.html")]
struct Runs {
    page: Page,
    asked: Asked,
    kinds: Vec<(&'static str, bool)>,
    statuses: Vec<Choice>,
    orders: Vec<Choice>,
    filtered: bool,
    rows: Vec<Row>,
    next: Option<String>,
    export: String,
    spent: Vec<String>,
    at_risk: Vec<String>,
    calls: String,
    bills: Vec<BillView>,
    unknown: Vec<Unknown>,
    unknown_more: bool,
    /// What was just done to the ledger, and whether it went well.
    done: Vec<String>,
    well: bool,
}

struct Row {
    id: String,
    day: String,
    kind: String,
    title: String,
    status: String,
    trials: String,
    calls: String,
    cost: String,
    pruned: bool,
}

struct BillView {
    model: String,
    link: String,
    calls: String,
    failed: String,
    unknown: String,
    input: String,
    output: String,
    spent: String,
    /// What it costs today, with the date of that price.
    price: String,
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
    with(visit, asked, true, &[]).await
}

/// The page, with what was just done to the ledger and whether it went well.
pub async fn with(visit: Visit, asked: Asked, well: bool, done: &[Message]) -> Result<Html<String>, Fault> {
    let store = visit.app.store();
    let locale = visit.locale();
    let filter = asked.filter();
    let page = store.runs(filter.clone(), asked.after(), PAGE).await?;
    let dated = |money: &Money| {
        let cost = Message::new("cli-cost").with("cost", locale.money(money));
        locale.text(&cost.with("date", money.catalogue.to_string()))
    };
    let count = |n: u64| locale.integer(i64::try_from(n).unwrap_or(i64::MAX));
    let mut rows = Vec::new();
    for run in &page.runs {
        let took = took(&visit, run).await?;
        rows.push(Row {
            id: run.id.to_string(),
            day: day(run.started_ms),
            kind: visible::excerpt(&run.kind, 40),
            title: visible::excerpt(&run.title, 160),
            status: locale.say(status(run.status)),
            trials: count(took.trials),
            calls: took.calls.map_or_else(|| "–".to_owned(), count),
            cost: amounts(&visit, &took.cost),
            pruned: run.pruned,
        });
    }
    let totals = store.totals(Scope::All).await?;
    let mut unknown = Vec::new();
    if totals.unknown > 0 {
        let shared = visit.app.engine.store().clone();
        let read = move || shared.unknown_calls(Scope::All).take(UNKNOWN + 1).collect::<Result<Vec<_>, _>>();
        unknown = tokio::task::spawn_blocking(read).await.map_err(|_| Fault::missing("studio-no-page"))??;
    }
    let unknown_more = unknown.len() > UNKNOWN;
    unknown.truncate(UNKNOWN);
    let unknown = unknown
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
    let project = visit.app.project()?;
    let bills = store.bills(Scope::All).await?;
    let say = |key: &&'static str| locale.say(key);
    html(&Runs {
        page: visit.page("/runs"),
        kinds: KINDS.iter().map(|kind| (*kind, *kind == asked.kind)).collect(),
        statuses: STATUSES.iter().map(|(name, key, _)| (*name, say(key), *name == asked.status)).collect(),
        orders: ORDERS.iter().map(|(name, key, _)| (*name, say(key), *name == asked.sort)).collect(),
        filtered: filter != whole_runs() || !asked.after.is_empty(),
        rows,
        next: page.next.map(|id| asked.address("/runs", id.as_str())),
        export: asked.address("/runs.csv", ""),
        spent: totals.spent.iter().map(dated).collect(),
        at_risk: totals.at_risk.iter().map(dated).collect(),
        calls: locale.text(&calls),
        bills: bills.iter().map(|bill| bill_view(&visit, &project.catalogue, bill)).collect(),
        unknown,
        unknown_more,
        done: done.iter().map(|said| visit.text(said)).collect(),
        well,
        asked,
    })
}

/// What a run took; the document it was finished with is read for it.
pub async fn took(visit: &Visit, run: &RunSummary) -> Result<Took, Fault> {
    let record = visit.app.store().run(run.id.as_str()).await?;
    Ok(Took::of(run, record.evaluation.as_ref()))
}

pub fn amounts(visit: &Visit, list: &[Money]) -> String {
    let list: Vec<String> = list.iter().map(|money| visit.locale().money(money)).collect();
    if list.is_empty() { "–".to_owned() } else { list.join(" + ") }
}

fn bill_view(visit: &Visit, catalogue: &vendors::Catalogue, bill: &Bill) -> BillView {
    let locale = visit.locale();
    let count = |n: u64| locale.integer(i64::try_from(n).unwrap_or(i64::MAX));
    let name = bill.model.to_string();
    let price = catalogue.price(&bill.model).map(|row| {
        let said = Message::new("studio-price")
            .with("input", locale.fixed(row.input as f64 / 1e6, 3))
            .with("output", locale.fixed(row.output as f64 / 1e6, 3))
            .with("currency", row.currency.code());
        locale.text(&said.with("date", row.checked.to_string()))
    });
    BillView {
        link: format!("/calls?model={}", encoded(&name)),
        model: visible::excerpt(&name, 120),
        calls: count(bill.done),
        failed: count(bill.failed),
        unknown: count(bill.unknown),
        input: count(bill.input),
        output: count(bill.output),
        spent: bill.spent.as_ref().map_or_else(|| "–".to_owned(), |money| locale.money(money)),
        price: price.unwrap_or_else(|| "–".to_owned()),
    }
}

/// The list as a table for a spreadsheet: every run of the filter, one page after the other.
pub async fn export(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let columns = [
        "run",
        "started",
        "ended",
        "kind",
        "status",
        "trials",
        "calls",
        "cost",
        "currency",
        "priced_on",
        "title",
    ];
    let (mut sheet, response) = table("runs", &columns);
    tokio::spawn(async move {
        let written = write(&visit, &asked.filter(), &mut sheet).await;
        sheet.end(written).await;
    });
    Ok(response)
}

async fn write(visit: &Visit, filter: &RunFilter, sheet: &mut Sheet) -> Result<(), Fault> {
    let mut after = None;
    loop {
        let page = visit.app.store().runs(filter.clone(), after, PAGE).await?;
        for run in &page.runs {
            let took = took(visit, run).await?;
            let money = took.cost.first();
            let cells = [
                Cell::text(run.id.as_str()),
                Cell::instant(Some(run.started_ms)),
                Cell::instant(run.ended_ms),
                Cell::text(&run.kind),
                Cell::text(&visit.locale().say(status(run.status))),
                Cell::number(Some(took.trials)),
                Cell::number(took.calls),
                Cell::money(money),
                Cell::text(money.map_or("", |money| money.currency.code())),
                Cell::text(&money.map_or(String::new(), |money| money.catalogue.to_string())),
                Cell::text(&run.title),
            ];
            sheet.row(&cells).await?;
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}
