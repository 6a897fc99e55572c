//! A run in progress: how far, how fast, how much; and the two ways to stop it.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use engine::progress::Moment;
use engine::{Estimate, Range};
use futures_util::Stream;
use futures_util::stream::unfold;
use report::visible;
use serde::Deserialize;
use serde_json::json;
use terms::{Currency, Date, Message, Money};

use super::{improve, matrix};
use crate::curve::{leaders, stairs};
use crate::fault::Fault;
use crate::jobs::{Done, Job, Wish, Work};
use crate::page::{Page, Visit, encoded, html};

/// How often a page is told.
const TICK: Duration = Duration::from_millis(300);

#[derive(Template)]
#[template(path = "live.html")]
struct Live {
    page: Page,
    id: u64,
    title: String,
    path: String,
    heading: String,
    /// Where the form of this job is, and how that page is called.
    action: &'static str,
    from: &'static str,
    running: bool,
    done: u64,
    total: u64,
    facts: Vec<Fact>,
    failed: Vec<(String, Option<String>)>,
    estimated: Vec<String>,
    /// What the next job is started with.
    fields: Vec<(String, String)>,
    study: bool,
    /// The first cases of an evaluation so far: HTML made by `matrix`.
    matrix: Option<String>,
}

struct Fact {
    name: &'static str,
    label: String,
    value: String,
}

#[derive(Deserialize)]
pub struct How {
    how: String,
}

pub async fn show(visit: Visit, Path(id): Path<u64>) -> Result<Response, Fault> {
    let job = find(&visit, id)?;
    let locale = visit.locale();
    let (mut failed, mut estimated) = (Vec::new(), Vec::new());
    let done = job.done();
    match &done {
        Some(Done::Run(run, stopped)) if stopped.is_empty() => {
            let pair = job.wish.against.is_some() && !job.work.is_study();
            let page = if pair { "/compare" } else { "" };
            return Ok(Redirect::to(&format!("/run/{run}{page}")).into_response());
        }
        Some(Done::Run(_, said) | Done::Failed(said)) => {
            failed = said.iter().map(|s| (s.text(locale), s.advice(locale))).collect();
        }
        Some(Done::Estimate(estimate)) => estimated = sentences(&visit, estimate),
        None => {}
    }
    let now = job.progress.now();
    // an estimate asks a few cases only, a study asks them again and again
    let matrix = match (&job.work, &done) {
        (Work::Evaluate, None) => Some(matrix::so_far(&visit, &job).await?),
        _ => None,
    };
    let (action, from) = match (&job.wish.against, job.work.is_study()) {
        _ if job.wish.suite => ("/suite", "studio-suites"),
        (Some(_), _) => ("/compare", "studio-pair"),
        (None, true) => ("/improve", "studio-improve"),
        (None, false) => ("/evaluate", "studio-step-evaluate"),
    };
    let page: Html<String> = html(&Live {
        page: visit.page(""),
        id,
        title: visible::excerpt(&job.title, 200),
        path: encoded(&job.wish.prompt),
        heading: locale.say(match job.work {
            Work::Estimate => "studio-estimating",
            Work::Evaluate => "studio-evaluating",
            _ => improve::kind_name(job.work.name()),
        }),
        action,
        from,
        study: job.work.is_study(),
        matrix,
        running: done.is_none(),
        done: now.done,
        total: now.total.max(1),
        facts: facts(&visit, &job, &now),
        failed,
        estimated,
        fields: fields(&job.wish, &job.work),
    })?;
    Ok(page.into_response())
}

/// The form that starts the same again; after an estimate, what was estimated.
fn fields(wish: &Wish, work: &Work) -> Vec<(String, String)> {
    let mut out = wish.sent.clone();
    if !work.is_study() && wish.against.is_none() {
        out.retain(|(name, _)| name != "do");
        out.push(("do".to_owned(), "evaluate".to_owned()));
    }
    out
}

pub fn find(visit: &Visit, id: u64) -> Result<Arc<Job>, Fault> {
    visit.app.jobs.get(id).ok_or_else(|| Fault::missing("studio-no-job"))
}

