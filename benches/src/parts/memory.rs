use anyhow::Result;

use crate::Bench;
use crate::figure::{Figures, Goal};
use crate::project::Project;
use crate::vendor::Vendor;

const PART: &str = "memory";

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let vendor = Vendor::start(bench, 0.0)?;
    let more = bench.full.then_some(1_000_000);
    for trials in [1_000, 10_000, 50_000, 200_000].map(|n| bench.size(n)).into_iter().chain(more) {
        let project = Project::new(bench, &vendor, trials)?;
        let used = project.eval(64, &[])?;
        figures.judge(PART, format!("peak memory of {trials} trials"), used.peak, "MiB", Goal::AtMost(64.0));
    }
    Ok(())
}
