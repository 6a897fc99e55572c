//! From the command line to a suite: a suite file, or prompts and options; options win over the file.

use std::path::PathBuf;

use engine::suite::{BudgetEntry, ModelEntry, PromptEntry, SuiteFile};
use engine::{EngineError, Plan, Project};
use ledger::Store;
use serde_json::Value;
use terms::{Kind, Message, ModelName};

use crate::cli::Bench;
use crate::failure::Failure;
use crate::session::{Session, env};

/// A suite with the folder its paths start from.
pub struct Given {
    suite: SuiteFile,
    place: String,
    base: PathBuf,
    /// A file of it, from which the project is found.
    pub near: PathBuf,
}

/// Reads what was given.
pub fn read(session: &Session, args: &Bench) -> Result<Given, Failure> {
    let is_suite = |p: &str| p.ends_with(".yaml") || p.ends_with(".yml");
    let (mut suite, place, base) = match args.prompts.as_slice() {
        [file] if is_suite(file) => {
            let path = session.cwd.join(file);
            let base = path.parent().unwrap_or(&session.cwd).to_owned();
            (SuiteFile::read(&path)?, file.clone(), base)
        }
        prompts => {
            let prompts = prompts.iter().map(|p| PromptEntry::File(p.clone())).collect();
            (SuiteFile { prompts, ..SuiteFile::default() }, "motjuste eval".to_owned(), session.cwd.clone())
        }
    };
    let near = base.join(args.prompts.first().map_or("", String::as_str));
    if !args.models.is_empty() {
        suite.models =
            args.models.iter().map(|m| model(m).map(ModelEntry::Name)).collect::<Result<_, _>>()?;
    }
    if !args.cases_file.is_empty() {
        suite.cases = args.cases_file.iter().map(|file| session.cwd.join(file)).collect();
    }
    suite.checks.extend(args.checks.iter().map(|spec| check(spec)));
    suite.repeats = args.repeats.or(suite.repeats);
    suite.concurrency = args.concurrency.or(suite.concurrency);
    suite.limit = args.limit.or(suite.limit);
    suite.margin = args.margin.or(suite.margin);
    if args.no_bare {
        suite.bare = Some(false);
    }
    if args.stream {
        suite.stream = Some(true);
    }
    if args.structured {
        suite.structured = Some(true);
    }
    if let Some(split) = &args.split {
        let wrong = || Failure::of(Kind::User, Message::new("cli-wrong-split").with("split", split.as_str()));
        suite.split = Some(table::split_from_name(split).ok_or_else(wrong)?);
    }
    if let Some(amount) = &args.budget {
        suite.budget = Some(budget(amount, args.currency.as_deref())?);
    }
    Ok(Given { suite, place, base, near })
}

/// The plan of what was given.
pub async fn plan(given: &Given, project: &Project, store: &dyn Store) -> Result<Plan, EngineError> {
    Plan::make(project, &given.suite, &given.place, &given.base, Some(store), &env).await
}

/// `vendor/model`, or a sentence.
pub fn model(text: &str) -> Result<ModelName, Failure> {
    text.parse().map_err(|_| Failure::from(EngineError::ModelName { given: text.to_owned() }))
}

/// A check as typed: YAML flow of the checks reference (`contains: bonjour`), or its name alone.
fn check(spec: &str) -> Value {
    engine::suite::check_spec(spec)
}

fn budget(amount: &str, currency: Option<&str>) -> Result<BudgetEntry, Failure> {
    let code = currency.unwrap_or("USD").to_owned();
    let wrong = |code: String| Failure::of(Kind::User, Message::new("cli-wrong-currency").with("code", code));
    let currency = code.clone().try_into().map_err(|_| wrong(code))?;
    Ok(BudgetEntry::In { amount: amount.to_owned(), currency })
}
