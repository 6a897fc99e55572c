use anyhow::Result;

use crate::figure::{Figures, Goal, median};
use crate::project::Project;
use crate::vendor::Vendor;
use crate::{Bench, bare};

const PART: &str = "latency";
const LATENCY: f64 = 0.050;
const AT_ONCE: u64 = 256;
const TURNS: usize = 3;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let trials = bench.size(10_000);
    let least = trials as f64 * LATENCY / AT_ONCE as f64;
    let mut vendor = Vendor::start(bench, LATENCY * 1000.0)?;
    let project = Project::new(bench, &vendor, trials)?;
    let (mut ours, mut theirs) = (vec![], vec![]);
    for _ in 0..TURNS {
        project.forget()?;
        ours.push(project.eval(AT_ONCE, &[])?.wall / least);
        theirs.push(bare::measure(bench, &vendor, trials, AT_ONCE)?.wall / least);
    }
    let what = format!("{trials} trials at 50 ms, 256 at once, start-up included, against N x L / C");
    figures.judge(PART, what, median(ours), "x", Goal::AtMost(1.10));
    figures.add(PART, "the same for a bare client", median(theirs), "x");
    figures.add(
        PART,
        "calls in flight at the most, as the vendor saw",
        vendor.seen()?.in_flight_peak as f64,
        "",
    );
    Ok(())
}
