//! Two arms of an evaluation case by case: the verdict, then the cases of each cell with the answers word by word.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Html;
use ledger::{RunId, TrialAt, TrialFilter};
use report::html::{Cell, Pair};
use report::{Report, Standing, brief, visible};
use serde::Deserialize;
use terms::Score;
use terms::evaluation::{Evaluation, Trial};

use super::run::evaluation;
use super::trials::class;
use crate::diff::{Piece, words};
use crate::fault::Fault;
use crate::page::{Page, Visit, html};

/// Cases on a page.
const PAGE: usize = 20;
/// Trials read at a time, and at most for a page: past them, the page goes on at the next address.
const READ: usize = 200;
const MOST: usize = 4_000;

/// Name in addresses, key of the sentence.
const CELLS: [(&str, &str, Cell); 4] = [
    ("both", "studio-cell-both", Cell::Both),
    ("only-a", "studio-cell-only-a", Cell::OnlyA),
    ("only-b", "studio-cell-only-b", Cell::OnlyB),
    ("neither", "studio-cell-neither", Cell::Neither),
];

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `a.b`, by the indexes of the arms; a pair of two prompts when none is said.
    #[serde(default)]
    pair: String,
    /// `both`, `only-a`, `only-b` or `neither`; the cases on which the arms differ when none is said.
    #[serde(default)]
    cell: String,
    /// Position of the case where the page before ended.
    after: Option<u64>,
}

#[derive(Template)]
#[template(path = "pair.html")]
struct PairPage {
    page: Page,
    run: String,
    pairs: Vec<(String, String, bool)>,
    pair: String,
    names: (String, String),
    /// HTML made by `report`: its texts are escaped there.
    claim: String,
    cells: Vec<(&'static str, String, bool)>,
    rows: Vec<Row>,
    next: Option<String>,
    later: bool,
    /// Whether the cases shown are those on which the arms differ.
    differ: bool,
}

/// A case on both arms.
struct Row {
    case: String,
    cell: String,
    expect: Option<String>,
    sides: [Side; 2],
    pieces: Vec<Piece>,
}

struct Side {
    name: String,
    standing: String,
    class: &'static str,
    link: String,
}

/// Where the cells of a comparison lead.
pub fn link(run: &str) -> impl Fn(u32, u32, Cell) -> String {
    move |a, b, cell| {
        let name = CELLS.iter().find(|(_, _, known)| *known == cell).map_or("", |(name, _, _)| name);
        format!("/run/{run}/compare?pair={a}.{b}&cell={name}#cases")
    }
}

/// What was asked for.
pub struct Compared {
    pub run: RunId,
    evaluation: Evaluation,
    pub pairs: Vec<Pair>,
    /// Which of them.
    pub at: usize,
    wanted: Option<Cell>,
    pub found: Found,
}

/// A pair of arms, and the next cases of a cell.
pub async fn read(visit: &Visit, id: &str, asked: &Asked) -> Result<Compared, Fault> {
    let record = visit.app.store().run(id).await?;
    let run = record.summary.id;
    let evaluation = evaluation(&record).ok_or_else(|| Fault::missing("studio-no-evaluation"))?;
    let bare = |arm: u32| evaluation.arms.get(arm as usize).is_some_and(|arm| arm.bare);
    let pairs = report::html::pairs(&Report::new(&evaluation, visit.locale()));
    // two prompts say more about each other than either does about the bare request
    let crafted = pairs.iter().position(|pair| !bare(pair.arms.1)).unwrap_or(0);
    let at = pairs.iter().position(|pair| address(pair) == asked.pair).unwrap_or(crafted);
    let arms = pairs.get(at).ok_or_else(|| Fault::missing("studio-pair-none"))?.arms;
    let wanted = CELLS.iter().find(|(name, _, _)| *name == asked.cell).map(|(_, _, cell)| *cell);
    let found = cases(visit, run, arms, wanted, asked.after).await?;
    Ok(Compared { run, evaluation, pairs, at, wanted, found })
}

pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let Compared { run, evaluation, pairs, at, wanted, found } = read(&visit, &id, &asked).await?;
    let pair = &pairs[at];
    let report = Report::new(&evaluation, visit.locale());
    let mut claim = Vec::new();
    report::html::comparison(&report, pair.arms, &link(run.as_str()), &mut claim)?;
    let cell = wanted.map_or("", |_| asked.cell.as_str());
    let here = format!("/run/{run}/compare?pair={}&cell={cell}", address(pair));
    html(&PairPage {
        page: visit.page("/runs"),
        run: run.to_string(),
        pairs: pairs
            .iter()
            .enumerate()
            .map(|(n, pair)| (address(pair), format!("{} ↔ {}", pair.names.0, pair.names.1), n == at))
            .collect(),
        pair: address(pair),
        names: pair.names.clone(),
        claim: String::from_utf8_lossy(&claim).into_owned(),
        cells: CELLS
            .iter()
            .map(|(name, key, cell)| (*name, visit.locale().say(key), wanted == Some(*cell)))
            .collect(),
        rows: found.pairs.iter().map(|both| row(&visit, &run, &pair.names, both)).collect(),
        next: found.next.map(|case| format!("{here}&after={case}#cases")),
        later: asked.after.is_some(),
        differ: wanted.is_none(),
    })
}

