//! The page of the queue: one answer, or two side by side, and a mark.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::response::{Html, Redirect};
use ledger::Scale;
use locale::Locale;
use serde::Deserialize;
use studies::people::Asked;
use terms::Message;

use super::queue::{Mark, Seat, View, say, turn};
use crate::fault::Fault;
use crate::page::{Page, Visit, html};

/// A mark as the page sends it.
#[derive(Debug, Deserialize)]
pub struct Given {
    #[serde(flatten)]
    seat: Seat,
    #[serde(flatten)]
    mark: Mark,
}

#[derive(Template)]
#[template(path = "rate.html")]
struct Rate {
    page: Page,
    run: String,
    seat: Seat,
    question: String,
    done: usize,
    total: usize,
    progress: String,
    passed_over: Option<String>,
    can_undo: bool,
    shown: Option<View>,
    headings: &'static [&'static str],
    marks: Vec<Choice>,
}

/// A button: its mark, its key, its word.
struct Choice {
    mark: &'static str,
    key: &'static str,
    shown: &'static str,
    word: String,
}

pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(seat): Query<Seat>,
) -> Result<Html<String>, Fault> {
    let turn = turn(&visit, &id, &seat).await?;
    let locale = visit.locale();
    let said = |key: &'static str, count: usize| {
        visit.text(&Message::new(key).with("count", count).with("done", count).with("total", turn.total))
    };
    html(&Rate {
        page: visit.page("/runs"),
        run: turn.run.to_string(),
        question: locale.say(match turn.asked {
            Asked::Grade(Scale::PassFail) => "people-question-pass",
            Asked::Grade(Scale::Stars) => "people-question-stars",
            Asked::Vote => "people-question-vote",
        }),
        done: turn.done,
        total: turn.total.max(1),
        progress: said("people-progress", turn.done),
        passed_over: (turn.same > 0).then(|| said("people-passed-over", turn.same)),
        can_undo: turn.can_undo,
        shown: turn.shown,
        headings: match turn.asked {
            Asked::Grade(_) => &["studio-answer"],
            Asked::Vote => &["people-answer-left", "people-answer-right"],
        },
        marks: choices(turn.asked, locale),
        seat,
    })
}

/// Marks with their keys, from left to right.
fn choices(asked: Asked, locale: &Locale) -> Vec<Choice> {
    let choice = |(mark, key, shown, word): &(&'static str, &'static str, &'static str, &'static str)| {
        Choice { mark, key, shown, word: locale.say(word) }
    };
    let all: &[_] = match asked {
        Asked::Grade(Scale::PassFail) => {
            &[("fail", "0", "0", "people-fail"), ("pass", "1", "1", "people-pass")]
        }
        Asked::Grade(Scale::Stars) => &[
            ("1", "1", "1", "people-star-1"),
            ("2", "2", "2", "people-star-2"),
            ("3", "3", "3", "people-star-3"),
            ("4", "4", "4", "people-star-4"),
            ("5", "5", "5", "people-star-5"),
        ],
        Asked::Vote => &[
            ("left", "ArrowLeft", "←", "people-left"),
            ("tie", "=", "=", "people-tie"),
            ("both-bad", "x", "X", "people-both-bad"),
            ("right", "ArrowRight", "→", "people-right"),
        ],
    };
    all.iter().map(choice).collect()
}

/// Keeps a mark, or takes the last one back, and goes on.
pub async fn keep(
    visit: Visit,
    Path(id): Path<String>,
    Form(Given { seat, mark }): Form<Given>,
) -> Result<Redirect, Fault> {
    let run = say(&visit, &id, &seat, mark).await?;
    Ok(Redirect::to(&seat.address(run)))
}
