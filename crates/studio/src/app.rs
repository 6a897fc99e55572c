//! What every request shares.

use std::path::PathBuf;
use std::sync::Arc;

use engine::{Engine, EngineError, Project};
use keys::Keys;
use ledger::Store;
use locale::Locale;
use terms::Lang;

use crate::StudioError;
use crate::door::Door;
use crate::jobs::Jobs;

/// What the studio is opened on.
pub struct Setup {
    /// The project's folder.
    pub root: PathBuf,
    /// The engine over the project's ledger.
    pub engine: Arc<Engine>,
    /// Reads the environment (keys and addresses of vendors).
    pub env: fn(&str) -> Option<String>,
    /// The keys of the person, beside the environment.
    pub keys: Arc<Keys>,
    /// The language of a browser that asks for none of ours.
    pub lang: Lang,
}

/// The state of a launch.
pub struct App {
    pub root: PathBuf,
    pub engine: Arc<Engine>,
    pub env: fn(&str) -> Option<String>,
    pub keys: Arc<Keys>,
    pub lang: Lang,
    pub door: Door,
    pub jobs: Jobs,
    en: Locale,
    fr: Locale,
}

impl App {
    pub fn new(setup: Setup, port: u16) -> Result<App, StudioError> {
        let Setup { root, engine, env, keys, lang } = setup;
        let door = Door::new(port)?;
        let (en, fr) = (Locale::new(Lang::En), Locale::new(Lang::Fr));
        Ok(App { root, engine, env, keys, lang, door, jobs: Jobs::default(), en, fr })
    }

    pub fn locale(&self, lang: Lang) -> &Locale {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }

    pub fn store(&self) -> &dyn Store {
        self.engine.store().as_ref()
    }

    /// The project as its files are now: settings changed by hand are picked up.
    pub fn project(&self) -> Result<Project, EngineError> {
        Ok(Project::open(&self.root)?.with_keys(self.keys.clone()))
    }
}