/// A pair in an address.
pub fn address(pair: &Pair) -> String {
    format!("{}.{}", pair.arms.0, pair.arms.1)
}

/// The trials of a case on both arms, every repeat.
pub type Both = [Vec<Trial>; 2];

pub struct Found {
    pub pairs: Vec<Both>,
    /// The last case looked at, when there are more.
    pub next: Option<u64>,
}

/// The next cases of a cell; without one, those on which the arms differ.
async fn cases(
    visit: &Visit,
    run: RunId,
    arms: (u32, u32),
    wanted: Option<Cell>,
    after: Option<u64>,
) -> Result<Found, Fault> {
    let store = visit.app.store();
    let end = |case: u64| TrialAt { case, arm: u32::MAX >> 1, repeat: u32::MAX >> 1 };
    let mut place = after.map(end);
    let mut found = Vec::new();
    let (mut current, mut both, mut read) = (None, Both::default(), 0);
    let shown = |both: &Both| match (cell(both), wanted) {
        (Some(cell), Some(wanted)) => cell == wanted,
        (Some(cell), None) => matches!(cell, Cell::OnlyA | Cell::OnlyB),
        (None, _) => false,
    };
    loop {
        let page = store.trial_page(run, TrialFilter::default(), place, READ).await?;
        for trial in page.trials {
            if let Some(case) = current.filter(|case| *case != trial.case) {
                let done = std::mem::take(&mut both);
                if shown(&done) {
                    found.push(done);
                }
                if found.len() == PAGE || read >= MOST {
                    return Ok(Found { pairs: found, next: Some(case) });
                }
            }
            read += 1;
            current = Some(trial.case);
            if trial.arm == arms.0 {
                both[0].push(trial);
            } else if trial.arm == arms.1 {
                both[1].push(trial);
            }
        }
        place = page.next;
        if place.is_none() {
            if shown(&both) {
                found.push(both);
            }
            return Ok(Found { pairs: found, next: None });
        }
    }
}

/// The cell of a case: its name in addresses, and the key of its sentence.
pub fn named(both: &Both) -> Option<(&'static str, &'static str)> {
    let cell = cell(both)?;
    CELLS.iter().find(|(_, _, known)| *known == cell).map(|(name, key, _)| (*name, *key))
}

/// The cell of a case, as the evaluation counts it: right when every scored repeat is.
fn cell(both: &Both) -> Option<Cell> {
    let right = |trials: &[Trial]| {
        let totals: Vec<f64> = trials.iter().filter_map(|trial| Score::total(&trial.scores)).collect();
        let mean = totals.iter().sum::<f64>() / totals.len() as f64;
        (!totals.is_empty()).then_some(mean > 1.0 - 1e-9)
    };
    Some(match (right(&both[0])?, right(&both[1])?) {
        (true, true) => Cell::Both,
        (true, false) => Cell::OnlyA,
        (false, true) => Cell::OnlyB,
        (false, false) => Cell::Neither,
    })
}

fn row(visit: &Visit, run: &RunId, names: &(String, String), both: &Both) -> Row {
    let locale = visit.locale();
    // of several repeats, the first that is not right says most
    let telling = |trials: &[Trial]| {
        let wrong = trials.iter().position(|trial| Standing::of(trial) != Standing::Passed);
        wrong.unwrap_or(0)
    };
    let [a, b] = [0, 1].map(|side: usize| both[side].get(telling(&both[side])));
    let side = |trial: Option<&Trial>, name: &String| Side {
        name: name.clone(),
        standing: trial.map_or(String::new(), |trial| brief::standing(trial, locale)),
        class: trial.map_or("", |trial| class(Standing::of(trial))),
        link: trial.map_or(String::new(), |t| format!("/run/{run}/trial/{}/{}/{}", t.case, t.arm, t.repeat)),
    };
    let text = |trial: Option<&Trial>| trial.and_then(|trial| trial.text.clone()).unwrap_or_default();
    let first = a.or(b);
    Row {
        case: first.map_or(String::new(), |trial| visible::excerpt(&trial.case_id, 80)),
        cell: named(both).map_or(String::new(), |(_, key)| locale.say(key)),
        expect: first.and_then(|trial| trial.expect.as_deref()).map(|text| visible::excerpt(text, 400)),
        sides: [side(a, &names.0), side(b, &names.1)],
        pieces: words(&text(b), &text(a)),
    }
}
