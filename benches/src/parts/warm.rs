use anyhow::{Result, ensure};

use crate::Bench;
use crate::figure::{Figures, Goal, median};
use crate::project::Project;
use crate::vendor::Vendor;

const PART: &str = "warm";
const TURNS: usize = 5;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let trials = bench.size(20_000);
    let mut vendor = Vendor::start(bench, 0.0)?;
    let project = Project::new(bench, &vendor, trials)?;
    let cold = project.eval(64, &[])?;
    let asked = vendor.seen()?.requests;
    let again = (0..TURNS).map(|_| project.eval(64, &[])).collect::<Result<Vec<_>>>()?;
    let warm = median(again.iter().map(|used| used.cpu).collect());
    // another check: every answer is scored anew, none is asked for
    let rescored = project.eval(64, &["--check", "contains: message"])?;
    let calls = vendor.seen()?.requests - asked;
    ensure!(calls == 0, "{calls} calls were made for answers that were known");
    let what = format!("CPU of a cold run of {trials} trials against the same run again");
    figures.judge(PART, what, cold.cpu / warm, "x", Goal::AtLeast(100.0));
    figures.judge(PART, "calls made by the same run again", calls as f64, "", Goal::AtMost(0.0));
    figures.add(PART, "CPU of a cold run", cold.cpu * 1000.0, "ms");
    figures.add(PART, "CPU of the same run again", warm * 1000.0, "ms");
    let per_trial = rescored.cpu * 1000.0 / trials as f64;
    figures.add(PART, "CPU per trial scored anew by another check, no call", per_trial, "ms");
    Ok(())
}
