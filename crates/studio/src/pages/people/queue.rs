//! Who judges what, what they are shown next, and what they say: for the page and for programs.
//!
//! What hides the arms is that nobody is told them: an item goes by a name that only the server can read.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use ledger::{Rating, RunId, RunRecord, Scale};
use report::visible;
use serde::Deserialize;
use studies::people::{Asked, Queue, Shown, Sitting};
use table::CaseOptions;
use terms::Message;
use terms::evaluation::Trial;

use super::super::trials::arms;
use crate::fault::Fault;
use crate::page::{Visit, encoded};

/// Characters of a name and of a note.
const NAME: usize = 80;
const NOTE: usize = 2_000;
/// Answers of a queue at most.
const MOST: usize = 500;

/// Who judges what: it travels in the address, so that a queue can be left and come back to.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Seat {
    /// Who judges, by the name that each mark is kept with.
    #[serde(default, rename = "as")]
    pub rater: String,
    /// `pass` (or fail), `stars` (1 to 5) or `vote` (which of two).
    #[serde(default)]
    pub ask: String,
    /// Answers or pairs, about: 1 to 500.
    #[serde(default)]
    pub size: String,
    /// Whether the arms are hidden: `yes` or `no`; from a program, `yes` when nothing is said.
    #[serde(default)]
    pub blind: String,
}

/// What is said of an item.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Mark {
    /// The name of what was shown.
    #[serde(default)]
    item: String,
    /// `pass` or `fail`; `1` to `5`; `left`, `right`, `tie` or `both-bad`; `skip`; or `undo`, which takes the last mark back
    /// and needs no item.
    #[serde(default)]
    mark: String,
    /// Why, in their own words.
    #[serde(default)]
    note: String,
}

/// Where somebody is in their queue.
pub struct Turn {
    pub run: RunId,
    pub asked: Asked,
    pub done: usize,
    pub total: usize,
    /// Pairs passed over because both answers are the same text.
    pub same: usize,
    pub can_undo: bool,
    pub shown: Option<View>,
}

/// What is judged, as a person may see it.
pub struct View {
    pub item: String,
    pub task: Option<String>,
    pub constraints: Vec<String>,
    /// The values of the case; `None` when it is not in its file any more.
    pub given: Option<Vec<(String, String)>>,
    pub expect: Option<String>,
    pub answers: Vec<Answer>,
}

/// An answer: of two, the one on the left comes first.
pub struct Answer {
    pub text: String,
    /// Who answered, when that is not hidden.
    pub arm: Option<String>,
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

    /// A program is told no arm unless it asks.
    pub fn of_a_program(self) -> Seat {
        let blind = if self.blind == "no" { "no" } else { "yes" };
        Seat { blind: blind.to_owned(), ..self }
    }

    fn is_blind(&self) -> bool {
        self.blind == "yes"
    }

    /// The address of the queue.
    pub fn address(&self, run: RunId) -> String {
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

/// What comes next.
pub async fn turn(visit: &Visit, id: &str, seat: &Seat) -> Result<Turn, Fault> {
    let record = visit.app.store().run(id).await?;
    let run = record.summary.id;
    let sitting = seat.sitting(run)?;
    let queue = queue(visit, &sitting).await?;
    let (next, same) = queue.next(visit.app.store(), run).await?;
    let (done, total) = queue.done();
    let shown = match next {
        Some(shown) => Some(view(visit, &record, seat, sitting.name(shown.item), &shown).await),
        None => None,
    };
    let can_undo = queue.taken_back().is_some();
    Ok(Turn { run, asked: sitting.asked, done, total, same, can_undo, shown })
}

async fn view(visit: &Visit, record: &RunRecord, seat: &Seat, item: String, shown: &Shown) -> View {
    let names = arms(visit, record);
    let first = shown.answers.first();
    let (task, constraints) = task(record);
    let answer = |trial: &Trial| Answer {
        text: visible::lines(trial.text.as_deref().unwrap_or_default()).into_owned(),
        arm: (!seat.is_blind()).then(|| names.get(trial.arm as usize).cloned().unwrap_or_default()),
    };
    View {
        item,
        task,
        constraints,
        given: given(visit, record, first.map(|trial| trial.case_id.clone()).unwrap_or_default()).await,
        expect: first.and_then(|trial| trial.expect.as_deref()).map(|text| visible::lines(text).into_owned()),
        answers: shown.answers.iter().map(answer).collect(),
    }
}

/// Keeps a mark, or takes the last one back; gives the run.
pub async fn say(visit: &Visit, id: &str, seat: &Seat, given: Mark) -> Result<RunId, Fault> {
    let store = visit.app.store();
    let run = store.run(id).await?.summary.id;
    let sitting = seat.sitting(run)?;
    let queue = queue(visit, &sitting).await?;
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
    Ok(run)
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

fn values(root: &Path, path: &Path, id: &str) -> Option<Vec<(String, String)>> {
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
