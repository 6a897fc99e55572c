//! One file per page.

pub mod calibrate;
pub mod calls;
pub mod cases;
pub mod connection;
pub mod edit;
pub mod evaluate;
pub mod export;
pub mod home;
pub mod import;
pub mod improve;
pub mod launch;
pub mod live;
pub mod new;
pub mod preferences;
pub mod prompt;
pub mod run;
pub mod runs;
pub mod settings;
pub mod study;
pub mod trial;
pub mod trials;
pub mod try_out;
pub mod versions;

use engine::library::{self, Tried, Wanted};
use report::brief::{self, Line};
use terms::evaluation::Arm;

use crate::fault::Fault;
use crate::page::Visit;
use crate::sheet::Sheet;

/// The head of a prompt's pages: its title and the six steps of the method.
pub struct Head {
    pub title: String,
    pub name: String,
    pub path: String,
    pub step: u8,
}

impl Head {
    pub fn new(sheet: &Sheet, step: u8) -> Head {
        let name = sheet.file.name().to_owned();
        Head { title: sheet.title(), path: crate::page::encoded(&name), name, step }
    }

    /// Where the reader is among the steps, as `aria-current` says it.
    pub fn at(&self, step: u8) -> &'static str {
        if self.step == step { "step" } else { "false" }
    }
}

/// An arm on one line, with its picture.
pub struct Score {
    pub line: Line,
    /// SVG made by `report`: its texts are escaped there.
    pub plot: String,
}

fn score(visit: &Visit, tried: &Tried, arm: &Arm) -> Result<Score, Fault> {
    let report = report::Report::new(&tried.evaluation, visit.locale());
    let mut plot = Vec::new();
    brief::plot(&report, arm, &mut plot)?;
    Ok(Score { line: brief::line(&report, arm), plot: String::from_utf8_lossy(&plot).into_owned() })
}

/// The newest evaluations of each prompt.
pub async fn tried(visit: &Visit, sheets: &[Sheet], each: usize) -> Result<Vec<Vec<Tried>>, Fault> {
    let wanted: Vec<Wanted> = sheets
        .iter()
        .map(|sheet| Wanted {
            name: sheet.file.name().to_owned(),
            version: sheet.loaded.as_ref().ok().map(|loaded| loaded.compiled.version()),
        })
        .collect();
    Ok(library::tried(visit.app.store(), &wanted, each).await?)
}

/// Models that somebody named: in the settings, in the prompt.
fn named_models(project: &engine::Project, sheet: &Sheet) -> Vec<String> {
    let settings = project.settings.models.iter().map(ToString::to_string);
    let preferred = sheet.file.meta().prefer.iter().filter(|name| name.contains('/')).cloned();
    distinct(preferred.chain(settings))
}

/// Models to suggest: those named, then those whose price is known by name.
fn known_models(project: &engine::Project, sheet: &Sheet) -> Vec<String> {
    distinct(named_models(project, sheet).into_iter().chain(priced_models(project)))
}

/// Models whose price is known by name.
fn priced_models(project: &engine::Project) -> Vec<String> {
    let rows = project.catalogue.prices();
    let priced = rows.flat_map(|row| row.models().iter().map(move |model| format!("{}/{model}", row.vendor)));
    distinct(priced.filter(|model| !model.contains('*')))
}

fn distinct(models: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for model in models {
        if !out.contains(&model) {
            out.push(model);
        }
    }
    out
}
