//! The budgets, measured: `cargo run --release -p motjuste-benches [PART…] [--json FILE]`.
//!
//! Nothing here fails on time: a figure is printed beside its goal. Ratios are between processes of one run on one
//! machine; only they may be compared between machines. See docs/benchmarks.md.
#![expect(clippy::disallowed_methods, reason = "a benchmark that waits for another process blocks nobody")]

mod bare;
mod child;
mod figure;
mod parts;
mod project;
mod vendor;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use clap::Parser;

use figure::Figures;
use parts::Part;

/// Measures Mot Juste against its budgets
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Only these parts, all by default
    parts: Vec<Part>,
    /// Writes the figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// A tenth of the sizes: to try the program, not to publish its figures
    #[arg(long)]
    quick: bool,
    /// Also the sizes that take minutes (a million trials)
    #[arg(long)]
    full: bool,
    /// Folder of scratch projects and their ledgers; the system's temporary folder by default
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Takes the binaries as they are instead of building them
    #[arg(long)]
    no_build: bool,
}

/// Where things are and how large they are.
pub struct Bench {
    motjuste: PathBuf,
    fake_vendor: PathBuf,
    dir: PathBuf,
    quick: bool,
    full: bool,
}

impl Bench {
    /// A size, or a tenth of it when the program is only tried.
    pub fn size(&self, trials: u64) -> u64 {
        if self.quick { (trials / 10).max(1) } else { trials }
    }
}

fn main() -> Result<ExitCode> {
    let raw: Vec<String> = std::env::args().skip(1).collect();
    match raw.first().map(String::as_str) {
        Some(child::MEASURE) => return child::measure(&raw[1..]),
        Some(bare::BARE) => return bare::run(&raw[1..]),
        _ => {}
    }
    let args = Args::parse();
    let bench = bench(&args)?;
    let mut figures = Figures::default();
    let parts = if args.parts.is_empty() { Part::all() } else { args.parts };
    for part in parts {
        say(&format!("== {}", part.name()));
        let before = figures.len();
        part.run(&bench, &mut figures).with_context(|| format!("in part {}", part.name()))?;
        say(&figures.table(before));
    }
    say(&figures.markdown());
    if let Some(path) = &args.json {
        let text = serde_json::to_string_pretty(&figures.document(args.quick))?;
        std::fs::write(path, text + "\n").with_context(|| format!("failed to write {}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The release binaries, built first unless they are to be taken as they are.
fn bench(args: &Args) -> Result<Bench> {
    let own = std::env::current_exe()?;
    let folder = own.parent().context("this program is nowhere")?;
    if !args.no_build {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let packages = ["--release", "-p", "motjuste", "-p", "motjuste-testkit", "--bins"];
        let status =
            Command::new(cargo).arg("build").args(packages).status().context("failed to run cargo")?;
        ensure!(status.success(), "the binaries do not build");
    }
    let found = |name: &str| {
        let path = folder.join(name);
        ensure!(path.is_file(), "{} is not there: build it, or leave out --no-build", path.display());
        Ok(path)
    };
    Ok(Bench {
        motjuste: found("motjuste")?,
        fake_vendor: found("fake-vendor")?,
        dir: args.dir.clone().unwrap_or_else(std::env::temp_dir),
        quick: args.quick,
        full: args.full,
    })
}

#[expect(clippy::print_stdout, reason = "a benchmark speaks to the terminal")]
fn say(text: &str) {
    println!("{text}");
}
