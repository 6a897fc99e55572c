//! Where results go: the terminal or the document, and the files asked for with `--out`.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use engine::plan::CaseSource;
use ledger::Rows;
use report::annotations::Annotations;
use report::terminal::{Style, Terminal};
use report::{Exporter, Report};
use terms::evaluation::{Evaluation, Trial};
use terms::{Kind, Message, Place};

use crate::failure::Failure;
use crate::session::Session;

/// A file to write and how.
pub type Writer = (PathBuf, &'static dyn Exporter);

/// Reads the trials anew for each exporter.
pub type Source<'a> = &'a dyn Fn() -> Rows<Trial>;

/// The exporter of each file, by its ending: known before anything is paid for.
pub fn writers(files: &[PathBuf]) -> Result<Vec<Writer>, Failure> {
    let writer = |file: &PathBuf| {
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        match report::by_extension(&extension) {
            Some(exporter) => Ok((file.clone(), exporter)),
            None => {
                let known: Vec<&str> = report::EXPORTERS.iter().map(|e| e.extension()).collect();
                let message = Message::new("cli-wrong-out").with("file", file.display().to_string());
                Err(Failure::of(Kind::User, message.with("known", known.join(", "))))
            }
        }
    };
    files.iter().map(writer).collect()
}

/// The evaluation on stdout: the document with `--json`, the tables otherwise.
pub fn evaluation(session: &Session, evaluation: &Evaluation) -> Result<(), Failure> {
    if session.printer.json() {
        session.printer.document(evaluation);
        return Ok(());
    }
    let style = if session.printer.colours() { Style::Ansi } else { Style::Plain };
    let terminal = Terminal { width: width(), style };
    let mut out = Vec::new();
    terminal.write(&Report::new(evaluation, &session.locale), &mut std::iter::empty(), &mut out)?;
    session.printer.out(&String::from_utf8_lossy(&out));
    Ok(())
}

/// The files of `--out`. Each is written beside its place and moved there when it is whole.
pub fn write(
    session: &Session,
    writers: &[Writer],
    evaluation: &Evaluation,
    trials: Source<'_>,
    cases: Option<&CaseSource>,
) -> Result<(), Failure> {
    for (path, exporter) in writers {
        let rows = trials();
        let given = RefCell::new(cases.map(CaseSource::given));
        let inputs = |trial: &Trial| given.borrow_mut().as_mut()?(trial.case);
        whole(path, |out| {
            let report = Report::new(evaluation, &session.locale).with_inputs(&inputs);
            exporter.write(&report, &mut report::trials(rows), out).map_err(Failure::from)
        })?;
        let written = Message::new("cli-written").with("file", path.display().to_string());
        session.printer.remark(&session.locale.text(&written));
    }
    Ok(())
}

/// Annotations of failing cases for a pull request. With `--json` stdout is taken: they go to stderr.
pub fn annotations(
    session: &Session,
    evaluation: &Evaluation,
    trials: Source<'_>,
    places: &[Place],
) -> Result<(), Failure> {
    let place = |trial: &Trial| places.get(usize::try_from(trial.case).ok()?).cloned();
    let mut out = Vec::new();
    let report = Report::new(evaluation, &session.locale).placed(&place);
    Annotations::DEFAULT.write(&report, &mut report::trials(trials()), &mut out)?;
    let text = String::from_utf8_lossy(&out);
    match session.printer.json() {
        true => session.printer.err(&text),
        false => session.printer.out(&text),
    }
    Ok(())
}

/// Writes a file whole or not at all.
pub fn whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    let failed = |cause: std::io::Error| Failure::file(path, &cause);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut out = BufWriter::new(File::create(&part).map_err(failed)?);
    let filled = fill(&mut out).and_then(|()| out.flush().map_err(failed));
    if let Err(failure) = filled {
        // the half-written file is of no use; the failure is what is told
        let _ = std::fs::remove_file(&part);
        return Err(failure);
    }
    std::fs::rename(&part, path).map_err(failed)
}

/// Columns of the window of stdout; `COLUMNS` wins, 100 when neither is known.
pub fn width() -> u16 {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || console::Term::stdout().size_checked().map(|(_, columns)| columns);
    asked.or_else(seen).unwrap_or(100)
}
