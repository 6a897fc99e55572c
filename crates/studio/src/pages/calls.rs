//! Every call that was sent and has ended: whom it asked, what it cost, how it ended; and one call to its last byte.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, Response};
use ledger::{CallFilter, CallLine};
use report::visible;
use serde::Deserialize;
use terms::{CallKey, CallState, Message, ModelName};

use super::runs::Choice;
use super::trial::{Sending, messages, sending};
use crate::fault::Fault;
use crate::page::{Page, Visit, day, encoded, html};
use crate::spreadsheet::{Cell, Sheet, table};

/// Calls on a page.
const PAGE: usize = 100;

/// Name in addresses, key of the sentence, state.
pub const STATES: [(&str, &str, CallState); 3] = [
    ("done", "cli-call-done", CallState::Done),
    ("failed", "cli-call-failed", CallState::Failed),
    ("unknown", "cli-call-unknown", CallState::Unknown),
];

/// What is asked for in the address.
#[derive(Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Asked {
    /// Only the calls that this run sent.
    pub run: String,
    /// Only the calls that asked this model (`vendor/model`).
    pub model: String,
    /// `done`, `failed` or `unknown`.
    pub state: String,
    /// `newest` (the default) or `oldest`.
    pub sort: String,
    /// Where the page before ended.
    pub after: String,
}

impl Asked {
    /// An error for a run or a model that cannot be.
    pub fn filter(&self) -> Result<CallFilter, Fault> {
        let wrong = |key: &'static str, given: &str| {
            let message = Message::new(key).with("given", visible::excerpt(given, 80));
            Fault::of(StatusCode::UNPROCESSABLE_ENTITY, message)
        };
        let run = Some(self.run.trim()).filter(|run| !run.is_empty());
        let model = Some(self.model.trim()).filter(|model| !model.is_empty());
        Ok(CallFilter {
            run: run.map(|run| run.parse().map_err(|_| wrong("studio-wrong-run", run))).transpose()?,
            model: model
                .map(|model| model.parse::<ModelName>().map_err(|_| wrong("studio-wrong-model", model)))
                .transpose()?,
            state: STATES.iter().find(|(name, ..)| *name == self.state).map(|(.., state)| *state),
            oldest_first: self.sort == "oldest",
        })
    }

    pub fn after(&self) -> Option<u64> {
        self.after.parse().ok()
    }

    fn address(&self, path: &str, after: &str) -> String {
        let pairs =
            [("run", &self.run), ("model", &self.model), ("state", &self.state), ("sort", &self.sort)];
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={}&", encoded(value)));
        format!("{path}?{}after={after}", pairs.collect::<String>())
    }
}

#[derive(Template)]
#[template(path = "calls.html")]
struct Calls {
    page: Page,
    asked: Asked,
    states: Vec<Choice>,
    models: Vec<String>,
    rows: Vec<Row>,
    next: Option<String>,
    export: String,
}

struct Row {
    key: String,
    short: String,
    day: String,
    run: Option<String>,
    model: String,
    state: String,
    class: &'static str,
    tokens: String,
    time: String,
    cost: String,
    error: String,
}

pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Html<String>, Fault> {
    let store = visit.app.store();
    let page = store.calls(asked.filter()?, asked.after(), PAGE).await?;
    let bills = store.bills(ledger::Scope::All).await?;
    let mut models: Vec<String> = bills.iter().map(|bill| bill.model.to_string()).collect();
    models.dedup();
    let state = |(name, key, _): &(&'static str, &'static str, CallState)| {
        (*name, visit.locale().say(key), *name == asked.state)
    };
    html(&Calls {
        page: visit.page("/runs"),
        states: STATES.iter().map(state).collect(),
        models,
        rows: page.calls.iter().map(|call| row(&visit, call)).collect(),
        next: page.next.map(|place| asked.address("/calls", &place.to_string())),
        export: asked.address("/calls.csv", ""),
        asked,
    })
}

