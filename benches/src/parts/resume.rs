use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::Bench;
use crate::figure::{Figures, Goal, median};
use crate::project::Project;
use crate::vendor::Vendor;

const PART: &str = "resume";
/// Trials that are left to do when the run is killed, at least.
const LEFT: u64 = 2_000;
const TURNS: usize = 3;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let trials = bench.size(200_000);
    let mut vendor = Vendor::start(bench, 0.0)?;
    let project = Project::new(bench, &vendor, trials)?;
    let start = || {
        Command::new(&bench.motjuste)
            .args(Project::eval_args(8))
            .current_dir(project.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
    };
    let mut first = start()?;
    while vendor.seen()?.requests + LEFT < trials {
        ensure!(first.try_wait()?.is_none(), "the run ended before it could be killed");
        std::thread::sleep(Duration::from_millis(2));
    }
    let mut times = Vec::new();
    for _ in 0..TURNS {
        first.kill()?;
        first.wait()?;
        let before = vendor.seen()?.requests;
        let clock = Instant::now();
        first = start()?;
        while vendor.seen()?.requests == before {
            ensure!(first.try_wait()?.is_none(), "the resumed run ended without a call");
            std::thread::sleep(Duration::from_micros(500));
        }
        times.push(clock.elapsed().as_secs_f64());
    }
    let status = first.wait()?;
    ensure!(status.success(), "the resumed run failed: {status}");
    let what = format!("from the start to the first missing call of {trials} trials");
    figures.judge(PART, what, median(times), "s", Goal::AtMost(1.0));
    figures.add(
        PART,
        "calls made in all beyond one per trial",
        (vendor.seen()?.requests - trials) as f64,
        "",
    );
    Ok(())
}
