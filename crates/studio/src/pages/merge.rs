//! Two people changed one prompt: what each did is put together, and whoever saves second decides where both changed the
//! same lines. What they decide is a new version on top of the other's.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde_json::json;
use terms::Message;

use super::{Head, branch, edit};
use crate::diff::{Piece, words};
use crate::fault::Fault;
use crate::files::{self, OnDisk, changed, unix};
use crate::merge::{Choice, Hunk, Kind, hunks, together};
use crate::page::{Page, Visit, html};
use crate::sheet::Sheet;
use crate::versions::{self, Kept, Mark, Origin};

/// What whoever saves second brings.
pub struct Second {
    /// Stamp of the text they started from.
    pub base: String,
    pub mine: String,
    pub why: String,
    /// The branch that is adopted, when their text is a branch's.
    pub branch: Option<String>,
}

#[derive(Template)]
#[template(path = "merge.html")]
struct Merge {
    page: Page,
    head: Head,
    what: String,
    second: Second,
    /// Of the text on the disk: it is what the result is written on top of.
    stamp: String,
    /// Whether the text both started from is known.
    known: bool,
    rows: Vec<Row>,
    conflicts: usize,
    result: String,
}

enum Row {
    /// So many lines that nobody changed.
    Same(String),
    /// A change of one side, or the same one of both.
    Clean {
        key: &'static str,
        pieces: Vec<Piece>,
    },
    Conflict(Conflict),
}

struct Conflict {
    number: usize,
    base: String,
    theirs: Vec<Piece>,
    mine: Vec<Piece>,
    choice: Choice,
}

impl Conflict {
    fn on(&self, name: &str) -> bool {
        self.choice == Choice::named(name)
    }
}

/// The three texts as hunks, and whether the first of them is known.
fn three(visit: &Visit, on_disk: &OnDisk, second: &Second) -> Result<(Vec<Hunk>, bool), Fault> {
    let base = versions::find(&visit.app, &on_disk.name, &second.base)?;
    let text = base.as_ref().map_or(String::new(), |kept| unix(&kept.text));
    Ok((hunks(&text, &unix(&on_disk.text), &second.mine), base.is_some()))
}

/// The page that shows both; nothing has been written.
pub fn page(visit: &Visit, on_disk: &OnDisk, second: Second) -> Result<Response, Fault> {
    chosen(visit, on_disk, second, &BTreeMap::new())
}

fn chosen(
    visit: &Visit,
    on_disk: &OnDisk,
    second: Second,
    choices: &BTreeMap<usize, Choice>,
) -> Result<Response, Fault> {
    versions::seen(&visit.app, on_disk)?;
    let (hunks, known) = three(visit, on_disk, &second)?;
    let choice = |number: usize| choices.get(&number).copied().unwrap_or_default();
    let mut conflicts = 0;
    let row = |hunk: &Hunk| match hunk.kind {
        Kind::Nobody => {
            let same = Message::new("studio-merge-same").with("count", hunk.base.lines().count());
            Row::Same(visit.text(&same))
        }
        Kind::Theirs => Row::Clean { key: "studio-merge-theirs", pieces: words(&hunk.base, &hunk.theirs) },
        Kind::Mine => Row::Clean { key: "studio-merge-mine", pieces: words(&hunk.base, &hunk.mine) },
        Kind::Both => Row::Clean { key: "studio-merge-both", pieces: words(&hunk.base, &hunk.mine) },
        Kind::Conflict => {
            conflicts += 1;
            Row::Conflict(Conflict {
                number: conflicts,
                base: report::visible::lines(&hunk.base).into_owned(),
                theirs: words(&hunk.base, &hunk.theirs),
                mine: words(&hunk.base, &hunk.mine),
                choice: choice(conflicts - 1),
            })
        }
    };
    let rows: Vec<Row> = hunks.iter().map(row).collect();
    let result = together(&hunks, choice);
    let sheet = Sheet::read(&visit.app.project()?, &on_disk.name, &on_disk.text);
    let page = html(&Merge {
        page: visit.page(""),
        head: Head::new(visit, &sheet, 3)?,
        what: visit.text(&changed(&on_disk.name)),
        stamp: on_disk.stamp.clone(),
        second,
        known,
        rows,
        conflicts,
        result,
    })?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The form of that page: the text made of its choices, or the result saved.
pub async fn decide(
    visit: Visit,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let mut fields: BTreeMap<&str, &str> = BTreeMap::new();
    let mut choices = BTreeMap::new();
    for (key, value) in &pairs {
        if let Some(number) = key.strip_prefix("keep.").and_then(|number| number.parse::<usize>().ok()) {
            choices.insert(number.saturating_sub(1), Choice::named(value));
        } else {
            fields.insert(key, value);
        }
    }
    let field = |name: &str| fields.get(name).copied().unwrap_or_default();
    let on_disk = files::read(&visit.app, &name)?;
    let branch = Some(field("branch")).filter(|name| !name.is_empty()).map(str::to_owned);
    let second = Second {
        base: field("base").to_owned(),
        mine: unix(field("mine")),
        why: field("why").to_owned(),
        branch,
    };
    let current = on_disk.stamp == field("stamp");
    match field("do") {
        "text" if current => {
            let (hunks, _) = three(&visit, &on_disk, &second)?;
            let text = together(&hunks, |number| choices.get(&number).copied().unwrap_or_default());
            Ok(Json(json!({"text": text})).into_response())
        }
        "save" if current => {
            let result = unix(field("text"));
            // what a branch brings stays in the branch's own history
            if second.branch.is_none() && second.mine != result && second.mine != unix(&on_disk.text) {
                let from = Some(Origin { prompt: on_disk.name.clone(), stamp: second.base.clone() });
                let aside = Kept { from, mark: Some(Mark::Aside), ..Kept::new(&second.mine, &second.why) };
                versions::seen(&visit.app, &on_disk)?;
                versions::keep(&visit.app, &on_disk.name, aside)?;
            }
            let saved = match &second.branch {
                Some(name) => branch::take(&visit, name, &on_disk, &result, &second.why)?,
                None => edit::put(&visit, &on_disk, &result, &second.why, None)?,
            };
            Ok(edit::back(&saved).into_response())
        }
        // it changed once more: what was decided is now what is brought
        "save" => {
            let again = Second { base: field("stamp").to_owned(), mine: unix(field("text")), ..second };
            page(&visit, &on_disk, again)
        }
        _ => {
            if !current {
                choices.clear();
            }
            chosen(&visit, &on_disk, second, &choices)
        }
    }
}
