//! What is wrong with a command line, in the person's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use locale::Locale;
use terms::Message;

/// The sentence for an error of the parser; clap's own words for the kinds that no person meets.
pub fn sentence(error: &clap::Error, locale: &Locale) -> String {
    let arg = text(error, ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => Message::new("cli-wrong-unknown-argument").with("arg", arg),
        ErrorKind::InvalidSubcommand => Message::new("cli-wrong-unknown-command")
            .with("command", text(error, ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(error, ContextKind::InvalidValue);
            match value.is_empty() {
                true => Message::new("cli-wrong-no-value").with("arg", arg),
                false => Message::new("cli-wrong-value").with("arg", arg).with("value", value),
            }
        }
        ErrorKind::MissingRequiredArgument => Message::new("cli-wrong-missing").with("arg", arg),
        ErrorKind::ArgumentConflict => {
            let other = text(error, ContextKind::PriorArg);
            Message::new("cli-wrong-conflict").with("arg", arg).with("other", other)
        }
        ErrorKind::MissingSubcommand => Message::new("cli-wrong-no-command"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Message::new("cli-wrong-number-of-values").with("arg", arg)
        }
        _ => return error.to_string(),
    };
    let suggestion =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .map(|kind| text(error, kind))
            .find(|s| !s.is_empty());
    let mut out = locale.text(&message);
    if let Some(suggestion) = suggestion {
        let meant = locale.text(&Message::new("cli-wrong-did-you-mean").with("suggestion", suggestion));
        out.push('\n');
        out.push_str(&locale.text(&Message::new("cli-hint").with("hint", meant)));
    }
    out.push('\n');
    out.push_str(&locale.say("cli-wrong-see-help"));
    out
}

fn text(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(many)) => many.join(", "),
        Some(ContextValue::StyledStr(one)) => one.to_string(),
        _ => String::new(),
    }
}
