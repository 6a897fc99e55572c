//! `suite.yaml`: what to try on what, when the defaults (one prompt, the cases beside it) are not enough.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use terms::{Currency, ModelName, Parameters, Place, Split};

use crate::EngineError;

/// The file as written. Unknown keys are errors.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SuiteFile {
    /// Prompt files: names, globs, `file@version`, or inline variants.
    pub prompts: Vec<PromptEntry>,
    /// Models.
    pub models: Vec<ModelEntry>,
    /// Cases files; the cases beside the first prompt when absent.
    pub cases: Vec<PathBuf>,
    /// Only the cases of this split.
    pub split: Option<Split>,
    /// Only the first so many cases.
    pub limit: Option<u64>,
    /// Checks, in the syntax of the checks reference; from the prompt's output when absent.
    pub checks: Vec<Value>,
    /// 1-based line of each check read from a file; checks added afterwards have none.
    #[serde(skip)]
    pub check_lines: Vec<u32>,
    /// Repeats of each trial.
    pub repeats: Option<u32>,
    /// Calls in flight at most.
    pub concurrency: Option<usize>,
    /// Most money the run may spend: a decimal text, or `{amount, currency}`.
    pub budget: Option<BudgetEntry>,
    /// Whether the bare request is an arm; true when absent.
    pub bare: Option<bool>,
    /// Whether answers are streamed (gives time to first text).
    pub stream: Option<bool>,
    /// Whether vendors are asked to enforce the JSON that a prompt promises; false when absent, so that what is
    /// measured is the prompt.
    pub structured: Option<bool>,
    /// Equivalence margin, as a share of 1.
    pub margin: Option<f64>,
    /// Further factors: a parameter's name, or `input.<name>`, and its levels.
    pub factors: IndexMap<String, Vec<Value>>,
    /// `pairwise` (default with factors) or `full`.
    pub design: Option<Design>,
}

/// Where the checks of a suite stand.
#[derive(Default, Deserialize)]
struct Places {
    #[serde(default)]
    checks: Vec<serde_saphyr::Spanned<serde::de::IgnoredAny>>,
}

/// How the factors are crossed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Design {
    /// Every pair of levels at least once.
    #[default]
    Pairwise,
    /// Every combination.
    Full,
}

/// A prompt of the suite.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum PromptEntry {
    /// A file, a glob or `file@version`.
    File(String),
    /// A prompt written in the suite itself.
    Inline {
        /// Its name in tables.
        name: String,
        /// The text of a `*.mot.md` file.
        text: String,
    },
}

/// A model of the suite.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum ModelEntry {
    /// `vendor/model`.
    Name(ModelName),
    /// With its own parameters, over the prompt's.
    With {
        /// `vendor/model`.
        model: ModelName,
        /// Decoding parameters.
        #[serde(default)]
        parameters: Parameters,
    },
}

/// The budget of a suite.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum BudgetEntry {
    /// In US dollars.
    Number(f64),
    /// In US dollars, exactly.
    Text(String),
    /// In another currency.
    In {
        /// Decimal text.
        amount: String,
        /// ISO 4217 code.
        currency: Currency,
    },
}

impl SuiteFile {
    /// Reads and parses a suite.
    ///
    /// # Errors
    /// A file that cannot be read, or is not a suite; the place is the parser's line and column.
    pub fn read(path: &Path) -> Result<SuiteFile, EngineError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|cause| EngineError::File { path: shown.clone(), cause })?;
        SuiteFile::parse(&shown, &text)
    }

    /// Parses a suite's text.
    ///
    /// # Errors
    /// [`EngineError::Settings`] with line and column.
    pub fn parse(file: &str, text: &str) -> Result<SuiteFile, EngineError> {
        let wrong = |error: serde_saphyr::Error| {
            let at = error.location();
            EngineError::Settings {
                place: Place {
                    file: file.to_owned(),
                    line: at.map(|l| l.line() as u32),
                    column: at.map(|l| l.column() as u32),
                },
                cause: first_line(&error.to_string()),
            }
        };
        let mut suite: SuiteFile = serde_saphyr::from_str(text).map_err(wrong)?;
        // a document that was understood once is understood again
        let places: Places = serde_saphyr::from_str(text).unwrap_or_default();
        suite.check_lines = places.checks.iter().map(|check| check.referenced.line() as u32).collect();
        Ok(suite)
    }

    /// The factors that name parameters and those that name inputs, by level.
    ///
    /// # Errors
    /// [`EngineError::UnknownFactor`].
    pub fn level(&self, file: &str, choice: &BTreeMap<&str, &Value>) -> Result<Level, EngineError> {
        let mut level = Level::default();
        let mut parameters = serde_json::Map::new();
        for (name, value) in choice {
            match name.strip_prefix("input.") {
                Some(input) => {
                    level.inputs.insert(input.to_owned(), (*value).clone());
                }
                None => {
                    parameters.insert((*name).to_owned(), (*value).clone());
                }
            }
        }
        let names = parameters.keys().cloned().collect::<Vec<_>>().join(", ");
        level.parameters = serde_json::from_value(Value::Object(parameters)).map_err(|_| {
            let place = Place { file: file.to_owned(), line: None, column: None };
            EngineError::UnknownFactor { name: names, place }
        })?;
        let shown: Vec<String> = choice.iter().map(|(n, v)| format!("{n}={}", plain(v))).collect();
        level.shown = (!shown.is_empty()).then(|| shown.join(" "));
        Ok(level)
    }
}

/// One combination of the further factors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    /// Parameters it sets.
    pub parameters: Parameters,
    /// Inputs it sets, over the cases' own values.
    pub inputs: serde_json::Map<String, Value>,
    /// `temperature=0.7 ton=ferme`, or nothing.
    pub shown: Option<String>,
}

/// A check as typed on a command line: YAML of the checks reference (`contains: bonjour`), or its name alone.
pub fn check_spec(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_suite_reads() {
        let text = "prompts:\n  - tri.mot.md\n  - {name: court, text: 'Trie : {{ message }}'}\nmodels:\n  - openai/a\n  - {model: mistral/b, parameters: {temperature: 0}}\ncases: [tri.cases.csv]\nchecks: [equals, {type: length, max: 20}]\nrepeats: 3\nbudget: {amount: '2.50', currency: EUR}\nfactors:\n  temperature: [0, 0.7]\n  input.ton: [ferme, cordial]\n";
        let suite = SuiteFile::parse("suite.yaml", text).unwrap();
        assert_eq!((suite.prompts.len(), suite.models.len(), suite.checks.len()), (2, 2, 2));
        let (t, ton) = (Value::from(0.7), Value::from("ferme"));
        let level = suite.level("s", &BTreeMap::from([("temperature", &t), ("input.ton", &ton)])).unwrap();
        assert_eq!(level.parameters.temperature, Some(0.7));
        assert_eq!(level.inputs["ton"], "ferme");
        assert_eq!(level.shown.as_deref(), Some("input.ton=ferme temperature=0.7"));
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let error = SuiteFile::parse("suite.yaml", "repeats: 2\nrepeat: 3\n").unwrap_err();
        let EngineError::Settings { place, cause } = error else { panic!("{error}") };
        assert_eq!(place.line, Some(2), "{cause}");
        assert!(cause.contains("repeat"), "{cause}");
    }

    #[test]
    fn an_unknown_factor_is_an_error() {
        let heat = Value::from(1);
        let level = SuiteFile::default().level("s.yaml", &BTreeMap::from([("heat", &heat)]));
        assert!(matches!(level, Err(EngineError::UnknownFactor { name, .. }) if name == "heat"));
    }
}
