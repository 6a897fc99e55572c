//! One file per page.

pub mod branch;
pub mod calibrate;
pub mod calls;
pub mod cases;
pub mod compare;
pub mod connection;
pub mod edit;
pub mod evaluate;
pub mod export;
pub mod home;
pub mod import;
pub mod improve;
pub mod launch;
pub mod live;
pub mod matrix;
pub mod merge;
pub mod new;
pub mod pair;
pub mod people;
pub mod preferences;
pub mod prompt;
pub mod run;
pub mod runs;
pub mod settings;
pub mod study;
pub mod suite;
pub mod trial;
pub mod trials;
pub mod try_out;
pub mod upkeep;
pub mod versions;
pub mod weight;

use engine::library::{self, Tried, Wanted};
use report::brief::{self, Line};
use report::history::{History, Point};
use report::visible;
use terms::Message;
use terms::evaluation::Arm;
use terms::{Currency, Money};

use crate::fault::Fault;
use crate::files;
use crate::page::{Visit, day, encoded};
use crate::sheet::Sheet;

/// The head of a prompt's pages: its title and the six steps of the method.
pub struct Head {
    pub title: String,
    pub name: String,
    pub path: String,
    pub step: u8,
    /// What it is a branch of, when it is one.
    pub branch: Option<BranchHead>,
}

/// A branch, as it is named at the head of its pages.
pub struct BranchHead {
    pub said: String,
    /// The prompt it was started from.
    pub main: String,
    pub main_path: String,
}

impl BranchHead {
    fn of(visit: &Visit, name: &str) -> Result<Option<BranchHead>, Fault> {
        let branch = crate::versions::branch(&visit.app, name)?;
        Ok(branch.map(|branch| {
            let main = branch.origin.prompt;
            BranchHead {
                said: visit.text(&Message::new("studio-branch-of").with("name", branch.name)),
                main_path: encoded(&main),
                main: visible::excerpt(&main, 120),
            }
        }))
    }
}

impl Head {
    pub fn new(visit: &Visit, sheet: &Sheet, step: u8) -> Result<Head, Fault> {
        let name = sheet.file.name().to_owned();
        let branch = BranchHead::of(visit, &name)?;
        Ok(Head { title: sheet.title(), path: encoded(&name), name, step, branch })
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

/// Every prompt of the project.
pub fn sheets(visit: &Visit, project: &engine::Project) -> Vec<Sheet> {
    let read = |name: &String| {
        let text = files::read(&visit.app, name).map(|on_disk| on_disk.text).unwrap_or_default();
        Sheet::read(project, name, &text)
    };
    library::prompts(&project.root).iter().map(read).collect()
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

/// Evaluations drawn at most.
const DRAWN: usize = 30;

/// The evaluations of a prompt as pictures; empty when there is nothing to compare.
async fn history(visit: &Visit, sheets: &[Sheet]) -> Result<String, Fault> {
    let tried = tried(visit, sheets, DRAWN).await?.pop().unwrap_or_default();
    let mut history = History::default();
    for (evaluation, each) in tried.iter().rev().enumerate() {
        for arm in each.arms() {
            let (Some(score), Some(low), Some(high)) = (arm.score, arm.low, arm.high) else { continue };
            let name = report::visible::excerpt(&arm.model, 80);
            let model = history.models.iter().position(|known| *known == name).unwrap_or_else(|| {
                history.models.push(name);
                history.models.len() - 1
            });
            history.points.push(Point {
                day: day(each.started_ms),
                evaluation,
                version: arm.version.chars().take(8).collect(),
                model,
                current: each.current,
                score,
                low,
                high,
                n: arm.n,
                thousand: thousand(arm, each.evaluation.repeats),
            });
        }
    }
    let mut out = Vec::new();
    history.scores(visit.locale(), &mut out)?;
    history.costs(visit.locale(), &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// What a thousand answers of an arm cost.
fn thousand(arm: &Arm, repeats: u32) -> Option<Money> {
    let answers = (arm.n * u64::from(repeats) + arm.unscored) as f64;
    let currency = Currency::try_from(arm.currency.clone()?).ok()?;
    let catalogue = arm.priced_on.as_deref()?.parse().ok()?;
    let pico = arm.cost? / answers * 1000.0 * Money::UNIT as f64;
    (answers > 0.0).then_some(Money { pico: pico as i64, currency, catalogue })
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
    distinct(priced.filter(|model| !model.contains(['*', '?'])))
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
