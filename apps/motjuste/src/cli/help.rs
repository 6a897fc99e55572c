//! Help in the person's language: every command and every argument has its sentence in `cli.ftl`.

use clap::{Arg, ArgAction, Command};
use locale::Locale;

/// Sentences of the commands, by their path below `motjuste`.
const COMMANDS: &[(&str, &str)] = &[
    ("", "cli-help"),
    ("demo", "cli-help-demo"),
    ("new", "cli-help-new"),
    ("render", "cli-help-render"),
    ("run", "cli-help-run"),
    ("eval", "cli-help-eval"),
    ("compare", "cli-help-compare"),
    ("race", "cli-help-race"),
    ("optimise", "cli-help-optimise"),
    ("trim", "cli-help-trim"),
    ("ablate", "cli-help-ablate"),
    ("vary", "cli-help-vary"),
    ("runs", "cli-help-runs"),
    ("runs prune", "cli-help-runs-prune"),
    ("runs check", "cli-help-runs-check"),
    ("runs export", "cli-help-runs-export"),
    ("show", "cli-help-show"),
    ("cases", "cli-help-cases"),
    ("cases describe", "cli-help-cases-describe"),
    ("cases split", "cli-help-cases-split"),
    ("cases dedupe", "cli-help-cases-dedupe"),
    ("models", "cli-help-models"),
    ("keys", "cli-help-keys"),
    ("keys add", "cli-help-keys-add"),
    ("keys remove", "cli-help-keys-remove"),
    ("keys allow", "cli-help-keys-allow"),
    ("keys forbid", "cli-help-keys-forbid"),
    ("serve", "cli-help-serve"),
    ("studio", "cli-help-studio"),
    ("completions", "cli-help-completions"),
    ("man", "cli-help-man"),
];

/// Sentences of the arguments, by name; `command/name` where one name means two things.
const ARGS: &[(&str, &str)] = &[
    ("json", "cli-arg-json"),
    ("lang", "cli-arg-lang"),
    ("quiet", "cli-arg-quiet"),
    ("ledger", "cli-arg-ledger"),
    ("help", "cli-arg-help"),
    ("version", "cli-arg-version"),
    ("name", "cli-arg-name"),
    ("dir", "cli-arg-dir"),
    ("prompt", "cli-arg-prompt"),
    ("inputs", "cli-arg-inputs"),
    ("case", "cli-arg-case"),
    ("cases_file", "cli-arg-cases-file"),
    ("bare_only", "cli-arg-bare-only"),
    ("model", "cli-arg-model"),
    ("serve/model", "cli-arg-serve-model"),
    ("demo/dir", "cli-arg-demo-dir"),
    ("studio-port", "cli-arg-studio-port"),
    ("host", "cli-arg-host"),
    ("again", "cli-arg-again"),
    ("prompts", "cli-arg-prompts"),
    ("models", "cli-arg-models"),
    ("checks", "cli-arg-checks"),
    ("repeats", "cli-arg-repeats"),
    ("concurrency", "cli-arg-concurrency"),
    ("budget", "cli-arg-budget"),
    ("currency", "cli-arg-currency"),
    ("no_bare", "cli-arg-no-bare"),
    ("split", "cli-arg-split"),
    ("limit", "cli-arg-limit"),
    ("stream", "cli-arg-stream"),
    ("structured", "cli-arg-structured"),
    ("margin", "cli-arg-margin"),
    ("estimate", "cli-arg-estimate"),
    ("sample", "cli-arg-sample"),
    ("fail_under", "cli-arg-fail-under"),
    ("out", "cli-arg-out"),
    ("short_out", "cli-arg-short-out"),
    ("annotations", "cli-arg-annotations"),
    ("until_sure", "cli-arg-until-sure"),
    ("effect", "cli-arg-effect"),
    ("calls", "cli-arg-calls"),
    ("rule", "cli-arg-rule"),
    ("most-calls", "cli-arg-most-calls"),
    ("proposer", "cli-arg-proposer"),
    ("proposer_calls", "cli-arg-proposer-calls"),
    ("short-proposer", "cli-arg-short-proposer"),
    ("short-proposer-calls", "cli-arg-short-proposer-calls"),
    ("search-rule", "cli-arg-search-rule"),
    ("mean-forms", "cli-arg-mean-forms"),
    ("write", "cli-arg-write"),
    ("parts", "cli-arg-parts"),
    ("by", "cli-arg-by"),
    ("orders", "cli-arg-orders"),
    ("html", "cli-arg-html"),
    ("forms", "cli-arg-forms"),
    ("last", "cli-arg-last"),
    ("older_than", "cli-arg-older-than"),
    ("keep", "cli-arg-keep"),
    ("payloads_only", "cli-arg-payloads-only"),
    ("run", "cli-arg-run"),
    ("to", "cli-arg-to"),
    ("what", "cli-arg-what"),
    ("failing", "cli-arg-failing"),
    ("arm", "cli-arg-arm"),
    ("people", "cli-arg-people"),
    ("file", "cli-arg-file"),
    ("encoding", "cli-arg-encoding"),
    ("ratios", "cli-arg-ratios"),
    ("near", "cli-arg-near"),
    ("vendor", "cli-arg-vendor"),
    ("folder", "cli-arg-folder"),
    ("port", "cli-arg-port"),
    ("shell", "cli-arg-shell"),
    ("key-of", "cli-arg-key-of"),
    ("key-to", "cli-arg-key-to"),
    ("variable", "cli-arg-variable"),
];

