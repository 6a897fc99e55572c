//! `completions`: a script that completes the command line in a shell.

use clap::CommandFactory;

use super::{DONE, Outcome};
use crate::cli::{Cli, Completions, help};
use crate::session::Session;

pub fn run(session: &Session, args: &Completions) -> Outcome {
    let mut command = help::speak(Cli::command(), &session.locale);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "motjuste", &mut script);
    session.printer.out(&String::from_utf8_lossy(&script));
    Ok(DONE)
}
