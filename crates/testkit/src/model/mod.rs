//! The models: what each name answers.

mod apprentice;
mod simple;

use std::borrow::Cow;

use crate::ask::Ask;
use crate::config::Config;

/// Names shown by `/v1/models`; those with a colon take any argument after it.
pub(crate) const EXAMPLES: [&str; 8] = [
    "apprentice",
    "apprentice+noise",
    "echo",
    "fixed:Bonjour",
    "label-p80:oui|non",
    "words:100",
    "french",
    "refusal",
];

/// What a model says.
pub(crate) struct Said<'a> {
    /// The name in the answer: `fake-...`.
    pub(crate) model: Cow<'static, str>,
    pub(crate) text: Cow<'a, str>,
    pub(crate) refusal: bool,
}

/// A model found by its name.
pub(crate) struct Behaviour<'n> {
    /// Without `+noise`.
    pub(crate) name: &'n str,
    /// Whether the same question gets another draw each time.
    pub(crate) noise: bool,
    kind: Kind<'n>,
}

enum Kind<'n> {
    Echo,
    Fixed(&'n str),
    Label { right: f64, labels: Vec<&'n str> },
    Words(usize),
    French,
    Refusal,
    Apprentice,
}

/// The model of this name, through the aliases; `None` when there is none.
pub(crate) fn find<'n>(config: &'n Config, name: &'n str) -> Option<Behaviour<'n>> {
    parse(config.behaviour(name)).or_else(|| parse(config.aliases.get("*")?))
}

fn parse(name: &str) -> Option<Behaviour<'_>> {
    let (name, noise) = match name.strip_suffix("+noise") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let (base, argument) =
        name.split_once(':').map_or((name, None), |(base, argument)| (base, Some(argument)));
    let kind = match (base, argument) {
        ("echo", None) => Kind::Echo,
        ("fixed", Some(text)) => Kind::Fixed(text),
        ("words", Some(count)) => Kind::Words(count.parse().ok().filter(|n| *n <= 1_000_000)?),
        ("french", None) => Kind::French,
        ("refusal", None) => Kind::Refusal,
        ("apprentice", None) => Kind::Apprentice,
        (base, labels) => {
            let percent: f64 = base.strip_prefix("label-p")?.parse().ok()?;
            let right = (0.0..=100.0).contains(&percent).then_some(percent / 100.0)?;
            Kind::Label { right, labels: labels.into_iter().flat_map(|l| l.split('|')).collect() }
        }
    };
    Some(Behaviour { name, noise, kind })
}

impl Behaviour<'_> {
    /// Answers. `draw` are the random bits of this question asked for the `nth` time (from 0, and always 0 without
    /// noise), `seed` those of the vendor.
    pub(crate) fn say<'a>(&self, ask: &'a Ask<'_>, draw: u64, seed: u64, nth: u32) -> Said<'a> {
        let (model, text) = match &self.kind {
            Kind::Echo => ("fake-echo-1", Cow::Borrowed(ask.last_user())),
            Kind::Fixed(text) => ("fake-fixed-1", Cow::Owned(simple::decode_percent(text))),
            Kind::Label { right, labels } => {
                ("fake-label-1", simple::label(*right, labels, ask.last_user(), draw))
            }
            Kind::Words(count) => ("fake-words-1", Cow::Owned(simple::words(*count, draw))),
            Kind::French => ("fake-french-1", Cow::Borrowed(simple::FRENCH)),
            Kind::Refusal => ("fake-refusal-1", Cow::Borrowed("Je ne peux pas répondre à cette demande.")),
            Kind::Apprentice => ("fake-apprentice-1", Cow::Owned(apprentice::answer(ask, seed, nth))),
        };
        Said { model: Cow::Borrowed(model), text, refusal: matches!(self.kind, Kind::Refusal) }
    }
}
