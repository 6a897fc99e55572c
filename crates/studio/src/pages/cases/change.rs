//! What a person did to the table: cells, rows, and one of the buttons.

use std::collections::{BTreeMap, BTreeSet};

use brief::edge::{EDGES, Edge};
use locale::Locale;
use table::{Grid, Role, Twin, Twins};
use terms::{Case, Message};

use super::{Opened, cases};
use crate::fault::Said;
use crate::pages::new::pasted;

/// The form as it was sent.
#[derive(Default)]
pub struct Change {
    pub stamp: String,
    pub page: usize,
    /// Row, column, text.
    cells: Vec<(usize, usize, String)>,
    new: BTreeMap<usize, BTreeMap<usize, String>>,
    out: BTreeSet<usize>,
    action: String,
    paste: String,
    column: String,
    edges: Vec<Edge>,
    from: String,
}

/// What was done: its name in addresses and how often.
#[derive(Default)]
pub struct Made {
    pub name: &'static str,
    pub count: usize,
    /// Whether there are new rows at the end.
    pub adds: bool,
}

/// Name in addresses, key of the sentence.
const SAID: [(&str, &str); 8] = [
    ("new", "studio-done-new"),
    ("saved", "studio-saved"),
    ("pasted", "studio-done-pasted"),
    ("imported", "studio-done-imported"),
    ("column", "studio-done-column"),
    ("split", "studio-done-split"),
    ("deduped", "studio-done-deduped"),
    ("edges", "studio-done-edges"),
];

/// The sentence of something done.
pub fn said(name: &str) -> Option<&'static str> {
    SAID.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
}

impl Change {
    pub fn read(pairs: Vec<(String, String)>) -> Change {
        let mut change = Change::default();
        for (key, value) in pairs {
            // browsers send line ends as CRLF whatever the text had
            let value = value.replace("\r\n", "\n");
            let mut parts = key.split('.');
            let head = parts.next().unwrap_or_default();
            let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
            match (head, number(), number()) {
                ("cell", Some(row), Some(column)) => change.cells.push((row, column, value)),
                ("new", Some(row), Some(column)) => {
                    change.new.entry(row).or_default().insert(column, value);
                }
                ("out", Some(row), _) => drop(change.out.insert(row)),
                ("stamp", ..) => change.stamp = value,
                ("page", ..) => change.page = value.parse().unwrap_or(0),
                ("do", ..) => change.action = value,
                ("paste", ..) => change.paste = value,
                ("column", ..) => change.column = value,
                ("from", ..) => change.from = value,
                ("edge", ..) => change.edges.extend(EDGES.into_iter().find(|edge| edge.name() == value)),
                _ => {}
            }
        }
        change
    }

    /// Does it all to the table: what is refused leaves what was written in the cells.
    pub fn apply(&self, grid: &mut Grid, opened: &Opened, locale: &Locale) -> Result<Made, Vec<Said>> {
        for (row, column, text) in &self.cells {
            let old = grid.rows().get(*row).and_then(|row| row.get(*column));
            // a cell that was only shown keeps its own line ends
            if old.is_some_and(|old| old.replace("\r\n", "\n") != *text) {
                grid.set(*row, *column, text);
            }
        }
        let width = grid.headers().len();
        for cells in self.new.values().filter(|cells| cells.values().any(|text| !text.is_empty())) {
            grid.push((0..width).map(|at| cells.get(&at).cloned().unwrap_or_default()).collect());
        }
        let format = opened.format();
        let read = |grid: &Grid| cases(grid, format, "").map_err(|error| vec![Said::of(&error)]);
        let made = match self.action.as_str() {
            "paste" => {
                let pasted = pasted(&self.paste).ok_or_else(|| wrong("studio-need-paste"))?;
                let count = grid.paste(&pasted.map_err(|error| vec![Said::of(&error)])?);
                Made { name: "pasted", count, adds: true }
            }
            "column" => {
                let header = self.column.trim();
                if header.is_empty() {
                    return Err(wrong("studio-need-column"));
                }
                grid.add_column(header);
                Made { name: "column", count: 1, adds: false }
            }
            "split" => split(grid, &read(grid)?),
            "dedupe" => dedupe(grid, &read(grid)?),
            "edges" => edges(grid, &self.edges, self.from.trim(), locale)?,
            _ => Made { name: "saved", count: 0, adds: false },
        };
        // rows that were ticked are told by the places they had when they were shown
        if self.action != "dedupe" {
            grid.remove(|row| self.out.contains(&row));
        }
        read(grid)?;
        Ok(made)
    }
}

fn wrong(key: &'static str) -> Vec<Said> {
    vec![Said { message: Message::new(key), place: None, hint: None }]
}

/// Writes down the part of the data that each case without one belongs to.
fn split(grid: &mut Grid, cases: &[Case]) -> Made {
    let column = grid.add_column("split");
    let mut count = 0;
    for (row, case) in cases.iter().enumerate() {
        if grid.rows().get(row).and_then(|row| row.get(column)).is_some_and(|cell| cell.trim().is_empty()) {
            grid.set(row, column, case.split.name());
            count += 1;
        }
    }
    Made { name: "split", count, adds: false }
}

/// Takes out what says the very same as a case before it.
fn dedupe(grid: &mut Grid, cases: &[Case]) -> Made {
    let mut twins = Twins::new(None);
    let same: BTreeSet<usize> = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| matches!(twins.look(case), Twin::Exact(_)))
        .map(|(row, _)| row)
        .collect();
    grid.remove(|row| same.contains(&row));
    Made { name: "deduped", count: same.len(), adds: false }
}

/// Adds cases at the edges, made from the case of this id or from the first one.
fn edges(grid: &mut Grid, edges: &[Edge], from: &str, locale: &Locale) -> Result<Made, Vec<Said>> {
    let ids = super::ids(grid);
    let at = if from.is_empty() { Some(0) } else { ids.iter().position(|id| id == from) };
    let base = at.and_then(|at| grid.rows().get(at)).cloned().ok_or_else(|| wrong("studio-need-case"))?;
    if edges.is_empty() {
        return Err(wrong("studio-need-edge"));
    }
    let columns = grid.columns();
    let inputs = columns.iter().enumerate().filter(|(_, column)| matches!(column.role, Role::Input(_)));
    // the text people write is the longest one
    let main = inputs.map(|(at, _)| at).max_by_key(|at| (base[*at].len(), std::cmp::Reverse(*at)));
    let main = main.ok_or_else(|| wrong("studio-need-inputs"))?;
    let tags = grid.add_column("tags");
    for edge in edges {
        let mut row = base.clone();
        row.resize(grid.headers().len(), String::new());
        row[main] = edge.applied(&base[main], locale);
        for (at, column) in columns.iter().enumerate() {
            match &column.role {
                Role::Expect(_) if !edge.keeps_expectation() => row[at].clear(),
                Role::Id if !row[at].is_empty() => row[at] = format!("{}-{}", row[at], edge.name()),
                // drawn anew from its values
                Role::Split => row[at].clear(),
                _ => {}
            }
        }
        row[tags] = format!("edge, {}", edge.name());
        grid.push(row);
    }
    Ok(Made { name: "edges", count: edges.len(), adds: true })
}
