//! A prompt: its goal, its inputs and outputs, its text, its last scores.

use askama::Template;
use axum::extract::Path;
use axum::response::Html;
use report::visible;

use super::Head;
use crate::fault::Fault;
use crate::files;
use crate::page::{Page, Visit, html};
use crate::sheet::{InputView, Problem, SectionView, Sheet};

#[derive(Template)]
#[template(path = "prompt.html")]
struct PromptPage {
    page: Page,
    head: Head,
    task: Option<String>,
    audience: Option<String>,
    constraints: Vec<String>,
    inputs: Vec<InputView>,
    output: String,
    cases: Option<String>,
    problems: Vec<Problem>,
    sections: Vec<SectionView>,
    /// Its evaluations as pictures: HTML made by `report`, its texts are escaped there.
    history: String,
}

pub async fn show(visit: Visit, Path(name): Path<String>) -> Result<Html<String>, Fault> {
    let project = visit.app.project()?;
    let on_disk = files::read(&visit.app, &name)?;
    let sheet = Sheet::read(&project, &on_disk.name, &on_disk.text);
    let locale = visit.locale();
    let meta = sheet.file.meta();
    let shown = |text: &Option<String>| text.as_deref().map(|text| visible::excerpt(text, 1000));
    let history = super::history(&visit, std::slice::from_ref(&sheet)).await?;
    let shown_name = |path: &std::path::PathBuf| {
        path.file_name().map(|name| visible::excerpt(&name.to_string_lossy(), 200))
    };
    let cases: Vec<String> = on_disk.case_files().iter().filter_map(shown_name).collect();
    html(&PromptPage {
        page: visit.page(""),
        head: Head::new(&visit, &sheet, 1)?,
        task: shown(&meta.task),
        audience: shown(&meta.audience),
        constraints: meta.constraints.iter().map(|text| visible::excerpt(text, 400)).collect(),
        inputs: sheet.inputs(locale),
        output: sheet.output(locale),
        cases: (!cases.is_empty()).then(|| cases.join(", ")),
        problems: sheet.problems(locale),
        sections: sheet.sections(locale),
        history,
    })
}
