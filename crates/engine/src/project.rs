//! The folder a person works in: its `motjuste.toml`, its ledger, and what may be read from it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use terms::{Currency, Date, Lang, ModelName, Money, Place};
use vendors::{Catalogue, KeyRing};

use crate::EngineError;

/// Name of the settings file.
pub const SETTINGS: &str = "motjuste.toml";
/// Folder of what the tool writes.
pub const FOLDER: &str = ".motjuste";

/// A project: settings read, vendors' catalogue extended by the project's own rows.
pub struct Project {
    /// The folder that holds `motjuste.toml`, or where the work is done when there is none.
    pub root: PathBuf,
    /// The settings.
    pub settings: Settings,
    /// Vendors and prices: the built-in rows, then the project's.
    pub catalogue: Catalogue,
}

/// `motjuste.toml`. Every key is optional; an unknown key is an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Models used when neither the command nor the prompt names any.
    pub models: Vec<ModelName>,
    /// Defaults of `eval`.
    pub defaults: Defaults,
    /// Money.
    pub budget: BudgetSettings,
    /// What may leave.
    pub guard: GuardSettings,
    /// Where calls are kept.
    pub ledger: LedgerSettings,
    /// Named so that the parser accepts it; `Catalogue::extend` reads it.
    vendors: toml::Table,
    /// The same.
    prices: Vec<toml::Table>,
    /// The same.
    policies: Vec<toml::Table>,
}

/// `[defaults]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Defaults {
    /// Language of the interface.
    pub lang: Option<Lang>,
    /// Repeats of each trial.
    pub repeats: Option<u32>,
    /// Calls in flight at most.
    pub concurrency: Option<usize>,
    /// Equivalence margin, as a share of 1.
    pub margin: Option<f64>,
}

/// `[budget]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BudgetSettings {
    /// Cap of one run, a decimal text such as `"2.00"`.
    pub per_run: Option<String>,
    /// Currency of the cap; USD when absent.
    pub currency: Option<Currency>,
}

/// `[guard]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GuardSettings {
    /// Texts that look like secrets and are none.
    pub allow: Vec<String>,
}

/// `[ledger]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LedgerSettings {
    /// The file, relative to the project.
    pub path: Option<PathBuf>,
    /// Wait for the disk at every commit: survives a power cut, at a price in speed.
    pub full_durability: bool,
}

impl Project {
    /// Finds the project of a file or folder: the nearest folder above it that holds `motjuste.toml` or
    /// `.motjuste/`; `fallback` when there is none.
    ///
    /// # Errors
    /// A settings file that cannot be read or understood.
    pub fn find(start: &Path, fallback: &Path) -> Result<Project, EngineError> {
        let absolute = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
        let is_root = |dir: &&Path| dir.join(SETTINGS).is_file() || dir.join(FOLDER).is_dir();
        let root = absolute.ancestors().skip(usize::from(!absolute.is_dir())).find(is_root);
        Project::open(root.unwrap_or(fallback))
    }

    /// Reads the settings of a folder; a folder without any has the defaults.
    ///
    /// # Errors
    /// A settings file that cannot be read or understood.
    pub fn open(root: &Path) -> Result<Project, EngineError> {
        let path = root.join(SETTINGS);
        let shown = path.display().to_string();
        let mut catalogue = Catalogue::builtin().on(today());
        let settings = match std::fs::read_to_string(&path) {
            Ok(text) => {
                let settings = toml::from_str(&text).map_err(|error| EngineError::Settings {
                    place: place_of(&shown, &text, error.span()),
                    cause: error.message().to_owned(),
                })?;
                catalogue.extend(&text, &shown).map_err(EngineError::below)?;
                settings
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Settings::default(),
            Err(cause) => return Err(EngineError::File { path: shown, cause }),
        };
        Ok(Project { root: root.to_owned(), settings, catalogue })
    }

    /// The same, with the keys that a person keeps beside the environment.
    #[must_use]
    pub fn with_keys(mut self, keys: Arc<dyn KeyRing>) -> Project {
        self.catalogue = self.catalogue.with_keys(keys);
        self
    }

    /// Where the ledger is.
    pub fn ledger_path(&self) -> PathBuf {
        match &self.settings.ledger.path {
            Some(path) => self.root.join(path),
            None => self.root.join(FOLDER).join("ledger.db"),
        }
    }

    /// The cap that `[budget]` sets.
    ///
    /// # Errors
    /// An amount that is not a decimal number.
    pub fn budget(&self) -> Result<Option<Money>, EngineError> {
        let Some(text) = &self.settings.budget.per_run else { return Ok(None) };
        let currency = self.settings.budget.currency.unwrap_or(Currency::USD);
        match parse_amount(text, currency, self.catalogue.date()) {
            Some(money) => Ok(Some(money)),
            None => Err(EngineError::Settings {
                place: Place {
                    file: self.root.join(SETTINGS).display().to_string(),
                    line: None,
                    column: None,
                },
                cause: format!("budget.per_run = {text:?}"),
            }),
        }
    }
}

/// Reads `2`, `2.00` or `2,00` exactly; `None` for anything else or a negative amount.
pub fn parse_amount(text: &str, currency: Currency, catalogue: Date) -> Option<Money> {
    let text = text.trim();
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 12 {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: i64 = format!("{fraction:0<12}").parse().ok()?;
    let pico = whole.checked_mul(Money::UNIT)?.checked_add(fraction)?;
    Some(Money { pico, currency, catalogue })
}

/// Today in UTC: which price rows are in force.
fn today() -> Date {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let (year, month, day) = (today.year(), today.month(), today.day());
    Date::new(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs()).unwrap_or(Date::EPOCH)
}

fn place_of(file: &str, text: &str, span: Option<std::ops::Range<usize>>) -> Place {
    let before = span.and_then(|s| text.get(..s.start));
    Place {
        file: file.to_owned(),
        line: before.map(|b| b.matches('\n').count() as u32 + 1),
        column: before.map(|b| b.rsplit('\n').next().unwrap_or("").chars().count() as u32 + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly() {
        let read = |t| parse_amount(t, Currency::USD, terms::Date::new(2026, 11, 1).unwrap()).map(|m| m.pico);
        assert_eq!(read("2"), Some(2_000_000_000_000));
        assert_eq!(read("0.1"), Some(100_000_000_000));
        assert_eq!(read(" 2,50 "), Some(2_500_000_000_000));
        assert_eq!(read(".000000000001"), Some(1));
        for bad in ["", ".", "-1", "1e3", "1.2.3", "0.0000000000001", "99999999999999999999"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
