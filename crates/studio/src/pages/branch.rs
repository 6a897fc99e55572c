//! Branches of a prompt: started from any of its texts, then written and measured as prompts of their own, and in the end
//! adopted or put away. Neither loses a text.

use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use report::visible;
use serde::Deserialize;
use terms::Message;

use super::edit;
use super::merge::{self, Second};
use crate::fault::Fault;
use crate::files::{self, OnDisk, unix};
use crate::page::{Visit, encoded};
use crate::versions::{self, Branch, Kept, Mark, Origin};

#[derive(Deserialize)]
pub struct Wanted {
    /// The text it starts from.
    stamp: String,
    branch: String,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize)]
pub struct Because {
    #[serde(default)]
    why: String,
}

fn refused(key: &'static str) -> Fault {
    Fault::of(StatusCode::UNPROCESSABLE_ENTITY, Message::new(key))
}

/// Starts a branch from a text of the prompt.
pub async fn start(
    visit: Visit,
    Path(name): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, Fault> {
    let app = &visit.app;
    let on_disk = files::read(app, &name)?;
    versions::seen(app, &on_disk)?;
    let called = visible::excerpt(&wanted.branch, 80);
    let file = versions::branch_file(&on_disk.name, &called).ok_or_else(|| refused("studio-branch-need"))?;
    if versions::is_known(app, &file) {
        return Err(Fault::of(
            StatusCode::CONFLICT,
            Message::new("studio-branch-taken").with("name", called),
        ));
    }
    let text = versions::find(app, &on_disk.name, &wanted.stamp)?;
    let text = text.ok_or_else(|| Fault::missing("studio-no-page"))?.text;
    files::create(app, &file, &text)?;
    let from = Some(Origin { prompt: on_disk.name, stamp: wanted.stamp });
    versions::keep(
        app,
        &file,
        Kept { from, mark: Some(Mark::Branch(called)), ..Kept::new(&text, &wanted.why) },
    )?;
    Ok(Redirect::to(&format!("/edit/{}", encoded(&file))))
}

/// A branch that goes on, with its file.
fn open(visit: &Visit, name: &str) -> Result<(Branch, OnDisk), Fault> {
    let on_disk = files::read(&visit.app, name)?;
    versions::seen(&visit.app, &on_disk)?;
    let branch = versions::branch(&visit.app, &on_disk.name)?;
    let branch = branch.filter(|branch| branch.end.is_none());
    Ok((branch.ok_or_else(|| Fault::missing("studio-no-page"))?, on_disk))
}

/// Makes the branch the newest version of its prompt; when that has changed since the branch was started, both sets of
/// changes are put together first.
pub async fn adopt(
    visit: Visit,
    Path(name): Path<String>,
    Form(because): Form<Because>,
) -> Result<Response, Fault> {
    let (branch, file) = open(&visit, &name)?;
    let main = files::read(&visit.app, &branch.origin.prompt)?;
    let text = unix(&file.text);
    if main.stamp == branch.origin.stamp || unix(&main.text) == text {
        return Ok(take(&visit, &name, &main, &text, &because.why)?.into_response());
    }
    let second =
        Second { base: branch.origin.stamp, mine: text, why: because.why, branch: Some(branch.prompt) };
    merge::page(&visit, &main, second)
}

/// Writes what came of a branch into its prompt, and ends the branch.
pub fn take(visit: &Visit, name: &str, main: &OnDisk, text: &str, why: &str) -> Result<Redirect, Fault> {
    let (branch, file) = open(visit, name)?;
    if branch.origin.prompt != main.name {
        return Err(Fault::missing("studio-no-page"));
    }
    let said = visit.text(&Message::new("studio-branch-adopted-why").with("name", branch.name.as_str()));
    let why = if why.trim().is_empty() { said } else { why.trim().to_owned() };
    let from = Origin { prompt: branch.prompt.clone(), stamp: file.stamp.clone() };
    let written = edit::write(visit, main, text, &why, Some(from))?;
    end(visit, file, Mark::Adopted, &why)?;
    Ok(written)
}

/// Puts a branch away: its texts stay in the history of its prompt.
pub async fn archive(
    visit: Visit,
    Path(name): Path<String>,
    Form(because): Form<Because>,
) -> Result<Redirect, Fault> {
    let (branch, file) = open(&visit, &name)?;
    end(&visit, file, Mark::Archived, &because.why)?;
    Ok(Redirect::to(&format!("/versions/{}#branches", encoded(&branch.origin.prompt))))
}

/// The last text is kept with how it ended; then its file leaves the folder.
fn end(visit: &Visit, file: OnDisk, mark: Mark, why: &str) -> Result<(), Fault> {
    versions::keep(&visit.app, &file.name, Kept { mark: Some(mark), ..Kept::new(&file.text, why) })?;
    file.remove()
}

/// Takes a branch up again where it was put away.
pub async fn reopen(visit: Visit, Path(name): Path<String>) -> Result<Redirect, Fault> {
    // only a name that this project gave to a branch leads to one
    let parts = name.split('/').all(files::plain);
    let branch = if parts { versions::branch(&visit.app, &name)? } else { None };
    let branch = branch.filter(|branch| branch.end.is_some());
    let branch = branch.ok_or_else(|| Fault::missing("studio-no-page"))?;
    let text = branch.texts.first().map_or("", |newest| newest.text.as_str());
    files::create(&visit.app, &branch.prompt, text)?;
    versions::keep(&visit.app, &branch.prompt, Kept::new(text, ""))?;
    Ok(Redirect::to(&format!("/edit/{}", encoded(&branch.prompt))))
}
