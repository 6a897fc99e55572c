//! The texts a prompt has had: when, why, what changed, and back to one of them; the branches started from them.

use askama::Template;
use axum::extract::Path;
use axum::response::{Html, Redirect};
use axum::{Form, Json};
use report::visible;
use serde::Deserialize;
use serde_json::{Value, json};
use terms::Message;

use super::{Head, edit};
use crate::diff::{Piece, words};
use crate::fault::Fault;
use crate::files::{self, OnDisk};
use crate::history::{Line, Tree, tree};
use crate::page::{Page, Visit, day, encoded, html};
use crate::sheet::Sheet;
use crate::versions::{self, Branch, Kept, Mark};

#[derive(Template)]
#[template(path = "versions.html")]
struct Versions {
    page: Page,
    head: Head,
    tree: Option<Tree>,
    table: Vec<Told>,
    rows: Vec<Row>,
    branches: Vec<BranchRow>,
}

struct Row {
    stamp: String,
    day: String,
    version: String,
    why: String,
    /// Whether it is the text on the disk.
    current: bool,
    /// What somebody wrote that the prompt never was.
    aside: bool,
    /// From the text before to this one.
    pieces: Vec<Piece>,
}

/// A text of the tree, for whoever reads tables.
struct Told {
    day: String,
    line: String,
    what: String,
}

struct BranchRow {
    path: String,
    file: String,
    name: String,
    begun: String,
    state: String,
    why: String,
    open: bool,
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, &name)?;
    versions::seen(&visit.app, &on_disk)?;
    let kept = versions::list(&visit.app, &on_disk.name)?;
    let branches = versions::branches(&visit.app, &on_disk.name)?;
    let row = |(at, each): (usize, &Kept)| {
        let sheet = Sheet::read(&project, &on_disk.name, &each.text);
        let version = sheet.loaded.map(|loaded| loaded.compiled.version().short());
        let before = kept[at + 1..].iter().find(|before| !before.is_aside());
        Row {
            stamp: each.stamp.clone(),
            day: day(each.at),
            version: version.unwrap_or_else(|_| "–".to_owned()),
            why: visible::excerpt(&each.why, 300),
            current: at == 0,
            aside: each.is_aside(),
            pieces: before.map(|before| words(&before.text, &each.text)).unwrap_or_default(),
        }
    };
    let rows: Vec<Row> = kept.iter().enumerate().map(row).collect();
    let own = versions::branch(&visit.app, &on_disk.name)?.map(|branch| branch.name);
    let own = own.unwrap_or_else(|| visit.locale().say("studio-branch-main"));
    let mut lines = vec![Line { prompt: &on_disk.name, name: own, texts: &kept }];
    lines.extend(branches.iter().map(|b| Line { prompt: &b.prompt, name: b.name.clone(), texts: &b.texts }));
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    html(&Versions {
        page: visit.page(""),
        head: Head::new(&visit, &sheet, 3)?,
        tree: (rows.len() > 1 || !branches.is_empty()).then(|| tree(&lines)),
        table: told(&visit, &lines),
        rows,
        branches: branches.iter().map(|branch| branch_row(&visit, branch)).collect(),
    })
}

fn told(visit: &Visit, lines: &[Line<'_>]) -> Vec<Told> {
    let mut all: Vec<(&Line<'_>, &Kept)> =
        lines.iter().flat_map(|line| line.texts.iter().map(move |kept| (line, kept))).collect();
    all.sort_by_key(|(_, kept)| std::cmp::Reverse(kept.at));
    let row = |(line, kept): (&Line<'_>, &Kept)| {
        let from = kept.from.as_ref().map_or("", |origin| origin.prompt.as_str());
        let said = match (&kept.mark, &kept.from) {
            (Some(Mark::Branch(_)), _) => Message::new("studio-tree-begins").with("from", from),
            (Some(Mark::Adopted), _) => Message::new("studio-branch-adopted"),
            (Some(Mark::Archived), _) => Message::new("studio-branch-archived"),
            (Some(Mark::Aside), _) => Message::new("studio-aside"),
            (None, Some(_)) => Message::new("studio-tree-takes").with("from", from),
            (None, None) => Message::new("studio-tree-saved"),
        };
        let mut what = visit.text(&said);
        if !kept.why.is_empty() {
            what = format!("{what} – {}", visible::excerpt(&kept.why, 200));
        }
        Told { day: day(kept.at), line: visible::excerpt(&line.name, 60), what }
    };
    all.into_iter().map(row).collect()
}

fn branch_row(visit: &Visit, branch: &Branch) -> BranchRow {
    let state = match branch.end {
        None => "studio-branch-open",
        Some(Mark::Adopted) => "studio-branch-adopted",
        Some(_) => "studio-branch-archived",
    };
    BranchRow {
        path: encoded(&branch.prompt),
        file: visible::excerpt(&branch.prompt, 120),
        name: visible::excerpt(&branch.name, 80),
        begun: branch.texts.last().map_or(String::new(), |first| day(first.at)),
        state: visit.locale().say(state),
        why: branch.texts.first().map_or(String::new(), |newest| visible::excerpt(&newest.why, 300)),
        open: branch.end.is_none(),
    }
}

#[derive(Deserialize)]
pub struct Wanted {
    stamp: String,
}

/// Takes a text up again: as a new version, the others stay.
pub async fn restore(
    visit: Visit,
    Path(name): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, Fault> {
    let saved = take_up(&visit, &name, &wanted.stamp)?;
    Ok(edit::back(&saved))
}

/// Makes a text that was kept the newest version again.
pub fn take_up(visit: &Visit, name: &str, stamp: &str) -> Result<OnDisk, Fault> {
    let on_disk = files::read(&visit.app, name)?;
    let found = versions::find(&visit.app, &on_disk.name, stamp)?;
    let found = found.ok_or_else(|| Fault::missing("studio-no-page"))?;
    let why = Message::new("studio-restored").with("day", day(found.at));
    edit::put(visit, &on_disk, &files::unix(&found.text), &visit.text(&why), None)
}

/// Whether the file is still the one that was opened.
pub async fn stamp(visit: Visit, Path(name): Path<String>) -> Result<Json<Value>, Fault> {
    Ok(Json(json!({"stamp": files::read(&visit.app, &name)?.stamp})))
}
