//! What every command needs: language, printer, project, ledger, engine.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::{Engine, Project};
use guard::Guard;
use keys::Keys;
use ledger::{Durability, Store};
use locale::Locale;
use terms::{Kind, Lang, Message};
use vendors::Secret;
use vendors::transport::Transport;

use crate::cli::Global;
use crate::failure::Failure;
use crate::printer::Printer;

/// One command being carried out.
pub struct Session {
    pub locale: Locale,
    pub printer: Printer,
    pub cwd: PathBuf,
    ledger: Option<PathBuf>,
    /// The keys of the person, beside the environment.
    pub keys: Arc<Keys>,
}

impl Session {
    /// Settles the language and the working folder.
    ///
    /// # Errors
    /// A language other than French and English, in the language of the environment.
    pub fn new(global: Global) -> Result<Session, (Failure, Lang)> {
        let fallback = lang_of_environment();
        let lang = match global.lang.as_deref().map(|tag| Lang::from_tag(tag).ok_or(tag)) {
            None => fallback,
            Some(Ok(lang)) => lang,
            Some(Err(tag)) => {
                let message = Message::new("cli-wrong-lang").with("lang", tag);
                return Err((Failure::of(Kind::User, message), fallback));
            }
        };
        let cwd = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let printer = Printer::new(global.json, global.quiet);
        let keys = Arc::new(Keys::new(Keys::usual_folder(&env), Box::new(move || ask_passphrase(lang))));
        Ok(Session { locale: Locale::new(lang), printer, cwd, ledger: global.ledger, keys })
    }

    /// The project of a file, or of the working folder.
    pub fn project(&self, of: Option<&Path>) -> Result<Project, Failure> {
        let start = of.map_or_else(|| self.cwd.clone(), |path| self.cwd.join(path));
        Ok(Project::find(&start, &self.cwd)?.with_keys(self.keys.clone()))
    }

    /// The project's ledger, made when it is not there.
    pub fn store(&self, project: &Project) -> Result<Arc<dyn Store>, Failure> {
        let path = self.ledger.clone().unwrap_or_else(|| project.ledger_path());
        let mut options = ledger::Options::default();
        if project.settings.ledger.full_durability {
            options.durability = Durability::PowerLoss;
        }
        Ok(ledger::open(&path, &options)?)
    }

    /// The engine over a ledger.
    pub fn engine(&self, project: &Project, store: Arc<dyn Store>) -> Result<Engine, Failure> {
        let options = vendors::transport::Options::default();
        let network = Transport::network(&options)?;
        let sender = local::InProcess::new(network, Arc::new(local::Models::default()));
        let transport = Transport::with_sender(options, Arc::new(sender));
        Ok(Engine::new(store, transport, Guard::new(project.settings.guard.allow.clone())))
    }

    /// Says what is odd in a prompt but works.
    pub fn warn(&self, prompt: &prompt::Compiled) {
        prompt.warnings().iter().for_each(|warning| self.printer.remark(&self.locale.explain(warning)));
    }

    /// Waits for asynchronous work.
    pub fn wait<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let built = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = built.map_err(|cause| Failure::file(Path::new("tokio"), &cause))?;
        runtime.block_on(work)
    }
}

/// `--lang` among raw arguments, or the environment's language: for help and for mistakes in the command line.
pub fn lang_of_args(args: &[String]) -> Lang {
    let after = |i: usize| args.get(i + 1).map(String::as_str);
    let given = args.iter().enumerate().find_map(|(i, arg)| match arg.strip_prefix("--lang") {
        Some("") => after(i),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    given.and_then(Lang::from_tag).unwrap_or_else(lang_of_environment)
}

/// `MOTJUSTE_LANG`, then the locale variables in their POSIX order.
fn lang_of_environment() -> Lang {
    let named = ["MOTJUSTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    let set = named.iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    set.and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default()
}

/// The passphrase of the file of keys: from the environment, or from whoever sits at the terminal.
fn ask_passphrase(lang: Lang) -> Option<Secret> {
    if let Some(given) = env("MOTJUSTE_KEYS_PASSPHRASE") {
        return Some(Secret::new(given));
    }
    let terminal = console::Term::stderr();
    if !terminal.is_term() || !std::io::stdin().is_terminal() {
        return None;
    }
    terminal.write_line(&Locale::new(lang).say("cli-keys-ask-passphrase")).ok()?;
    terminal.read_secure_line().ok().map(Secret::new)
}

/// The environment as the catalogue of vendors reads it.
pub fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}