/// The command with every sentence in this language.
pub fn speak(command: Command, locale: &Locale) -> Command {
    let usage = locale.say("cli-usage");
    let (commands, arguments, options) =
        (locale.say("cli-commands"), locale.say("cli-arguments"), locale.say("cli-options"));
    let template = format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}");
    let words = Words { commands, arguments, options, template };
    let mut command = command.after_help(locale.say("cli-after-help"));
    // help and version are built late by clap: they are made here so that they have their sentences too
    command.build();
    spoken(command, "", locale, &words)
}

struct Words {
    commands: String,
    arguments: String,
    options: String,
    template: String,
}

fn spoken(mut command: Command, path: &str, locale: &Locale, words: &Words) -> Command {
    if let Some((_, key)) = COMMANDS.iter().find(|(p, _)| *p == path) {
        command = command.about(locale.say(key));
    }
    command = command
        .help_template(words.template.clone())
        .subcommand_help_heading(words.commands.clone())
        .subcommand_value_name(locale.say("cli-command"))
        .mut_args(|arg| argument(arg, locale, words));
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |sub| spoken(sub, &below, locale, words));
    }
    command
}

fn argument(mut arg: Arg, locale: &Locale, words: &Words) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    if let Some((_, key)) = ARGS.iter().find(|(name, _)| *name == id) {
        arg = arg.help(locale.say(key));
    }
    let heading = if arg.is_positional() { words.arguments.clone() } else { words.options.clone() };
    let arg = arg.help_heading(heading).hide_default_value(true).hide_possible_values(id != "shell");
    // clap's own words for these two are English only
    match arg.get_action() {
        ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong => arg.help(locale.say("cli-arg-help")),
        ArgAction::Version => arg.help(locale.say("cli-arg-version")),
        _ => arg,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;
    use terms::Lang;

    fn walk(command: &Command, path: &str, missing: &mut Vec<String>) {
        if !COMMANDS.iter().any(|(p, _)| *p == path) {
            missing.push(format!("command {path:?}"));
        }
        for arg in command.get_arguments() {
            if !ARGS.iter().any(|(name, _)| *name == arg.get_id().as_str()) {
                missing.push(format!("argument {:?} of {path:?}", arg.get_id()));
            }
        }
        for sub in command.get_subcommands() {
            let below = if path.is_empty() {
                sub.get_name().to_owned()
            } else {
                format!("{path} {}", sub.get_name())
            };
            walk(sub, &below, missing);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_sentence() {
        let mut command = Cli::command();
        command.build();
        let mut missing = Vec::new();
        walk(&command, "", &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn help_is_in_the_language_asked_for() {
        let french = speak(Cli::command(), &Locale::new(Lang::Fr)).render_help().to_string();
        assert!(french.contains("Utilisation") && french.contains("Commandes"), "{french}");
        assert!(!french.contains("Usage:") && !french.contains("Print help"), "{french}");
    }
}
