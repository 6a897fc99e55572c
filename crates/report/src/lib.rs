//! Results as a person or a program reads them.
//!
//! One file per exporter behind one small trait. [`terms::evaluation::Evaluation`] is in memory; trials stream, so
//! memory does not grow with their number. Every sentence goes through `locale`; every text a model wrote is
//! hostile and reaches the reader as text and nothing else (see [`visible`]).

pub mod annotations;
pub mod answer;
pub mod brief;
pub mod csv;
mod error;
pub mod history;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
mod spool;
mod standing;
pub mod study;
pub mod terminal;
pub mod visible;
mod words;

use std::io::Write;

use locale::Locale;
use terms::evaluation::{Evaluation, Trial};
use terms::{Explain, Place};

pub use error::ReportError;
pub use standing::Standing;

/// Trials in the ledger's order (case, arm, repeat), each one possibly a failure to read it.
pub type Trials<'a> = dyn Iterator<Item = Result<Trial, Box<dyn Explain>>> + 'a;

/// Tells where the case of a trial stands in a person's files.
pub type Places<'a> = dyn Fn(&Trial) -> Option<Place> + 'a;

/// What a case gave, as lines of text.
pub type Inputs<'a> = dyn Fn(&Trial) -> Option<String> + 'a;

/// What an exporter writes about, and in which language.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The result.
    pub evaluation: &'a Evaluation,
    /// The language of every sentence and number.
    pub locale: &'a Locale,
    /// The values a trial's case gave, as text, when the caller knows; asked for once per case, in order.
    pub inputs: Option<&'a Inputs<'a>>,
    /// Where a trial's case stands in a person's files, when the caller knows; annotations point there.
    pub place: Option<&'a Places<'a>>,
}

impl<'a> Report<'a> {
    /// A report of this evaluation in this language, places unknown.
    pub fn new(evaluation: &'a Evaluation, locale: &'a Locale) -> Report<'a> {
        Report { evaluation, locale, inputs: None, place: None }
    }

    /// Tells what cases gave.
    #[must_use]
    pub fn with_inputs(mut self, inputs: &'a Inputs<'a>) -> Report<'a> {
        self.inputs = Some(inputs);
        self
    }

    /// Tells where cases stand.
    #[must_use]
    pub fn placed(mut self, place: &'a Places<'a>) -> Report<'a> {
        self.place = Some(place);
        self
    }
}

/// One way to write a report.
pub trait Exporter: Send + Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;
    /// Extension of its files, without the dot.
    fn extension(&self) -> &'static str;
    /// Whether it reads the trials; where false, an empty iterator will do.
    fn reads_trials(&self) -> bool;
    /// Writes the whole report.
    ///
    /// # Errors
    /// [`ReportError::Write`] when `out` refuses, [`ReportError::Trials`] when a trial cannot be read.
    fn write(
        &self,
        report: &Report<'_>,
        trials: &mut Trials<'_>,
        out: &mut dyn Write,
    ) -> Result<(), ReportError>;
}

/// Every exporter with its defaults. Adding one is a file and a row here.
pub static EXPORTERS: [&dyn Exporter; 7] = [
    &terminal::Terminal::PLAIN,
    &json::Json,
    &junit::Junit,
    &markdown::Markdown,
    &annotations::Annotations::DEFAULT,
    &csv::Csv,
    &html::Html::DEFAULT,
];

/// The exporter of this name.
pub fn by_name(name: &str) -> Option<&'static dyn Exporter> {
    EXPORTERS.into_iter().find(|e| e.name() == name)
}

/// The exporter whose files have this extension (any case, no dot).
pub fn by_extension(extension: &str) -> Option<&'static dyn Exporter> {
    EXPORTERS.into_iter().find(|e| e.extension().eq_ignore_ascii_case(extension))
}

/// Gives any iterator of trials the type exporters read.
pub fn trials<I, E>(iterator: I) -> impl Iterator<Item = Result<Trial, Box<dyn Explain>>>
where
    I: Iterator<Item = Result<Trial, E>>,
    E: Explain + 'static,
{
    iterator.map(|trial| trial.map_err(|error| Box::new(error) as Box<dyn Explain>))
}
