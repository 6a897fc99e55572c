//! The binary: parse, build the parts, run. One file per command under `commands/`; no logic here.

mod cli;
mod columns;
mod commands;
mod failure;
mod inputs;
mod interrupt;
mod output;
mod printer;
mod progress;
mod session;
mod suite;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use locale::Locale;

use cli::{Cli, Command};
use failure::Failure;
use printer::Printer;
use session::Session;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(not_a_command(&error)),
    };
    let session = match Session::new(cli.global) {
        Ok(session) => session,
        Err((failure, lang)) => {
            return ExitCode::from(failure.report(&Printer::new(false, false), &Locale::new(lang)));
        }
    };
    let result = match cli.command {
        Command::Demo(args) => commands::demo::run(&session, &args),
        Command::New(args) => commands::new::run(&session, &args),
        Command::Render(args) => commands::render::run(&session, &args),
        Command::Run(args) => commands::run::run(&session, &args),
        Command::Eval(args) => commands::eval::run(&session, &args),
        Command::Compare(args) => commands::compare::run(&session, &args),
        Command::Race(args) => commands::race::run(&session, &args),
        Command::Optimise(args) => commands::optimise::run(&session, &args),
        Command::Trim(args) => commands::trim::run(&session, &args),
        Command::Ablate(args) => commands::ablate::run(&session, &args),
        Command::Vary(args) => commands::vary::run(&session, &args),
        Command::Runs(args) => commands::runs::run(&session, &args),
        Command::Show(args) => commands::show::run(&session, &args),
        Command::Cases(args) => commands::cases::run(&session, &args),
        Command::Models(args) => commands::models::run(&session, &args),
        Command::Keys(args) => commands::keys::run(&session, args.action.as_ref()),
        Command::Serve(args) => commands::serve::run(&session, &args),
        Command::Studio(args) => commands::studio::run(&session, &args),
        Command::Completions(args) => commands::completions::run(&session, &args),
        Command::Man(args) => commands::man::run(&session, &args),
    };
    let code = match result {
        Ok(code) => code,
        Err(failure) => failure.report(&session.printer, &session.locale),
    };
    ExitCode::from(code)
}

/// Help, version or a mistake, in the person's language. The sentences are only built here: a command that is run
/// does not pay for them.
fn not_a_command(error: &clap::Error) -> u8 {
    use clap::error::ErrorKind;
    let printer = Printer::new(false, false);
    let args: Vec<String> = std::env::args().collect();
    let locale = Locale::new(session::lang_of_args(&args));
    match error.kind() {
        ErrorKind::DisplayVersion => printer.out(&error.to_string()),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let spoken = cli::help::speak(Cli::command(), &locale);
            let text = match spoken.try_get_matches_from(&args) {
                Err(spoken) => spoken.render().to_string(),
                Ok(_) => error.to_string(),
            };
            if error.kind() == ErrorKind::DisplayHelp {
                printer.out(&text);
            } else {
                printer.err(&text);
                return 2;
            }
        }
        _ => {
            let sentence = cli::complain::sentence(error, &locale);
            let json = args.iter().any(|a| a == "--json");
            return Failure::usage(sentence).report(&Printer::new(json, false), &locale);
        }
    }
    0
}
