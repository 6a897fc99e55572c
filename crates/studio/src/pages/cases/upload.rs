//! Cases that exist elsewhere: a file in any format that cases are read from, added to the table.

use std::io::Write;

use axum::extract::{Multipart, Path};
use axum::response::Redirect;
use table::{CaseOptions, CaseWriter, CsvStyle, Format, Grid};
use terms::Message;

use super::{Opened, PAGE};
use crate::fault::Fault;
use crate::files::{self, CasesFile};
use crate::page::{Visit, encoded};
use crate::pages::import::Brought;

/// Adds the cases of a file that was dropped.
pub async fn add(visit: Visit, Path(name): Path<String>, form: Multipart) -> Result<Redirect, Fault> {
    let brought = Brought::read(form).await?;
    let (file, bytes) = brought.file.ok_or_else(|| {
        Fault::of(axum::http::StatusCode::UNPROCESSABLE_ENTITY, Message::new("studio-need-file"))
    })?;
    let (grid, count) = added(&visit, &name, &file, bytes)?;
    Ok(done(&name, &grid, count))
}

/// Adds the cases of a file to those of a prompt; gives the table and how many came.
pub fn added(visit: &Visit, name: &str, file: &str, bytes: Vec<u8>) -> Result<(Grid, usize), Fault> {
    let opened = Opened::read(visit, name)?;
    let format = Format::of(std::path::Path::new(file)).map_err(|error| Fault::explained(&error))?;
    let given = read(file, format, bytes)?;
    // a workbook or jsonl stays as it is: the table that is edited is a copy of it
    let there = match &opened.file {
        Some(kept) if !matches!(kept.format, Format::Csv | Format::Tsv) => {
            converted(Some(kept)).ok().flatten()
        }
        Some(_) => Some(opened.grid().map_err(|error| Fault::explained(&error))?),
        None => None,
    };
    let (grid, count) = match there {
        Some(mut grid) => {
            let count = grid.paste(&given);
            (grid, count)
        }
        None => {
            let count = given.rows().len();
            (given, count)
        }
    };
    write(visit, &opened, &grid)?;
    Ok((grid, count))
}

/// Makes a copy of a workbook or jsonl that can be edited cell by cell.
pub async fn copy(visit: Visit, Path(name): Path<String>) -> Result<Redirect, Fault> {
    let grid = copied(&visit, &name)?;
    Ok(done(&name, &grid, grid.rows().len()))
}

/// The copy, written.
pub fn copied(visit: &Visit, name: &str) -> Result<Grid, Fault> {
    let opened = Opened::read(visit, name)?;
    let grid = converted(opened.file.as_ref()).map_err(|error| Fault::explained(&error))?;
    let grid = grid.ok_or_else(|| Fault::missing("studio-no-page"))?;
    write(visit, &opened, &grid)?;
    Ok(grid)
}

fn done(name: &str, grid: &Grid, count: usize) -> Redirect {
    let last = grid.rows().len().saturating_sub(1) / PAGE;
    Redirect::to(&format!("/cases/{}?page={last}&done=imported&count={count}", encoded(name)))
}

pub fn write(visit: &Visit, opened: &Opened, grid: &Grid) -> Result<(), Fault> {
    match &opened.file {
        Some(file) if matches!(file.format, Format::Csv | Format::Tsv) => file.save(&grid.text()),
        _ => files::create(&visit.app, &opened.prompt.new_cases(), &grid.text()),
    }
}

/// A workbook or jsonl as a table of text.
pub fn converted(file: Option<&CasesFile>) -> Result<Option<Grid>, table::TableError> {
    let Some(file) = file else { return Ok(None) };
    let opened = table::open_cases(&file.path, &CaseOptions::default());
    opened.and_then(|cases| as_text(&file.name, cases)).map(Some)
}

fn read(name: &str, format: Format, bytes: Vec<u8>) -> Result<Grid, Fault> {
    let failed = |error: table::TableError| Fault::explained(&error);
    match format {
        Format::Csv | Format::Tsv => Grid::read(name, format, bytes).map_err(failed),
        Format::Jsonl => {
            let input = Box::new(std::io::Cursor::new(bytes));
            let cases = table::read_cases(name, format, input, &CaseOptions::default()).map_err(failed)?;
            as_text(name, cases).map_err(failed)
        }
        Format::Xlsx => {
            // a workbook is read from a file only
            let on_disk = |bytes: &[u8]| -> std::io::Result<tempfile::NamedTempFile> {
                let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile()?;
                file.write_all(bytes)?;
                file.flush()?;
                Ok(file)
            };
            let file = on_disk(&bytes).map_err(|cause| Fault::file(name, &cause))?;
            let cases = table::open_cases(file.path(), &CaseOptions::default()).map_err(failed)?;
            as_text(name, cases).map_err(failed)
        }
    }
}

fn as_text(name: &str, cases: table::Cases) -> Result<Grid, table::TableError> {
    let columns = cases.columns().to_vec();
    let mut writer = CaseWriter::csv(Vec::new(), name, &columns, CsvStyle::default())?;
    for case in cases {
        writer.write(&case?)?;
    }
    Grid::read(name, Format::Csv, writer.finish()?)
}
