//! Branches of a prompt: started, adopted, put away, taken up again. Between these they are prompts of their own.

use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Body, Of, Pairs, Written, Wrong};
use crate::fault::Fault;
use crate::files;
use crate::page::Visit;
use crate::pages::branch::{self, Adopted};
use crate::versions::{self as store, Mark};

/// A text of a prompt.
#[derive(Serialize, ToSchema)]
pub struct Origin {
    prompt: String,
    stamp: String,
}

impl From<store::Origin> for Origin {
    fn from(origin: store::Origin) -> Origin {
        Origin { prompt: origin.prompt, stamp: origin.stamp }
    }
}

/// A branch of a prompt.
#[derive(Serialize, ToSchema)]
pub struct Branch {
    /// Its file, to be named as a prompt while it is open.
    name: String,
    /// As its person calls it.
    called: String,
    /// The text it was started from.
    from: Origin,
    /// Milliseconds since the Unix epoch.
    begun_ms: i64,
    /// `open`, `adopted` or `archived`.
    state: &'static str,
    /// Why its newest text was written, or why it ended.
    why: String,
}

impl From<store::Branch> for Branch {
    fn from(branch: store::Branch) -> Branch {
        Branch {
            begun_ms: branch.texts.last().map_or(0, |first| first.at),
            state: match branch.end {
                None => "open",
                Some(Mark::Adopted) => "adopted",
                Some(_) => "archived",
            },
            why: branch.texts.first().map_or(String::new(), |newest| newest.why.clone()),
            name: branch.prompt,
            called: branch.name,
            from: branch.origin.into(),
        }
    }
}

/// The branches that were started from a prompt, those that have ended too.
#[utoipa::path(get, path = "/api/prompt/branches", tag = "prompts", params(Of), responses(
    (status = 200, body = Vec<Branch>), (status = 404, body = Wrong)))]
pub async fn list(visit: Visit, Pairs(of): Pairs<Of>) -> Result<Json<Vec<Branch>>, Fault> {
    let on_disk = files::read(&visit.app, &of.name)?;
    let branches = store::branches(&visit.app, &on_disk.name)?;
    Ok(Json(branches.into_iter().map(Branch::from).collect()))
}

/// A branch to start.
#[derive(Deserialize, ToSchema)]
pub struct Beginning {
    /// That of the text it starts from, one of the prompt's versions.
    stamp: String,
    /// How it is called: its file is named after it.
    branch: String,
    #[serde(default)]
    why: String,
}

/// Starts a branch from a text of a prompt, in a file of its own.
#[utoipa::path(post, path = "/api/prompt/branches", tag = "prompts", params(Of), request_body = Beginning, responses(
    (status = 201, body = Written), (status = 404, body = Wrong), (status = 409, body = Wrong),
    (status = 422, body = Wrong)))]
pub async fn start(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(Beginning { stamp, branch, why }): Body<Beginning>,
) -> Result<(StatusCode, Json<Written>), Fault> {
    let file = branch::begin(&visit, &of.name, stamp, &branch, &why)?;
    Ok((StatusCode::CREATED, Json(Written::read(&visit, &file)?)))
}

/// How a branch is adopted.
#[derive(Deserialize, ToSchema)]
pub struct Adopting {
    #[serde(default)]
    why: String,
    /// The text made of both, when the prompt has changed since the branch was started.
    made: Option<Made>,
}

/// A text made of a branch and of its prompt.
#[derive(Deserialize, ToSchema)]
pub struct Made {
    text: String,
    /// That of the prompt's text that went into it.
    stamp: String,
}

/// Makes a branch the newest version of the prompt it was started from, which is given; the branch ends, its texts are
/// kept. Refused while the prompt has a change that is not in the text.
#[utoipa::path(post, path = "/api/prompt/adopt", tag = "prompts", params(Of), request_body = Adopting, responses(
    (status = 200, body = Written), (status = 404, body = Wrong), (status = 409, body = Wrong)))]
pub async fn adopt(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(Adopting { why, made }): Body<Adopting>,
) -> Result<Json<Written>, Fault> {
    let made = made.map(|made| (files::unix(&made.text), made.stamp));
    match branch::bring(&visit, &of.name, made, why)? {
        Adopted::Written(saved) => Ok(Json(Written { name: saved.name, stamp: saved.stamp })),
        Adopted::Second(main, _) => Err(Fault::of(StatusCode::CONFLICT, files::changed(&main.name))),
    }
}

/// Why a branch ends.
#[derive(Deserialize, ToSchema)]
pub struct Because {
    #[serde(default)]
    why: String,
}

/// Puts a branch away; its texts are kept.
#[utoipa::path(post, path = "/api/prompt/archive", tag = "prompts", params(Of), request_body = Because, responses(
    (status = 204), (status = 404, body = Wrong)))]
pub async fn archive(
    visit: Visit,
    Pairs(of): Pairs<Of>,
    Body(Because { why }): Body<Because>,
) -> Result<StatusCode, Fault> {
    branch::put_away(&visit, &of.name, &why)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a branch that has ended up again, in its own file.
#[utoipa::path(post, path = "/api/prompt/reopen", tag = "prompts", params(Of), responses(
    (status = 200, body = Written), (status = 404, body = Wrong), (status = 409, body = Wrong)))]
pub async fn reopen(visit: Visit, Pairs(of): Pairs<Of>) -> Result<Json<Written>, Fault> {
    let file = branch::take_up(&visit, &of.name)?;
    Ok(Json(Written::read(&visit, &file)?))
}
