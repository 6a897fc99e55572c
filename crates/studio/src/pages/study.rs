//! What a study found, and taking it: a new version of the prompt with its evidence.

use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use engine::plan::ENDING;
use ledger::RunRecord;
use locale::Locale;
use report::study::Block;
use report::visible;
use serde::Deserialize;
use serde_json::{Value, json};
use studies::State;
use studies::document::{COMPARE, CompareDocument, Named, RACE, RaceDocument, lines};
use studies::log::Entry;
use studies::on_plan::{
    ABLATE, AblateDocument, OPTIMISE, OptimiseDocument, TRIM, TrimDocument, VARY, VaryDocument,
};
use terms::{Message, Version};

use super::edit;
use super::improve::shown;
use super::run::status;
use crate::curve::{Interval, leaders, scale, stairs};
use crate::diff::{Piece, words};
use crate::fault::Fault;
use crate::files;
use crate::page::{Page, Visit, day, encoded, html};
use crate::sheet::Sheet;

#[derive(Template)]
#[template(path = "study.html")]
struct StudyPage {
    page: Page,
    id: String,
    heading: String,
    title: String,
    day: String,
    status: String,
    prompt: Option<(String, String)>,
    /// Whether it is about several arms: what is said of them is drawn.
    rivals: bool,
    lines: Vec<String>,
    curve: Option<String>,
    /// The scale of the intervals, in words.
    axis: String,
    found: Option<FoundView>,
    /// The heat map of a prompt or the search with its tree: HTML made by `report`, its texts are escaped there.
    pictures: String,
    parts: Vec<PartRow>,
    forms: Vec<FormRow>,
    log: Vec<String>,
}

struct FoundView {
    proved: bool,
    pieces: Vec<Piece>,
    /// Whether the prompt is still the one that was studied.
    current: bool,
    /// Whether the prompt already is what was found.
    taken: bool,
}

struct PartRow {
    text: String,
    says: String,
    figures: String,
    class: &'static str,
    plot: Interval,
}

struct FormRow {
    form: String,
    figures: String,
    class: &'static str,
    plot: Interval,
    pieces: Vec<Piece>,
}

/// A study as it was stored, of the kinds that are shown here.
struct Study {
    named: Named,
    state: Option<State>,
    log: Vec<Entry>,
    trials: u64,
    /// The text it found, when it is another than the one studied.
    found: Option<String>,
    /// Whether it is about several arms.
    rivals: bool,
    document: Value,
}

impl Study {
    fn read(document: &Value) -> Option<Study> {
        let read = document.clone();
        let mut rivals = false;
        let (named, state, log, trials, found) = match document["schema"].as_str()? {
            COMPARE => {
                let d: CompareDocument = serde_json::from_value(read).ok()?;
                rivals = true;
                (d.a, Some(d.found.state), d.log, d.cost.trials, None)
            }
            RACE => {
                let d: RaceDocument = serde_json::from_value(read).ok()?;
                rivals = true;
                (d.candidates.into_iter().next()?, None, d.log, d.cost.trials, None)
            }
            OPTIMISE => {
                let d: OptimiseDocument = serde_json::from_value(read).ok()?;
                let found = (d.found.best != d.found.seed).then_some(d.found.text);
                (d.prompt, Some(d.found.state), d.log, d.cost.trials, found)
            }
            TRIM => {
                let d: TrimDocument = serde_json::from_value(read).ok()?;
                let shorter = d.found.tokens_after < d.found.tokens_before;
                (d.prompt, Some(d.found.state), d.log, d.cost.trials, shorter.then_some(d.text))
            }
            ABLATE => {
                let d: AblateDocument = serde_json::from_value(read).ok()?;
                (d.prompt, None, d.account.log, d.account.cost.trials, None)
            }
            VARY => {
                let d: VaryDocument = serde_json::from_value(read).ok()?;
                (d.prompt, None, d.account.log, d.account.cost.trials, None)
            }
            _ => return None,
        };
        Some(Study { named, state, log, trials, found, rivals, document: document.clone() })
    }

    fn is_proved(&self) -> bool {
        matches!(self.state, Some(State::Better | State::NotWorseButShorter))
    }
}

