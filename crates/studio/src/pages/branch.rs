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

pub async fn start(
    visit: Visit,
    Path(name): Path<String>,
    Form(Wanted { stamp, branch, why }): Form<Wanted>,
) -> Result<Redirect, Fault> {
    let file = begin(&visit, &name, stamp, &branch, &why)?;
    Ok(Redirect::to(&format!("/edit/{}", encoded(&file))))
}

/// Starts a branch from the text of this stamp; gives the file it is in.
pub fn begin(visit: &Visit, name: &str, stamp: String, called: &str, why: &str) -> Result<String, Fault> {
    let app = &visit.app;
    let on_disk = files::read(app, name)?;
    versions::seen(app, &on_disk)?;
    let called = visible::excerpt(called, 80);
    let file = versions::branch_file(&on_disk.name, &called).ok_or_else(|| refused("studio-branch-need"))?;
    if versions::is_known(app, &file) {
        return Err(Fault::of(
            StatusCode::CONFLICT,
            Message::new("studio-branch-taken").with("name", called),
        ));
    }
    let text = versions::find(app, &on_disk.name, &stamp)?;
    let text = text.ok_or_else(|| Fault::missing("studio-no-page"))?.text;
    files::create(app, &file, &text)?;
    let from = Some(Origin { prompt: on_disk.name, stamp });
    versions::keep(app, &file, Kept { from, mark: Some(Mark::Branch(called)), ..Kept::new(&text, why) })?;
    Ok(file)
}

/// A branch that goes on, with its file.
fn open(visit: &Visit, name: &str) -> Result<(Branch, OnDisk), Fault> {
    let on_disk = files::read(&visit.app, name)?;
    versions::seen(&visit.app, &on_disk)?;
    let branch = versions::branch(&visit.app, &on_disk.name)?;
    let branch = branch.filter(|branch| branch.end.is_none());
    Ok((branch.ok_or_else(|| Fault::missing("studio-no-page"))?, on_disk))
}

/// What comes of adopting a branch.
pub enum Adopted {
    /// The prompt as it was written.
    Written(OnDisk),
    /// The prompt has changed since, and nothing was written: both sets of changes are to be put together first.
    Second(OnDisk, Second),
}

pub async fn adopt(
    visit: Visit,
    Path(name): Path<String>,
    Form(because): Form<Because>,
) -> Result<Response, Fault> {
    match bring(&visit, &name, None, because.why)? {
        Adopted::Written(saved) => Ok(edit::back(&saved).into_response()),
        Adopted::Second(main, second) => merge::page(&visit, &main, second),
    }
}

/// Makes the branch the newest version of its prompt, or `made`: a text put together from both, and the stamp of the
/// prompt's text that went into it.
pub fn bring(
    visit: &Visit,
    name: &str,
    made: Option<(String, String)>,
    why: String,
) -> Result<Adopted, Fault> {
    let (branch, file) = open(visit, name)?;
    let main = files::read(&visit.app, &branch.origin.prompt)?;
    let (mine, base) = made.unwrap_or_else(|| (unix(&file.text), branch.origin.stamp));
    if edit::is_second(&main, &base, &mine) {
        return Ok(Adopted::Second(main, Second { base, mine, why, branch: Some(branch.prompt) }));
    }
    take(visit, name, &main, &mine, &why).map(Adopted::Written)
}

/// Writes what came of a branch into its prompt, and ends the branch.
pub fn take(visit: &Visit, name: &str, main: &OnDisk, text: &str, why: &str) -> Result<OnDisk, Fault> {
    let (branch, file) = open(visit, name)?;
    if branch.origin.prompt != main.name {
        return Err(Fault::missing("studio-no-page"));
    }
    let said = visit.text(&Message::new("studio-branch-adopted-why").with("name", branch.name.as_str()));
    let why = if why.trim().is_empty() { said } else { why.trim().to_owned() };
    let from = Origin { prompt: branch.prompt.clone(), stamp: file.stamp.clone() };
    let written = edit::put(visit, main, text, &why, Some(from))?;
    end(visit, file, Mark::Adopted, &why)?;
    Ok(written)
}

pub async fn archive(
    visit: Visit,
    Path(name): Path<String>,
    Form(because): Form<Because>,
) -> Result<Redirect, Fault> {
    let main = put_away(&visit, &name, &because.why)?;
    Ok(Redirect::to(&format!("/versions/{}#branches", encoded(&main))))
}

/// Puts a branch away: its texts stay in the history of its prompt, whose file is given.
pub fn put_away(visit: &Visit, name: &str, why: &str) -> Result<String, Fault> {
    let (branch, file) = open(visit, name)?;
    end(visit, file, Mark::Archived, why)?;
    Ok(branch.origin.prompt)
}

/// The last text is kept with how it ended; then its file leaves the folder.
fn end(visit: &Visit, file: OnDisk, mark: Mark, why: &str) -> Result<(), Fault> {
    versions::keep(&visit.app, &file.name, Kept { mark: Some(mark), ..Kept::new(&file.text, why) })?;
    file.remove()
}

pub async fn reopen(visit: Visit, Path(name): Path<String>) -> Result<Redirect, Fault> {
    let file = take_up(&visit, &name)?;
    Ok(Redirect::to(&format!("/edit/{}", encoded(&file))))
}

/// Takes a branch up again where it was put away; gives the file it is in.
pub fn take_up(visit: &Visit, name: &str) -> Result<String, Fault> {
    // only a name that this project gave to a branch leads to one
    let parts = name.split('/').all(files::plain);
    let branch = if parts { versions::branch(&visit.app, name)? } else { None };
    let branch = branch.filter(|branch| branch.end.is_some());
    let branch = branch.ok_or_else(|| Fault::missing("studio-no-page"))?;
    let text = branch.texts.first().map_or("", |newest| newest.text.as_str());
    files::create(&visit.app, &branch.prompt, text)?;
    versions::keep(&visit.app, &branch.prompt, Kept::new(text, ""))?;
    Ok(branch.prompt)
}
