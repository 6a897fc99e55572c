//! Runs a program and says what it used. The program is started by a small process of its own (this one, run again),
//! so that the system's account of "children" is of that program alone, its peak memory included.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use nix::sys::resource::{UsageWho, getrusage};
use serde::{Deserialize, Serialize};

/// First argument of the small process.
pub const MEASURE: &str = "__measure";

/// What a program used from start to end.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Used {
    /// Seconds on the wall.
    pub wall: f64,
    /// Seconds of processor, user and system.
    pub cpu: f64,
    /// Largest resident memory, in MiB.
    pub peak: f64,
    /// Exit code; -1 when a signal ended it.
    pub code: i32,
}

impl Used {
    /// Beyond what another run used: what the work took, start-up subtracted.
    pub fn beyond(self, start: Used) -> Used {
        Used { wall: self.wall - start.wall, cpu: self.cpu - start.cpu, ..self }
    }
}

/// Runs a program in a folder with an environment of nothing but what it needs. Its output goes nowhere.
///
/// # Errors
/// It cannot be started, or ends with a code that is not 0.
pub fn run(program: &Path, args: &[&str], folder: &Path) -> Result<Used> {
    let own = std::env::current_exe()?;
    let mut command = Command::new(own);
    command.arg(MEASURE).arg(program).args(args).current_dir(folder).env_clear();
    command.env("MOTJUSTE_LANG", "en").env("TZ", "UTC").stdin(Stdio::null()).stderr(Stdio::piped());
    let output = command.output().context("failed to start the measuring process")?;
    let said = String::from_utf8_lossy(&output.stderr);
    // the account is the last line; what the program itself said comes before it
    let (before, account) = said.trim_end().rsplit_once('\n').unwrap_or(("", said.trim_end()));
    let used: Used = serde_json::from_str(account).with_context(|| format!("no account: {said}"))?;
    if used.code != 0 {
        bail!("{} {args:?} ended with {}: {before}", program.display(), used.code);
    }
    Ok(used)
}

/// The small process: runs the program and writes its account as the last line of stderr.
///
/// # Errors
/// The program cannot be started.
#[expect(clippy::print_stderr, reason = "stderr is how the account is given")]
pub fn measure(args: &[String]) -> Result<ExitCode> {
    let (program, args) = args.split_first().context("what is to be measured?")?;
    let started = Instant::now();
    let mut child = Command::new(program).args(args).stdout(Stdio::null()).spawn()?;
    let status = child.wait()?;
    let wall = started.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let used = Used {
        wall,
        cpu: seconds(usage.user_time()) + seconds(usage.system_time()),
        // Linux counts kilobytes
        peak: usage.max_rss() as f64 / 1024.0,
        code: status.code().unwrap_or(-1),
    };
    eprintln!("{}", serde_json::to_string(&used)?);
    Ok(ExitCode::SUCCESS)
}