/// The page of a run that is a study; `None` when it is none, or cannot be read.
pub fn view(visit: &Visit, record: &RunRecord) -> Option<Result<Html<String>, Fault>> {
    let document = record.evaluation.as_ref()?;
    let study = Study::read(document)?;
    Some(page(visit, record, &study))
}

fn page(visit: &Visit, record: &RunRecord, study: &Study) -> Result<Html<String>, Fault> {
    let locale = visit.locale();
    let on_disk = files::read(&visit.app, &study.named.prompt).ok();
    let now = match &on_disk {
        Some(file) => version(visit, &file.name, &file.text)?,
        None => None,
    };
    let base = on_disk.as_ref().map_or("", |file| file.text.as_str());
    let found = study.found.as_ref().map(|text| FoundView {
        proved: study.is_proved(),
        pieces: words(base, text),
        current: now == Some(study.named.version),
        taken: base == text,
    });
    let points = leaders(&study.log);
    let most = scale(intervals(&study.document).into_iter());
    let (parts, forms) = (parts(visit, &study.document, most), forms(visit, &study.document, base, most));
    let mut said = lines(&study.document).unwrap_or_default();
    // what a picture or a table tells is not told twice
    let told = match study.rivals {
        true => 0..said.iter().position(|line| line.key == "studies-say-cost").unwrap_or(0),
        false => 1..1 + parts.len() + forms.len(),
    };
    said.drain(told.start.min(said.len())..told.end.min(said.len()));
    let axis = Message::new("studio-interval-points").with("most", locale.fixed(100.0 * most, 0));
    html(&StudyPage {
        page: visit.page("/runs"),
        id: record.summary.id.to_string(),
        heading: shown(visit, &record.summary.kind),
        title: visible::excerpt(&record.summary.title, 200),
        day: day(record.summary.started_ms),
        status: locale.say(status(record.summary.status)),
        prompt: on_disk.as_ref().map(|file| (visible::excerpt(&file.name, 120), encoded(&file.name))),
        rivals: study.rivals,
        lines: said.iter().map(|line| visit.text(line)).collect(),
        axis: visit.text(&axis),
        curve: (points.len() > 1).then(|| stairs(&points, study.trials)),
        found,
        pictures: pictures(visit, study)?,
        parts,
        forms,
        log: study.log.iter().map(|entry| visit.text(&entry.what)).collect(),
    })
}

/// The version of a text, when it compiles.
fn version(visit: &Visit, name: &str, text: &str) -> Result<Option<Version>, Fault> {
    let sheet = Sheet::read(&visit.app.project()?, name, text);
    Ok(sheet.loaded.ok().map(|loaded| loaded.compiled.version()))
}

