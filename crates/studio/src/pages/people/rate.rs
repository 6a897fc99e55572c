//! The queue: one answer, or two side by side, and a mark. What hides the arms is that the page never knows them: an item
//! goes by a name that only the server can read.

use std::path::{Path as FilePath, PathBuf};

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, Redirect};
use ledger::{Rating, RunId, RunRecord, Scale};
use locale::Locale;
use report::visible;
use serde::Deserialize;
use studies::people::{Asked, Queue, Sitting};
use table::CaseOptions;
use terms::Message;

use super::super::trials::arms;
use crate::fault::Fault;
use crate::page::{Page, Visit, encoded, html};

/// Characters of a name and of a note.
const NAME: usize = 80;
const NOTE: usize = 2_000;
/// Answers of a queue at most.
const MOST: usize = 500;

/// Who judges what: it travels in the address, so that a queue can be left and come back to.
#[derive(Clone, Debug, Deserialize)]
pub struct Seat {
    #[serde(default, rename = "as")]
    rater: String,
    #[serde(default)]
    ask: String,
    #[serde(default)]
    size: String,
    #[serde(default)]
    blind: String,
}

/// A mark as the page sends it.
#[derive(Debug, Deserialize)]
pub struct Given {
    #[serde(default, rename = "as")]
    rater: String,
    #[serde(default)]
    ask: String,
    #[serde(default)]
    size: String,
    #[serde(default)]
    blind: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    mark: String,
    #[serde(default)]
    note: String,
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
    marks: Vec<Choice>,
}

/// What is judged.
struct View {
    item: String,
    task: Option<String>,
    constraints: Vec<String>,
    given: Option<Vec<(String, String)>>,
    expect: Option<String>,
    answers: Vec<Answer>,
}

struct Answer {
    heading: String,
    text: String,
    /// Who answered, when that is not hidden.
    arm: Option<String>,
}

/// A button: its mark, its key, its word.
struct Choice {
    mark: &'static str,
    key: &'static str,
    shown: &'static str,
    word: String,
}

impl Seat {
    fn asked(&self) -> Option<Asked> {
        match self.ask.as_str() {
            "pass" => Some(Asked::Grade(Scale::PassFail)),
            "stars" => Some(Asked::Grade(Scale::Stars)),
            "vote" => Some(Asked::Vote),
            _ => None,
        }
    }

    fn sitting(&self, run: RunId) -> Result<Sitting, Fault> {
        let wrong = |key: &'static str| Fault::of(StatusCode::UNPROCESSABLE_ENTITY, Message::new(key));
        let rater: String = visible::one_line(self.rater.trim()).chars().take(NAME).collect();
        if rater.is_empty() {
            return Err(wrong("people-need-name"));
        }
        let asked = self.asked().ok_or_else(|| wrong("people-need-ask"))?;
        let size = self.size.trim().parse().ok().filter(|size| (1..=MOST).contains(size));
        Ok(Sitting { run, rater, asked, size: size.ok_or_else(|| wrong("people-need-size"))? })
    }

    fn is_blind(&self) -> bool {
        self.blind == "yes"
    }

    /// The address of the queue.
    fn address(&self, run: RunId) -> String {
        let blind = if self.is_blind() { "yes" } else { "no" };
        let (rater, ask, size) = (encoded(&self.rater), encoded(&self.ask), encoded(&self.size));
        format!("/run/{run}/rate?as={rater}&ask={ask}&size={size}&blind={blind}")
    }
}

/// What is left, read where it may block.
async fn queue(visit: &Visit, sitting: &Sitting) -> Result<Queue, Fault> {
    let ratings = visit.app.store().ratings(sitting.run).await?;
    let (store, sitting) = (visit.app.engine.store().clone(), sitting.clone());
    let read = move || sitting.queue(store.done_trials(sitting.run), &ratings);
    let read = tokio::task::spawn_blocking(read).await;
    Ok(read.map_err(|_| Fault::missing("studio-no-page"))??)
}

pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(seat): Query<Seat>,
) -> Result<Html<String>, Fault> {
    let record = visit.app.store().run(&id).await?;
    let run = record.summary.id;
    let sitting = seat.sitting(run)?;
    let queue = queue(&visit, &sitting).await?;
    let (next, same) = queue.next(visit.app.store(), run).await?;
    let (done, total) = queue.done();
    let shown = match next {
        None => None,
        Some(shown) => {
            let names = arms(&visit, &record);
            let case = shown.answers.first().map(|trial| trial.case_id.clone()).unwrap_or_default();
            let (task, constraints) = task(&record);
            let answer = |(at, trial): (usize, &terms::evaluation::Trial)| Answer {
                heading: visit.locale().say(match (sitting.asked, at) {
                    (Asked::Grade(_), _) => "studio-answer",
                    (Asked::Vote, 0) => "people-answer-left",
                    (Asked::Vote, _) => "people-answer-right",
                }),
                text: visible::lines(trial.text.as_deref().unwrap_or_default()).into_owned(),
                arm: (!seat.is_blind()).then(|| names.get(trial.arm as usize).cloned().unwrap_or_default()),
            };
            Some(View {
                item: sitting.name(shown.item),
                task,
                constraints,
                given: given(&visit, &record, case).await,
                expect: shown
                    .answers
                    .first()
                    .and_then(|trial| trial.expect.as_deref())
                    .map(|text| visible::lines(text).into_owned()),
                answers: shown.answers.iter().enumerate().map(answer).collect(),
            })
        }
    };
    let locale = visit.locale();
    let said = |key: &'static str, done: usize| {
        visit.text(&Message::new(key).with("count", done).with("done", done).with("total", total))
    };
    html(&Rate {
        page: visit.page("/runs"),
        run: run.to_string(),
        question: locale.say(match sitting.asked {
            Asked::Grade(Scale::PassFail) => "people-question-pass",
            Asked::Grade(Scale::Stars) => "people-question-stars",
            Asked::Vote => "people-question-vote",
        }),
        done,
        total: total.max(1),
        progress: said("people-progress", done),
        passed_over: (same > 0).then(|| said("people-passed-over", same)),
        can_undo: queue.taken_back().is_some(),
        shown,
        marks: choices(sitting.asked, locale),
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
pub async fn keep(visit: Visit, Path(id): Path<String>, Form(given): Form<Given>) -> Result<Redirect, Fault> {
    let store = visit.app.store();
    let run = store.run(&id).await?.summary.id;
    let seat = Seat { rater: given.rater, ask: given.ask, size: given.size, blind: given.blind };
    let sitting = seat.sitting(run)?;
    let queue = queue(&visit, &sitting).await?;
    let at_ms = engine::now_ms();
    let rating = if given.mark == "undo" {
        queue.taken_back().map(|rating| Rating { at_ms, ..rating })
    } else {
        let gone = || Fault::of(StatusCode::CONFLICT, Message::new("people-no-item"));
        let item = queue.named(&sitting, &given.item).ok_or_else(gone)?;
        let of = sitting.said(item, &given.mark).ok_or_else(gone)?;
        let (case, repeat) = item.place();
        let note: String = given.note.trim().chars().take(NOTE).collect();
        let note = Some(note).filter(|note| !note.is_empty());
        Some(Rating { rater: sitting.rater.clone(), at_ms, blind: seat.is_blind(), case, repeat, of, note })
    };
    if let Some(rating) = rating {
        store.rate(run, vec![rating]).await?;
    }
    Ok(Redirect::to(&seat.address(run)))
}

/// What the first prompt of the run that states a goal asks: the bare request of all.
fn task(record: &RunRecord) -> (Option<String>, Vec<String>) {
    for entry in record.document["prompts"].as_array().into_iter().flatten() {
        let text = entry["text"].as_str().unwrap_or_default();
        let (file, _) = prompt::parse(entry["name"].as_str().unwrap_or_default(), text);
        if let Some(task) = &file.meta().task {
            let constraints = file.meta().constraints.iter().map(|text| visible::excerpt(text, 400));
            return (Some(visible::excerpt(task, 1_000)), constraints.collect());
        }
    }
    (None, Vec::new())
}

/// The values of a case, from the files of cases that the run names; `None` when it is not there any more.
async fn given(visit: &Visit, record: &RunRecord, case: String) -> Option<Vec<(String, String)>> {
    let root = visit.app.root.canonicalize().ok()?;
    let named = record.document["cases"].as_str()?.to_owned();
    let read = move || named.split(", ").find_map(|name| values(&root, &root.join(name), &case));
    tokio::task::spawn_blocking(read).await.ok()?
}

fn values(root: &FilePath, path: &FilePath, id: &str) -> Option<Vec<(String, String)>> {
    // a file of another folder, or a link that leads there, is read by nobody
    let path: PathBuf = path.canonicalize().ok().filter(|path| path.starts_with(root))?;
    let mut cases = table::open_cases(&path, &CaseOptions::default()).ok()?;
    let case = cases.find_map(|case| case.ok().filter(|case| case.id == id))?;
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let pair = |(name, value): (&String, &serde_json::Value)| {
        (visible::excerpt(name, 80), visible::lines(&text(value)).into_owned())
    };
    Some(case.values.iter().map(pair).collect())
}
