//! `cargo xtask example`: the first minute. `cargo xtask sdk`: the vendors' SDKs. `cargo xtask tidy`: the rules of the
//! house. `cargo xtask browser`: the studio in a real browser. `cargo xtask screenshots`: its pictures.

use std::process::ExitCode;

use xtask::tidy;

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to the terminal")]
fn main() -> anyhow::Result<ExitCode> {
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => {
            let rules = [
                tidy::arrows::check()?,
                tidy::length::check()?,
                tidy::forbidden::check()?,
                tidy::sentences::check()?,
            ];
            let wrong = rules.concat();
            wrong.iter().for_each(|w| println!("{w}"));
            Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Some("example") => xtask::example::run().map(|()| ExitCode::SUCCESS),
        Some("sdk") => xtask::sdk::check().map(|()| ExitCode::SUCCESS),
        Some("browser") => {
            let only: Vec<String> = std::env::args().skip(2).collect();
            xtask::browser::test(&only).map(|()| ExitCode::SUCCESS)
        }
        Some("screenshots") => xtask::browser::screenshots().map(|()| ExitCode::SUCCESS),
        _ => {
            eprintln!("usage: cargo xtask browser [file…] | example | screenshots | sdk | tidy");
            Ok(ExitCode::from(2))
        }
    }
}
