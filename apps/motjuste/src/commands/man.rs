//! `man`: the manual pages, one per command, in the person's language.

use clap::CommandFactory;
use clap_mangen::Man as Page;

use super::{DONE, Outcome};
use crate::cli::{Cli, Man, help};
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

pub fn run(session: &Session, args: &Man) -> Outcome {
    let command = help::speak(Cli::command(), &session.locale);
    let Some(dir) = &args.dir else {
        session.printer.out(&page(&command, "motjuste")?);
        return Ok(DONE);
    };
    std::fs::create_dir_all(dir).map_err(|cause| Failure::file(dir, &cause))?;
    let mut pages = vec![("motjuste".to_owned(), command.clone())];
    while let Some((name, command)) = pages.pop() {
        let path = dir.join(format!("{name}.1"));
        let text = page(&command, &name)?;
        output::whole(&path, |out| {
            out.write_all(text.as_bytes()).map_err(|cause| Failure::file(&path, &cause))
        })?;
        pages
            .extend(command.get_subcommands().map(|sub| (format!("{name}-{}", sub.get_name()), sub.clone())));
    }
    Ok(DONE)
}

fn page(command: &clap::Command, name: &str) -> Result<String, Failure> {
    let mut out = Vec::new();
    let named = command.clone().name(name.to_owned()).display_name(name.to_owned());
    Page::new(named).render(&mut out).map_err(|cause| Failure::file(name.as_ref(), &cause))?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
