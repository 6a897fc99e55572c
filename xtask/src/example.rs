//! `cargo xtask example`: the first minute. Builds the tool and the pretend vendor, evaluates the shipped example in
//! French and in English, and writes a report. No key, no network, no account.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::{programs, root};

/// The pretend vendor's process; it ends with the example.
struct Vendor(Child);

impl Drop for Vendor {
    fn drop(&mut self) {
        // a process that has ended already is no trouble
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs it.
///
/// # Errors
/// When something does not build, start or evaluate.
#[expect(clippy::print_stdout, reason = "a chore speaks to the terminal")]
pub fn run() -> Result<()> {
    let bin = programs()?;
    let mut vendor = start(&bin)?;
    let line = BufReader::new(vendor.0.stdout.take().context("the vendor says nothing")?).lines().next();
    let url = line.context("the vendor did not start")??;
    println!(
        "A pretend vendor answers at {url}: its model is no language model, it only knows the example.\n"
    );
    let folder = root().join("examples/triage");
    let report = bin.join("example-report.html");
    for (prompt, lang) in [("tri.mot.md", "fr"), ("triage.mot.md", "en")] {
        println!("$ motjuste eval {prompt} --lang {lang} --out {}", report.display());
        let evaluated = Command::new(bin.join("motjuste"))
            .args(["eval", prompt, "--lang", lang, "--out"])
            .arg(&report)
            .current_dir(&folder)
            .env("FAKE_VENDOR_URL", &url)
            .status()
            .context("failed to run motjuste")?;
        if !evaluated.success() {
            bail!("the evaluation ended with {evaluated}");
        }
        println!();
    }
    Ok(())
}

/// On the example's own port, or on any free one when that is taken.
fn start(bin: &std::path::Path) -> Result<Vendor> {
    let free = std::net::TcpListener::bind("127.0.0.1:4010").is_ok();
    let listen = if free { "127.0.0.1:4010" } else { "127.0.0.1:0" };
    let mut command = Command::new(bin.join("fake-vendor"));
    let child = command.args(["--listen", listen]).stdout(Stdio::piped()).spawn();
    Ok(Vendor(child.context("failed to start the pretend vendor")?))
}