fn row(visit: &Visit, call: &CallLine) -> Row {
    let locale = visit.locale();
    let key = call.key.to_string();
    let (state, class) = match call.state {
        CallState::Done => ("cli-call-done", "good"),
        CallState::Failed => ("cli-call-failed", "bad"),
        CallState::Unknown | CallState::Sent => ("cli-call-unknown", "warn"),
    };
    let tokens = call.usage.map(|usage| {
        let said = Message::new("cli-tokens").with("input", usage.input).with("output", usage.output);
        locale.text(&said)
    });
    let risk = call
        .at_risk
        .as_ref()
        .map(|money| locale.text(&Message::new("studio-risk").with("amount", locale.money(money))));
    Row {
        short: key.chars().take(12).collect(),
        key,
        day: day(call.timing.started_ms),
        run: call.run.map(|run| run.to_string()),
        model: visible::excerpt(&call.model.to_string(), 120),
        state: locale.say(state),
        class,
        tokens: tokens.unwrap_or_else(|| "–".to_owned()),
        time: match call.timing.total_us {
            0 => "–".to_owned(),
            us => locale.duration(us as f64 / 1e6),
        },
        cost: call.cost.as_ref().map(|money| locale.money(money)).or(risk).unwrap_or_else(|| "–".to_owned()),
        error: call.error.as_ref().map_or(String::new(), |error| visible::excerpt(&locale.text(error), 300)),
    }
}

#[derive(Template)]
#[template(path = "call.html")]
struct Call {
    page: Page,
    key: String,
    model: String,
    run: String,
    messages: Vec<(String, String)>,
    answer: Option<String>,
    sendings: Vec<Sending>,
}

pub async fn one(visit: Visit, Path(key): Path<String>) -> Result<Html<String>, Fault> {
    let records = match CallKey::try_from(key) {
        Ok(key) => visit.app.store().call(key).await?,
        Err(_) => Vec::new(),
    };
    let newest = records.first().ok_or_else(|| Fault::missing("studio-no-call"))?;
    html(&Call {
        page: visit.page("/runs"),
        key: newest.known.key.to_string(),
        model: visible::excerpt(&newest.model.to_string(), 120),
        run: newest.known.run.to_string(),
        messages: messages(&records),
        answer: newest.known.reply.as_ref().map(|reply| visible::lines(&reply.text).into_owned()),
        sendings: records.iter().map(|record| sending(&visit, record)).collect(),
    })
}

/// The list as a table for a spreadsheet: every call of the filter.
pub async fn export(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let filter = asked.filter()?;
    // a run that is not there is told before the download begins
    visit.app.store().calls(filter.clone(), None, 1).await?;
    let columns = [
        "call",
        "started",
        "run",
        "model",
        "state",
        "tries",
        "input_tokens",
        "output_tokens",
        "milliseconds",
        "cost",
        "at_risk",
        "currency",
        "priced_on",
        "error",
    ];
    let (mut sheet, response) = table("calls", &columns);
    tokio::spawn(async move {
        let written = write(&visit, &filter, &mut sheet).await;
        sheet.end(written).await;
    });
    Ok(response)
}

async fn write(visit: &Visit, filter: &CallFilter, sheet: &mut Sheet) -> Result<(), Fault> {
    let mut after = None;
    loop {
        let page = visit.app.store().calls(filter.clone(), after, 1_000).await?;
        for call in &page.calls {
            let money = call.cost.as_ref().or(call.at_risk.as_ref());
            let state = STATES.iter().find(|(.., state)| *state == call.state).map_or("", |(name, ..)| *name);
            let cells = [
                Cell::text(&call.key.to_string()),
                Cell::instant(Some(call.timing.started_ms)),
                Cell::text(&call.run.map_or(String::new(), |run| run.to_string())),
                Cell::text(&call.model.to_string()),
                Cell::text(state),
                Cell::number(Some(call.tries.into())),
                Cell::number(call.usage.map(|usage| usage.input)),
                Cell::number(call.usage.map(|usage| usage.output)),
                Cell::number(Some(call.timing.total_us / 1000)),
                Cell::money(call.cost.as_ref()),
                Cell::money(call.at_risk.as_ref()),
                Cell::text(money.map_or("", |money| money.currency.code())),
                Cell::text(&money.map_or(String::new(), |money| money.catalogue.to_string())),
                Cell::text(&call.error.as_ref().map_or(String::new(), |error| visit.locale().text(error))),
            ];
            sheet.row(&cells).await?;
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}