/// What a study shows better than it says.
fn pictures(visit: &Visit, Study { document, rivals, .. }: &Study) -> Result<String, Fault> {
    let rivals = *rivals;
    let blocks = studies::page::of(document).map(|page| page.blocks).unwrap_or_default();
    let shown = |block: &Block| match block {
        Block::Heat(_) | Block::Search(_) => true,
        // of other studies this page has its own words and tables
        Block::Verdict(_) | Block::Forest(_) => rivals,
        _ => false,
    };
    let drawn: Vec<Block> = blocks.into_iter().filter(shown).collect();
    let mut out = Vec::new();
    report::study::parts(&drawn, visit.locale(), &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// The intervals of the rows of an ablation or of other forms, low and high.
fn intervals(document: &Value) -> Vec<(f64, f64)> {
    let rows = document["parts"].as_array().or_else(|| document["forms"].as_array());
    let ends = |row: &Value| Some((row["low"].as_f64()?, row["high"].as_f64()?));
    rows.into_iter().flatten().filter_map(ends).collect()
}

fn parts(visit: &Visit, document: &Value, most: f64) -> Vec<PartRow> {
    let Ok(document) = serde_json::from_value::<AblateDocument>(document.clone()) else { return Vec::new() };
    let row = |part: &studies::on_plan::EarnedRow| PartRow {
        text: visible::lines(&part.text).into_owned(),
        says: visit.text(&part.says),
        figures: figures(visit.locale(), part.gain, part.low, part.high),
        class: match part.effect.as_str() {
            "helps" => "good",
            "harms" => "bad",
            _ => "none",
        },
        plot: Interval::of(part.low, part.gain, part.high, most),
    };
    document.parts.iter().map(row).collect()
}

fn forms(visit: &Visit, document: &Value, base: &str, most: f64) -> Vec<FormRow> {
    let Ok(document) = serde_json::from_value::<VaryDocument>(document.clone()) else { return Vec::new() };
    let row = |row: &studies::on_plan::FormRow| FormRow {
        form: visit.text(&row.form.message()),
        figures: figures(visit.locale(), row.change, row.low, row.high),
        class: if row.fragile { "bad" } else { "none" },
        plot: Interval::of(row.low, row.change, row.high, most),
        pieces: words(base, &row.text),
    };
    document.forms.iter().map(row).collect()
}

/// `+12,0 [3 ; 21]`, in points of 100.
fn figures(locale: &Locale, at: f64, low: f64, high: f64) -> String {
    let points = |share: f64| locale.fixed(100.0 * share, 1);
    let sign = if at > 0.0 { "+" } else { "" };
    let said = Message::new("studio-points").with("at", format!("{sign}{}", points(at)));
    locale.text(&said.with("low", points(low)).with("high", points(high)))
}

#[derive(Deserialize)]
pub struct How {
    how: String,
}

/// Writes the version that was found: over the prompt when it has not changed since, or into a file of its own.
pub async fn accept(
    visit: Visit,
    Path(id): Path<String>,
    Form(How { how }): Form<How>,
) -> Result<Response, Fault> {
    let name = taken(&visit, &id, &how).await?;
    Ok(Redirect::to(&format!("/edit/{}?saved=yes", encoded(&name))).into_response())
}

/// Writes the version that a study found; gives the file it is in.
pub async fn taken(visit: &Visit, id: &str, how: &str) -> Result<String, Fault> {
    let record = visit.app.store().run(id).await?;
    let study = record.evaluation.as_ref().and_then(Study::read);
    let study = study.ok_or_else(|| Fault::missing("studio-no-page"))?;
    let text = study.found.as_ref().ok_or_else(|| Fault::missing("studio-no-page"))?;
    let on_disk = files::read(&visit.app, &study.named.prompt)?;
    let name = if how == "beside" {
        beside(visit, &on_disk.name, &record.summary.kind, text)?
    } else {
        if version(visit, &on_disk.name, &on_disk.text)? != Some(study.named.version) {
            return Err(Fault::of(StatusCode::CONFLICT, Message::new("studio-changed-since-study")));
        }
        let why = Message::new("studio-accepted-why").with("run", record.summary.id.to_string());
        edit::put(visit, &on_disk, text, &visit.text(&why), None)?;
        on_disk.name
    };
    let evidence = json!({
        "schema": "motjuste/evidence/1",
        "prompt": name,
        "version": version(visit, &name, text)?,
        "from": study.named.version,
        "run": record.summary.id.to_string(),
        "study": study.document,
    });
    let stem = name.strip_suffix(ENDING).unwrap_or(&name);
    files::generated(&visit.app, &format!("{stem}.evidence.json"), &format!("{evidence:#}\n"))?;
    Ok(name)
}

/// A file of its own: `triage.optimise.mot.md`, `triage.optimise-2.mot.md`… One that holds the text already is taken.
fn beside(visit: &Visit, name: &str, kind: &str, text: &str) -> Result<String, Fault> {
    let stem = name.strip_suffix(ENDING).unwrap_or(name);
    for number in 1..1_000 {
        let tail = if number == 1 { String::new() } else { format!("-{number}") };
        let other = format!("{stem}.{kind}{tail}{ENDING}");
        if files::read(&visit.app, &other).is_ok_and(|there| there.text == text) {
            return Ok(other);
        }
        if !visit.app.root.join(&other).exists() {
            files::create(&visit.app, &other, text)?;
            return Ok(other);
        }
    }
    Err(Fault::of(StatusCode::CONFLICT, Message::new("cli-file-taken").with("file", name)))
}
