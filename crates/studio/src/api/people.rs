//! Answers judged by people, through a program of theirs: what comes next, what they say, what all of them said.

use axum::Json;
use axum::extract::Path;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Body, Pairs, Wrong};
use crate::fault::Fault;
use crate::page::Visit;
use crate::pages::people::LISTED;
use crate::pages::people::queue::{self, Mark, Seat, say, turn};

/// What people say of a run.
#[derive(Serialize, ToSchema)]
pub struct People {
    /// Scores, ranking, leads and agreement with their intervals, as `motjuste show RUN --people --json` prints them.
    #[schema(value_type = Object)]
    found: Value,
    /// The newest two hundred marks, newest first, as the ledger exports them.
    #[schema(value_type = Vec<Object>)]
    marks: Vec<Value>,
}

/// What people say of a run, and what may be concluded. It names the arms: judge first.
#[utoipa::path(get, path = "/api/runs/{id}/people", tag = "people", params(("id" = String, Path)), responses(
    (status = 200, body = People), (status = 404, body = Wrong)))]
pub async fn found(visit: Visit, Path(id): Path<String>) -> Result<Json<People>, Fault> {
    let store = visit.app.store();
    let record = store.run(&id).await?;
    let found = studies::people::found(store, &record).await?;
    let ratings = store.ratings(record.summary.id).await?;
    let newest = ratings.iter().rev().take(LISTED);
    Ok(Json(People {
        found: serde_json::to_value(found).unwrap_or_default(),
        marks: newest.filter_map(|rating| serde_json::to_value(rating).ok()).collect(),
    }))
}

/// Where somebody is in their queue.
#[derive(Serialize, ToSchema)]
pub struct Turn {
    done: usize,
    total: usize,
    /// Pairs passed over because both answers are the same text.
    same: usize,
    /// Whether there is a mark to take back.
    can_undo: bool,
    /// What is judged next; none when everything is.
    next: Option<Judged>,
}

/// What is judged: its texts are shown as on the page, characters that cannot be seen written out.
#[derive(Serialize, ToSchema)]
pub struct Judged {
    /// A name that tells nothing, to be given back with the mark.
    item: String,
    task: Option<String>,
    constraints: Vec<String>,
    /// The values of the case; none when it is not in its file any more.
    given: Option<Vec<GivenValue>>,
    expect: Option<String>,
    /// One answer, or that on the left and that on the right; hostile text.
    answers: Vec<JudgedAnswer>,
}

/// A value of a case.
#[derive(Serialize, ToSchema)]
pub struct GivenValue {
    name: String,
    text: String,
}

/// An answer.
#[derive(Serialize, ToSchema)]
pub struct JudgedAnswer {
    text: String,
    /// Who answered; none while that is hidden.
    arm: Option<String>,
}

impl From<queue::Turn> for Turn {
    fn from(turn: queue::Turn) -> Turn {
        let value = |(name, text)| GivenValue { name, text };
        let answer = |answer: queue::Answer| JudgedAnswer { text: answer.text, arm: answer.arm };
        let judged = |shown: queue::View| Judged {
            item: shown.item,
            task: shown.task,
            constraints: shown.constraints,
            given: shown.given.map(|values| values.into_iter().map(value).collect()),
            expect: shown.expect,
            answers: shown.answers.into_iter().map(answer).collect(),
        };
        Turn {
            done: turn.done,
            total: turn.total,
            same: turn.same,
            can_undo: turn.can_undo,
            next: turn.shown.map(judged),
        }
    }
}

/// The next answer, or the next two, to judge. The arms are hidden unless `blind=no`, which is kept with each mark.
#[utoipa::path(get, path = "/api/runs/{id}/rate", tag = "people", params(("id" = String, Path), Seat), responses(
    (status = 200, body = Turn), (status = 404, body = Wrong), (status = 422, body = Wrong)))]
pub async fn next(
    visit: Visit,
    Path(id): Path<String>,
    Pairs(seat): Pairs<Seat>,
) -> Result<Json<Turn>, Fault> {
    Ok(Json(turn(&visit, &id, &seat.of_a_program()).await?.into()))
}

/// Keeps a mark, or takes the last one back, and gives what comes next. The address is that of what was shown.
#[utoipa::path(post, path = "/api/runs/{id}/rate", tag = "people", params(("id" = String, Path), Seat),
    request_body = Mark, responses((status = 200, body = Turn), (status = 404, body = Wrong), (status = 409, body = Wrong),
    (status = 422, body = Wrong)))]
pub async fn keep(
    visit: Visit,
    Path(id): Path<String>,
    Pairs(seat): Pairs<Seat>,
    Body(mark): Body<Mark>,
) -> Result<Json<Turn>, Fault> {
    let seat = seat.of_a_program();
    say(&visit, &id, &seat, mark).await?;
    Ok(Json(turn(&visit, &id, &seat).await?.into()))
}
