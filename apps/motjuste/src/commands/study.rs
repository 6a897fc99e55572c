//! What the commands that are studies share.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;

use engine::{Plan, Progress, Project};
use report::study::Page;
use report::visible::lines;
use serde::Serialize;
use serde_json::Value;
use studies::document::{self, Document};
use studies::on_plan::Bench;
use studies::{Live, StudyError};
use terms::evaluation::Ended;
use terms::{Kind, Message, Money};

use super::{DONE, RESUMABLE};
use crate::failure::Failure;
use crate::session::Session;
use crate::{cli, interrupt, output, progress, suite};

/// A study about to be run, with what is around it.
pub struct Stage<'a> {
    session: &'a Session,
    pub project: &'a Project,
    /// A file of the plan: what is written goes beside it.
    pub near: &'a Path,
    pub bench: Bench<'a>,
    progress: Arc<Progress>,
    cap: Option<Money>,
    live: Live,
}

impl Stage<'_> {
    /// Waits for the study, with the progress line.
    pub async fn watch<D>(&self, work: impl Future<Output = Result<D, StudyError>>) -> Result<D, Failure> {
        let watched =
            progress::watch_study(self.session, self.progress.clone(), self.cap, self.live.clone(), work);
        Ok(watched.await?)
    }
}

/// Runs a study on what was given and shows its document: in words, with the lines that the work adds, or as JSON; as a
/// page where one is asked for. `arms` says which of the plan's arms it is about.
pub fn run<D: Document + Serialize>(
    session: &Session,
    (bench, html): (&cli::Bench, &cli::Page),
    arms: impl FnOnce(Plan) -> Result<Plan, Failure>,
    work: impl AsyncFnOnce(&Stage<'_>) -> Result<(D, Vec<Message>), Failure>,
) -> Result<D, Failure> {
    let given = suite::read(session, bench)?;
    let project = session.project(Some(&given.near))?;
    let store = session.store(&project)?;
    let engine = session.engine(&project, store.clone())?;
    session.wait(async {
        let plan = arms(suite::plan(&given, &project, store.as_ref()).await?)?;
        let (counters, live) = (Arc::new(Progress::default()), Live::default());
        let study = Bench::new(&engine, &plan, counters.clone(), interrupt::stop(session));
        let stage = Stage {
            session,
            project: &project,
            near: &given.near,
            bench: study.watched(live.clone()),
            progress: counters,
            cap: plan.budget,
            live,
        };
        let (document, also) = work(&stage).await?;
        page(session, html.html.as_deref(), || document.page())?;
        let told: Vec<Message> = document.lines().into_iter().chain(also).collect();
        say(session, &document, &told);
        Ok(document)
    })
}

/// The plan without the bare requests.
pub fn without_bare(mut plan: Plan) -> Result<Plan, Failure> {
    plan.keep_arms(|arm| !arm.bare)?;
    Ok(plan)
}

/// The document on stdout with `--json`, its sentences otherwise.
pub fn say(session: &Session, document: &impl Serialize, sentences: &[Message]) {
    if session.printer.json() {
        session.printer.document(document);
        return;
    }
    let text: Vec<String> = sentences.iter().map(|sentence| session.locale.text(sentence)).collect();
    session.printer.out(&lines(&text.join("\n")));
}

/// The page of a study, in the file asked for. An older page of that name is replaced, as every report is.
pub fn page(session: &Session, file: Option<&Path>, page: impl FnOnce() -> Page) -> Result<(), Failure> {
    let Some(file) = file else { return Ok(()) };
    let path = session.cwd.join(file);
    output::whole(&path, |out| report::study::write(&page(), &session.locale, out).map_err(Failure::from))?;
    let written = Message::new("cli-written").with("file", file.display().to_string());
    session.printer.remark(&session.locale.text(&written));
    Ok(())
}

/// Writes what a study left in the ledger as a page; it has no other report.
pub fn export(session: &Session, stored: Option<&Value>, path: &Path, format: &str) -> Result<(), Failure> {
    match stored.and_then(studies::page::of).filter(|_| format == "html") {
        Some(found) => page(session, Some(path), || found),
        None => Err(Failure::of(Kind::User, Message::new("cli-study-html-only"))),
    }
}

/// Shows what a study left in the ledger; whether it was one.
pub fn show(session: &Session, stored: Option<&Value>) -> bool {
    let Some((stored, sentences)) = stored.and_then(|stored| Some((stored, document::lines(stored)?))) else {
        return false;
    };
    say(session, stored, &sentences);
    true
}

/// Writes a new version of a prompt into a file of its own, never over anything else: `triage.optimised.mot.md`,
/// `triage.optimised-2.mot.md`... A file that holds it already is left as it is.
pub fn write(
    session: &Session,
    original: &Path,
    wanted: Option<&Path>,
    what: &str,
    text: &str,
) -> Result<Message, Failure> {
    let name = original.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.strip_suffix(engine::plan::ENDING).unwrap_or(&name);
    let folder = original.parent().unwrap_or(Path::new(""));
    let numbered = |n: usize| match n {
        1 => folder.join(format!("{stem}.{what}{}", engine::plan::ENDING)),
        n => folder.join(format!("{stem}.{what}-{n}{}", engine::plan::ENDING)),
    };
    let candidates = match wanted {
        Some(path) => vec![session.cwd.join(path)],
        None => (1..1_000).map(numbered).collect(),
    };
    for path in &candidates {
        let shown = path.strip_prefix(&session.cwd).unwrap_or(path).display().to_string();
        let told = Message::new("cli-new-version").with("file", shown);
        match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes()).map_err(|cause| Failure::file(path, &cause))?;
                return Ok(told);
            }
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
                if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
                    return Ok(told);
                }
            }
            Err(cause) => return Err(Failure::file(path, &cause)),
        }
    }
    let taken = candidates.first().map_or_else(String::new, |path| path.display().to_string());
    Err(Failure::of(Kind::User, Message::new("cli-file-taken").with("file", taken)))
}

/// A study that its budget ended can be taken up with more.
pub fn exit_code(document: &impl Document) -> u8 {
    if document.ended() == Ended::Completed { DONE } else { RESUMABLE }
}
