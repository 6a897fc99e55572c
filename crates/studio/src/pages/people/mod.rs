//! What people say of a run: the results, and the way to the queue.

pub mod queue;
pub mod rate;

use askama::Template;
use axum::extract::Path;
use axum::response::Html;
use ledger::{Rated, Rating, RunRecord, Said, Scale, Vote};
use report::visible;
use terms::Message;

use super::trials::arms;
use crate::fault::Fault;
use crate::page::{Page, Visit, day, html};

/// Marks listed at most, the newest.
pub const LISTED: usize = 200;

#[derive(Template)]
#[template(path = "people.html")]
struct People {
    page: Page,
    run: String,
    title: String,
    /// HTML made by `report`: its texts are escaped there.
    results: String,
    /// Whether there are two arms to compare.
    pairs: bool,
    marks: Vec<Mark>,
    latest: Option<String>,
}

/// A rating as a line.
struct Mark {
    day: String,
    who: String,
    case: String,
    link: Option<String>,
    said: String,
    blind: bool,
    note: String,
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Html<String>, Fault> {
    let store = visit.app.store();
    let record = store.run(&id).await?;
    let run = record.summary.id;
    let document = studies::people::found(store, &record).await?;
    let mut results = Vec::new();
    report::study::parts(&document.page().blocks, visit.locale(), &mut results)?;
    let ratings = store.ratings(run).await?;
    let names = arms(&visit, &record);
    let marks =
        ratings.iter().rev().take(LISTED).map(|rating| mark(&visit, &record, &names, rating)).collect();
    let latest = Message::new("people-latest").with("count", LISTED);
    html(&People {
        page: visit.page("/runs"),
        run: run.to_string(),
        title: visible::excerpt(&record.summary.title, 200),
        results: String::from_utf8_lossy(&results).into_owned(),
        pairs: names.len() > 1,
        marks,
        latest: (ratings.len() > LISTED).then(|| visit.text(&latest)),
    })
}

fn mark(visit: &Visit, record: &RunRecord, names: &[String], rating: &Rating) -> Mark {
    let name = |arm: u32| names.get(arm as usize).cloned().unwrap_or_default();
    let (link, said) = match rating.of {
        Rated::Answer { arm, scale, said } => {
            let place = format!("/run/{}/trial/{}/{arm}/{}", record.summary.id, rating.case, rating.repeat);
            (Some(place), format!("{} · {}", grade(visit, scale, said), name(arm)))
        }
        Rated::Pair { left, right, said } => {
            let voted = Message::new("people-voted").with("vote", vote(visit, said));
            (None, visit.text(&voted.with("left", name(left)).with("right", name(right))))
        }
    };
    Mark {
        day: day(rating.at_ms),
        who: visible::excerpt(&rating.rater, 80),
        case: (rating.case + 1).to_string(),
        link,
        said,
        blind: rating.blind,
        note: rating.note.as_deref().map_or(String::new(), |note| visible::excerpt(note, 300)),
    }
}

fn unsaid<T>(visit: &Visit, said: Said<T>, given: impl FnOnce(T) -> String) -> String {
    match said {
        Said::Given(mark) => given(mark),
        Said::Skipped => visit.locale().say("people-was-skipped"),
        Said::TakenBack => visit.locale().say("people-was-taken-back"),
    }
}

fn grade(visit: &Visit, scale: Scale, said: Said<u8>) -> String {
    unsaid(visit, said, |grade| match (scale, grade) {
        (Scale::PassFail, 0) => visit.locale().say("people-fail"),
        (Scale::PassFail, _) => visit.locale().say("people-pass"),
        (Scale::Stars, grade) => visit.text(&Message::new("people-star").with("grade", i64::from(grade))),
    })
}

fn vote(visit: &Visit, said: Said<Vote>) -> String {
    unsaid(visit, said, |vote| {
        visit.locale().say(match vote {
            Vote::Left => "people-left",
            Vote::Right => "people-right",
            Vote::Tie => "people-tie",
            Vote::BothBad => "people-both-bad",
        })
    })
}