/// What is told of a moment, each with its label.
fn facts(visit: &Visit, job: &Job, now: &Moment) -> Vec<Fact> {
    let locale = visit.locale();
    let count = |n: u64| locale.integer(i64::try_from(n).unwrap_or(i64::MAX));
    // what came from the ledger says nothing about the rate of what is still to be asked
    let fresh = now.done.saturating_sub(now.reused);
    let rate = fresh as f64 / now.seconds.max(0.001);
    let left = now.total.saturating_sub(now.done);
    let dash = || "–".to_owned();
    let known = fresh > 0;
    let mut spent: Vec<String> = now.spent.iter().map(|money| locale.money(money)).collect();
    if let (Some(cap), false) = (&job.cap, spent.is_empty()) {
        let of =
            Message::new("cli-progress-of").with("spent", spent.join(" + ")).with("cap", locale.money(cap));
        spent = vec![locale.text(&of)];
    }
    let fact = |name, key, value| Fact { name, label: locale.say(key), value };
    let trials = match now.total {
        0 => locale.say("cli-progress-reading"),
        total => format!("{}\u{a0}/\u{a0}{}", count(now.done), count(total)),
    };
    let speed = Message::new("cli-progress-rate").with("rate", locale.fixed(rate, usize::from(rate < 10.0)));
    vec![
        fact("trials", "studio-trials", trials),
        fact("rate", "studio-rate", if known { locale.text(&speed) } else { dash() }),
        fact("left", "studio-left", if known { locale.duration(left as f64 / rate) } else { dash() }),
        fact("money", "studio-spent", if spent.is_empty() { dash() } else { spent.join(" + ") }),
        fact("reused", "studio-reused", count(now.reused)),
        fact("failed", "studio-failed", count(now.failed)),
        fact("unknown", "studio-unknown", count(now.unknown)),
    ]
}

/// What an estimate says: money, time, what it was made from.
fn sentences(visit: &Visit, estimate: &Estimate) -> Vec<String> {
    let locale = visit.locale();
    let made = Message::new("cli-estimate")
        .with("sampled", estimate.sampled)
        .with("cases", estimate.cases)
        .with("trials", estimate.trials);
    let ranged = |key: &'static str, range: &Range, say: &dyn Fn(f64) -> String| {
        let message = Message::new(key).with("mean", say(range.mean)).with("low", say(range.low));
        message.with("high", say(range.high))
    };
    let cost = match (&estimate.cost, estimate.currency, estimate.catalogue) {
        (Some(cost), Some(currency), Some(date)) => {
            let money = |amount: f64| locale.money(&in_units(amount, currency, date));
            locale.text(&ranged("cli-estimate-cost", cost, &money).with("date", date.to_string()))
        }
        _ => locale.say("cli-estimate-no-cost"),
    };
    let time = locale.text(&ranged("cli-estimate-time", &estimate.seconds, &|s| locale.duration(s)));
    vec![cost, time, locale.text(&made)]
}

fn in_units(amount: f64, currency: Currency, catalogue: Date) -> Money {
    Money { pico: (amount * Money::UNIT as f64) as i64, currency, catalogue }
}

/// Moments as they come; the last one says where the page goes. A browser that lost the connection asks again.
pub async fn events(
    visit: Visit,
    Path(id): Path<u64>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Fault> {
    let job = find(&visit, id)?;
    // a page that comes back is told every decision again, and shows each once
    let begun = Some((tokio::time::interval(TICK), 0));
    let stream = unfold(begun, move |state| {
        let (visit, job) = (visit.clone(), job.clone());
        async move {
            let (mut ticks, told) = state?;
            ticks.tick().await;
            // asked first: what the counters say afterwards is complete
            let ended = job.done().is_some();
            let now = job.progress.now();
            let facts: serde_json::Map<String, serde_json::Value> =
                facts(&visit, &job, &now).into_iter().map(|f| (f.name.to_owned(), f.value.into())).collect();
            let clock = |ms: i64| {
                let day = crate::page::day(ms);
                day.split_once(' ').map_or(day.clone(), |(_, time)| time.to_owned())
            };
            let notices: Vec<String> = job
                .progress
                .take_notices()
                .iter()
                .map(|notice| {
                    let engine::progress::Notice::Waiting { until_unix_ms, .. } = notice;
                    visit.text(&notice.message(&clock(*until_unix_ms)))
                })
                .collect();
            let decisions = job.live.since(told);
            let log: Vec<String> = decisions.iter().map(|entry| visit.text(&entry.what)).collect();
            let told = told + log.len();
            let curve = match decisions.is_empty() {
                true => None,
                false => Some(stairs(&leaders(&job.live.since(0)), now.done)),
            };
            let data = json!({
                "log": log, "first": told - log.len(), "curve": curve,
                "done": now.done, "total": now.total, "facts": facts, "notices": notices, "ended": ended,
            });
            let event = Event::default().data(data.to_string());
            Some((Ok(event), (!ended).then_some((ticks, told))))
        }
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}

pub async fn stop(
    visit: Visit,
    Path(id): Path<u64>,
    Form(How { how }): Form<How>,
) -> Result<Redirect, Fault> {
    end(&visit, id, &how)?;
    Ok(Redirect::to(&format!("/live/{id}")))
}

/// Stops a job: gently, or `now`.
pub fn end(visit: &Visit, id: u64, how: &str) -> Result<(), Fault> {
    let job = find(visit, id)?;
    job.stop.gently.cancel();
    if how == "now" {
        job.stop.now.cancel();
    }
    Ok(())
}
