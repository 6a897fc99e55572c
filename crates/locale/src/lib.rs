//! Every sentence shown to a person, in French and English.
//!
//! `locales/{en,fr}/<crate>.ftl` hold the sentences of one crate each. The crates below make
//! [`terms::Message`]s; a shell turns them into text here. `tests/catalogues.rs` proves that both languages
//! have the same keys and variables; the tidy test of `xtask` proves that every key used exists and that every
//! key is used.

mod catalogues;
mod format;

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use terms::{Arg, Explain, Lang, Message};

pub use catalogues::CATALOGUES;

/// One language's sentences, ready to be said.
pub struct Locale {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Locale {
    /// Parses the catalogues of one language (a few hundred sentences, well under a millisecond each file).
    pub fn new(lang: Lang) -> Locale {
        // the identifiers are constants known to parse; Fluent takes plural rules from them
        let id = match lang {
            Lang::En => "en".parse(),
            Lang::Fr => "fr".parse(),
        };
        let mut bundle = FluentBundle::new_concurrent(id.into_iter().collect());
        bundle.set_use_isolating(false);
        for (_, en, fr) in CATALOGUES {
            let source = match lang {
                Lang::En => en,
                Lang::Fr => fr,
            };
            // a file that does not parse is refused by tests/catalogues.rs; here the sentences that do parse are kept
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) => resource,
                Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Locale { lang, bundle }
    }

    /// Which language this is.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The sentence. An unknown key comes back as its developer form, so nothing is ever hidden.
    pub fn text(&self, message: &Message) -> String {
        let Some(pattern) = self.bundle.get_message(&message.key).and_then(|m| m.value()) else {
            return message.to_string();
        };
        let mut args = FluentArgs::with_capacity(message.args.len());
        for (name, value) in &message.args {
            args.set(name.as_ref(), self.value(value));
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    /// The sentence of a key without arguments.
    pub fn say(&self, key: &'static str) -> String {
        self.text(&Message::new(key))
    }

    /// An error in full: place, what happened, what to do, on one to three lines.
    pub fn explain(&self, error: &dyn Explain) -> String {
        let mut out = String::new();
        if let Some(place) = error.place() {
            out.push_str(&place.to_string());
            out.push_str(match self.lang {
                Lang::En => ": ",
                Lang::Fr => "\u{a0}: ",
            });
        }
        out.push_str(&self.text(&error.message()));
        if let Some(hint) = error.hint() {
            out.push('\n');
            let hint = self.text(&hint);
            out.push_str(&self.text(&Message::new("cli-hint").with("hint", hint)));
        }
        out
    }

    fn value(&self, arg: &Arg) -> FluentValue<'static> {
        match arg {
            // below 10,000 no grouping is needed, and years and line numbers stay as they are
            Arg::Int(v) if v.abs() < 10_000 => FluentValue::Number(FluentNumber::from(*v)),
            Arg::Int(v) => FluentValue::String(Cow::Owned(self.integer(*v))),
            Arg::Float(v) => FluentValue::String(Cow::Owned(self.decimal(*v))),
            Arg::Text(v) => FluentValue::String(Cow::Owned(v.clone())),
            Arg::Message(v) => FluentValue::String(Cow::Owned(self.text(v))),
        }
    }
}
