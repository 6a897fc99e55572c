//! From one version to the next: how the scores moved, and what still fails.

use askama::Template;
use axum::extract::Path;
use axum::response::Html;
use report::visible;
use terms::Message;

use super::{Head, Score, score, tried};
use crate::fault::Fault;
use crate::files;
use crate::page::{Page, Visit, day, html};
use crate::sheet::Sheet;

#[derive(Template)]
#[template(path = "calibrate.html")]
struct Calibrate {
    page: Page,
    head: Head,
    steps: Vec<Step>,
    flaws: Vec<FlawView>,
    newest: Option<(String, bool)>,
}

struct Step {
    run: String,
    day: String,
    version: String,
    current: bool,
    score: Score,
}

struct FlawView {
    count: String,
    check: String,
    reason: String,
    link: String,
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    let on_disk = files::read(&visit.app, &name)?;
    let sheets = [Sheet::read(&visit.app.project()?, &on_disk.name, &on_disk.text)];
    let tried = tried(&visit, &sheets, 30).await?.pop().unwrap_or_default();
    let mut steps = Vec::new();
    for each in &tried {
        for arm in each.arms() {
            steps.push(Step {
                run: each.run.to_string(),
                day: day(each.started_ms),
                version: arm.version.chars().take(8).collect(),
                current: each.current,
                score: score(&visit, each, arm)?,
            });
        }
    }
    let locale = visit.locale();
    let mut flaws = Vec::new();
    if let Some(newest) = tried.first() {
        for flaw in newest.evaluation.flaws.iter().filter(|f| newest.arms().any(|arm| arm.arm == f.arm)) {
            let outcome = if flaw.unscored { "unscored" } else { "failed" };
            flaws.push(FlawView {
                count: visit.text(&Message::new("studio-times").with("count", flaw.count)),
                check: visible::excerpt(&flaw.check, 60),
                reason: visible::excerpt(&locale.text(&flaw.example), 300),
                link: format!("/run/{}/trials?arm={}&outcome={outcome}", newest.run, flaw.arm),
            });
        }
    }
    html(&Calibrate {
        page: visit.page(""),
        head: Head::new(&visit, &sheets[0], 6)?,
        steps,
        flaws,
        newest: tried.first().map(|t| (t.run.to_string(), t.current)),
    })
}
